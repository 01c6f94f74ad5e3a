using System.Globalization;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Expressions;

/// <summary>Dates as expressions see them: ISO 8601 text, milliseconds since 1970, days and clock times of the office's zone.</summary>
static class OfficeDates
{
    const double FirstMillisecond = -62_104_060_800_000; // 0002-01-01
    const double LastMillisecond = 253_370_764_800_000; // 9999-01-01

    public static bool IsInRange(double milliseconds) => milliseconds is >= FirstMillisecond and < LastMillisecond;
    public static bool IsInRange(long dayNumber) => dayNumber >= 365 && dayNumber < DateOnly.MaxValue.DayNumber - 365;

    public static DateTimeOffset ToInstant(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
    public static double StartOf(DateOnly day) => OfficeTime.StartOf(IsInRange(day.DayNumber) ? day : Clamp(day)).ToUnixTimeMilliseconds();
    public static DateOnly DayOf(double milliseconds) => OfficeTime.DateOf(ToInstant(milliseconds));
    public static DateTime LocalOf(double milliseconds) => OfficeTime.LocalOf(ToInstant(milliseconds)).DateTime;

    public static double InstantOf(DateTime local) =>
        OfficeTime.At(Clamp(DateOnly.FromDateTime(local)), TimeOnly.FromDateTime(local)).ToUnixTimeMilliseconds();

    static DateOnly Clamp(DateOnly day) => day.Year < 2 ? new DateOnly(2, 1, 1) : day.Year > 9998 ? new DateOnly(9998, 12, 31) : day;

    public static string Format(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Format(DateTime local, string pattern)
    {
        var text = new System.Text.StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            var run = at + 1;
            while (run < pattern.Length && pattern[run] == pattern[at])
            {
                run++;
            }
            var part = (pattern[at], run - at) switch
            {
                ('y', 4) => local.ToString("yyyy", CultureInfo.InvariantCulture),
                ('M', 1 or 2) => local.Month.ToString(run - at == 2 ? "00" : "0", CultureInfo.InvariantCulture),
                ('d', 1 or 2) => local.Day.ToString(run - at == 2 ? "00" : "0", CultureInfo.InvariantCulture),
                ('H', 2) => local.Hour.ToString("00", CultureInfo.InvariantCulture),
                ('m', 2) => local.Minute.ToString("00", CultureInfo.InvariantCulture),
                _ => pattern[at..run],
            };
            text.Append(part);
            at = run;
        }
        return text.ToString();
    }

    public static string FormatInstant(double milliseconds) =>
        ToInstant(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>yyyy-MM-dd</c> is a Date; with <c>THH:mm[:ss[.f…]]</c> it is an Instant, by the given offset or, without one, by the office's clock.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Value date)
    {
        date = default;
        text = text.Trim();
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDay(Number(text[..4]), Number(text[5..7]), Number(text[8..10]), out var day))
        {
            return false;
        }
        if (text.Length == 10)
        {
            date = day;
            return true;
        }
        if (text[10] is not ('T' or 't' or ' ') || !TryTime(text[11..], out var time, out var offset))
        {
            return false;
        }
        var milliseconds = offset is { } known
            ? (day.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch + time - known).TotalMilliseconds
            : InstantOf(day.ToDateTime(TimeOnly.MinValue) + time);
        date = Value.OfMilliseconds(Math.Floor(milliseconds));
        return true;
    }

    static bool TryDay(int year, int month, int dayOfMonth, out DateOnly day)
    {
        day = default;
        if (year is < 2 or > 9998 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    static bool TryTime(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan? offset)
    {
        (time, offset) = (default, null);
        if (text is [.. var head, 'Z' or 'z'])
        {
            text = head;
            offset = TimeSpan.Zero;
        }
        else if (text.LastIndexOfAny('+', '-') is var sign and > 0)
        {
            var zone = text[(sign + 1)..];
            var minutes = zone.Length switch
            {
                2 => Number(zone) * 60,
                4 => (Number(zone[..2]) * 60) + Number(zone[2..]),
                5 when zone[2] == ':' => (Number(zone[..2]) * 60) + Number(zone[3..]),
                _ => -1,
            };
            if (minutes is < 0 or > 14 * 60)
            {
                return false;
            }
            offset = TimeSpan.FromMinutes(text[sign] == '-' ? -minutes : minutes);
            text = text[..sign];
        }
        return TryClock(text, out time);
    }

    static bool TryClock(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        if (text.Length is not 5 && (text.Length < 8 || text[5] != ':') || text[2] != ':')
        {
            return false;
        }
        var (hours, minutes, seconds) = (Number(text[..2]), Number(text[3..5]), text.Length == 5 ? 0 : Number(text[6..8]));
        if (hours is < 0 or > 23 || minutes is < 0 or > 59 || seconds is < 0 or > 59)
        {
            return false;
        }
        var milliseconds = 0;
        if (text.Length > 8)
        {
            var fraction = text[9..];
            if (text[8] != '.' || fraction.IsEmpty || fraction.Length > 9 || Number(fraction) < 0)
            {
                return false;
            }
            milliseconds = Number(fraction[..Math.Min(3, fraction.Length)]) * fraction.Length switch { 1 => 100, 2 => 10, _ => 1 };
        }
        time = new TimeSpan(0, hours, minutes, seconds, milliseconds);
        return true;
    }

    /// <summary>A number of at most nine digits; below zero when there is anything else.</summary>
    static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return int.MinValue;
            }
            number = (number * 10) + (c - '0');
        }
        return number;
    }
}
