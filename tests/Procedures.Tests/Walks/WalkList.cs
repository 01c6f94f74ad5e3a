namespace OpsWorkflows.Procedures.Tests;

/// <summary>Every walk to an end of the procedure. Those with checks on their way make them while they walk.</summary>
internal static class WalkList
{
    public const string LateInterview = "late-interview", LateDecision = "late-decision", LateMeeting = "late-meeting", Urgent = "urgent";
    public const string EndedByTheDirector = "ended-by-the-director", Repeats = "repeats";

    public static IReadOnlyList<NamedWalk> All { get; } =
    [
        new("other-support", Routes.OtherSupportAsync, "institution"),
        new("nothing-needed", Routes.NothingNeededAsync, "neighbour"),
        new("consent-refused", Routes.ConsentRefusedAsync, "family"),
        new("sent-back-and-refused", Routes.RequestSentBackAndRefusedAsync),
        new("court-order", CourtOrderAsync, "court-order"),
        new("meeting-at-the-third-attempt", MeetingAtTheThirdAttemptAsync),
        new("plan-changed-twice", Routes.PlanChangedTwiceAsync),
        new(EndedByTheDirector, EndedByTheDirectorAsync),
        new("prolonged", ProlongedAsync),
        new("ended-by-an-assessment", Routes.EndedByTheFirstAssessmentAsync),
        new("second-round", Routes.WorseAndASecondRoundAsync),
        new(Urgent, UrgentAsync, Urgent: true),
        new(LateInterview, LateInterviewAsync),
        new(LateDecision, LateDecisionAsync),
        new(LateMeeting, LateMeetingAsync),
        new(Repeats, walk => walk.DoAsync("interview:Done analysis:OtherSupport")),
    ];

    private static async Task CourtOrderAsync(CaseWalk walk)
    {
        await walk.DoAsync(Routes.Intake);
        (await walk.OpenStepsAsync()).ShouldBe(["request"]);
        await walk.DoAsync("request:Submitted decision:Assigned first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }

    /// <summary>The meeting was put off twice; the end of its limit does not move.</summary>
    private static async Task MeetingAtTheThirdAttemptAsync(CaseWalk walk)
    {
        await walk.DoAsync(Routes.ToAssistant);
        var (_, first) = await walk.TakeAsync("first-meeting");
        await walk.DoAsync("first-meeting:NotHeld");
        await walk.UntilAsync(walk.Today.AddDays(3));
        await walk.DoAsync("first-meeting:NotHeld");
        var (_, third) = await walk.TakeAsync("first-meeting");
        CaseWalk.IdOf(third).ShouldNotBe(CaseWalk.IdOf(first));
        CaseWalk.DayIn(third, "dueOn").ShouldBe(CaseWalk.DayIn(first, "dueOn"));
        await walk.DoAsync("first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }

    /// <summary>At 24 months the fourth assessment is open when the director decides to end; it disappears.</summary>
    private static async Task EndedByTheDirectorAsync(CaseWalk walk)
    {
        await walk.ToTwoYearsAsync();
        (await walk.OpenStepsAsync()).ShouldBe(["assessment", "prolongation"]);
        await walk.DoAsync("prolongation:End");
        (await walk.OpenStepsAsync()).ShouldBe(["end"]);
        await walk.EndStableAsync();
    }

    private static async Task ProlongedAsync(CaseWalk walk)
    {
        await walk.ToTwoYearsAsync();
        await walk.DoAsync("assessment:Continue prolongation:Prolong");
        (await walk.OpenStepsAsync()).ShouldBeEmpty();
        await walk.UntilAsync(walk.DayOf("first-meeting").AddMonths(30));
        (await walk.OpenStepsAsync()).ShouldBe(["assessment", "prolongation"]);
        await walk.DoAsync("assessment:End");
        (await walk.OpenStepsAsync()).ShouldBe(["end"]);
        await walk.EndStableAsync();
    }

    /// <summary>Two working days for the interview, and everybody hears of it as soon as it is late.</summary>
    private static async Task UrgentAsync(CaseWalk walk)
    {
        var (_, interview) = await walk.TakeAsync("interview");
        var due = CaseWalk.DayIn(interview, "dueOn");
        due.ShouldBe(OfficeDays.AddWorkingDays(walk.Today, 2));
        await walk.UntilAsync(OfficeDays.AddWorkingDays(due, 1));
        await walk.DoAsync("interview:Done analysis:NothingNeeded");
    }

    /// <summary>Nobody makes the interview until the supervisor and, three working days later, the director have heard of it.</summary>
    private static async Task LateInterviewAsync(CaseWalk walk)
    {
        var (_, interview) = await walk.TakeAsync("interview");
        var due = CaseWalk.DayIn(interview, "dueOn");
        due.ShouldBe(walk.Today.AddDays(14));
        await walk.UntilAsync(OfficeDays.AddWorkingDays(due, 4));
        ((bool)(await walk.TakeAsync("interview")).Task["overdue"]!).ShouldBeTrue();
        await walk.DoAsync("interview:Done analysis:NothingNeeded");
    }

    /// <summary>The decision is two weeks late, so those who were told are told again.</summary>
    private static async Task LateDecisionAsync(CaseWalk walk)
    {
        await walk.DoAsync(Routes.Intake + "consent:Given request:Submitted");
        var (_, decision) = await walk.TakeAsync("decision");
        var due = CaseWalk.DayIn(decision, "dueOn");
        await walk.UntilAsync(OfficeDays.AddWorkingDays(due, 3 + 5 + 5));
        await walk.DoAsync("decision:Refused");
    }

    /// <summary>Every step is in time, and the 30 days from the beginning to the first meeting pass all the same.</summary>
    private static async Task LateMeetingAsync(CaseWalk walk)
    {
        var began = walk.Today;
        await walk.DoAsync(Routes.ToAssistant);
        var (_, meeting) = await walk.TakeAsync("first-meeting");
        var due = CaseWalk.DayIn(meeting, "dueOn");
        due.ShouldBeGreaterThanOrEqualTo(began.AddDays(30));
        await walk.UntilAsync(OfficeDays.AddWorkingDays(due, 4));
        await walk.DoAsync("first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }
}
