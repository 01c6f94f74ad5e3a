using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>A fault stops a step, not the case: whoever repairs it finds everything as it was.</summary>
public class IncidentTests
{
    const string Stops = "FaultStrategy";
    const string GoesOn = "ContinueWithIncidentsStrategy";

    static readonly Guid Manager = Desk.Director.Id;

    /// <summary>A step that fails until the variable "day" is a date, beside a task.</summary>
    static Drawing Broken() => new Drawing().Variable("day")
        .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
        .Add("date", "Ops.SetMilestone", ("milestone", "met"), ("date", "=getVariable('day')"))
        .UserTask("plan", "assistant", ["Done"])
        .UserTask("talk", "social-worker", ["Done"], ("limitCount", "3"), ("ladder", "default"))
        .Ladder("default", """[{"when":"passing","to":["assignee"],"mail":"late"}]""").Mail("late")
        .Add("setup", "Elsa.SetVariable", ("value", "no date"))
        .Connect("setup -> fork", "fork:A -> date", "fork:B -> talk", "date -> plan");

    static Desk Started(string strategy, bool byTokens = false)
    {
        var drawing = byTokens ? Broken().ByTokens() : Broken();
        var json = drawing.Json(strategy);
        json["root"]!["activities"]!.AsArray().Single(activity => (string)activity!["id"]! == "setup")!["variable"] = "day";
        var resources = drawing.Compile(strategy).Resources;
        return new Desk(CompiledDefinition.Compile(WorkflowDefinition.Read(json), resources), "2026-01-05T09:00:00+01:00").Start();
    }

    static Guid Incident(Desk desk) => desk.Instance.Incidents.ShouldHaveSingleItem().Id;

    static Stimulus.IncidentsRetried Retry(Desk desk, string? day = null) => new([Incident(desk)],
        day is null ? [] : new Dictionary<string, Value> { ["day"] = Value.Of(day) }, Manager);

    static RefusalCode Refused(BurstResult result) => result.ShouldBeOfType<BurstResult.Refused>().Refusal.Code;

    [Fact]
    public void A_fault_tells_who_repairs_and_says_nothing_of_what_was_written()
    {
        var desk = Started(GoesOn);

        desk.Mails.ShouldContain(mail => mail.Mail.Text == "incident" && mail.Mail.PersonId == Desk.Director.Id, "nobody draws procedures here, so who runs the office is told");
        desk.Last.Journal.Where(entry => entry.Event == JournalEvents.IncidentRaised).ShouldHaveSingleItem().Data!.ToJsonString().ShouldNotContain("date");
    }

