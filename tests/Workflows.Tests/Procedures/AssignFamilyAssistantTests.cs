using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;
using OpsWorkflows.UserTasks;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Procedures;

/// <summary>The shipped procedure walked to each of its ends on the pure engine.</summary>
public class AssignFamilyAssistantTests
{
    private static readonly CompiledDefinition Procedure = ProcedureFolder.Compile("assign-family-assistant");

    [Fact]
    public void The_shipped_procedure_has_no_finding() => Procedure.Findings.ShouldBeEmpty();

    [Fact]
    public void Information_received_on_18_December_2025_asks_for_the_interview_by_2_January_2026()
    {
        var desk = Start(receivedOn: "2025-12-18", now: "2025-12-18T10:00:00+01:00");
        desk.TaskOf("interview").Limit!.LastDay.ShouldBe(new DateOnly(2026, 1, 2));
        desk.Limits.Keys.ShouldBe(["first-meeting", "interview"], ignoreOrder: true);
    }

    [Fact]
    public void An_urgent_case_asks_for_the_interview_within_two_working_days() =>
        Start(urgent: true).TaskOf("interview").Limit!.LastDay.ShouldBe(new DateOnly(2026, 1, 8));

    [Theory]
    [InlineData("interview:Done", "analysis:OtherSupport")]
    [InlineData("interview:Done", "analysis:NothingNeeded")]
    [InlineData("interview:Done", "analysis:AssistantNeeded", "consent:Refused")]
    [InlineData("interview:Done", "analysis:AssistantNeeded", "consent:Given", "request:Submitted", "decision:Refused")]
    [InlineData("interview:Done", "analysis:AssistantNeeded", "consent:Given", "request:Submitted", "decision:SentBack", "request:Submitted", "decision:SentBack", "request:Submitted", "decision:Refused")]
    public void Each_early_end_closes_the_case(params string[] steps)
    {
        var desk = Walk(Start(), steps);
        Ended(desk);
    }

    [Fact]
    public void A_court_order_is_not_asked_for_consent() =>
        Walk(Start("court-order"), "interview:Done", "analysis:AssistantNeeded").Steps.ShouldBe(["request"]);

    [Fact]
    public void A_first_meeting_that_did_not_take_place_opens_again_and_its_limit_stays()
    {
        var desk = ToFirstMeeting(Start());
        var limit = desk.TaskOf("first-meeting").Limit!.LastDay;
        Walk(desk, "first-meeting:NotHeld", "first-meeting:NotHeld");
        desk.TaskOf("first-meeting").Limit!.LastDay.ShouldBe(limit);
        limit.ShouldBe(new DateOnly(2026, 2, 4));
        Walk(desk, "first-meeting:Held").Steps.ShouldBe(["plan"]);
        desk.Limits["first-meeting"].ShouldBe("Met");
    }

    [Fact]
    public void Two_years_of_support_end_by_the_director_and_a_year_of_monitoring_closes_the_case()
    {
        var desk = Walk(ToFirstMeeting(Start()), "first-meeting:Held", "plan:Agreed");
        for (var i = 0; i < 3; i++)
            Walk(Advance(desk), "assessment:Continue");
        Advance(desk).Steps.ShouldBe(["assessment", "prolongation"]);
        Walk(desk, "prolongation:End").Steps.ShouldBe(["end"]);
        Walk(desk, "end:Ended").Steps.ShouldBeEmpty();
        for (var i = 0; i < 3; i++)
            Walk(Advance(desk), "monitoring:Stable");
        Ended(desk);
    }

    [Fact]
    public void Support_prolonged_again_and_again_may_be_ended_by_an_assessment()
    {
        var desk = Walk(ToFirstMeeting(Start()), "first-meeting:Held", "plan:Agreed");
        for (var i = 0; i < 3; i++)
            Walk(Advance(desk), "assessment:Continue");
        for (var i = 0; i < 3; i++)
        {
            Advance(desk).Steps.ShouldBe(["assessment", "prolongation"]);
            Walk(desk, "assessment:Continue", "prolongation:Prolong").Steps.ShouldBeEmpty();
        }
        Advance(desk).Steps.ShouldBe(["assessment", "prolongation"]);
        Walk(desk, "assessment:End").Steps.ShouldBe(["end"]);
    }

