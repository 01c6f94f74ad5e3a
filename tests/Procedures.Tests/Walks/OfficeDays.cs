namespace OpsWorkflows.Procedures.Tests;

/// <summary>Working days and office hours of the demo office, written down a second time from the description of the domain.</summary>
internal static class OfficeDays
{
    private static readonly TimeZoneInfo Warsaw = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    private static readonly (int Month, int Day)[] FixedHolidays =
        [(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)];

    public static DateTimeOffset At(DateOnly day, int hour) => At(day, new TimeOnly(hour, 0));

    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new(local, Warsaw.GetUtcOffset(local));
    }

    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment));

    private static DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Warsaw).DateTime;

    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day);

    public static bool IsHoliday(DateOnly day)
    {
        var sinceEaster = day.DayNumber - Easter(day.Year).DayNumber;
        return FixedHolidays.Contains((day.Month, day.Day)) || sinceEaster is 0 or 1 or 49 or 60;
    }

    /// <summary>Gauss's rule in the form of Meeus, Jones and Butcher.</summary>
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new(year, n / 31, n % 31 + 1);
    }

    /// <summary>A negative count goes back.</summary>
    public static DateOnly AddWorkingDays(DateOnly day, int count)
    {
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (IsWorkingDay(day))
                left--;
        }
        return day;
    }

    /// <summary>When someone of the role is at the office on such a day; null when they are not.</summary>
    private static (int Opens, int Closes)? HoursOf(string role, DateOnly day) => (role, day.DayOfWeek) switch
    {
        _ when !IsWorkingDay(day) => null,
        ("assistant", DayOfWeek.Wednesday) => (12, 15),
        ("assistant", _) => null,
        (_, DayOfWeek.Thursday) => (7, 17),
        (_, DayOfWeek.Friday) => (7, 13),
        _ => (7, 15),
    };

    public static bool IsWithinHours(DateTimeOffset moment, string role)
    {
        var local = Local(moment);
        return HoursOf(role, DateOnly.FromDateTime(local)) is { } hours && local.TimeOfDay.TotalHours >= hours.Opens && local.TimeOfDay.TotalHours < hours.Closes;
    }

    /// <summary>The first day from <paramref name="day"/> on at which someone of the role is there.</summary>
    public static DateOnly FirstOpenDay(DateOnly day, string role)
    {
        while (HoursOf(role, day) is null)
            day = day.AddDays(1);
        return day;
    }
}
