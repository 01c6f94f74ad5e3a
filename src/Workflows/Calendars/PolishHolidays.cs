namespace OpsWorkflows.Calendars;

/// <summary>
/// Statutory days off and working days in Poland from 2019 on (the act of 18 January 1951 on days off work, with 24 December from 2025).
/// A working day is neither a Saturday, nor a Sunday, nor a statutory holiday.
/// </summary>
public static class PolishHolidays
{
    private const int FirstYearOfFreeChristmasEve = 2025;

    /// <summary>True on a statutory holiday with a name; ordinary Sundays, days off as well, are not among them.</summary>
    public static bool IsHoliday(DateOnly date) => NameKey(date) is not null;

    /// <summary>The stable English key of the holiday on this date, such as <c>christmas-eve</c>; null when there is none.</summary>
    public static string? NameKey(DateOnly date) => (date.Month, date.Day) switch
    {
        (1, 1) => "new-year",
        (1, 6) => "epiphany",
        (5, 1) => "labour-day",
        (5, 3) => "constitution-day",
        (8, 15) => "assumption",
        (11, 1) => "all-saints",
        (11, 11) => "independence-day",
        (12, 24) when date.Year >= FirstYearOfFreeChristmasEve => "christmas-eve",
        (12, 25) => "christmas-day",
        (12, 26) => "second-christmas-day",
        _ => MovableNameKey(date),
    };

    private static string? MovableNameKey(DateOnly date) => (date.DayNumber - EasterSunday(date.Year).DayNumber) switch
    {
        0 => "easter-sunday",
        1 => "easter-monday",
        49 => "pentecost",
        60 => "corpus-christi",
        _ => null,
    };

    /// <summary>Easter Sunday of a Gregorian year (Meeus, Jones and Butcher).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var golden = year % 19;
        var (leapCenturies, centuryRest) = Math.DivRem(century, 4);
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moonCorrection + 15) % 30;
        var (leapYears, yearRest) = Math.DivRem(yearOfCentury, 4);
        var toSunday = (32 + (2 * centuryRest) + (2 * leapYears) - epact - yearRest) % 7;
        var late = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * late) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    public static bool IsWorkingDay(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(date);

    /// <summary>The first working day after this date, never the date itself.</summary>
    public static DateOnly NextWorkingDay(DateOnly date) => AddWorkingDays(date, 1);

    /// <summary>The n-th working day after the date, or before it when n is negative; the date itself, working or not, when n is 0.</summary>
    public static DateOnly AddWorkingDays(DateOnly date, int n)
    {
        var step = Math.Sign(n);
        for (var left = Math.Abs(n); left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorkingDay(date))
            {
                left--;
            }
        }

        return date;
    }

    /// <summary>How many working days lead from one date to the other, the first not counted: the inverse of <see cref="AddWorkingDays"/>, negative backwards.</summary>
    public static int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var step = Math.Sign(to.DayNumber - from.DayNumber);
        var count = 0;
        for (var day = from; day != to;)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day))
            {
                count += step;
            }
        }

        return count;
    }
}