    [Fact]
    public void Changed_plans_go_on_with_the_half_years_where_they_were()
    {
        var desk = Walk(ToFirstMeeting(Start()), "first-meeting:Held", "plan:Agreed");
        var days = new List<DateOnly>();
        for (var i = 0; i < 3; i++)
        {
            days.Add(OfficeTime.DateOf(Advance(desk).Now));
            Walk(desk, "assessment:ChangePlan").Steps.ShouldBe(["plan"]);
            Walk(desk, "plan:Agreed").Steps.ShouldBeEmpty();
        }
        days.ShouldBe([new(2026, 7, 5), new(2027, 1, 5), new(2027, 7, 5)]);
    }

    [Theory]
    [InlineData("own-worker")]
    [InlineData("court-order")]
    public void A_worse_situation_after_the_support_begins_the_proceedings_anew_and_the_whole_second_round_works(string source)
    {
        var desk = Walk(ToFirstMeeting(Start(source), source), "first-meeting:Held", "plan:Agreed");
        Walk(Advance(desk), "assessment:Continue");
        Walk(Advance(desk), "assessment:End", "end:Ended");
        Walk(Advance(desk), "monitoring:Worse").Steps.ShouldBe(["analysis"]);
        desk.Limits["first-meeting"].ShouldBe("Running");
        string[] again = source == "court-order"
            ? ["analysis:AssistantNeeded", "request:Submitted", "decision:SentBack", "request:Submitted", "decision:Assigned", "first-meeting:NotHeld", "first-meeting:Held", "plan:Agreed"]
            : ["analysis:AssistantNeeded", "consent:Given", "request:Submitted", "decision:Assigned", "first-meeting:Held", "plan:Agreed"];
        Walk(desk, again);
        for (var i = 0; i < 3; i++)
            Walk(Advance(desk), "assessment:Continue");
        Advance(desk).Steps.ShouldBe(["assessment", "prolongation"]);
        Walk(desk, "prolongation:Prolong", "assessment:ChangePlan", "plan:Agreed");
        Advance(desk).Steps.ShouldBe(["assessment", "prolongation"]);
        Walk(desk, "prolongation:End", "end:Ended");
        for (var i = 0; i < 3; i++)
            Walk(Advance(desk), "monitoring:Stable");
        Ended(desk);
    }

    [Fact]
    public void Support_that_was_prolonged_and_then_ended_by_an_assessment_can_be_prolonged_in_the_next_round_too()
    {
        var desk = Walk(ToFirstMeeting(Start()), "first-meeting:Held").MoveTo("2028-01-05T12:00:00+01:00");
        Walk(desk, "plan:Agreed", "prolongation:Prolong").MoveTo("2028-01-06T12:00:00+01:00");
        Walk(desk, "assessment:End", "end:Ended");
        Walk(desk.MoveTo("2028-04-06T12:00:00+02:00"), "monitoring:Worse");
        desk.TaskOf("analysis").Limit!.LastDay.ShouldBe(new DateOnly(2028, 4, 13));
        Walk(desk, "analysis:AssistantNeeded", "consent:Given", "request:Submitted", "decision:Assigned");
        desk.TaskOf("first-meeting").Limit!.LastDay.ShouldBe(new DateOnly(2028, 5, 8));
        Walk(desk, "first-meeting:Held").MoveTo("2030-04-06T12:00:00+02:00").Steps.ShouldBe(["plan", "prolongation"]);
        Walk(desk, "prolongation:End").Steps.ShouldBe(["end"]);
    }

    [Fact]
    public void A_changed_plan_has_thirty_days_of_its_own()
    {
        var desk = Walk(ToFirstMeeting(Start()), "first-meeting:Held", "plan:Agreed").MoveTo("2026-07-06T09:00:00+02:00");
        Walk(desk, "assessment:ChangePlan").TaskOf("plan").Limit!.LastDay.ShouldBe(new DateOnly(2026, 8, 5));
    }

