namespace OpsWorkflows.Calendars;

/// <summary>
/// A time limit counted by art. 57 of the Code of Administrative Procedure, with the reason for its last day.
/// The explanation is all that has to be stored: <c>new TimeLimit(explanation)</c> is the same limit again.
/// </summary>
public sealed record TimeLimit(LimitExplanation Explanation)
{
    public const int MaxCount = 10_000;

    public DateOnly From => Explanation.From;

    public LimitUnit Unit => Explanation.Unit;

    /// <summary>The last day on which the limit is kept.</summary>
    public DateOnly LastDay => Explanation.LastDay;

    /// <summary>The instant (UTC) at which the limit has passed: the start of the day after the last one, or the exact instant for hours.</summary>
    public DateTimeOffset EndsAt => Explanation.FromInstant is { } from
        ? EndOfHours(from, Explanation.Count, Explanation.SuspendedDays)
        : OfficeTime.StartOf(LastDay.AddDays(1));

    /// <summary>Counts from the day of an event; hours run from the start of that day. The count is 0 to <see cref="MaxCount"/>.</summary>
    public static TimeLimit Count(DateOnly from, int count, LimitUnit unit)
    {
        RequireCount(count);
        if (unit == LimitUnit.Hours)
        {
            return CountHours(OfficeTime.StartOf(from), count);
        }

        return EndingOn(Unmoved(from, count, unit), new LimitExplanation
        {
            From = from,
            Count = count,
            Unit = unit,
            UnmovedEnd = from,
            MovedBecause = LimitExplanation.NotMoved,
            LastDay = from,
            Article = null,
        });
    }

    /// <summary>Counts from an instant: hours exactly, every other unit from its day at the office.</summary>
    public static TimeLimit Count(DateTimeOffset from, int count, LimitUnit unit) =>
        unit == LimitUnit.Hours ? CountHours(from, count) : Count(OfficeTime.DateOf(from), count, unit);

    /// <summary>Counts hours by the clock; their end is never moved.</summary>
    public static TimeLimit CountHours(DateTimeOffset from, int count)
    {
        RequireCount(count);
        var lastDay = LastDayOf(EndOfHours(from, count, suspendedDays: 0));
        return new(new LimitExplanation
        {
            From = OfficeTime.DateOf(from),
            FromInstant = from.ToUniversalTime(),
            Count = count,
            Unit = LimitUnit.Hours,
            UnmovedEnd = lastDay,
            MovedBecause = LimitExplanation.NotMoved,
            LastDay = lastDay,
            Article = null,
        });
    }

    /// <summary>The limit after a suspension that stopped its running for so many calendar days (art. 103): they are added to the unmoved end, then art. 57 § 4 applies again.</summary>
    public TimeLimit ExtendBy(int suspendedDays)
    {
        RequireCount(suspendedDays);
        var extended = Explanation with { SuspendedDays = Explanation.SuspendedDays + suspendedDays };
        if (extended.FromInstant is not { } from)
        {
            return EndingOn(Explanation.UnmovedEnd.AddDays(suspendedDays), extended);
        }

        var lastDay = LastDayOf(EndOfHours(from, extended.Count, extended.SuspendedDays));
        return new(extended with { UnmovedEnd = lastDay, LastDay = lastDay });
    }

    /// <summary>The last day of a limit that has passed at this instant; an end at midnight belongs to the day before.</summary>
    public static DateOnly LastDayOf(DateTimeOffset endsAt) => OfficeTime.DateOf(endsAt.AddTicks(-1));

    private static DateOnly Unmoved(DateOnly from, int count, LimitUnit unit) => unit switch
    {
        LimitUnit.Days => from.AddDays(count),
        LimitUnit.WorkingDays => PolishHolidays.AddWorkingDays(from, count),
        LimitUnit.Weeks => from.AddDays(7 * count),
        LimitUnit.Months => from.AddMonths(count),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not a unit that is counted in days."),
    };

    private static TimeLimit EndingOn(DateOnly unmoved, LimitExplanation counted)
    {
        var stays = PolishHolidays.IsWorkingDay(unmoved);
        return new(counted with
        {
            UnmovedEnd = unmoved,
            LastDay = stays ? unmoved : PolishHolidays.NextWorkingDay(unmoved),
            MovedBecause = stays ? LimitExplanation.NotMoved : DayOff(unmoved),
            Article = stays ? ArticleOf(counted.Unit) : LimitArticles.MovedEnd,
        });
    }

    private static string DayOff(DateOnly date) => PolishHolidays.NameKey(date)
        ?? (date.DayOfWeek == DayOfWeek.Saturday ? LimitExplanation.Saturday : LimitExplanation.Sunday);

    private static string? ArticleOf(LimitUnit unit) => unit switch
    {
        LimitUnit.Days => LimitArticles.Days,
        LimitUnit.Weeks => LimitArticles.Weeks,
        LimitUnit.Months => LimitArticles.Months,
        _ => null,
    };

    private static DateTimeOffset EndOfHours(DateTimeOffset from, int count, int suspendedDays) =>
        from.ToUniversalTime().AddHours(count).AddDays(suspendedDays);

    private static void RequireCount(int count, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(count))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount, name);
    }
}
