using System.Text.Json.Serialization;

namespace OpsWorkflows.Calendars;

/// <summary>Where a rung of an escalation ladder stands, relative to the end of the limit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RungKind>))]
public enum RungKind
{
    [JsonStringEnumMemberName("working-days-before")]
    WorkingDaysBefore,

    [JsonStringEnumMemberName("at-passing")]
    AtPassing,

    [JsonStringEnumMemberName("working-days-after")]
    WorkingDaysAfter,

    /// <summary>Again and again, counted from the rung before it.</summary>
    [JsonStringEnumMemberName("every-working-days")]
    EveryWorkingDays,
}

/// <summary>The time of one rung of an escalation ladder: its kind and, except at the passing, a number of working days of at least 1.</summary>
public sealed record Rung([property: JsonPropertyName("kind")] RungKind Kind, int WorkingDays)
{
    /// <summary>0 at the passing of the limit, else 1 to <see cref="TimeLimit.MaxCount"/>.</summary>
    [JsonPropertyName("workingDays")]
    public int WorkingDays { get; init; } = IsAllowed(Kind, WorkingDays)
        ? WorkingDays
        : throw new ArgumentOutOfRangeException(nameof(WorkingDays), WorkingDays, $"Not a number of working days for {Kind}.");

    public static Rung AtPassing { get; } = new(RungKind.AtPassing, 0);

    public static Rung WorkingDaysBefore(int n) => new(RungKind.WorkingDaysBefore, n);

    public static Rung WorkingDaysAfter(int n) => new(RungKind.WorkingDaysAfter, n);

    public static Rung EveryWorkingDays(int n) => new(RungKind.EveryWorkingDays, n);

    private static bool IsAllowed(RungKind kind, int workingDays) =>
        kind == RungKind.AtPassing ? workingDays == 0 : workingDays is >= 1 and <= TimeLimit.MaxCount;
}

/// <summary>When the rungs of an escalation ladder are due. All instants are UTC; the caller drops those from before the task opened.</summary>
public static class LadderTimes
{
    /// <summary>
    /// The instant of a rung for a limit that has passed at <paramref name="endsAt"/>.
    /// <paramref name="role"/> is whose office hours count: the assignee's for a reminder, the addressee's afterwards.
    /// A repeating rung counts from <paramref name="previous"/>, the instant of the rung before it, or from the last day when there is none.
    /// </summary>
    public static DateTimeOffset Of(
        Rung rung, DateTimeOffset endsAt, OfficeCalendar calendar, string? role, DateTimeOffset? previous = null)
    {
        var lastDay = TimeLimit.LastDayOf(endsAt);
        return rung.Kind switch
        {
            RungKind.WorkingDaysBefore => Reminder(lastDay, rung.WorkingDays, endsAt, calendar, role),
            RungKind.AtPassing => endsAt.ToUniversalTime(),
            RungKind.WorkingDaysAfter => Escalation(lastDay, rung.WorkingDays, calendar, role),
            RungKind.EveryWorkingDays => Escalation(
                previous is { } instant ? OfficeTime.DateOf(instant) : lastDay, rung.WorkingDays, calendar, role),
            _ => throw new ArgumentOutOfRangeException(nameof(rung), rung.Kind, "Not a kind of rung."),
        };
    }

    private static DateTimeOffset Reminder(
        DateOnly lastDay, int workingDays, DateTimeOffset endsAt, OfficeCalendar calendar, string? role)
    {
        var start = OfficeTime.StartOf(PolishHolidays.AddWorkingDays(lastDay, -workingDays));
        var opening = calendar.NextOpening(start, role);

        // A reminder that comes when it is too late reminds of nothing: whoever is seldom at the office hears of it the time before.
        return opening < endsAt ? opening : calendar.LastOpeningBefore(start, role) ?? start;
    }

    private static DateTimeOffset Escalation(DateOnly from, int workingDays, OfficeCalendar calendar, string? role)
    {
        var day = PolishHolidays.AddWorkingDays(from, workingDays);
        var start = OfficeTime.StartOf(day);
        return calendar.IsClosed(day) ? calendar.NextOpening(start, role) : start;
    }
}