    [Fact]
    public void A_late_first_meeting_escalates_once_by_the_limit_of_the_case()
    {
        var desk = ToFirstMeeting(Start()).MoveTo("2026-02-05T12:00:00+01:00");
        desk.Mails.Where(mail => mail.Mail.Kind == MailKind.Escalation).Select(mail => mail.Mail.PersonId)
            .ShouldBe([desk.TaskOf("first-meeting").Assignee!.Value, Desk.Supervisor.Id]);
    }

    [Fact]
    public void An_urgent_interview_tells_the_director_as_soon_as_it_is_late()
    {
        var desk = Start(urgent: true).MoveTo("2026-01-09T12:00:00+01:00");
        desk.Mails.Where(mail => mail.Mail.Kind == MailKind.Escalation).Select(mail => mail.Mail.PersonId)
            .ShouldBe([Desk.Worker.Id, Desk.Supervisor.Id, Desk.Director.Id]);
    }

    private static Desk Start(string source = "own-worker", bool urgent = false, string receivedOn = "2026-01-05", string now = "2026-01-05T09:00:00+01:00") =>
        new Desk(Procedure, now).Start(receivedOn, urgent, null, ("source", Value.Of(source)), ("urgent", Value.Of(urgent)));

    private static Desk ToFirstMeeting(Desk desk, string source = "own-worker") => source == "court-order"
        ? Walk(desk, "interview:Done", "analysis:AssistantNeeded", "request:Submitted", "decision:Assigned")
        : Walk(desk, "interview:Done", "analysis:AssistantNeeded", "consent:Given", "request:Submitted", "decision:Assigned");

    private static Desk Walk(Desk desk, params string[] steps)
    {
        foreach (var step in steps)
        {
            var (key, outcome) = (step.Split(':')[0], step.Split(':')[1]);
            desk.Complete(key, outcome, answers: AnyAnswers(desk, key).ToJsonString());
            desk.Instance.Incidents.Count.ShouldBe(0, step);
        }
        return desk;
    }

    /// <summary>Moves to the next time at which a task opens.</summary>
    private static Desk Advance(Desk desk)
    {
        var open = desk.OpenTasks.Count;
        while (desk.OpenTasks.Count == open)
            desk.MoveTo(desk.Timers.Values.Min().ToString("o", CultureInfo.InvariantCulture));
        return desk.MoveTo(desk.Now.AddMilliseconds(1).ToString("o", CultureInfo.InvariantCulture));
    }

    private static void Ended(Desk desk)
    {
        desk.Instance.Status.ShouldBe(WorkflowStatus.Finished);
        desk.Instance.CaseStatus.ShouldBe("closed");
        desk.OpenTasks.ShouldBeEmpty();
        desk.Timers.ShouldBeEmpty();
        desk.Instance.Executions.ShouldBeEmpty();
    }

    /// <summary>Any text, today's date, the number 1: all that a form may ask for.</summary>
    private static JsonObject AnyAnswers(Desk desk, string step) =>
        desk.TaskOf(step).Form is { } form ? AnyAnswers(desk, Procedure.Resources.Forms[form].Fields) : [];

    private static JsonObject AnyAnswers(Desk desk, IReadOnlyList<FormField> fields)
    {
        var answers = new JsonObject();
        foreach (var field in fields)
        {
            answers[field.Name] = field.Type switch
            {
                FieldType.Date => OfficeTime.DateOf(desk.Now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                FieldType.Number or FieldType.Money => 1,
                FieldType.YesNo => true,
                FieldType.Choice => field.Options[0].Value,
                FieldType.Choices => new JsonArray(JsonValue.Create(field.Options[0].Value)),
                FieldType.Person => Desk.Everyone.First(person => field.Role is null || person.Roles.Contains(field.Role)).Id.ToString(),
                FieldType.Rows => new JsonArray(AnyAnswers(desk, field.Fields)),
                _ => "text",
            };
        }
        return answers;
    }
}
