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

    static Desk Started(string strategy)
    {
        var drawing = Broken();
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
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void A_step_is_tried_again_with_a_variable_put_right(string strategy)
    {
        var desk = Started(strategy);
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
    public void What_fails_again_is_an_incident_again()
    {
        var desk = Started(GoesOn);
        var first = Incident(desk);

        desk.Send(Retry(desk)).ShouldBeOfType<BurstResult.Done>();

        Incident(desk).ShouldNotBe(first);
        desk.Last.ResolvedIncidents.ShouldBe([first]);
        Refused(desk.Send(new Stimulus.IncidentsRetried([first], new Dictionary<string, Value>(), Manager))).ShouldBe(RefusalCode.IncidentNotOpen);
    }

    [Theory]
    [InlineData(Stops)]
    [InlineData(GoesOn)]
    public void A_step_is_left_out_by_the_outcome_that_was_chosen(string strategy)
    {
        var desk = Started(strategy);
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
}
