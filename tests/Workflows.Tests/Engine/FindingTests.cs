using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Workflows.Tests.Engine;

public class FindingTests
{
    private static readonly string[] TwoWays = ["Yes", "No"];

    /// <summary>Each kind with a drawing that has it, the activity that it names, and what it names besides.</summary>
    private static readonly Dictionary<FindingKind, (Drawing Drawing, string Activity, string? Value)> Drawings = new()
    {
        [FindingKind.UnknownActivity] = (new Drawing().Add("odd", "Elsa.HttpEndpoint"), "odd", "Elsa.HttpEndpoint"),
        [FindingKind.InputMissing] = (new Drawing().Add("if", "Elsa.FlowDecision"), "if", null),
        [FindingKind.InvalidScript] = (new Drawing().Add("if", "Elsa.FlowDecision", ("condition", "=1 +")), "if", null),
        [FindingKind.NoVariable] = (new Drawing().Add("set", "Elsa.SetVariable", ("value", "1")), "set", null),
        [FindingKind.NoAssignee] = (new Drawing().Add("task", "Ops.UserTask", ("title", "t"), ("limitCount", "3")), "task", null),
        [FindingKind.UnknownForm] = (Task(("form", "none")), "task", "none"),
        [FindingKind.UnknownLadder] = (Task(("ladder", "none")), "task", "none"),
        [FindingKind.UnknownMail] = (new Drawing().Add("mail", "Ops.SendMail", ("toRoles", new[] { "director" }), ("mail", "none")), "mail", "none"),
        [FindingKind.UnknownLimitUnit] = (Task(("limitUnit", "moons")), "task", "moons"),
        [FindingKind.NotANumber] = (Task(("urgentLimitCount", "seven")), "task", "seven"),
        [FindingKind.NotADuration] = (new Drawing().Add("delay", "Elsa.Delay", ("timeSpan", "an hour")), "delay", "an hour"),
        [FindingKind.NotAMoment] = (new Drawing().Add("at", "Elsa.StartAt", ("dateTime", "tomorrow")), "at", "tomorrow"),
        [FindingKind.NotACron] = (new Drawing().Add("cron", "Elsa.Cron", ("cronExpression", "every day")), "cron", "every day"),
        [FindingKind.EmbeddedMissing] = (new Drawing().Embed("part", "nothing", 1), "part", "nothing"),
        [FindingKind.OutOfRange] = (Task(("urgentLimitCount", "0")), "task", "0"),
        [FindingKind.NotABoolean] = (new Drawing().Add("if", "Elsa.FlowDecision", ("condition", "age > 5")), "if", "age > 5"),
        [FindingKind.NotAMap] = (Task(("outcomeLabels", "Yes: ja")), "task", "Yes: ja"),
        [FindingKind.NoName] = (Task().Named(" "), "Workflow1", null),
        [FindingKind.NoSteps] = (new Drawing(), "Workflow1", null),
        [FindingKind.EmptyOutcome] = (new Drawing().UserTask("task", "director", ["Yes", " "], ("limitCount", "3")), "task", null),
        [FindingKind.OutcomeTwice] = (new Drawing().UserTask("task", "director", ["Yes", "No", "Yes"], ("limitCount", "3")), "task", "Yes"),
        [FindingKind.NoWayOn] = (Task().Add("end", "Elsa.End").Connect("task:Yes -> end"), "task", "Yes"),
        [FindingKind.Unreachable] = (new Drawing().Add("start", "Elsa.Start").Add("end", "Elsa.End").Add("island", "Elsa.End").Connect("start -> end"), "island", "start"),
        [FindingKind.StartUnclear] = (new Drawing().Add("write", "Elsa.WriteLine").UserTask("task", "director", ["Done"], ("limitCount", "3")).Connect("write -> task", "task -> write"), "write", null),
        [FindingKind.UnknownOutcome] = (Task().Add("end", "Elsa.End").Connect("task:Yes -> end", "task -> end"), "task", "Yes"),
        [FindingKind.LabelWithoutOutcome] = (Task(("outcomeLabels", """{"Done":"Gotowe","Yes":"Tak"}""")), "task", "Yes"),
        [FindingKind.OutcomeWithoutLabel] = (new Drawing().UserTask("task", "director", TwoWays, ("limitCount", "3"), ("outcomeLabels", """{"Yes":"Tak"}""")), "task", "No"),
        [FindingKind.EndlessLoop] = (new Drawing().Add("start", "Elsa.Start").Add("write", "Elsa.WriteLine").Add("again", "Elsa.WriteLine").Connect("start -> write", "write -> again", "again -> write"), "write", null),
        [FindingKind.NoTimeLimit] = (new Drawing().UserTask("task", "director", ["Done"]), "task", null),
        [FindingKind.UnknownVariable] = (new Drawing().Variable("known").Add("if", "Elsa.FlowDecision", ("condition", "=variables.known || variables.unknown")), "if", "unknown"),
        [FindingKind.NameTwice] = (Task().Variable("sum").Variable("Sum").Variable("sum"), "Workflow1", "sum"),
        [FindingKind.BackwardIntoBranch] = (new Drawing()
            .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("left", "Elsa.WriteLine").Add("right", "Elsa.WriteLine").Add("meet", "Elsa.Delay")
            .Connect("fork:A -> left", "fork:B -> right", "left -> meet", "right -> meet", "meet -> left"), "meet", "left"),
        [FindingKind.JoinOfDeadPath] = (Choice("Merge").ByTokens(), "join", "task"),
        [FindingKind.ConvergeOfLoop] = (new Drawing().Add("write", "Elsa.WriteLine").Add("again", "Elsa.WriteLine")
            .UserTask("task", "director", TwoWays, ("limitCount", "3")).Set("again", "customProperties", new JsonObject { ["mergeMode"] = "Converge" })
            .Connect("write -> again", "again -> task", "task:No -> again").ByTokens(), "again", "task"),
        [FindingKind.RaceOfWaits] = (Forked().Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Connect("left -> join", "right -> join").ByTokens(), "join", "left"),
        [FindingKind.CascadeOfTwo] = (Choice("Cascade").ByTokens(), "join", null),
        [FindingKind.JoinCancelsContainer] = (Forked(new JsonObject { ["id"] = "inside", ["type"] = "Elsa.Delay", ["version"] = 1 })
            .Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Connect("left -> join", "right -> join"), "join", "right"),
        [FindingKind.CompleteInFlowchart] = (Nested("Elsa.Flowchart"), "complete", null),
        [FindingKind.CompleteInContainer] = (Nested("Elsa.Sequence"), "complete", null),
        [FindingKind.ForkWithoutWaits] = (new Drawing().Add("fork", "Elsa.Fork").Set("fork", "joinMode", "WaitAny")
            .Set("fork", "branches", new JsonArray(new JsonObject { ["id"] = "quick", ["type"] = "Elsa.WriteLine", ["version"] = 1 })), "fork", "quick"),
    };

