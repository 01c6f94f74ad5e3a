using System.Text.Json.Nodes;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Activities;

/// <summary>Two values of an input between which the activity must behave differently.</summary>
internal sealed record InputSample(object First, object Second)
{
    /// <summary>What other inputs have to say for this one to matter, on top of the activity's usual ones.</summary>
    public (string Name, object Value)[] With { get; init; } = [];

    public bool Urgent { get; init; }
}

/// <summary>A small procedure around one activity, called <c>it</c>, and what happens in it.</summary>
internal sealed record ActivitySample(Dictionary<string, InputSample> Inputs)
{
    /// <summary>What its inputs say when they are not looked at.</summary>
    public (string Name, object Value)[] Usual { get; init; } = [];

    /// <summary>Draws what stands around the activity; by default a task follows it.</summary>
    public Action<Drawing> Around { get; init; } = drawing => drawing.UserTask("after", "social-worker", ["Done"]).Connect("it -> after");

    /// <summary>Whether it stands in a sequence within a sequence.</summary>
    public bool InSequence { get; init; }

    /// <summary>Whether it is reached by completing a task called <c>before</c>.</summary>
    public bool ComesAfterTask { get; init; }
}

/// <summary>The samples of every activity that has inputs, by its type; what has none is not offered.</summary>
internal static class InputSamples
{
    private const string Holds = "=true", Fails = "=false";

    private static readonly (string, object)[] Body = [("body", Child("body"))];

