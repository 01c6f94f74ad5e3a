using System.Text.Json.Nodes;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>Small procedures of Elsa's and our activities, as documents.</summary>
static class SampleProcedure
{
    public const string Id = "visit-family";

    public static readonly JsonObject Resources = new()
    {
        ["forms"] = new JsonObject { ["interview"] = new JsonObject { ["title"] = "Interview", ["fields"] = new JsonArray() } },
        ["ladders"] = new JsonObject
        {
            ["default"] = JsonNode.Parse("""
                {"rungs":[{"when":"before","workingDays":2,"to":["assignee"],"mail":"reminder"},{"when":"passing","to":["assignee","team-supervisor"],"mail":"late"}]}
                """),
        },
        ["mails"] = new JsonObject { ["assigned"] = "Task\n\nA task", ["reminder"] = "Soon\n\nSoon", ["late"] = "Late\n\nLate" },
    };

    /// <summary>An interview with a limit and a ladder, an assistant with room for one more case (two at most), and the assistant's plan.</summary>
    public static JsonObject Document(string id = Id) => new()
    {
        ["definitionId"] = id,
        ["name"] = "Visit a family",
        ["options"] = new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidents" },
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-assistant", ["name"] = "assistant", ["typeName"] = "String" }),
        ["unknownMember"] = new JsonObject { ["kept"] = 1.50m },
        ["root"] = Flowchart(
            [
                Activity("received", "Ops.SetMilestone", new() { ["milestone"] = "received" }),
                Activity("interview", "Ops.UserTask", new()
                {
                    ["title"] = "Interview", ["role"] = "social-worker", ["form"] = "interview", ["limitCount"] = "14", ["limitUnit"] = "days", ["ladder"] = "default",
                }, ("outcomes", """["Done","Again"]"""), ("rememberedAnswers", """["assistant"]""")),
                Activity("assign", "Ops.AssignPerson", new() { ["role"] = "assistant", ["maximumCaseload"] = "2" }, ("person", null)),
                Activity("plan", "Ops.UserTask", new() { ["title"] = "Plan", ["role"] = "assistant", ["limitCount"] = "1", ["limitUnit"] = "months" }, ("outcomes", """["Agreed"]""")),
            ],
            ("received", "Done", "interview"), ("interview", "Done", "assign"), ("interview", "Again", "interview"), ("assign", "Done", "plan")),
    };

    static JsonObject Flowchart(JsonArray activities, params (string Source, string Port, string Target)[] connections) => new()
    {
        ["id"] = "flow",
        ["type"] = "Elsa.Flowchart",
        ["version"] = 1,
        ["activities"] = activities,
        ["connections"] = new JsonArray([.. connections.Select(connection => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = connection.Source, ["port"] = connection.Port },
            ["target"] = new JsonObject { ["activity"] = connection.Target, ["port"] = "In" },
        })]),
    };

    /// <param name="objects">Inputs that are JSON text; the one without a text is the variable "assistant".</param>
    static JsonObject Activity(string id, string type, Dictionary<string, string> literals, params (string Name, string? Json)[] objects)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["name"] = id };
        foreach (var (name, value) in literals)
            activity[name] = Input("Literal", value);
        foreach (var (name, json) in objects)
            activity[name] = json is null ? Input("Variable", new JsonObject { ["id"] = "v-assistant", ["name"] = "assistant" }) : Input("Object", json);
        return activity;
    }

    static JsonObject Input(string expression, JsonNode value) =>
        new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };
}
