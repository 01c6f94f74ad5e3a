namespace OpsWorkflows.Procedures.Tests;

/// <summary>The ways through assigning a family assistant, with the days on which the description of the domain says that work comes up.</summary>
internal static class Routes
{
    public const string Intake = "interview:Done analysis:AssistantNeeded ";
    public const string ToAssistant = Intake + "consent:Given request:Submitted decision:Assigned ";
    public const string ToSupport = ToAssistant + "first-meeting:Held plan:Agreed";

    /// <summary>The periodic assessment of so many half-years after the first meeting.</summary>
    public static async Task AssessAsync(this CaseWalk walk, int halfYears, string outcome)
    {
        await walk.UntilAsync(walk.DayOf("first-meeting").AddMonths(6 * halfYears));
        await walk.DoAsync("assessment:" + outcome);
    }

    /// <summary>The end of the work with the family, and monitoring after 3, 6 and 12 months that finds it stable.</summary>
    public static async Task EndStableAsync(this CaseWalk walk)
    {
        await walk.DoAsync("end:Ended");
        var ended = walk.DayOf("end");
        foreach (var months in (int[])[3, 6, 12])
        {
            await walk.UntilAsync(ended.AddMonths(months));
            await walk.DoAsync("monitoring:Stable");
        }
    }

    public static Task OtherSupportAsync(CaseWalk walk) => walk.DoAsync("interview:Done analysis:OtherSupport");

    public static Task NothingNeededAsync(CaseWalk walk) => walk.DoAsync("interview:Done analysis:NothingNeeded");

    public static Task ConsentRefusedAsync(CaseWalk walk) => walk.DoAsync(Intake + "consent:Refused");

    public static Task RequestSentBackAndRefusedAsync(CaseWalk walk) =>
        walk.DoAsync(Intake + "consent:Given request:Submitted decision:SentBack request:Submitted decision:Refused");

    /// <summary>For a case that began with a court order.</summary>
    public static async Task CourtOrderAsync(CaseWalk walk)
    {
        await walk.DoAsync(Intake + "request:Submitted decision:Assigned first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }

    public static async Task MeetingAtTheThirdAttemptAsync(CaseWalk walk)
    {
        await walk.DoAsync(ToAssistant + "first-meeting:NotHeld first-meeting:NotHeld first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }

    public static async Task PlanChangedTwiceAsync(CaseWalk walk)
    {
        await walk.DoAsync(ToSupport);
        await walk.AssessAsync(1, "ChangePlan");
        await walk.DoAsync("plan:Agreed");
        await walk.AssessAsync(2, "ChangePlan");
        await walk.DoAsync("plan:Agreed");
        await walk.AssessAsync(3, "End");
        await walk.EndStableAsync();
    }

    /// <summary>Two years of support with three assessments; now the fourth is open, and whether to prolong.</summary>
    public static async Task ToTwoYearsAsync(this CaseWalk walk)
    {
        await walk.DoAsync(ToSupport);
        for (var halfYears = 1; halfYears <= 3; halfYears++)
            await walk.AssessAsync(halfYears, "Continue");
        await walk.UntilAsync(walk.DayOf("first-meeting").AddMonths(24));
    }

    public static async Task EndedByTheDirectorAsync(CaseWalk walk)
    {
        await walk.ToTwoYearsAsync();
        await walk.DoAsync("prolongation:End");
        await walk.EndStableAsync();
    }

    public static async Task ProlongedAndEndedByAnAssessmentAsync(CaseWalk walk)
    {
        await walk.ToTwoYearsAsync();
        await walk.DoAsync("assessment:Continue prolongation:Prolong");
        await walk.AssessAsync(5, "End");
        await walk.EndStableAsync();
    }

    public static async Task EndedByTheFirstAssessmentAsync(CaseWalk walk)
    {
        await walk.DoAsync(ToSupport);
        await walk.AssessAsync(1, "End");
        await walk.EndStableAsync();
    }

    public static async Task WorseAndASecondRoundAsync(CaseWalk walk)
    {
        await walk.DoAsync(ToSupport);
        await walk.AssessAsync(1, "End");
        await walk.DoAsync("end:Ended");
        await walk.UntilAsync(walk.DayOf("end").AddMonths(3));
        await walk.DoAsync("monitoring:Worse analysis:AssistantNeeded consent:Given request:Submitted decision:Assigned first-meeting:Held plan:Agreed");
        await walk.AssessAsync(1, "Continue");
        await walk.AssessAsync(2, "End");
        await walk.EndStableAsync();
    }
}
