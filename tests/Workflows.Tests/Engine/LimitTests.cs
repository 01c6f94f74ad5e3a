using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>Whatever a procedure asks for, a burst ends soon, and the state stays small; what was too much is an incident of its step.</summary>
public class LimitTests
{
    private static readonly Facts Facts = new()
    {
        Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        Office = new OfficeDirectory(Desk.Everyone),
        Calendar = OfficeCalendar.Default,
    };

    private static Changes Started(Drawing drawing, int depth = 0, params (string Name, Value Value)[] inputs) => Run(drawing.Compile(), null,
        new Stimulus.Started(new Guid(7, 0, 0, new byte[8]), null, inputs.ToDictionary(input => input.Name, input => input.Value)) { Depth = depth });

    private static Changes Run(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus) =>
        Burst.Run(definition, instance, stimulus, Facts).ShouldBeOfType<BurstResult.Done>().Changes;

    private static Drawing Set(Drawing drawing, string id, string value) => drawing.Add(id, "Elsa.SetVariable", ("value", value)).Set(id, "variable", "v");

    [Fact]
    public void A_variable_that_grows_round_by_round_is_an_incident_of_the_step_that_grows_it_and_keeps_its_last_value()
    {
        var grows = new JsonObject { ["id"] = "grow", ["type"] = "Elsa.SetVariable", ["version"] = 1, ["variable"] = "all", ["value"] = Script("[...(getVariable('all') || []), getVariable('v')]") };
        var drawing = Set(new Drawing().Variable("v").Variable("all"), "seed", "='x'.repeat(9000)")
            .Add("loop", "Elsa.While", ("condition", "=true"), ("body", grows)).Connect("seed -> loop");

        var changes = Started(drawing);

        changes.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("grow");
        InstanceJson.Write(changes.Instance).Length.ShouldBeLessThan(BurstRun.MaximumStateSize);
        changes.Instance.Variables["all"].Count.ShouldBe(11, "a script may not make more than 100,000 characters at once");
    }

    [Fact]
    public void Variables_that_are_too_large_together_are_an_incident_of_the_step_that_would_store_one_more()
    {
        var drawing = Set(new Drawing().Variable("v"), "seed", "='x'.repeat(99000)");
        for (var i = 0; i < 12; i++)
            drawing.Variable($"copy{i}").Add($"step{i}", "Elsa.SetVariable", ("value", "=getVariable('v')")).Set($"step{i}", "variable", $"copy{i}").Connect($"{(i == 0 ? "seed" : $"step{i - 1}")} -> step{i}");

        var changes = Started(drawing);

        var incident = changes.Incidents.ShouldHaveSingleItem();
        (incident.ActivityId, incident.Message).ShouldBe(("step9", "the state of the instance would grow beyond 1000000 characters"));
        changes.Instance.Variables["copy9"].ShouldBe(Value.Null);
        InstanceJson.Write(changes.Instance).Length.ShouldBeInRange(900_000, BurstRun.MaximumStateSize);
    }

