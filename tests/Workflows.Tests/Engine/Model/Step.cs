using System.Text.Json.Nodes;

namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>A program of the model: what is drawn for the engine and interpreted by <see cref="ReferenceRun"/>.</summary>
internal abstract record Step(string Id)
{
    internal sealed record Write(string Id) : Step(Id);

    /// <summary>Waits for an event, work of another system, a person or a while.</summary>
    internal sealed record Wait(string Id, string Type) : Step(Id);

    internal sealed record Fault(string Id) : Step(Id);

    internal sealed record Break(string Id) : Step(Id);

    /// <summary>A decision of a flowchart; leaves by True or False.</summary>
    internal sealed record Decision(string Id, bool Holds) : Step(Id);

    /// <summary>A join of a flowchart.</summary>
    internal sealed record Join(string Id, bool All) : Step(Id);

    internal sealed record Sequence(string Id, Step[] Steps) : Step(Id);

    /// <summary>All at once; of a fork the first may be enough.</summary>
    internal sealed record AtOnce(string Id, Step[] Steps, bool IsFork, bool FirstIsEnough) : Step(Id);

    internal sealed record If(string Id, bool Holds, Step? Then, Step? Else) : Step(Id);

    internal sealed record Switch(string Id, (bool Holds, Step Step)[] Cases, Step? Default, bool Any) : Step(Id);

    /// <summary>Repeats its body, one round after the other.</summary>
    internal sealed record Loop(string Id, string Type, int Rounds, Step Body) : Step(Id);

    /// <summary>Runs its body for each item at once.</summary>
    internal sealed record Each(string Id, int Items, Step Body) : Step(Id);

    /// <summary>Steps and connections that lead to later steps only; the first starts.</summary>
    internal sealed record Flow(string Id, Step[] Steps, (int From, string Port, int To)[] Connections) : Step(Id);

    internal string Port => this is Decision decision ? decision.Holds.ToString() : "Done";

    internal JsonObject ToJson() => this switch
    {
        Write => Activity("Elsa.WriteLine", ("text", Id)),
        Wait { Type: "Elsa.Event" } => Activity("Elsa.Event", ("eventName", Id)),
        Wait { Type: "Elsa.RunTask" } => Activity("Elsa.RunTask", ("taskName", Id)),
        Wait { Type: "Ops.UserTask" } => Activity("Ops.UserTask", ("title", Id), ("role", "director")),
        Wait => Activity("Elsa.Delay", ("timeSpan", "01:00:00")),
        Fault => Activity("Elsa.Fault", ("message", "boom")),
        Break => Activity("Elsa.Break"),
        Decision { Holds: var holds } => Activity("Elsa.FlowDecision", ("condition", holds)),
        Join { All: var all } => Activity("Elsa.FlowJoin", ("mode", all ? "WaitAll" : "WaitAllActive")),
        Sequence { Steps: var steps } => With(Activity("Elsa.Sequence"), "activities", List(steps)),
        AtOnce { IsFork: true } fork => With(With(Activity("Elsa.Fork"), "branches", List(fork.Steps)), "joinMode", fork.FirstIsEnough ? "WaitAny" : "WaitAll"),
        AtOnce { Steps: var steps } => With(Activity("Elsa.Parallel"), "activities", List(steps)),
        If condition => With(With(Activity("Elsa.If", ("condition", condition.Holds)), "then", condition.Then?.ToJson()), "else", condition.Else?.ToJson()),
        Switch choice => With(With(Activity("Elsa.Switch", ("mode", choice.Any ? "MatchAny" : "MatchFirst")), "default", choice.Default?.ToJson()), "cases",
            new JsonArray([.. choice.Cases.Select(item => new JsonObject
            {
                ["label"] = item.Step.Id,
                ["condition"] = new JsonObject { ["type"] = "Literal", ["value"] = item.Holds },
                ["activity"] = item.Step.ToJson(),
            })])),
        Loop { Type: "Elsa.While" } loop => With(Activity("Elsa.While", ("condition", true)), "body", loop.Body.ToJson()),
        Loop { Type: "Elsa.For" } loop => With(Activity("Elsa.For", ("start", 1), ("end", loop.Rounds)), "body", loop.Body.ToJson()),
        Loop loop => With(Activity(loop.Type, ("items", Numbers(loop.Rounds))), "body", loop.Body.ToJson()),
        Each each => With(Activity("Elsa.ParallelForEach", ("items", Numbers(each.Items))), "body", each.Body.ToJson()),
        Flow flow => With(With(Activity("Elsa.Flowchart"), "activities", List(flow.Steps)), "connections",
            new JsonArray([.. flow.Connections.Select(connection => new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = flow.Steps[connection.From].Id, ["port"] = connection.Port },
                ["target"] = new JsonObject { ["activity"] = flow.Steps[connection.To].Id, ["port"] = "In" },
            })])),
        _ => throw new InvalidOperationException(),
    };

    private JsonObject Activity(string type, params (string Name, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = Id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject { ["mergeMode"] = "Merge" } };
        foreach (var (name, value) in inputs)
            activity[name] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        return activity;
    }

    private static JsonObject With(JsonObject activity, string name, JsonNode? value)
    {
        if (value is not null)
            activity[name] = value;
        return activity;
    }

    private static JsonArray List(Step[] steps) => new([.. steps.Select(step => step.ToJson())]);

    private static JsonArray Numbers(int count) => new([.. Enumerable.Range(1, count).Select(number => JsonValue.Create(number))]);
}
