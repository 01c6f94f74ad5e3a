using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>What Elsa's activities do where no recording says it: told by the journal, in its order.</summary>
public class ControlFlowTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Facts Facts = new() { Now = Now, Office = new OfficeDirectory(Desk.Everyone), Calendar = OfficeCalendar.Default };

    private static Changes Start(Drawing drawing, string? trigger = null) => Run(drawing.Compile(), null,
        new Stimulus.Started(new Guid(7, 0, 0, new byte[8]), null, new Dictionary<string, Value>(), TriggerActivityId: trigger));

    private static Changes Run(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus, TimeSpan later = default) =>
        Burst.Run(definition, instance, stimulus, Facts with { Now = Now + later }).ShouldBeOfType<BurstResult.Done>().Changes;

    private static Changes Send(Drawing drawing, Changes before, string eventName) =>
        Run(drawing.Compile(), before.Instance, new Stimulus.EventReceived(eventName, Value.Of("payload")));

    private static IEnumerable<string> Completed(Changes changes) =>
        changes.Journal.Where(entry => entry is { OfCase: false, Event: JournalEvents.Completed, Activity.Parent: not null }).Select(entry => entry.Activity!.Id);

    private static IEnumerable<string> Canceled(Changes changes) =>
        changes.Journal.Where(entry => entry is { OfCase: false, Event: JournalEvents.Canceled }).Select(entry => entry.Activity!.Id);

    private static JsonObject Activity(string id, string type, params (string Name, JsonNode? Value)[] members)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in members)
            activity[name] = value;
        return activity;
    }

    private static JsonObject Line(string id) => Activity(id, "Elsa.WriteLine", ("text", Literal(id)));

    private static JsonObject Event(string id) => Activity(id, "Elsa.Event", ("eventName", Literal(id)));

    private static JsonObject Literal(JsonNode value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    private static JsonObject Case(string label, bool holds, JsonObject? activity = null) =>
        new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "Literal", ["value"] = holds }, ["activity"] = activity };

    [Fact]
    public void Parallel_begins_all_at_once_and_completes_after_the_last()
    {
        var drawing = new Drawing().Add("all", "Elsa.Parallel", ("activities", new JsonArray(Event("a"), Line("b"), Event("c"))));
        var changes = Start(drawing);
        changes.Instance.Executions.Where(execution => execution.Bookmark is not null).Select(execution => execution.Node.Id).ShouldBe(["a", "c"]);
        Completed(changes).ShouldBe(["b"]);

        changes = Send(drawing, changes, "c");
        Completed(changes).ShouldBe(["c"]);
        Completed(Send(drawing, changes, "a")).ShouldBe(["a", "all", "flow"]);
    }

    [Theory]
    [InlineData("Elsa.Parallel", "activities")]
    [InlineData("Elsa.Fork", "branches")]
    [InlineData("Elsa.Sequence", "activities")]
    [InlineData("Elsa.Flowchart", "activities")]
    public void A_container_of_nothing_completes_at_once(string type, string members) =>
        Completed(Start(new Drawing().Add("none", type, (members, new JsonArray())))).ShouldBe(["none", "flow"]);

    [Fact]
    public void A_fork_that_waits_for_any_cancels_what_waits_in_its_other_branches()
    {
        var slow = Activity("slow", "Elsa.Sequence", ("activities", new JsonArray(Event("b"), Line("never"))));
        var drawing = new Drawing().Add("fork", "Elsa.Fork", ("branches", new JsonArray(Event("a"), slow)), ("joinMode", JsonValue.Create("WaitAny")))
            .Add("after", "Elsa.SetName", ("value", "x")).Connect("fork -> after");

        var changes = Send(drawing, Start(drawing), "a");

        Completed(changes).ShouldBe(["a", "fork", "after", "flow"]);
        Canceled(changes).ShouldBe(["slow", "b"]);
        changes.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_join_that_waits_for_any_cancels_a_container_with_what_waits_in_it()
    {
        var slow = Activity("slow", "Elsa.Sequence", ("activities", new JsonArray(Event("b"), Line("never"))));
        var drawing = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("a", "Elsa.Event", ("eventName", "a"))
            .Add("slow", "Elsa.Sequence", ("activities", slow["activities"]!.DeepClone())).Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Add("after", "Elsa.SetName", ("value", "x"))
            .Connect("fork:A -> a", "fork:B -> slow", "a -> join", "slow -> join", "join -> after");

        var changes = Send(drawing, Start(drawing), "a");

        Completed(changes).ShouldBe(["a", "join", "after", "flow"]);
        Canceled(changes).ShouldBe(["b", "slow"]);
    }

    [Theory]
    [InlineData("MatchFirst", "one")]
    [InlineData("MatchAny", "one three")]
    public void A_switch_of_a_flowchart_leaves_by_the_cases_that_hold(string mode, string reached)
    {
        var drawing = new Drawing().Add("switch", "Elsa.FlowSwitch", ("cases", new JsonArray(Case("One", true), Case("Two", false), Case("Three", true))), ("mode", mode));
        foreach (var id in (string[])["one", "two", "three", "default"])
            drawing.Add(id, "Elsa.SetName", ("value", id)).Connect($"switch:{char.ToUpperInvariant(id[0])}{id[1..]} -> {id}");

        Completed(Start(drawing)).ShouldBe(["switch", .. reached.Split(' '), "flow"]);
    }

    [Fact]
    public void A_switch_without_a_case_that_holds_leaves_by_Default()
    {
        var drawing = new Drawing().Add("switch", "Elsa.FlowSwitch", ("cases", new JsonArray(Case("One", false)))).Add("one", "Elsa.SetName", ("value", "1")).Add("other", "Elsa.SetName", ("value", "2"))
            .Connect("switch:One -> one", "switch:Default -> other");

        Completed(Start(drawing)).ShouldBe(["switch", "other", "flow"]);
    }

    [Theory]
    [InlineData("MatchFirst", "a switch")]
    [InlineData("MatchAny", "a c switch")]
    public void A_switch_with_activities_completes_after_those_that_it_began(string mode, string expected)
    {
        var drawing = new Drawing().Add("switch", "Elsa.Switch", ("cases", new JsonArray(Case("A", true, Line("a")), Case("B", false, Line("b")), Case("C", true, Line("c")))), ("mode", mode));

        Completed(Start(drawing)).ShouldBe([.. expected.Split(' '), "flow"]);
    }

    [Fact]
    public void A_break_ends_the_nearest_loop_only_and_the_outer_one_goes_on()
    {
        JsonNode Items() => new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "[1,2]" } };
        var inner = Activity("inner", "Elsa.ForEach", ("items", Items()), ("body", Activity("body", "Elsa.Sequence", ("activities", new JsonArray(Line("a"), Activity("break", "Elsa.Break"), Line("never"))))));
        var drawing = new Drawing().Add("outer", "Elsa.ForEach", ("items", Items()), ("body", inner));

        Completed(Start(drawing)).ShouldBe(["a", "break", "body", "inner", "a", "break", "body", "inner", "outer", "flow"]);
    }

    [Fact]
    public void A_wait_inside_a_sequence_inside_a_flowchart_inside_a_parallel_goes_on_where_it_was()
    {
        var flowchart = Activity("inside", "Elsa.Flowchart", ("activities", new JsonArray(Activity("steps", "Elsa.Sequence", ("activities", new JsonArray(Event("wait"), Line("then")))), Line("last"))),
            ("connections", JsonNode.Parse("""[{"source":{"activity":"steps","port":"Done"},"target":{"activity":"last","port":"In"}}]""")));
        var drawing = new Drawing().Add("all", "Elsa.Parallel", ("activities", new JsonArray(flowchart, Line("beside"))));

        Completed(Send(drawing, Start(drawing), "wait")).ShouldBe(["wait", "then", "steps", "last", "inside", "all", "flow"]);
    }

    [Theory]
    [InlineData("[]", "fork")]
    [InlineData("""["A"]""", "fork a")]
    [InlineData("""["A","B"]""", "fork a b")]
    [InlineData(null, "fork done")]
    public void A_fork_of_a_flowchart_leaves_by_the_branches_that_it_names(string? branches, string reached)
    {
        var drawing = new Drawing();
        if (branches is null)
            drawing.Add("fork", "Elsa.FlowFork");
        else
            drawing.Add("fork", "Elsa.FlowFork", ("branches", JsonNode.Parse($$$"""{"typeName":"Object","expression":{"type":"Object","value":{{{JsonValue.Create(branches).ToJsonString()}}}}}""")!));
        foreach (var port in (string[])["A", "B", "Done"])
            drawing.Add(port.ToLowerInvariant(), "Elsa.SetName", ("value", port)).Connect($"fork:{port} -> {port.ToLowerInvariant()}");

        Completed(Start(drawing)).ShouldBe([.. reached.Split(' '), "flow"]);
    }

    [Fact]
    public void What_an_instance_says_of_itself_is_kept_with_it()
    {
        var instance = Start(new Drawing().Add("name", "Elsa.SetName", ("value", "The case")).Add("key", "Elsa.Correlate", ("correlationId", "A/1"))
            .Add("out", "Elsa.SetOutput", ("outputName", "answer"), ("outputValue", "=getCorrelationId() + getWorkflowInstanceName()")).Connect("name -> key", "key -> out")).Instance;

        (instance.Name, instance.CorrelationId, instance.Outputs["answer"]).ShouldBe(("The case", "A/1", Value.Of("A/1The case")));
    }

    [Theory]
    [InlineData("False", false)]
    [InlineData("True", true)]
    public void An_event_that_is_published_is_promised_to_all_or_to_the_instance_alone(string isLocal, bool onlyHere)
    {
        var drawing = new Drawing().Add("tell", "Elsa.PublishEvent", ("eventName", "letter"), ("correlationId", "A/1"), ("isLocalEvent", isLocal), ("payload", "hello")).Add("after", "Elsa.SetName", ("value", "x")).Connect("tell -> after");

        var changes = Start(drawing);

        Completed(changes).ShouldBe(["tell", "after", "flow"], "nobody waits for who hears of it");
        var promised = changes.Stimuli.ShouldHaveSingleItem();
        (promised.InstanceId is not null, promised.Key, promised.CorrelationId).ShouldBe((onlyHere, "event:letter", "A/1"));
        promised.Stimulus.ShouldBe(new Stimulus.EventReceived("letter", Value.Of("hello")) { From = changes.Instance.Id });
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:10:00", "2026-03-02T09:10:00Z")]
    [InlineData("Elsa.Delay", "timeSpan", "00:10:00", "2026-03-02T09:10:00Z")]
    [InlineData("Elsa.StartAt", "dateTime", "2026-03-02T12:00:00+01:00", "2026-03-02T11:00:00Z")]
    [InlineData("Elsa.Cron", "cronExpression", "0 30 * * * *", "2026-03-02T09:30:00Z")]
    public void A_time_within_a_run_is_waited_for_once(string type, string input, string value, string due)
    {
        var drawing = new Drawing().Add("wait", type, (input, value)).Add("after", "Elsa.SetName", ("value", "x")).Connect("wait -> after");
        var waiting = Start(drawing);
        var timer = waiting.SetTimers.ShouldHaveSingleItem();
        timer.DueAt.ShouldBe(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture));

        var over = Run(drawing.Compile(), waiting.Instance, new Stimulus.TimerDue(timer.Id), timer.DueAt - Now);

        Completed(over).ShouldBe(["wait", "after", "flow"]);
        over.SetTimers.ShouldBeEmpty();
    }

    [Fact]
    public void A_moment_that_has_gone_by_is_not_waited_for() =>
        Completed(Start(new Drawing().Add("at", "Elsa.StartAt", ("dateTime", "2026-03-02T08:59:00Z")))).ShouldBe(["at", "flow"]);

    [Theory]
    [InlineData("Elsa.Timer", "interval", "00:10:00")]
    [InlineData("Elsa.StartAt", "dateTime", "2030-03-02T12:00:00+01:00")]
    [InlineData("Elsa.Cron", "cronExpression", "0 30 * * * *")]
    [InlineData("Elsa.Event", "eventName", "letter")]
    public void What_started_the_run_is_not_waited_for_again(string type, string input, string value)
    {
        var drawing = new Drawing().Add("first", "Elsa.SetName", ("value", "x")).Add("trigger", type, (input, value)).Set("trigger", "customProperties", new JsonObject { ["canStartWorkflow"] = true })
            .Add("after", "Elsa.SetName", ("value", "x")).Connect("trigger -> after");

        Completed(Start(drawing, "trigger")).ShouldBe(["trigger", "after", "flow"]);
    }

    [Fact]
    public void An_instance_remembers_that_another_one_has_told_it_something()
    {
        var drawing = new Drawing().Add("one", "Elsa.Event", ("eventName", "letter")).Add("two", "Elsa.Event", ("eventName", "never")).Connect("one -> two");
        var waiting = Start(drawing).Instance;

        bool Told(Guid? from) => Run(drawing.Compile(), waiting, new Stimulus.EventReceived("letter", Value.Null) { From = from }).Instance.ToldByOthers;

        (Told(from: null), Told(waiting.Id), Told(Guid.CreateVersion7()), Told(Guid.Empty)).ShouldBe((false, false, true, true), "an empty id stands for one that is not known");
        waiting.ToldByOthers.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", null, true)]
    [InlineData("Elsa.ExecuteWorkflow", "False", false)]
    [InlineData("Elsa.DispatchWorkflow", null, false)]
    [InlineData("Elsa.DispatchWorkflow", "True", true)]
    public void A_procedure_that_is_started_is_waited_for_as_the_step_says(string type, string? waitForCompletion, bool waits)
    {
        var drawing = new Drawing().Add("start", type, [("workflowDefinitionId", "child"), ("correlationId", "A/1"), .. waitForCompletion is null ? [] : ((string, object)[])[("waitForCompletion", waitForCompletion)]]);
        var changes = Start(drawing);

        var started = changes.Stimuli.ShouldHaveSingleItem();
        (started.DefinitionId, started.CorrelationId).ShouldBe(("child", "A/1"));
        started.Stimulus.ShouldBeOfType<Stimulus.Started>().Parent.ShouldBe(new ParentLink(changes.Instance.Id, waits ? changes.Instance.Executions.Single(execution => execution.Node.Id == "start").Id : null));
        Completed(changes).ShouldBe(waits ? [] : ["start", "flow"]);
        if (waits)
        {
            var ended = new Stimulus.ChildEnded(started.Stimulus.ShouldBeOfType<Stimulus.Started>().Parent!.Execution!.Value, started.Id, WorkflowSubStatus.Cancelled, Value.EmptyMap);
            Completed(Run(drawing.Compile(), changes.Instance, ended)).ShouldBe(["start", "flow"], "however it has ended");
        }
    }
}