    public static Dictionary<string, ActivitySample> All { get; } = new(StringComparer.Ordinal)
    {
        ["Elsa.If"] = new(new() { ["condition"] = new(Holds, Fails) }) { Usual = [("then", Child("then")), ("else", Child("else"))] },
        ["Elsa.FlowDecision"] = new(new() { ["condition"] = new(Holds, Fails) }) { Around = Ports("True", "False") },
        ["Elsa.FlowSwitch"] = new(new()
        {
            ["cases"] = new(Cases(("A", false), ("B", true)), Cases(("A", true), ("B", false))),
            ["mode"] = new("MatchFirst", "MatchAny"),
        })
        { Usual = [("cases", Cases(("A", true), ("B", true)))], Around = Ports("A", "B", "Default") },
        ["Elsa.Switch"] = new(new()
        {
            ["cases"] = new(Cases(("A", false), ("B", true)), Cases(("A", true), ("B", false))),
            ["mode"] = new("MatchFirst", "MatchAny"),
        })
        { Usual = [("cases", Cases(("A", true), ("B", true)))] },
        ["Elsa.Fork"] = new(new() { ["joinMode"] = new(JsonValue.Create("WaitAll"), JsonValue.Create("WaitAny")) })
        {
            Usual = [("branches", new JsonArray(Child("a"), Child("b")))],
        },
        ["Elsa.FlowFork"] = new(new() { ["branches"] = new(new[] { "A" }, new[] { "A", "B" }) }) { Around = Ports("A", "B", "Done") },
        ["Elsa.FlowJoin"] = new(new() { ["mode"] = new("WaitAny", "WaitAll") })
        {
            Around = drawing => drawing.Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
                .UserTask("a", "social-worker", ["Done"]).UserTask("b", "social-worker", ["Done"]).UserTask("after", "social-worker", ["Done"])
                .Connect("fork:A -> a", "fork:B -> b", "a -> it", "b -> it", "it -> after"),
        },
        ["Elsa.While"] = new(new() { ["condition"] = new(Holds, Fails) }) { Usual = Body },
        ["Elsa.For"] = new(new()
        {
            ["start"] = new("1", "2"),
            ["end"] = new("2", "3"),
            ["step"] = new("1", "2"),
            ["outerBoundInclusive"] = new("True", "False"),
        })
        { Usual = [("end", "3"), .. Body] },
        ["Elsa.ForEach"] = new(new() { ["items"] = new(new[] { "x" }, new[] { "x", "y" }) }) { Usual = Body },
        ["Elsa.ParallelForEach"] = new(new() { ["items"] = new(new[] { "x" }, new[] { "x", "y" }) }) { Usual = Body },
        ["Elsa.Fault"] = new(new() { ["message"] = new("one reason", "another reason") }),
        ["Elsa.SetVariable"] = new(new()
        {
            ["variable"] = new(Variable("v"), Variable("w")),
            ["value"] = new("1", "2"),
        })
        { Usual = [("variable", Variable("v")), ("value", "1")] },
        ["Elsa.SetOutput"] = new(new() { ["outputName"] = new("one", "other"), ["outputValue"] = new("1", "2") }) { Usual = [("outputName", "one"), ("outputValue", "1")] },
        ["Elsa.Correlate"] = new(new() { ["correlationId"] = new("one", "other") }),
        ["Elsa.Complete"] = new(new() { ["outcomes"] = new("Approved", "Rejected") }) { Around = _ => { }, InSequence = true },
        ["Elsa.RunJavaScript"] = new(new() { ["script"] = new("setVariable('v', '1')", "setVariable('v', '2')") }),
        ["Elsa.SetName"] = new(new() { ["value"] = new("one", "other") }),
        ["Elsa.WriteLine"] = new(new() { ["text"] = new("one", "other") }),
        ["Elsa.Delay"] = new(new() { ["timeSpan"] = new("00:05:00", "1.00:00:00") }),
        ["Elsa.StartAt"] = new(new() { ["dateTime"] = new("2026-02-01T08:00:00+01:00", "2026-03-01T08:00:00+01:00") }),
        ["Elsa.Event"] = new(new() { ["eventName"] = new("one", "other") }),
        ["Elsa.Timer"] = new(new() { ["interval"] = new("00:05:00", "1.00:00:00") }),
        ["Elsa.Cron"] = new(new() { ["cronExpression"] = new("0 0 8 * * *", "0 0 9 * * *") }),
        ["Elsa.PublishEvent"] = new(new()
        {
            ["eventName"] = new("one", "other"),
            ["correlationId"] = new("one", "other"),
            ["isLocalEvent"] = new("True", "False"),
            ["payload"] = new(Object("[1]"), Object("[2]")),
        })
        { Usual = [("eventName", "one")] },
        ["Elsa.ExecuteWorkflow"] = OtherWorkflow(),
        ["Elsa.DispatchWorkflow"] = OtherWorkflow(),
        ["Elsa.BulkDispatchWorkflows"] = OtherWorkflow(("items", new InputSample(new[] { "x" }, new[] { "x", "y" }))),
        ["Elsa.SendHttpRequest"] = new(Request(new(StatusCodes(200), StatusCodes(404)))) { Usual = [("url", "https://one.example/"), ("content", "text")] },
        ["Elsa.FlowSendHttpRequest"] = new(Request(new(new[] { "200" }, new[] { "404" }))) { Usual = [("url", "https://one.example/"), ("content", "text")], Around = Ports("200", "404") },
        ["Elsa.RunTask"] = new(new() { ["taskName"] = new("one", "other") }),
        ["Ops.UserTask"] = new(new()
        {
            ["title"] = new("one", "other"),
            ["instructions"] = new("one", "other"),
            ["role"] = new("social-worker", "director"),
            ["person"] = new(Desk.Worker.Id, Desk.OtherWorker.Id),
            ["form"] = new("short", "long"),
            ["outcomes"] = new(new[] { "A" }, new[] { "A", "B" }),
            ["outcomeLabels"] = new(Object("""{"A":"one"}"""), Object("""{"A":"other"}""")),
            ["limitCount"] = new("7", "14"),
            ["limitUnit"] = new("days", "working-days") { With = [("limitCount", "7")] },
            ["limitFrom"] = new("opened", "received") { With = [("limitCount", "7")] },
            ["urgentLimitCount"] = new("2", "5") { With = [("limitCount", "7")], Urgent = true },
            ["urgentLimitUnit"] = new("days", "months") { With = [("limitCount", "7"), ("urgentLimitCount", "2")], Urgent = true },
            ["ladder"] = new("slow", "fast") { With = [("limitCount", "7")] },
            ["priority"] = new("low", "high"),
            ["rememberedAnswers"] = new(new[] { "v" }, new[] { "w" }),
        })
        { Usual = [("title", "it"), ("role", "social-worker"), ("outcomes", new[] { "A" })], Around = Ports("A", "B") },
        ["Ops.SetMilestone"] = new(new() { ["milestone"] = new("one", "other"), ["date"] = new("2026-01-02", "2026-01-03") }) { Usual = [("milestone", "one")] },
        ["Ops.StartLimit"] = new(new()
        {
            ["limit"] = new("one", "other"),
            ["title"] = new("one", "other"),
            ["count"] = new("7", "14"),
            ["unit"] = new("days", "working-days"),
            ["from"] = new("opened", "received"),
            ["ladder"] = new("slow", "fast"),
        })
        { Usual = [("limit", "one"), ("count", "7")] },
        ["Ops.EndLimit"] = new(new() { ["limit"] = new("one", "other"), ["milestone"] = new("received", "") })
        {
            Usual = [("limit", "one")],
            Around = drawing => drawing.Add("start-one", "Ops.StartLimit", ("limit", "one"), ("count", "1"), ("from", "received"))
                .Add("start-other", "Ops.StartLimit", ("limit", "other"), ("count", "2"), ("from", "received")).Connect("start-one -> start-other", "start-other -> it"),
        },
        ["Ops.AssignPerson"] = new(new()
        {
            ["role"] = new("assistant", "social-worker"),
            ["person"] = new(Desk.WorkerAndAssistant.Id, Desk.Assistant.Id),
            ["maximumCaseload"] = new("3", "4"),
            ["separateFrom"] = new(new[] { "director" }, new[] { "social-worker" }) { With = [("person", Desk.Worker.Id), ("role", "social-worker")] },
        })
        { Usual = [("role", "assistant"), ("person", Desk.WorkerAndAssistant.Id)], ComesAfterTask = true },
        ["Ops.SendMail"] = new(new()
        {
            ["toRoles"] = new(new[] { "director" }, new[] { "team-supervisor" }),
            ["mail"] = new("one", "other"),
            ["step"] = new("one", "other"),
        })
        { Usual = [("toRoles", new[] { "director" }), ("mail", "one")] },
        ["Ops.CaseStatus"] = new(new()
        {
            ["status"] = new("support", "closed"),
            ["reason"] = new("one", "other"),
            ["cancelOpenWork"] = new("True", "False"),
        })
        {
            Usual = [("status", "support")],
            Around = drawing => drawing.Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).UserTask("beside", "social-worker", ["Done"])
                .Connect("fork:A -> beside", "fork:B -> it"),
        },
        ["Ops.RepeatEvery"] = new(new()
        {
            ["from"] = new("received", "planned"),
            ["first"] = new("1", "2"),
            ["every"] = new("6", "7"),
            ["unit"] = new("days", "months"),
            ["at"] = new(new[] { "3" }, new[] { "4" }),
            ["untilCondition"] = new(Holds, Fails),
            ["untilMilestone"] = new("received", "planned"),
        })
        { Usual = [("from", "received"), ("every", "6")], Around = Ports("Due", "Finished") },
    };

    private static ActivitySample OtherWorkflow(params (string Name, InputSample Sample)[] more) => new(new(more.Select(input => KeyValuePair.Create(input.Name, input.Sample)))
    {
        ["workflowDefinitionId"] = new("one", "other"),
        ["correlationId"] = new("one", "other"),
        ["input"] = new(Object("""{"a":1}"""), Object("""{"a":2}""")),
        ["waitForCompletion"] = new("True", "False"),
    })
    { Usual = [("workflowDefinitionId", "one"), ("items", new[] { "x" })] };

    /// <summary>A task behind each of the ports.</summary>
    private static Action<Drawing> Ports(params string[] ports) => drawing =>
    {
        foreach (var port in ports)
            drawing.UserTask("after-" + port, "social-worker", ["Done"]).Connect($"it:{port} -> after-{port}");
    };

    private static Dictionary<string, InputSample> Request(InputSample expectedStatusCodes) => new()
    {
        ["url"] = new("https://one.example/", "https://other.example/"),
        ["method"] = new("GET", "POST"),
        ["content"] = new("one", "other"),
        ["contentType"] = new("text/plain", "application/json"),
        ["authorization"] = new("one", "other"),
        ["requestHeaders"] = new(Object("""{"X":"one"}"""), Object("""{"X":"other"}""")),
        ["expectedStatusCodes"] = expectedStatusCodes,
    };

    private static JsonArray StatusCodes(int code) => new(new JsonObject { ["statusCode"] = code, ["activity"] = Child("answered") });

    private static JsonObject Variable(string name) => new() { ["id"] = name, ["name"] = name, ["typeName"] = "String" };

    private static JsonObject Object(string json) => Input("Object", json);

    private static JsonObject Input(string type, string value) => new() { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static JsonObject Child(string id) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["type"] = "Ops.UserTask",
        ["version"] = 1,
        ["title"] = Input("Literal", id),
        ["role"] = Input("Literal", "social-worker"),
    };

    private static JsonArray Cases(params (string Label, bool Holds)[] cases) => new([.. cases.Select(item => new JsonObject
    {
        ["label"] = item.Label,
        ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = item.Holds ? "true" : "false" },
        ["activity"] = Child("case-" + item.Label),
    })]);
}
