using System.Text.Json.Nodes;

namespace OpsWorkflows.Bench;

/// <summary>Draws the straight flowcharts that are measured, as Elsa 3 documents.</summary>
static class Flow
{
    /// <summary>A workflow of one flowchart whose activities follow each other by their Done port.</summary>
    public static JsonObject Straight(string definitionId, params IEnumerable<JsonObject> activities)
    {
        JsonArray drawn = [.. activities];
        var connections = new JsonArray();
        for (var i = 1; i < drawn.Count; i++)
            connections.Add(Connection((string)drawn[i - 1]!["id"]!, (string)drawn[i]!["id"]!));
        return new JsonObject
        {
            ["id"] = definitionId + ":1",
            ["definitionId"] = definitionId,
            ["name"] = definitionId,
            ["version"] = 1,
            ["options"] = new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" },
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "count", ["name"] = "count", ["typeName"] = "Int32", ["isArray"] = false, ["value"] = "1" }),
            ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = drawn, ["connections"] = connections },
        };
    }

    public static JsonObject Connection(string from, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = "Done" },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    /// <param name="inputs">Name, kind of expression and its text.</param>
    public static JsonObject Activity(string id, string type, params (string Name, string Kind, string Text)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, kind, text) in inputs)
        {
            activity[name] = new JsonObject
            {
                ["typeName"] = "String",
                ["expression"] = new JsonObject { ["type"] = kind, ["value"] = text },
            };
        }
        return activity;
    }
}
