using OpsWorkflows.Calendars;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Workflows.Tests.Engine;

public class BurstTests
{
    private const string DefaultRungs = """
        [{"when":"before","workingDays":5,"to":["assignee"],"mail":"reminder"},
         {"when":"before","workingDays":2,"to":["assignee"],"mail":"reminder"},
         {"when":"passing","to":["assignee","team-supervisor"],"mail":"escalation"},
         {"when":"after","workingDays":3,"to":["director"],"mail":"escalation"},
         {"when":"every","workingDays":5,"to":["assignee","team-supervisor","director"],"mail":"escalation"}]
        """;

    private static Drawing OneTask(params (string Name, object Value)[] inputs) => new Drawing()
        .UserTask("visit", "social-worker", ["Done"], [("ladder", "default"), .. inputs])
        .UserTask("report", "social-worker", ["Done"])
        .Connect("visit -> report")
        .Ladder("default", DefaultRungs);

    private static Drawing Limited(int count = 14, string unit = "days") => OneTask(("limitCount", count), ("limitUnit", unit));

    [Fact]
    public void A_task_of_a_role_that_a_person_of_the_case_holds_is_theirs()
    {
        var desk = new Desk(Limited()).Start(starter: Desk.OtherWorker);
        desk.TaskOf("visit").Assignee.ShouldBe(Desk.OtherWorker.Id);
    }

    [Fact]
    public void A_task_of_a_role_without_a_person_on_the_case_is_open_to_the_role()
    {
        var desk = new Desk(new Drawing().UserTask("decision", "director", ["Yes", "No"])).Start();
        desk.TaskOf("decision").Assignee.ShouldBeNull();
        desk.Mails.ShouldHaveSingleItem().Mail.PersonId.ShouldBe(Desk.Director.Id);
    }