    [Fact]
    public void A_step_that_was_too_much_goes_on_when_a_repair_has_made_room()
    {
        var drawing = Set(new Drawing().Variable("v"), "seed", "='x'.repeat(99000)");
        for (var i = 0; i < 10; i++)
            drawing.Variable($"copy{i}").Add($"step{i}", "Elsa.SetVariable", ("value", "=getVariable('v')")).Set($"step{i}", "variable", $"copy{i}").Connect($"{(i == 0 ? "seed" : $"step{i - 1}")} -> step{i}");
        var stopped = Started(drawing).Instance;

        var repaired = Run(drawing.Compile(), stopped, new Stimulus.IncidentsRetried(null, new Dictionary<string, Value> { ["copy0"] = Value.Null }, Desk.Director.Id));

        repaired.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void What_grows_burst_by_burst_is_an_incident_too()
    {
        var drawing = Set(new Drawing().Variable("v").Variable("all"), "seed", "='x'.repeat(90000)")
            .Add("wait", "Elsa.Event", ("eventName", "more"))
            .Add("grow", "Elsa.SetOutput", ("outputName", "=newGuidString()"), ("outputValue", "=getVariable('v')"))
            .Connect("seed -> wait", "wait -> grow", "grow -> wait");
        var definition = drawing.Compile();
        var changes = Started(drawing);
        for (var i = 0; i < 20 && changes.Incidents.Count == 0; i++)
            changes = Run(definition, changes.Instance.StoredAndRead(), new Stimulus.EventReceived("more", Value.Null));

        changes.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("grow");
        changes.Instance.Outputs.Count.ShouldBe(10);
    }

    [Fact]
    public void Branches_for_more_items_than_the_state_can_hold_are_not_begun()
    {
        var wait = new JsonObject { ["id"] = "wait", ["type"] = "Elsa.Event", ["version"] = 1, ["eventName"] = Script("'e'") };
        var drawing = new Drawing().Add("all", "Elsa.ParallelForEach", ("items", "=getInput('many')"), ("body", wait));

        var changes = Started(drawing, 0, ("many", Numbers(9_000)));

        changes.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("all");
        changes.Instance.Executions.ShouldNotContain(execution => execution.Node.Id == "wait");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_state_of_a_loop_is_as_large_after_its_nine_hundredth_round_as_after_its_hundredth(bool byTokens)
    {
        var drawing = new Drawing().Variable("v").Add("begin", "Elsa.Start").Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("wait", "Elsa.Event", ("eventName", "again"));
        Set(drawing, "beside", "=getVariable('v') + 1").Add("join", "Elsa.FlowJoin", ("mode", "WaitAll"))
            .Connect("begin -> fork", "fork:A -> wait", "fork:B -> beside", "wait -> join", "beside -> join", "join -> fork");
        var definition = (byTokens ? drawing.ByTokens() : drawing).Compile();
        var changes = Run(definition, null, new Stimulus.Started(new Guid(7, 0, 0, new byte[8]), null, new Dictionary<string, Value>()));
        var sizes = new List<int>();
        for (var round = 1; round <= 900; round++)
        {
            changes = Run(definition, changes.Instance.StoredAndRead(), new Stimulus.EventReceived("again", Value.Null));
            changes.Instance.Executions.Count.ShouldBe(3);
            sizes.Add(InstanceJson.Write(changes.Instance).Length);
        }

        // Numbers have as many digits from the 100th round to the 900th.
        sizes[899].ShouldBeInRange(sizes[100] - 5, sizes[100] + 5);
        changes.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Scripts_of_one_burst_share_a_budget()
    {
        var heavy = new JsonObject { ["id"] = "heavy", ["type"] = "Elsa.SetVariable", ["version"] = 1, ["variable"] = "v", ["value"] = Script("let n = 0; for (let i = 0; i < 4000; i++) { n += i } return n") };
        var drawing = new Drawing().Variable("v").Add("loop", "Elsa.While", ("condition", "=true"), ("body", heavy));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var changes = Started(drawing);

        changes.Incidents.ShouldHaveSingleItem().Message.ShouldBe("the scripts of one burst took more than 2000000 steps");
        changes.Journal.Count.ShouldBeLessThan(1_000, "steps alone would have let it run for ten thousand");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow", "workflowDefinitionId", "instances started")]
    [InlineData("Elsa.PublishEvent", "eventName", "events published")]
    public void One_burst_starts_and_tells_but_so_many(string type, string input, string what)
    {
        var one = new JsonObject { ["id"] = "one", ["type"] = type, ["version"] = 1, [input] = Script("'other'") };
        var drawing = new Drawing().Add("loop", "Elsa.While", ("condition", "=true"), ("body", one));

        var changes = Started(drawing);

        var incident = changes.Incidents.ShouldHaveSingleItem();
        (incident.ActivityId, incident.Message).ShouldBe(("one", $"more than {BurstRun.MaximumStarts} {what} in one burst"));
        changes.Stimuli.Count.ShouldBe(BurstRun.MaximumStarts);
    }

    [Fact]
    public void More_instances_than_one_burst_may_start_are_not_begun()
    {
        var drawing = new Drawing().Add("all", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "other"), ("items", "=getInput('many')"));

        var changes = Started(drawing, 0, ("many", Numbers(BurstRun.MaximumStarts + 1)));

        changes.Incidents.ShouldHaveSingleItem().Message.ShouldBe($"more than {BurstRun.MaximumStarts} instances started in one burst");
        changes.Stimuli.ShouldBeEmpty("a retry would start them a second time");
        Started(drawing, 0, ("many", Numbers(BurstRun.MaximumStarts))).Stimuli.Count.ShouldBe(BurstRun.MaximumStarts);
    }

    private static Value Numbers(int count) => Value.List(Enumerable.Range(0, count).Select(number => Value.Of(number)));

    /// <summary>Fills the state but for some thousand characters, then does a step.</summary>
    private static Drawing Full(Action<Drawing> step)
    {
        var drawing = Set(new Drawing().Variable("v").Variable("got"), "seed", "='x'.repeat(99000)");
        for (var i = 0; i < 9; i++)
            drawing.Variable($"copy{i}").Add($"step{i}", "Elsa.SetVariable", ("value", "=getVariable('v')")).Set($"step{i}", "variable", $"copy{i}").Connect($"{(i == 0 ? "seed" : $"step{i - 1}")} -> step{i}");
        step(drawing);
        return drawing.Connect("step8 -> start");
    }

    private static readonly Value Large = Value.Map(new KeyValuePair<string, Value>("text", Value.Of(new string('x', 20_000))));

    private static Changes Ended(CompiledDefinition definition, WorkflowInstance instance, Value output) =>
        Run(definition, instance.StoredAndRead(), new Stimulus.ChildEnded(instance.Executions.Single(execution => execution.Node.Id == "start").Id, Guid.Empty, WorkflowSubStatus.Finished, output));

    private static Changes RetriedWithRoom(CompiledDefinition definition, WorkflowInstance instance) =>
        Run(definition, instance.StoredAndRead(), new Stimulus.IncidentsRetried(null, new Dictionary<string, Value> { ["copy0"] = Value.Null }, Desk.Director.Id));

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow")]
    [InlineData("Elsa.DispatchWorkflow")]
    public void An_instance_whose_result_found_no_room_is_started_anew_by_a_retry(string type)
    {
        var drawing = Full(drawing => drawing.Add("start", type, ("workflowDefinitionId", "child"), ("waitForCompletion", "True"),
            ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "got" } })));
        var definition = drawing.Compile();
        var stopped = Ended(definition, Started(drawing).Instance, Large);
        stopped.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("start");

        var retried = RetriedWithRoom(definition, stopped.Instance);

        retried.Stimuli.ShouldHaveSingleItem().DefinitionId.ShouldBe("child");
        Ended(definition, retried.Instance, Large).Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void An_instance_of_many_for_whose_step_there_was_no_room_has_ended_all_the_same(bool firstIsLarge, bool secondIsLarge)
    {
        var step = new JsonObject { ["id"] = "step", ["type"] = "Elsa.WriteLine", ["version"] = 1, ["text"] = Script("'ended'") };
        var drawing = Full(drawing => drawing.Add("start", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "child"), ("items", new[] { "a", "b" }), ("childCompleted", step)));
        var definition = drawing.Compile();

        var changes = Started(drawing);
        foreach (var isLarge in new[] { firstIsLarge, secondIsLarge })
        {
            changes = Ended(definition, changes.Instance, isLarge ? Large : Value.EmptyMap);
            changes.Incidents.Select(incident => incident.ActivityId).ShouldBe(isLarge ? ["start"] : []);
        }
        if (secondIsLarge)
        {
            changes.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
            changes = RetriedWithRoom(definition, changes.Instance);
        }

        changes.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        changes.Stimuli.ShouldBeEmpty("all have been started");
    }