    [Theory]
    [InlineData(Stops, false)]
    [InlineData(Stops, true)]
    [InlineData(GoesOn, false)]
    [InlineData(GoesOn, true)]
    public void A_step_is_tried_again_with_a_variable_put_right(string strategy, bool byTokens)
    {
        var desk = Started(strategy, byTokens);
        var incident = Incident(desk);

        desk.Send(Retry(desk, "2026-01-02")).ShouldBeOfType<BurstResult.Done>();

        desk.Steps.ShouldBe(["plan", "talk"]);
        desk.Instance.Incidents.ShouldBeEmpty();
        (desk.Instance.Status, desk.Instance.SubStatus).ShouldBe((WorkflowStatus.Running, WorkflowSubStatus.Suspended));
        desk.Last.ResolvedIncidents.ShouldBe([incident]);
        desk.Last.IncidentsResolvedBy.ShouldBe(Manager);
        desk.CaseEvents.ShouldContain(JournalEvents.IncidentRetried);
        desk.Complete("plan", "Done").Complete("talk", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void What_fails_again_is_an_incident_again_of_which_nobody_is_mailed_anew()
    {
        var desk = Started(GoesOn);
        var first = Incident(desk);

        desk.Send(Retry(desk)).ShouldBeOfType<BurstResult.Done>();

        Incident(desk).ShouldNotBe(first);
        desk.Mails.Count(mail => mail.Mail.Text == "incident").ShouldBe(1);
        desk.Last.ResolvedIncidents.ShouldBe([first]);
        Refused(desk.Send(new Stimulus.IncidentsRetried([first], new Dictionary<string, Value>(), Manager))).ShouldBe(RefusalCode.IncidentNotOpen);
    }

    [Theory]
    [InlineData(Stops, false)]
    [InlineData(Stops, true)]
    [InlineData(GoesOn, false)]
    [InlineData(GoesOn, true)]
    public void A_step_is_left_out_by_the_outcome_that_was_chosen(string strategy, bool byTokens)
    {
        var desk = Started(strategy, byTokens);
        var incident = Incident(desk);

        Refused(desk.Send(new Stimulus.IncidentSkipped(incident, "Elsewhere", Manager))).ShouldBe(RefusalCode.UnknownOutcome);
        desk.Send(new Stimulus.IncidentSkipped(incident, "Done", Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Steps.ShouldBe(["plan", "talk"]);
        desk.Last.Journal.Where(entry => entry is { OfCase: false, Event: JournalEvents.Completed }).ShouldHaveSingleItem().Activity!.Id.ShouldBe("date");
        Refused(desk.Send(new Stimulus.IncidentSkipped(incident, "Done", Manager))).ShouldBe(RefusalCode.IncidentNotOpen);
    }

    [Fact]
    public void A_case_that_a_fault_has_stopped_keeps_its_tasks_and_its_limits_run_on()
    {
        var desk = Started(Stops);

        (desk.Instance.Status, desk.Instance.SubStatus).ShouldBe((WorkflowStatus.Running, WorkflowSubStatus.Faulted));
        desk.Steps.ShouldBe(["talk"]);
        Refused(desk.TryComplete("talk", "Done")).ShouldBe(RefusalCode.InstanceFaulted);
        desk.MoveTo("2026-01-12T10:00:00+01:00");
        desk.Mails.ShouldContain(mail => mail.Mail.Text == "late");
        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);

        desk.Send(new Stimulus.IncidentSkipped(Incident(desk), "Done", Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Complete("talk", "Done").Complete("plan", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_task_whose_answers_could_not_be_taken_waits_again_as_it_was()
    {
        var desk = new Desk(new Drawing().UserTask("talk", "social-worker", ["Done"], ("rememberedAnswers", new[] { "undeclared" }))).Start();
        var task = desk.TaskOf("talk").Id;
        desk.Complete("talk", "Done", answers: """{"undeclared":"x"}""").Steps.ShouldBe(["talk"]);

        desk.Send(Retry(desk)).ShouldBeOfType<BurstResult.Done>();

        desk.TaskOf("talk").Id.ShouldBe(task);
        desk.Instance.Executions.ShouldNotContain(execution => execution.Status == ActivityStatus.Faulted);
        desk.Complete("talk", "Done", answers: "{}").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_variable_that_the_procedure_lacks_changes_nothing()
    {
        var desk = Started(GoesOn);
        var before = desk.Instance;

        Refused(desk.Send(new Stimulus.IncidentsRetried(null, new Dictionary<string, Value> { ["nothing"] = Value.Of(1) }, Manager))).ShouldBe(RefusalCode.UnknownVariable);

        desk.Instance.ShouldBeSameAs(before);
        desk.OpenTasks.Values.Select(task => task.Step).ShouldBe(["talk"]);
    }

    [Fact]
    public void With_the_case_its_incidents_are_over()
    {
        var desk = Started(Stops);
        var incident = Incident(desk);

        desk.Send(new Stimulus.CaseClosed(Desk.Director.Id, "x")).ShouldBeOfType<BurstResult.Done>();

        desk.Last.ResolvedIncidents.ShouldBe([incident]);
        (desk.Instance.Status, desk.Instance.Incidents.Count).ShouldBe((WorkflowStatus.Finished, 0));
    }

    /// <summary>Two branches from a fork, the first of which fails at its first step.</summary>
    static Drawing Fork(Drawing drawing, params string[] connections) => drawing
        .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
        .Add("fault", "Elsa.Fault", ("message", "no"))
        .Connect(["fork:A -> fault", .. connections]);

    [Theory]
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void A_fault_that_is_cancelled_by_a_branch_which_goes_on_stops_nothing(string strategy)
    {
        var drawing = Fork(new Drawing(), "fault -> join", "fork:B -> line", "line -> join", "join -> talk")
            .Add("line", "Elsa.WriteLine", ("text", "x"))
            .Add("join", "Elsa.FlowJoin", ("mode", "WaitAny"))
            .UserTask("talk", "social-worker", ["Done"]);

        var desk = new Desk(drawing, incidentStrategy: strategy).Start();

        desk.Steps.ShouldBe(["talk"]);
        (desk.Instance.Status, desk.Instance.SubStatus, desk.Instance.Incidents.Count).ShouldBe((WorkflowStatus.Running, WorkflowSubStatus.Suspended, 0));
        desk.Mails.ShouldNotContain(mail => mail.Mail.Text == "incident");
        desk.Complete("talk", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void Each_step_that_stops_is_told_and_repaired_by_itself(string strategy)
    {
        var desk = new Desk(Fork(new Drawing(), "fork:B -> other", "fault -> talk", "other -> plan")
            .Add("other", "Elsa.Fault", ("message", "no"))
            .UserTask("talk", "social-worker", ["Done"]).UserTask("plan", "assistant", ["Done"]), incidentStrategy: strategy).Start();
        var (first, second) = (desk.Instance.Incidents[0].Id, desk.Instance.Incidents[1].Id);
        desk.Mails.Where(mail => mail.Mail.Text == "incident").Select(mail => mail.Mail.Step).ShouldBe(["fault", "other"]);

        desk.Send(new Stimulus.IncidentSkipped(second, "Done", Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Steps.ShouldBe(["plan"]);
        Incident(desk).ShouldBe(first);
        desk.Instance.SubStatus.ShouldBe(strategy == Stops ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Suspended);
        desk.Send(new Stimulus.IncidentSkipped(first, "Done", Manager)).ShouldBeOfType<BurstResult.Done>();
        desk.Complete("plan", "Done").Complete("talk", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_loop_that_stops_at_each_of_its_items_sends_one_mail()
    {
        var desk = new Desk(new Drawing().Add("each", "Elsa.ParallelForEach", ("items", new[] { "a", "b", "c" }),
            ("body", System.Text.Json.Nodes.JsonNode.Parse("""{"id": "fault", "name": "fault", "type": "Elsa.Fault", "version": 1}""")!))).Start();

        desk.Instance.Incidents.Count.ShouldBe(3);
        desk.Mails.Count(mail => mail.Mail.Text == "incident").ShouldBe(1);
    }

    [Fact]
    public void Whose_task_it_is_hears_that_it_has_stopped_and_mail_about_what_was_repaired_does_not_leave()
    {
        var desk = new Desk(new Drawing().Variable("count")
            .Add("setup", "Elsa.SetVariable", ("value", "many")).Set("setup", "variable", "count")
            .UserTask("talk", "social-worker", ["Done"], ("limitCount", "=getVariable('count')")).Connect("setup -> talk")).Start();
        var incident = Incident(desk);

        desk.Steps.ShouldBeEmpty();
        desk.Mails.ShouldContain(mail => mail.Mail.Text == "stopped-step" && mail.Mail.PersonId == Desk.Worker.Id && mail.Mail.Step == "talk");
        desk.Mails.Count(mail => mail.Mail.Text == "stopped-step").ShouldBe(1, "the case has its worker: the others of the role are not told");
        desk.Send(new Stimulus.IncidentsRetried([incident], new Dictionary<string, Value> { ["count"] = Value.Of(3) }, Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Steps.ShouldBe(["talk"]);
        desk.Last.CancelledMailOf.ShouldContain(incident);
    }

    [Fact]
    public void Whose_step_is_no_task_of_theirs_hears_only_when_they_are_on_the_case()
    {
        Desk Run(string role) => new Desk(new Drawing().Add("give", "Ops.AssignPerson", ("role", role), ("person", "nobody"))).Start();

        Run("assistant").Mails.ShouldNotContain(mail => mail.Mail.Text == "stopped-step");
        Run("social-worker").Mails.Single(mail => mail.Mail.Text == "stopped-step").Mail.PersonId.ShouldBe(Desk.Worker.Id);
        new Desk(new Drawing().UserTask("talk", "assistant", ["Done"], ("limitCount", "many"))).Start()
            .Mails.ShouldNotContain(mail => mail.Mail.Text == "stopped-step", "the task is not open: the role does not see the case");
    }

    [Fact]
    public void A_task_that_failed_while_it_opened_is_not_open_beside_the_one_that_a_retry_opens()
    {
        var desk = new Desk(new Drawing().Variable("ladder")
            .Add("setup", "Elsa.SetVariable", ("value", "nothing")).Set("setup", "variable", "ladder")
            .Ladder("default", """[{"when":"passing","to":["assignee"],"mail":"late"}]""").Mail("late")
            .UserTask("talk", "social-worker", ["Done"], ("limitCount", "3"), ("ladder", "=getVariable('ladder')")).Connect("setup -> talk")).Start();

        desk.Steps.ShouldBeEmpty();
        desk.Mails.ShouldNotContain(mail => mail.Mail.Text == "assigned");
        desk.Send(new Stimulus.IncidentsRetried(null, new Dictionary<string, Value> { ["ladder"] = Value.Of("default") }, Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Complete("talk", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Theory]
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void A_task_after_which_the_flowchart_could_not_go_on_is_opened_anew_or_left_out(string strategy)
    {
        // The connection back leads into one of two branches: Elsa faults on it when counting visits.
        Desk AtTheFault() => new Desk(new Drawing()
            .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Add("one", "Elsa.WriteLine", ("text", "x")).Add("other", "Elsa.WriteLine", ("text", "x"))
            .UserTask("check", "social-worker", ["Back", "Done"]).UserTask("end", "social-worker", ["Done"])
            .Connect("fork:A -> one", "fork:B -> other", "one -> check", "other -> check", "check:Back -> one", "check:Done -> end"), incidentStrategy: strategy)
            .Start().Complete("check", "Back");
        var again = AtTheFault();
        again.Instance.Incidents.ShouldHaveSingleItem();

        again.Send(new Stimulus.IncidentsRetried(null, new Dictionary<string, Value>(), Manager)).ShouldBeOfType<BurstResult.Done>();
        var without = AtTheFault();
        without.Send(new Stimulus.IncidentSkipped(Incident(without), "Done", Manager)).ShouldBeOfType<BurstResult.Done>();

        again.Complete("check", "Done").Complete("end", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        without.Complete("end", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void What_came_due_while_the_case_stood_still_happens_at_once_after_the_repair()
    {
        var desk = new Desk(Fork(new Drawing(), "fork:B -> nap", "nap -> plan")
            .Add("nap", "Elsa.Delay", ("timeSpan", "01:00:00")).UserTask("plan", "assistant", ["Done"]), incidentStrategy: Stops).Start();
        var timer = desk.Timers.Keys.ShouldHaveSingleItem();
        Should.Throw<ShouldAssertException>(() => desk.MoveTo("2026-01-05T11:00:00+01:00"), "the case stands still");

        desk.Send(new Stimulus.IncidentSkipped(Incident(desk), "Done", Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Last.SetTimers.ShouldHaveSingleItem().Id.ShouldBe(timer, "its row is put off no longer");
        desk.MoveTo("2026-01-05T11:00:00+01:00").Steps.ShouldBe(["plan"]);
    }

    /// <summary>A visit, round after round while "more" is text; "stop" takes it away.</summary>
    static Drawing Rounds()
    {
        var visit = new Drawing().UserTask("visit", "social-worker", ["Done"]).Json()["root"]!["activities"]![0]!.DeepClone();
        return new Drawing().Variable("more").Add("setup", "Elsa.SetVariable", ("variable", JsonValue.Create("more")), ("value", "x"))
            .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Add("rounds", "Elsa.While", ("condition", "=getVariable('more').length > 0"))
            .Set("rounds", "body", new JsonObject { ["id"] = "round", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(visit) })
            .UserTask("stop", "social-worker", ["Done"])
            .Add("nothing", "Elsa.SetVariable", ("variable", JsonValue.Create("more")), ("value", "=null"))
            .UserTask("talk", "social-worker", ["Done"])
            .Connect("setup -> fork", "fork:A -> rounds", "fork:B -> stop", "stop -> nothing", "nothing -> talk");
    }

    [Theory]
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void A_container_that_has_ended_and_around_which_nothing_can_go_on_is_stopped_and_begins_anew(string strategy)
    {
        var desk = new Desk(Rounds(), incidentStrategy: strategy).Start().Complete("stop", "Done").Complete("visit", "Done");
        desk.Steps.ShouldBe(["talk"]);
        var incident = Incident(desk);

        desk.Send(new Stimulus.IncidentSkipped(incident, "Done", Manager)).ShouldBeOfType<BurstResult.Done>();
        Incident(desk).ShouldNotBe(incident, "the condition still cannot be worked out");
        desk.Send(new Stimulus.IncidentsRetried([Incident(desk)], new Dictionary<string, Value> { ["more"] = Value.Of("x") }, Manager)).ShouldBeOfType<BurstResult.Done>();

        desk.Steps.ShouldBe(["talk", "visit"]);
        desk.Instance.Incidents.ShouldBeEmpty();
        desk.Complete("visit", "Done").Steps.ShouldBe(["talk", "visit"]);
    }

    [Fact]
    public void A_round_that_could_not_begin_is_not_passed_over_after_the_repair()
    {
        var desk = new Desk(new Drawing().Variable("day").Variable("seen").Add("setup", "Elsa.SetVariable", ("variable", JsonValue.Create("seen")), ("value", ""))
            .Add("each", "Elsa.For", ("start", "1"), ("end", "=variables.seen == '1' ? variables.day.length : 3"))
            .Set("each", "body", new Drawing().Add("note", "Elsa.RunJavaScript", ("script", "setVariable('seen', variables.seen + getVariable('CurrentValue'))")).Json()["root"]!["activities"]![0]!.DeepClone())
            .Connect("setup -> each")).Start();

        desk.Send(new Stimulus.IncidentSkipped(Incident(desk), "Done", Manager)).ShouldBeOfType<BurstResult.Done>();
        desk.Send(Retry(desk, "abc")).ShouldBeOfType<BurstResult.Done>();

        desk.Instance.Variables["seen"].ShouldBe(Value.Of("1123"), "the step that the fault stopped once more, then the rounds after it");
    }

    [Fact]
    public void An_occurrence_whose_condition_failed_is_counted_once()
    {
        var desk = new Desk(new Drawing().Variable("over").Add("setup", "Elsa.SetVariable", ("variable", JsonValue.Create("over")), ("value", "no"))
            .Add("begin", "Ops.SetMilestone", ("milestone", "begin"), ("date", "2026-01-05"))
            .Add("every", "Ops.RepeatEvery", ("from", "begin"), ("every", 1), ("unit", "months"), ("untilCondition", "=getVariable('over').length > 2"))
            .Add("nothing", "Elsa.SetVariable", ("variable", JsonValue.Create("over")), ("value", "=null"))
            .UserTask("visit", "social-worker", ["Done"])
            .Connect("setup -> begin", "begin -> every", "begin -> nothing", "every:Due -> visit")).Start();
        desk.MoveTo("2026-02-05T10:00:00+01:00");

        desk.Send(new Stimulus.IncidentsRetried([Incident(desk)], new Dictionary<string, Value> { ["over"] = Value.Of("no") }, Manager)).ShouldBeOfType<BurstResult.Done>();
        desk.MoveTo("2026-02-05T11:00:00+01:00");

        desk.Steps.ShouldBe(["visit"]);
        desk.Instance.Repeats["every"].Done.ShouldBe(1);
    }

    [Fact]
    public void What_a_burst_stops_and_then_ends_with_the_case_is_no_incident()
    {
        var desk = new Desk(new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Add("boom", "Elsa.Fault", ("message", "x")).Add("finish", "Elsa.Finish").Connect("fork:A -> boom", "fork:B -> finish")).Start();

        desk.Instance.Status.ShouldBe(WorkflowStatus.Finished);
        (desk.Last.Incidents.Count, desk.Last.ResolvedIncidents.Count, desk.Mails.Count).ShouldBe((0, 0, 0));
    }
}
