using System.Text.Json.Nodes;

namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>Something that holds or not: a constant, or whether a variable is below a bound when it is asked.</summary>
internal readonly record struct Condition(bool Holds, string? Variable = null, int Below = 0)
{
    internal JsonObject ToJson() => Variable is null
        ? new JsonObject { ["type"] = "Literal", ["value"] = Holds }
        : new JsonObject { ["type"] = "JavaScript", ["value"] = $"getVariable('{Variable}') < {Below}" };
}

/// <summary>A program of the model: what is drawn for the engine and interpreted by <see cref="ReferenceRun"/>.</summary>
internal abstract record Step(string Id)
{
    /// <summary>How ways meet here in a flowchart that carries tokens.</summary>
    public string Merge { get; init; } = "Merge";

    internal sealed record Write(string Id) : Step(Id);

    /// <summary>Gives a variable what a script makes of it.</summary>
    internal sealed record Set(string Id, string Variable, int Times, int Plus) : Step(Id);

    /// <summary>Waits for an event, work of another system, another procedure, a person or a while.</summary>
    internal sealed record Wait(string Id, string Type) : Step(Id);

    internal sealed record Fault(string Id) : Step(Id);

    /// <summary>A script that fails until a repair has set its variable.</summary>
    internal sealed record Fragile(string Id) : Step(Id)
    {
        public string Variable => "ok" + Id;
    }

    internal sealed record Break(string Id) : Step(Id);

    /// <summary>A decision or a switch of a flowchart; leaves by the first case that holds or by all, by the other port when none does.</summary>
    internal sealed record Decide(string Id, (string Port, Condition When)[] Cases, bool IsSwitch, bool Any) : Step(Id)
    {
        public string Otherwise => IsSwitch ? "Default" : "False";
    }

    /// <summary>A fork of a flowchart; leaves by all of its ports.</summary>
    internal sealed record Spread(string Id, string[] Ports) : Step(Id);

    /// <summary>A join of a flowchart.</summary>
    internal sealed record Join(string Id, string Mode) : Step(Id);

    internal sealed record Sequence(string Id, Step[] Steps) : Step(Id);

    /// <summary>All at once; of a fork the first may be enough.</summary>
    internal sealed record AtOnce(string Id, Step[] Steps, bool IsFork, bool FirstIsEnough) : Step(Id);

    internal sealed record If(string Id, Condition When, Step? Then, Step? Else) : Step(Id);

    internal sealed record Switch(string Id, (Condition When, Step Step)[] Cases, Step? Default, bool Any) : Step(Id);

    /// <summary>Repeats its body, one round after the other.</summary>
    internal sealed record Loop(string Id, string Type, int Rounds, Step Body) : Step(Id);

    /// <summary>Runs its body for each item at once.</summary>
    internal sealed record Each(string Id, int Items, Step Body) : Step(Id);

    /// <summary>Steps and connections that lead to later steps only; the first starts.</summary>
    internal sealed record Flow(string Id, Step[] Steps, (int From, string Port, int To)[] Connections) : Step(Id);

    /// <summary>A flowchart whose ways part, meet and go back as its figures say.</summary>
    internal sealed record Chart(string Id, Figure Body) : Step(Id);