    [Fact]
    public void Instances_that_start_one_another_end_at_a_depth()
    {
        var drawing = new Drawing().Add("more", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "drawing"));

        Started(drawing, BurstRun.MaximumDepth - 1).Stimuli.ShouldHaveSingleItem().Stimulus.ShouldBeOfType<Stimulus.Started>().Depth.ShouldBe(BurstRun.MaximumDepth);
        Started(drawing, BurstRun.MaximumDepth).Incidents.ShouldHaveSingleItem().Message.ShouldContain("nested deeper than");
    }

    [Fact]
    public void A_definition_that_is_nested_too_deeply_is_not_read()
    {
        WorkflowDefinition.Read(Nested(49)).Nodes.Count.ShouldBe(50 + 1);

        Should.Throw<DefinitionFormatException>(() => WorkflowDefinition.Read(Nested(60))).Message.ShouldContain("nested deeper than 50");
    }

    private static JsonObject Nested(int levels)
    {
        var root = new JsonObject { ["id"] = "leaf", ["type"] = "Elsa.WriteLine", ["version"] = 1 };
        for (var i = 0; i < levels; i++)
            root = new JsonObject { ["id"] = $"level{i}", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(root) };
        return new JsonObject { ["definitionId"] = "nested", ["root"] = root };
    }

    private static JsonObject Script(string script) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };
}
