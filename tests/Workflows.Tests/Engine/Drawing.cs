using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>Draws a flowchart for a test: activities in the order in which they are added, the first one starts.</summary>
internal sealed class Drawing
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonObject _forms = [];
    private readonly JsonObject _ladders = [];
    private readonly JsonObject _mails = [];
    private string _mode = "CounterBased";
    private string _name = "Drawing";

    /// <summary>
    /// Adds an activity; a text that begins with <c>=</c> is a JavaScript expression, a list or a map an Object expression, JSON a member as it is.
    /// </summary>
    public Drawing Add(string id, string type, params (string Name, object Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
        {
            activity[name] = value is JsonNode json ? json.DeepClone() : new JsonObject
            {
                ["typeName"] = "Object",
                ["expression"] = value switch
                {
                    string script when script.StartsWith('=') => new JsonObject { ["type"] = "JavaScript", ["value"] = script[1..] },
                    string[] list => new JsonObject { ["type"] = "Object", ["value"] = new JsonArray([.. list.Select(item => JsonValue.Create(item))]).ToJsonString() },
                    _ => new JsonObject { ["type"] = "Literal", ["value"] = JsonValue.Create(value.ToString()) },
                },
            };
        }
        _activities.Add(activity);
        return this;
    }

    /// <summary>Gives an activity a plain property.</summary>
    public Drawing Set(string id, string property, JsonNode value)
    {
        _activities.Single(activity => (string?)activity!["id"] == id)![property] = value;
        return this;
    }

    /// <summary>Adds an activity that stands for a procedure; without a version it is not pinned.</summary>
    public Drawing Embed(string id, string procedure, int? version, params (string Name, object Value)[] inputs)
    {
        Add(id, ActivityNames.PascalCase(procedure), inputs).Set(id, "workflowDefinitionId", procedure);
        if (version is { } pinned)
            Set(id, "workflowDefinitionVersionId", $"{procedure}:{pinned}").Set(id, "version", pinned);
        return this;
    }

    public Drawing Named(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Makes its flowcharts carry tokens instead of counting visits.</summary>
    public Drawing ByTokens()
    {
        _mode = "TokenBased";
        return this;
    }

    public Drawing UserTask(string id, string role, string[] outcomes, params (string Name, object Value)[] inputs) =>
        Add(id, "Ops.UserTask", [("title", id), ("role", role), ("outcomes", outcomes), .. inputs]);

    /// <summary>Connects <c>a:Port -> b</c>; without a port, Done.</summary>
    public Drawing Connect(params string[] connections)
    {
        foreach (var connection in connections)
        {
            var ends = connection.Split("->", StringSplitOptions.TrimEntries);
            var source = ends[0].Split(':');
            _connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
            });
        }
        return this;
    }

    /// <summary>Connects an activity to each one that nothing leads to yet, but for those before it.</summary>
    public Drawing ConnectStart(string id)
    {
        var reached = _connections.Select(connection => (string)connection!["target"]!["activity"]!).ToHashSet(StringComparer.Ordinal);
        var ids = _activities.Select(activity => (string)activity!["id"]!).ToList();
        return Connect([.. ids.Skip(ids.IndexOf(id) + 1).Where(other => !reached.Contains(other)).Select(other => $"{id} -> {other}")]);
    }

    public Drawing Variable(string name)
    {
        _variables.Add(new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = "String", ["isArray"] = false, ["value"] = null });
        return this;
    }

    public Drawing Form(string key, string fields)
    {
        _forms[key] = new JsonObject { ["title"] = key, ["fields"] = JsonNode.Parse(fields) };
        return this;
    }

    public Drawing Ladder(string key, string rungs)
    {
        _ladders[key] = new JsonObject { ["rungs"] = JsonNode.Parse(rungs) };
        return this;
    }

    public Drawing Mail(string key)
    {
        _mails[key] = $"Subject: {key}\n\n{{{{caseMark}}}}";
        return this;
    }

    public JsonObject Json(string incidentStrategy = "ContinueWithIncidentsStrategy") => new()
    {
        ["id"] = "drawing:1",
        ["definitionId"] = "drawing",
        ["name"] = _name,
        ["version"] = 1,
        ["variables"] = _variables.DeepClone(),
        ["customProperties"] = new JsonObject { [WorkflowDefinition.ExecutionModeProperty] = _mode },
        ["options"] = new JsonObject { ["incidentStrategyType"] = incidentStrategy },
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = _activities.DeepClone(),
            ["connections"] = _connections.DeepClone(),
        },
    };

    public CompiledDefinition Compile(string incidentStrategy = "ContinueWithIncidentsStrategy") =>
        CompiledDefinition.Compile(WorkflowDefinition.Read(Json(incidentStrategy)), DefinitionResources.Read(Resources()));

    public JsonObject Resources() => new()
    {
        ["forms"] = _forms.DeepClone(),
        ["ladders"] = _ladders.DeepClone(),
        ["mails"] = _mails.DeepClone(),
    };
}
