using System.Collections.Frozen;

namespace OpsWorkflows.Calendars;

/// <summary>One window of a weekday in which the office works, in its own clock time; <c>Role</c> is null for everybody without rows of their own.</summary>
public sealed record OfficeHours(string? Role, DayOfWeek Day, TimeOnly Opens, TimeOnly Closes)
{
    /// <summary>The end of the window, itself no longer in it; always later than <see cref="Opens"/>.</summary>
    public TimeOnly Closes { get; init; } = Closes > Opens
        ? Closes
        : throw new ArgumentException("A window closes later than it opens.", nameof(Closes));
}

/// <summary>
/// When the office is open for a role: moves reminders and mail, never a legal limit.
/// Closed on its closing days, on statutory holidays and on Sundays; with no hours configured it opens on working days from 8 to 16.
/// </summary>
public sealed record OfficeCalendar(IReadOnlySet<DateOnly> ClosingDays, IReadOnlyList<OfficeHours> Hours)
{
    // Long enough for any real closure, short enough for a calendar that is closed for ever.
    private const int SearchedDays = 2 * 366;

    private static readonly OfficeHours[] StandardHours = DailyHours(
        null, new(8, 0), new(16, 0),
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday);

    /// <summary>The first centre's hours: its social workers' for everybody, and the assistants' at the office.</summary>
    public static OfficeCalendar Default { get; } = new(FrozenSet<DateOnly>.Empty,
    [
        .. DailyHours(null, new(7, 0), new(15, 0), DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday),
        .. DailyHours(null, new(7, 0), new(17, 0), DayOfWeek.Thursday),
        .. DailyHours(null, new(7, 0), new(13, 0), DayOfWeek.Friday),
        .. DailyHours("assistant", new(12, 0), new(15, 0), DayOfWeek.Wednesday),
    ]);

    /// <summary>True on a day on which nobody works at the office, whatever the hours say.</summary>
    public bool IsClosed(DateOnly date) =>
        date.DayOfWeek == DayOfWeek.Sunday || PolishHolidays.IsHoliday(date) || ClosingDays.Contains(date);

    public bool IsOpen(DateTimeOffset instant, string? role) =>
        WindowsOn(OfficeTime.DateOf(instant), role).Any(window => window.Opens <= instant && instant < window.Closes);

    /// <summary>The first instant (UTC) from this one on at which the office is open for the role: the same when it is open now, or when two years bring no opening, so that mail is never held for ever.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset from, string? role)
    {
        var start = from.ToUniversalTime();
        var today = OfficeTime.DateOf(start);
        foreach (var window in Enumerable.Range(0, SearchedDays).SelectMany(days => WindowsOn(today.AddDays(days), role)))
        {
            if (start < window.Closes)
            {
                return window.Opens > start ? window.Opens : start;
            }
        }

        return start;
    }

    /// <summary>The last instant (UTC) before this one at which a window of the role opened; null when two years back show none.</summary>
    public DateTimeOffset? LastOpeningBefore(DateTimeOffset instant, string? role)
    {
        var today = OfficeTime.DateOf(instant);
        return Enumerable.Range(0, SearchedDays)
            .SelectMany(days => WindowsOn(today.AddDays(-days), role).Reverse())
            .Where(window => window.Opens < instant)
            .Select(window => (DateTimeOffset?)window.Opens)
            .FirstOrDefault();
    }

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> WindowsOn(DateOnly date, string? role) =>
        IsClosed(date)
            ? []
            : HoursOf(role)
                .Where(hours => hours.Day == date.DayOfWeek)
                .OrderBy(hours => hours.Opens)
                .Select(hours => (OfficeTime.At(date, hours.Opens), OfficeTime.At(date, hours.Closes)));

    private IEnumerable<OfficeHours> HoursOf(string? role)
    {
        if (role is not null && Hours.Any(hours => hours.Role == role))
        {
            return Hours.Where(hours => hours.Role == role);
        }

        return Hours.Any(hours => hours.Role is null) ? Hours.Where(hours => hours.Role is null) : StandardHours;
    }

    private static OfficeHours[] DailyHours(string? role, TimeOnly opens, TimeOnly closes, params IEnumerable<DayOfWeek> days) =>
        [.. days.Select(day => new OfficeHours(role, day, opens, closes))];
}