    /// <summary>What a drawing alone does not tell.</summary>
    private static readonly FindingKind[] OfTheOffice = [FindingKind.RoleWithoutPeople, FindingKind.UnknownWorkflow, FindingKind.UnpublishedWorkflow];

    /// <summary>EmbeddedWorkflowTests has these: they take more than one procedure.</summary>
    private static readonly FindingKind[] OfEmbedding =
        [FindingKind.EmbeddedNotPublished, FindingKind.EmbeddedInItself, FindingKind.EmbeddedTooLarge, FindingKind.FinishInEmbeddable];

    public static TheoryData<FindingKind> Kinds => [.. Enum.GetValues<FindingKind>().Except(OfTheOffice).Except(OfEmbedding)];

    private static Drawing Task(params (string, object)[] inputs) => new Drawing().UserTask("task", "director", ["Done"], [("limitCount", "3"), .. inputs]);

    private static Drawing Choice(string mergeMode) => new Drawing()
        .UserTask("task", "director", TwoWays, ("limitCount", "3")).Add("yes", "Elsa.WriteLine").Add("no", "Elsa.WriteLine").Add("join", "Elsa.End")
        .Set("join", "customProperties", new JsonObject { ["mergeMode"] = mergeMode })
        .Connect("task:Yes -> yes", "task:No -> no", "yes -> join", "no -> join");