    [Fact]
    public void A_burst_leaves_the_instance_it_was_given_as_it_was()
    {
        var desk = new Desk(Limited()).Start();
        var before = desk.Instance;
        var executions = before.Executions.Count;
        desk.Complete("visit", "Done");
        before.Revision.ShouldBe(1);
        before.Executions.Count.ShouldBe(executions);
        before.Limits.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_burst_gives_the_same_ids_again()
    {
        var one = new Desk(Limited()).Start();
        var two = new Desk(Limited()).Start();
        two.TaskOf("visit").Id.ShouldBe(one.TaskOf("visit").Id);
        two.Timers.ShouldBe(one.Timers);
    }

    [Fact]
    public void The_default_ladder_reminds_twice_and_then_climbs_to_the_director_and_stays_there()
    {
        // 14 days from Monday 5 January 2026 end on Monday 19 January.
        var desk = new Desk(Limited()).Start().MoveTo("2026-02-10T12:00:00+01:00");
        var story = desk.Mails.Where(mail => mail.Mail.Kind != MailKind.Assigned)
            .Select(mail => $"{OfficeTime.DateOf(mail.At):MM-dd} {mail.Mail.Kind} {Role(mail.Mail.PersonId)}");
        story.ShouldBe(
        [
            "01-12 Reminder social-worker", "01-15 Reminder social-worker",
            "01-20 Escalation social-worker", "01-20 Escalation team-supervisor",
            "01-22 Escalation director",
            "01-29 Escalation social-worker", "01-29 Escalation team-supervisor", "01-29 Escalation director",
            "02-05 Escalation social-worker", "02-05 Escalation team-supervisor", "02-05 Escalation director",
        ]);
        desk.Limits["visit"].ShouldBe("Missed");
    }

    [Fact]
    public void Completing_a_task_takes_its_timer_and_what_is_still_to_be_sent()
    {
        var desk = new Desk(Limited()).Start();
        var task = desk.TaskOf("visit").Id;
        desk.Complete("visit", "Done");
        desk.Timers.ShouldBeEmpty();
        desk.Last.CancelledMailOf.ShouldContain(task);
        desk.Limits["visit"].ShouldBe("Met");
        desk.Steps.ShouldBe(["report"]);
    }

    [Fact]
    public void A_missed_limit_stays_missed_when_the_task_is_done_late()
    {
        var desk = new Desk(Limited()).Start().MoveTo("2026-01-21T10:00:00+01:00").Complete("visit", "Done");
        desk.Limits["visit"].ShouldBe("Missed");
        desk.CaseEvents.ShouldContain("LimitMissed");
    }

    [Fact]
    public void A_limit_that_passed_before_its_timer_ran_is_missed_all_the_same()
    {
        var desk = new Desk(Limited()).Start();
        desk.Timers.Clear();
        desk.MoveTo("2026-01-21T10:00:00+01:00").Complete("visit", "Done");
        desk.Limits["visit"].ShouldBe("Missed");
    }

    [Fact]
    public void A_task_that_opens_after_its_limit_escalates_at_once_and_sends_no_reminders()
    {
        var drawing = new Drawing().Add("received", "Ops.SetMilestone", ("milestone", "received"), ("date", "=getInput('receivedOn')"))
            .UserTask("visit", "social-worker", ["Done"], ("ladder", "default"), ("limitCount", 3), ("limitFrom", "received"))
            .Connect("received -> visit").Ladder("default", DefaultRungs);
        var desk = new Desk(drawing, "2026-01-12T09:00:00+01:00").Start("2026-01-05").MoveTo("2026-01-12T09:00:01+01:00");
        desk.Mails.Select(mail => mail.Mail.Kind).ShouldBe([MailKind.Assigned, MailKind.Escalation, MailKind.Escalation]);
        desk.Limits["visit"].ShouldBe("Missed");
    }

    [Fact]
    public void An_urgent_case_takes_the_urgent_limit()
    {
        var drawing = OneTask(("limitCount", 14), ("urgentLimitCount", 2), ("urgentLimitUnit", "working-days"));
        new Desk(drawing).Start(urgent: true).TaskOf("visit").Limit!.LastDay.ShouldBe(new DateOnly(2026, 1, 8));
        new Desk(drawing).Start(urgent: false).TaskOf("visit").Limit!.LastDay.ShouldBe(new DateOnly(2026, 1, 19));
    }

    [Fact]
    public void Nobody_but_the_assignee_may_complete_a_task()
    {
        var desk = new Desk(Limited()).Start();
        Refused(desk.TryComplete("visit", "Done", Desk.OtherWorker)).ShouldBe(RefusalCode.NotYourTask);
        Refused(desk.TryComplete("visit", "Done", Desk.Director)).ShouldBe(RefusalCode.NotYourTask);
    }

    [Fact]
    public void A_task_takes_only_the_outcomes_it_has()
    {
        var desk = new Desk(Limited()).Start();
        Refused(desk.TryComplete("visit", "Perhaps")).ShouldBe(RefusalCode.UnknownOutcome);
    }

    [Fact]
    public void A_completed_task_refuses_to_be_completed_again()
    {
        var desk = new Desk(Limited()).Start();
        var task = desk.TaskOf("visit").Id;
        desk.Complete("visit", "Done");
        Refused(desk.Send(new Stimulus.TaskCompleted(task, Desk.Worker.Id, "Done", []))).ShouldBe(RefusalCode.TaskClosed);
    }

    [Fact]
    public void Answers_are_asked_for_as_the_form_says_and_remembered_ones_become_variables()
    {
        var drawing = new Drawing().Variable("assistant")
            .UserTask("decision", "director", ["Assigned", "Refused"], ("form", "decision"), ("rememberedAnswers", new[] { "assistant" }))
            .Add("assign", "Ops.AssignPerson", ("role", "assistant"), ("person", "=variables.assistant"), ("maximumCaseload", 15), ("separateFrom", new[] { "social-worker" }))
            .UserTask("meeting", "assistant", ["Held"])
            .Connect("decision:Assigned -> assign", "assign -> meeting")
            .Form("decision", """[{"name":"assistant","label":"A","type":"person","role":"assistant","requiredFor":["Assigned"]},{"name":"reasons","label":"R","type":"text","required":true}]""");
        var desk = new Desk(drawing).Start(starter: Desk.WorkerAndAssistant);

        var incomplete = desk.TryComplete("decision", "Assigned").ShouldBeOfType<BurstResult.Refused>().Refusal;
        incomplete.Fields!["assistant"].ShouldBe("required");
        incomplete.Fields["reasons"].ShouldBe("required");

        Problem(desk.TryComplete("decision", "Assigned", null, Answer(Desk.Director))).ShouldBe("not-eligible");
        Problem(desk.TryComplete("decision", "Assigned", null, Answer(Desk.WorkerAndAssistant))).ShouldBe("duties-not-separate");
        desk.Caseload[Desk.Assistant.Id] = 15;
        Problem(desk.TryComplete("decision", "Assigned", null, Answer(Desk.Assistant))).ShouldBe("caseload-full");
        desk.Caseload[Desk.Assistant.Id] = 14;
        desk.Complete("decision", "Assigned", null, Answer(Desk.Assistant));
        desk.TaskOf("meeting").Assignee.ShouldBe(Desk.Assistant.Id);
        desk.Last.Guards.ShouldHaveSingleItem().Maximum.ShouldBe(15);

        static string Answer(Person person) => $$"""{"assistant":"{{person.Id}}","reasons":"because"}""";
        static string Problem(BurstResult result) => result.ShouldBeOfType<BurstResult.Refused>().Refusal.Fields!["assistant"];
    }

    [Fact]
    public void A_suspended_case_sends_nothing_and_goes_on_with_longer_limits()
    {
        var desk = new Desk(Limited()).Start();
        desk.MoveTo("2026-01-08T09:00:00+01:00").Send(new Stimulus.CaseSuspended(Desk.Worker.Id, "in hospital"));
        desk.Timers.ShouldBeEmpty();
        desk.Last.CancelAllMail.ShouldBeTrue();
        Refused(desk.TryComplete("visit", "Done")).ShouldBe(RefusalCode.CaseSuspended);
        desk.MoveTo("2026-01-18T09:00:00+01:00").Send(new Stimulus.CaseResumed(Desk.Worker.Id, "back home"));
        // Ten days later than Monday 19 January.
        desk.TaskOf("visit").Limit!.LastDay.ShouldBe(new DateOnly(2026, 1, 29));
        desk.MoveTo("2026-01-30T08:00:00+01:00").Limits["visit"].ShouldBe("Missed");
    }

    [Fact]
    public void A_changed_person_takes_the_open_tasks_along_and_is_told()
    {
        var desk = new Desk(Limited()).Start();
        desk.Send(new Stimulus.PersonChanged("social-worker", Desk.OtherWorker.Id, Desk.Director.Id, "leave")).ShouldBeOfType<BurstResult.Done>();
        desk.TaskOf("visit").Assignee.ShouldBe(Desk.OtherWorker.Id);
        desk.Last.Mails.ShouldHaveSingleItem().PersonId.ShouldBe(Desk.OtherWorker.Id);
        Refused(desk.TryComplete("visit", "Done", Desk.Worker)).ShouldBe(RefusalCode.NotYourTask);
    }

    [Fact]
    public void A_claimed_task_belongs_to_who_claimed_it()
    {
        var desk = new Desk(new Drawing().UserTask("visit", "assistant", ["Done"])).Start();
        var task = desk.TaskOf("visit").Id;
        desk.Send(new Stimulus.TaskClaimed(task, Desk.Assistant.Id)).ShouldBeOfType<BurstResult.Done>();
        Refused(desk.Send(new Stimulus.TaskClaimed(task, Desk.OtherAssistant.Id))).ShouldBe(RefusalCode.TaskTaken);
        desk.Send(new Stimulus.TaskClaimed(task, Desk.Assistant.Id)).ShouldBeOfType<BurstResult.Nothing>();
    }

    [Fact]
    public void Closing_for_cause_ends_tasks_limits_and_timers()
    {
        var desk = new Desk(Limited()).Start();
        desk.Send(new Stimulus.CaseClosed(Desk.Director.Id, "moved away"));
        desk.OpenTasks.ShouldBeEmpty();
        desk.Timers.ShouldBeEmpty();
        desk.Limits["visit"].ShouldBe("Stopped");
        desk.Instance.Status.ShouldBe(WorkflowStatus.Finished);
        desk.Instance.CaseStatus.ShouldBe("closed");
    }

    [Fact]
    public void A_limit_of_the_case_runs_whatever_step_is_open_and_reminds_who_has_it()
    {
        var drawing = new Drawing()
            .Add("received", "Ops.SetMilestone", ("milestone", "received"), ("date", "=getInput('receivedOn')"))
            .Add("clock", "Ops.StartLimit", ("limit", "first-meeting"), ("count", 30), ("from", "received"), ("ladder", "default"))
            .UserTask("one", "social-worker", ["Done"])
            .UserTask("two", "director", ["Done"])
            .Add("stop", "Ops.EndLimit", ("limit", "first-meeting"))
            .UserTask("three", "director", ["Done"])
            .Connect("received -> clock", "clock -> one", "one -> two", "two -> stop", "stop -> three")
            .Ladder("default", DefaultRungs);
        var desk = new Desk(drawing).Start().Complete("one", "Done").MoveTo("2026-02-03T12:00:00+01:00");
        desk.Mails.Where(mail => mail.Mail.Kind == MailKind.Reminder).Select(mail => Role(mail.Mail.PersonId)).ShouldBe(["director", "director"]);
        desk.Complete("two", "Done");
        desk.Limits["first-meeting"].ShouldBe("Met");
        desk.Timers.ShouldBeEmpty();
    }

    [Fact]
    public void Periodic_work_comes_due_on_the_matching_day_and_goes_on_where_it_was_after_a_loop()
    {
        var drawing = new Drawing()
            .Add("begin", "Ops.SetMilestone", ("milestone", "begin"), ("date", "2026-01-31"))
            .Add("every", "Ops.RepeatEvery", ("from", "begin"), ("first", 1), ("every", 1), ("unit", "months"))
            .UserTask("review", "director", ["Again"])
            .Connect("begin -> every", "every:Due -> review", "review:Again -> every");
        var desk = new Desk(drawing).Start();
        var days = new List<DateOnly>();
        for (var i = 0; i < 4; i++)
        {
            desk.MoveTo(desk.Timers.Values.Single().ToString("o"));
            days.Add(OfficeTime.DateOf(desk.Now));
            desk.Complete("review", "Again");
        }
        days.ShouldBe([new(2026, 2, 28), new(2026, 3, 31), new(2026, 4, 30), new(2026, 5, 31)]);
    }

    [Fact]
    public void Periodic_work_with_named_occurrences_is_over_after_the_last_one()
    {
        var drawing = new Drawing()
            .Add("begin", "Ops.SetMilestone", ("milestone", "begin"))
            .Add("every", "Ops.RepeatEvery", ("from", "begin"), ("at", new[] { "3", "6" }), ("unit", "months"))
            .UserTask("review", "director", ["Again"])
            .Connect("begin -> every", "every:Due -> review", "review:Again -> every");
        var desk = new Desk(drawing).Start().MoveTo("2026-04-05T12:00:00+02:00").Complete("review", "Again").MoveTo("2026-07-05T12:00:00+02:00");
        desk.Complete("review", "Again");
        desk.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Theory]
    [InlineData("untilCondition", "=getInput('stop') == 'yes'")]
    [InlineData("untilMilestone", "begin")]
    public void Periodic_work_is_over_when_its_end_has_come(string input, string value)
    {
        var drawing = new Drawing()
            .Add("begin", "Ops.SetMilestone", ("milestone", "begin"))
            .Add("every", "Ops.RepeatEvery", ("from", "begin"), ("every", 1), ("unit", "months"), (input, value))
            .Connect("begin -> every");
        var desk = new Desk(drawing).Start(inputs: ("stop", Value.Of("yes")));
        desk.Instance.Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public void An_activity_that_fails_becomes_an_incident_and_the_rest_goes_on()
    {
        var drawing = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Add("bad", "Elsa.SetVariable", ("value", "1")).UserTask("good", "director", ["Done"])
            .Connect("fork:A -> bad", "fork:B -> good");
        var desk = new Desk(drawing).Start();
        desk.Steps.ShouldBe(["good"]);
        desk.Last.Incidents.ShouldHaveSingleItem().ActivityId.ShouldBe("bad");
        desk.Complete("good", "Done").Instance.Status.ShouldBe(WorkflowStatus.Running);
    }

    [Fact]
    public void A_loop_without_a_wait_becomes_an_incident()
    {
        var drawing = new Drawing().Add("a", "Elsa.SetName", ("value", "x")).Add("b", "Elsa.SetName", ("value", "y")).Connect("a -> b", "b -> a");
        var desk = new Desk(drawing).Start();
        desk.Last.Incidents.ShouldHaveSingleItem().Message.ShouldContain("a loop without a wait");
    }

    [Fact]
    public void A_notice_goes_to_the_person_of_the_case_or_else_to_the_whole_role()
    {
        var drawing = new Drawing().Add("tell", "Ops.SendMail", ("toRoles", new[] { "social-worker", "director" }), ("mail", "hello"))
            .UserTask("a", "director", ["Done"]).Connect("tell -> a").Mail("hello");
        var desk = new Desk(drawing).Start();
        desk.Mails.Where(mail => mail.Mail.Kind == MailKind.Notice).Select(mail => mail.Mail.PersonId).ShouldBe([Desk.Worker.Id, Desk.Director.Id]);
    }

    private static RefusalCode Refused(BurstResult result) => result.ShouldBeOfType<BurstResult.Refused>().Refusal.Code;

    private static string Role(Guid person) => Desk.Everyone.Single(someone => someone.Id == person).Roles.First();
}