    internal JsonObject ToJson() => this switch
    {
        Write => Activity("Elsa.WriteLine", ("text", Id)),
        Set set => With(Activity("Elsa.SetVariable", ("value", Script($"(getVariable('{set.Variable}') * {set.Times} + {set.Plus}) % 10"))), "variable", set.Variable),
        Wait { Type: "Elsa.Event" } => Activity("Elsa.Event", ("eventName", Id)),
        Wait { Type: "Elsa.RunTask" } => Activity("Elsa.RunTask", ("taskName", Id)),
        Wait { Type: "Elsa.ExecuteWorkflow" } => Activity("Elsa.ExecuteWorkflow", ("workflowDefinitionId", Id)),
        Wait { Type: "Ops.UserTask" } => Activity("Ops.UserTask", ("title", Id), ("role", "director")),
        Wait => Activity("Elsa.Delay", ("timeSpan", "01:00:00")),
        Fault => Activity("Elsa.Fault", ("message", "boom")),
        Fragile fragile => Activity("Elsa.RunJavaScript", ("script", $"getVariable('{fragile.Variable}') ? 1 : variables.missing.member")),
        Break => Activity("Elsa.Break"),
        Decide { IsSwitch: false, Cases: var cases } => Activity("Elsa.FlowDecision", ("condition", cases[0].When.ToJson())),
        Decide choice => With(Activity("Elsa.FlowSwitch", ("mode", choice.Any ? "MatchAny" : "MatchFirst")), "cases",
            new JsonArray([.. choice.Cases.Select(item => new JsonObject { ["label"] = item.Port, ["condition"] = item.When.ToJson() })])),
        Spread { Ports: var ports } => Activity("Elsa.FlowFork", ("branches", new JsonArray([.. ports.Select(port => JsonValue.Create(port))]))),
        Join { Mode: var mode } => Activity("Elsa.FlowJoin", ("mode", mode)),
        Sequence { Steps: var steps } => With(Activity("Elsa.Sequence"), "activities", List(steps)),
        AtOnce { IsFork: true } fork => With(With(Activity("Elsa.Fork"), "branches", List(fork.Steps)), "joinMode", fork.FirstIsEnough ? "WaitAny" : "WaitAll"),
        AtOnce { Steps: var steps } => With(Activity("Elsa.Parallel"), "activities", List(steps)),
        If condition => With(With(Activity("Elsa.If", ("condition", condition.When.ToJson())), "then", condition.Then?.ToJson()), "else", condition.Else?.ToJson()),
        Switch choice => With(With(Activity("Elsa.Switch", ("mode", choice.Any ? "MatchAny" : "MatchFirst")), "default", choice.Default?.ToJson()), "cases",
            new JsonArray([.. choice.Cases.Select(item => new JsonObject
            {
                ["label"] = item.Step.Id,
                ["condition"] = item.When.ToJson(),
                ["activity"] = item.Step.ToJson(),
            })])),
        Loop { Type: "Elsa.While" } loop => With(Activity("Elsa.While", ("condition", true)), "body", loop.Body.ToJson()),
        Loop { Type: "Elsa.For" } loop => With(Activity("Elsa.For", ("start", 1), ("end", loop.Rounds)), "body", loop.Body.ToJson()),
        Loop loop => With(Activity(loop.Type, ("items", Numbers(loop.Rounds))), "body", loop.Body.ToJson()),
        Each each => With(Activity("Elsa.ParallelForEach", ("items", Numbers(each.Items))), "body", each.Body.ToJson()),
        Flow flow => Flowchart(flow.Steps, flow.Connections.Select(connection => (flow.Steps[connection.From].Id, connection.Port, flow.Steps[connection.To].Id))),
        Chart { Body: var body } => Flowchart([.. body.Steps()], body.Connections()),
        _ => throw new InvalidOperationException(),
    };

    private JsonObject Flowchart(Step[] steps, IEnumerable<(string From, string Port, string To)> connections) =>
        With(With(Activity("Elsa.Flowchart"), "activities", List(steps)), "connections", new JsonArray([.. connections.Select(connection => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = connection.From, ["port"] = connection.Port },
            ["target"] = new JsonObject { ["activity"] = connection.To, ["port"] = "In" },
        })]));

    private JsonObject Activity(string type, params (string Name, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = Id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject { ["mergeMode"] = Merge } };
        foreach (var (name, value) in inputs)
        {
            var expression = value is JsonObject given && given.ContainsKey("type") ? given : new JsonObject { ["type"] = "Literal", ["value"] = value };
            activity[name] = new JsonObject { ["typeName"] = "Object", ["expression"] = expression };
        }
        return activity;
    }

    private static JsonObject Script(string script) => new() { ["type"] = "JavaScript", ["value"] = script };

    private static JsonObject With(JsonObject activity, string name, JsonNode? value)
    {
        if (value is not null)
            activity[name] = value;
        return activity;
    }

    private static JsonArray List(Step[] steps) => new([.. steps.Select(step => step.ToJson())]);

    private static JsonArray Numbers(int count) => new([.. Enumerable.Range(1, count).Select(number => JsonValue.Create(number))]);
}