    private static Drawing Forked(JsonObject? insideRight = null)
    {
        var drawing = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).UserTask("left", "director", ["Done"], ("limitCount", "3"));
        drawing.Add("right", insideRight is null ? "Elsa.WriteLine" : "Elsa.Sequence");
        if (insideRight is not null)
            drawing.Set("right", "activities", new JsonArray(insideRight));
        return drawing.Connect("fork:A -> left", "fork:B -> right");
    }

    private static Drawing Nested(string container) => new Drawing().Add("nested", container)
        .Set("nested", "activities", new JsonArray(new JsonObject { ["id"] = "complete", ["type"] = "Elsa.Complete", ["version"] = 1 }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_found_where_it_stands_and_alone(FindingKind kind)
    {
        var (drawing, activity, value) = Drawings[kind];

        var finding = drawing.Compile().Findings.ShouldHaveSingleItem();

        (finding.Kind, finding.Activity.Id, finding.Value).ShouldBe((kind, activity, value));
        finding.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(FindingKind.JoinOfDeadPath)]
    [InlineData(FindingKind.ConvergeOfLoop)]
    [InlineData(FindingKind.RaceOfWaits)]
    [InlineData(FindingKind.CascadeOfTwo)]
    public void What_only_tokens_suffer_from_is_not_held_against_counters(FindingKind kind)
    {
        var json = Drawings[kind].Drawing.Json();
        json["customProperties"] = new JsonObject();

        CompiledDefinition.Compile(OpsWorkflows.Definitions.WorkflowDefinition.Read(json), DefinitionResources.None).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_fork_of_which_every_way_is_taken_leaves_no_dead_path() =>
        Forked().Add("join", "Elsa.FlowJoin", ("mode", "WaitAll")).Connect("left -> join", "right -> join").ByTokens().Compile().Findings.ShouldBeEmpty();

    [Fact]
    public void A_choice_within_one_branch_leaves_no_dead_path() => Branch().Add("both", "Elsa.WriteLine")
        .Connect("choice:True -> both", "choice:False -> both", "both -> join").Compile().Findings.ShouldBeEmpty();

    [Fact]
    public void A_choice_that_can_leave_its_branch_without_reaching_the_join_is_named_unless_that_ends_everything()
    {
        Branch().Connect("choice:True -> join").Compile().Findings.Select(finding => (finding.Kind, finding.Value)).ShouldBe([(FindingKind.JoinOfDeadPath, "choice")]);
        Branch().Connect("choice:True -> join").Add("end", "Elsa.Finish").Connect("choice:False -> end").Compile().Findings.ShouldBeEmpty();
        Branch().Connect("choice:True -> join", "choice:False -> choice").Compile().Findings.ShouldBeEmpty("whoever goes back chooses again");
    }

    [Fact]
    public void A_choice_before_the_branches_leaves_no_dead_path() => new Drawing().UserTask("task", "director", TwoWays, ("limitCount", "3"))
        .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("left", "Elsa.WriteLine").Add("right", "Elsa.WriteLine").Add("join", "Elsa.FlowJoin", ("mode", "WaitAll"))
        .Connect("task:Yes -> fork", "fork:A -> left", "fork:B -> right", "left -> join", "right -> join").ByTokens().Compile().Findings.ShouldBeEmpty();

    /// <summary>Two branches to a join by tokens; in one of them a choice.</summary>
    private static Drawing Branch() => new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("choice", "Elsa.FlowDecision", ("condition", "=true"))
        .Add("other", "Elsa.WriteLine").Add("join", "Elsa.FlowJoin", ("mode", "WaitAll")).Connect("fork:A -> choice", "fork:B -> other", "other -> join").ByTokens();

    [Fact]
    public void What_is_done_before_the_branches_races_with_none_of_them()
    {
        var drawing = Task().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("left", "Elsa.WriteLine").Add("right", "Elsa.WriteLine").Add("join", "Elsa.FlowJoin", ("mode", "WaitAny"))
            .UserTask("after", "director", ["Done"], ("limitCount", "3"))
            .Connect("task -> fork", "fork:A -> left", "fork:B -> right", "left -> join", "right -> join", "join -> after").ByTokens();
        drawing.Compile().Findings.ShouldBeEmpty();

        var desk = new Desk(drawing).Start().Complete("task", "Done");

        desk.Steps.ShouldBe(["after"]);
        desk.Complete("after", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void What_waits_for_its_own_way_back_never_goes_on()
    {
        var desk = new Desk(Drawings[FindingKind.ConvergeOfLoop].Drawing).Start();

        (desk.Instance.SubStatus, desk.OpenTasks.Count, desk.Timers.Count).ShouldBe((WorkflowSubStatus.Suspended, 0, 0));
    }

    [Fact]
    public void A_way_back_is_looked_at_from_every_start()
    {
        var drawing = new Drawing().Add("start", "Elsa.Start").Add("event", "Elsa.Event", ("eventName", "letter")).Add("left", "Elsa.WriteLine").Add("right", "Elsa.WriteLine").Add("last", "Elsa.Delay")
            .Set("event", "customProperties", new JsonObject { ["canStartWorkflow"] = true })
            .Connect("start -> left", "left -> last", "last -> left", "event -> last", "event -> right", "right -> left");

        var finding = drawing.Compile().Findings.ShouldHaveSingleItem();

        (finding.Kind, finding.Activity.Id).ShouldBe((FindingKind.BackwardIntoBranch, "left"));
    }

    public static TheoryData<string, string, string?> Waits => new()
    {
        { "Elsa.Event", "eventName", null },
        { "Elsa.RunTask", "taskName", null },
        { "Elsa.ExecuteWorkflow", "workflowDefinitionId", null },
        { "Elsa.BulkDispatchWorkflows", "workflowDefinitionId", null },
        { "Elsa.DispatchWorkflow", "workflowDefinitionId", "True" },
        { "Elsa.DispatchWorkflow", "workflowDefinitionId", "=1 > 0" },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_wait_that_nothing_limits_is_warned_of(string type, string input, string? waits) =>
        Waiting(type, input, waits).Compile().Findings.Select(finding => (finding.Kind, finding.Activity.Id)).ShouldBe([(FindingKind.NoTimeLimit, "wait")]);

    [Theory]
    [MemberData(nameof(Waits))]
    public void A_wait_that_time_beside_it_ends_is_not(string type, string input, string? waits)
    {
        Waiting(type, input, waits).Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Connect("wait -> join", "delay -> join").Compile().Findings.ShouldBeEmpty();
        Waiting(type, input, waits).Add("finish", "Elsa.Finish").Connect("delay -> finish").Compile().Findings.ShouldBeEmpty();
        Waiting(type, input, waits).Add("status", "Ops.CaseStatus", ("status", "ended"), ("cancelOpenWork", "True")).Connect("delay -> status").Compile().Findings.ShouldBeEmpty();
        Waiting(type, input, waits).Add("join", "Elsa.FlowJoin", ("mode", "WaitAll")).Connect("wait -> join", "delay -> join").Compile().Findings.ShouldNotBeEmpty();
    }

    private static Drawing Waiting(string type, string input, string? waits)
    {
        var drawing = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("delay", "Elsa.Delay", ("timeSpan", "14.00:00:00"));
        return (waits is null ? drawing.Add("wait", type, (input, "x"), ("items", new[] { "a" })) : drawing.Add("wait", type, (input, "x"), ("waitForCompletion", waits)))
            .Connect("fork:A -> wait", "fork:B -> delay");
    }

    [Fact]
    public void A_branch_of_time_in_a_fork_of_which_one_is_enough_ends_the_others()
    {
        var fork = new Drawing().Add("fork", "Elsa.Fork").Set("fork", "branches", new JsonArray(
            JsonNode.Parse("""{"id":"wait","type":"Elsa.RunTask","version":1,"taskName":{"typeName":"String","expression":{"type":"Literal","value":"x"}}}"""),
            JsonNode.Parse("""{"id":"delay","type":"Elsa.Delay","version":1}""")));
        fork.Compile().Findings.Select(finding => finding.Kind).ShouldBe([FindingKind.NoTimeLimit]);

        fork.Set("fork", "joinMode", "WaitAny").Compile().Findings.ShouldBeEmpty();
        fork.Set("fork", "joinMode", 0).Compile().Findings.ShouldBeEmpty("imports write the mode as a number too");
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", "False")]
    [InlineData("Elsa.DispatchWorkflow", null)]
    [InlineData("Elsa.DispatchWorkflow", "False")]
    public void A_procedure_that_is_only_started_is_not_waited_for(string type, string? waits) =>
        Waiting(type, "workflowDefinitionId", waits).Compile().Findings.ShouldBeEmpty();

    [Fact]
    public void An_answer_to_a_request_and_a_trigger_that_begins_the_workflow_are_not_waited_for_without_end()
    {
        new Drawing().Add("ask", "Elsa.FlowSendHttpRequest", ("url", "https://registry.example/")).Compile().Findings.ShouldBeEmpty();
        var begins = new Drawing().Add("event", "Elsa.Event", ("eventName", "letter")).Set("event", "customProperties", new JsonObject { ["canStartWorkflow"] = true }).Add("after", "Elsa.WriteLine").Connect("event -> after");
        begins.Compile().Findings.ShouldBeEmpty();

        begins.Connect("after -> event").Compile().Findings.Select(finding => finding.Kind).ShouldBe([FindingKind.NoTimeLimit], "the second time it waits");
    }

    [Theory]
    [InlineData("Elsa.Delay", "timeSpan", "-00:01:00", FindingKind.NotADuration)]
    [InlineData("Elsa.Timer", "interval", "daily", FindingKind.NotADuration)]
    [InlineData("Elsa.StartAt", "dateTime", "2026-13-01", FindingKind.NotAMoment)]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 6 30 2 *", FindingKind.NotACron)]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 25 * * *", FindingKind.NotACron)]
    [InlineData("Ops.StartLimit", "count", "2.5", FindingKind.NotANumber)]
    public void What_was_typed_in_and_would_fail_in_each_run_is_an_error(string type, string input, string value, FindingKind kind)
    {
        var finding = Typed(type, input, value).Compile().Findings.ShouldHaveSingleItem();

        (finding.Kind, finding.Input, finding.Value, finding.IsError).ShouldBe((kind, input, value, true));
    }

    [Theory]
    [InlineData("Elsa.Delay", "timeSpan", "1.12:00:00")]
    [InlineData("Elsa.Delay", "timeSpan", "")]
    [InlineData("Elsa.Timer", "interval", "='0:05:00'")]
    [InlineData("Elsa.StartAt", "dateTime", "2026-11-22T08:00:00+01:00")]
    [InlineData("Elsa.StartAt", "dateTime", "22.11.2026 8:00")]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 6 29 2 *")]
    [InlineData("Elsa.Cron", "cronExpression", "30 6 * * MON-FRI")]
    [InlineData("Ops.StartLimit", "count", "14")]
    public void What_can_be_read_or_is_only_known_in_a_run_is_none(string type, string input, string value) =>
        Typed(type, input, value).Compile().Findings.Where(finding => finding.IsError).ShouldBeEmpty();

    private static Drawing Typed(string type, string input, string value) =>
        type == "Ops.StartLimit" ? new Drawing().Add("typed", type, ("limit", "decision"), (input, value)) : new Drawing().Add("typed", type, (input, value));

    [Theory]
    [InlineData("Ops.UserTask", "limitCount", "-1", 1, 3650)]
    [InlineData("Ops.UserTask", "limitCount", "3651", 1, 3650)]
    [InlineData("Ops.StartLimit", "count", "0", 1, 3650)]
    [InlineData("Ops.RepeatEvery", "every", "0", 1, 3650)]
    [InlineData("Ops.RepeatEvery", "first", "-1", 0, 3650)]
    [InlineData("Ops.RepeatEvery", "at", "[5,-1]", 0, 3650)]
    [InlineData("Ops.AssignPerson", "maximumCaseload", "0", 1, 10_000)]
    public void A_count_that_makes_no_sense_is_an_error(string type, string input, string value, int least, int most) =>
        new Drawing().Add("counted", type, (input, value)).Compile().Findings.Where(finding => finding.Kind == FindingKind.OutOfRange)
            .Select(finding => (finding.Input, finding.Range, finding.IsError)).ShouldBe([(input, (least, most), true)]);

    [Theory]
    [InlineData("121", "months", false)]
    [InlineData("120", "months", true)]
    [InlineData("521", "weeks", false)]
    [InlineData("2601", "working-days", false)]
    [InlineData("9999", "hours", true)]
    [InlineData("9999", "='days'", true)]
    [InlineData("=variables.count", "days", true)]
    public void The_most_that_makes_sense_depends_on_the_unit(string count, string unit, bool isFine) =>
        Task(("urgentLimitCount", count), ("urgentLimitUnit", unit)).Compile().Findings.Any(finding => finding.Kind == FindingKind.OutOfRange).ShouldBe(!isFine);

    [Fact]
    public void Periodic_work_has_a_period_or_days()
    {
        new Drawing().Add("repeat", "Ops.RepeatEvery", ("from", "start")).Compile().Findings.Select(finding => (finding.Kind, finding.Input)).ShouldBe([(FindingKind.InputMissing, "every")]);
        new Drawing().Add("repeat", "Ops.RepeatEvery", ("from", "start"), ("at", new[] { "5", "10" })).Compile().Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("True")]
    [InlineData("false")]
    [InlineData("=variables.known")]
    public void A_condition_that_is_one_is_none(string condition) =>
        new Drawing().Variable("known").Add("if", "Elsa.FlowDecision", ("condition", condition)).Compile().Findings.ShouldBeEmpty();

    [Fact]
    public void A_case_of_a_switch_that_is_no_condition_is_named()
    {
        var cases = JsonNode.Parse("""[{"label":"a","condition":{"type":"Literal","value":"age > 5"}},{"label":"b","condition":{"type":"Literal","value":"True"}}]""")!;

        var found = new Drawing().Add("switch", "Elsa.FlowSwitch").Set("switch", "cases", cases).Compile().Findings.ShouldHaveSingleItem();

        (found.Kind, found.Input, found.Value).ShouldBe((FindingKind.NotABoolean, "cases[0].condition", "age > 5"));
    }

    [Fact]
    public void Ways_out_of_which_only_a_run_knows_are_not_judged()
    {
        new Drawing().Add("script", "Elsa.RunJavaScript", ("script", "1")).Add("end", "Elsa.End").Connect("script:Anything -> end").Compile().Findings.ShouldBeEmpty();
        Task(("outcomes", "=['Yes']")).Add("end", "Elsa.End").Connect("task:Yes -> end").Compile().Findings.ShouldBeEmpty();
        new Drawing().Add("ask", "Elsa.FlowSendHttpRequest", ("url", "https://registry.example/"), ("expectedStatusCodes", new[] { "200" })).Add("end", "Elsa.End")
            .Connect("ask:200 -> end", "ask:Timeout -> end").Compile().Findings.ShouldBeEmpty();
        new Drawing().Add("fork", "Elsa.FlowFork").Add("end", "Elsa.End").Connect("fork:A -> end").Compile().Findings.Select(finding => finding.Kind).ShouldBe([FindingKind.NoWayOn]);
    }

    [Fact]
    public void Of_several_steps_that_nothing_leads_to_the_first_is_where_cases_begin_and_the_others_are_told_so()
    {
        var drawing = new Drawing().Add("loose", "Elsa.WriteLine").Add("first", "Elsa.WriteLine").Add("second", "Elsa.WriteLine").Connect("first -> second");

        drawing.Compile().Findings.Select(finding => (finding.Kind, finding.Activity.Id, finding.Value)).ShouldBe(
            [(FindingKind.Unreachable, "first", "loose"), (FindingKind.Unreachable, "second", "loose"), (FindingKind.StartUnclear, "loose", null)]);
        drawing.Add("start", "Elsa.Start").Connect("start -> first").Compile().Findings.Select(finding => (finding.Kind, finding.Activity.Id)).ShouldBe([(FindingKind.Unreachable, "loose")]);
    }

    [Fact]
    public void A_loop_that_waits_or_can_be_left_is_none_without_an_end()
    {
        Circle("Elsa.Delay").Compile().Findings.ShouldBeEmpty();
        Circle("Elsa.FlowSendHttpRequest", ("url", "https://registry.example/")).Compile().Findings.ShouldBeEmpty("it waits for the answer");
        Circle("Elsa.FlowDecision", ("condition", "=true")).Compile().Findings.Where(finding => finding.Kind == FindingKind.EndlessLoop).ShouldBeEmpty("it can be left by True and False");
        Circle("Elsa.WriteLine").Add("end", "Elsa.Finish").Connect("again -> end").Compile().Findings.ShouldBeEmpty();

        static Drawing Circle(string type, params (string, object)[] inputs) => new Drawing().Add("start", "Elsa.Start").Add("write", "Elsa.WriteLine").Add("again", type, inputs)
            .Connect("start -> write", "write -> again", "again -> write");
    }

    [Theory]
    [InlineData("True", "Elsa.WriteLine", true)]
    [InlineData("True", "Elsa.Delay", false)]
    [InlineData("True", "Elsa.Break", false)]
    [InlineData("=variables.more", "Elsa.WriteLine", false)]
    public void A_while_that_always_goes_on_and_waits_for_nothing_has_no_end(string condition, string body, bool isEndless) =>
        new Drawing().Variable("more").Add("while", "Elsa.While", ("condition", condition)).Set("while", "body", new JsonObject { ["id"] = "body", ["type"] = body, ["version"] = 1 })
            .Compile().Findings.Any(finding => finding.Kind == FindingKind.EndlessLoop).ShouldBe(isEndless);

    [Fact]
    public void Procedures_that_are_to_be_started_and_cannot_be_are_named()
    {
        var definition = new Drawing().Add("none", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "nowhere")).Add("draft", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "unfinished"))
            .Add("itself", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "drawing")).Add("known", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "visit"), ("items", new[] { "a" }))
            .Add("asked", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "=getVariable('which')")).Compile();

        StartChecks.NamedIn(definition).ShouldBe(["nowhere", "unfinished", "visit"]);
        StartChecks.Of(definition, new Dictionary<string, bool> { ["unfinished"] = false, ["visit"] = true }).Select(finding => (finding.Kind, finding.Activity.Id, finding.Value, finding.IsError))
            .ShouldBe([(FindingKind.UnknownWorkflow, "none", "nowhere", true), (FindingKind.UnpublishedWorkflow, "draft", "unfinished", true)]);
    }

    [Fact]
    public void What_embedded_procedures_start_is_named_once_at_the_step_of_the_own_document_that_leads_there()
    {
        var definition = new Shelf()
            .Put("inner", 1, new Drawing().Add("one", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "nowhere")).Add("two", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "nowhere")))
            .Put("middle", 1, new Drawing().Embed("deeper", "inner", 1))
            .Put("outer", 1, new Drawing().Add("line", "Elsa.WriteLine").Embed("step", "middle", 1)).Compile("outer:1");

        var found = StartChecks.Of(definition, new Dictionary<string, bool>()).ShouldHaveSingleItem();

        (found.Kind, found.Path, found.Value).ShouldBe((FindingKind.UnknownWorkflow, "$.root.activities[1]", "nowhere"));
    }

    [Fact]
    public void What_a_trigger_starts_is_reached()
    {
        var drawing = Task().Add("event", "Elsa.Event", ("eventName", "letter")).Add("after", "Elsa.End").Connect("event -> after");
        drawing.Compile().Findings.Where(finding => finding.Kind == FindingKind.Unreachable).Select(finding => finding.Activity.Id).ShouldBe(["event", "after"]);

        drawing.Set("event", "customProperties", new JsonObject { ["canStartWorkflow"] = true }).Set("task", "customProperties", new JsonObject { ["canStartWorkflow"] = true });
        drawing.Compile().Findings.Select(finding => finding.Activity.Id).ShouldNotContain("after");
    }

    [Fact]
    public void Roles_of_tasks_mails_and_ladders_that_nobody_has_are_named()
    {
        var drawing = Task(("ladder", "two")).Ladder("two", """[{"when":"passing","to":["assignee","auditor"],"mail":"late"}]""").Mail("late")
            .Add("mail", "Ops.SendMail", ("toRoles", new[] { "director", "assistant" }), ("mail", "late")).Connect("task -> mail");

        OfficeChecks.Of(drawing.Compile(), new HashSet<string> { "director" }).Select(finding => (finding.Activity.Id, finding.Input, finding.Value))
            .ShouldBe([("task", "ladder", "auditor"), ("mail", "toRoles", "assistant")], ignoreOrder: true);
        OfficeChecks.Of(drawing.Compile(), new HashSet<string> { "director", "auditor", "assistant" }).ShouldBeEmpty();
    }
}
