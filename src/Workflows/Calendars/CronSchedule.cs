using System.Globalization;

namespace OpsWorkflows.Calendars;

/// <summary>
/// The moments of a cron expression with six fields, as Elsa writes them: seconds, minutes, hours, days of the month, months, days of the
/// week; in UTC. A field is <c>*</c> or <c>?</c>, numbers, names (<c>MON</c>, <c>JAN</c>), ranges, lists and steps.
/// </summary>
public sealed class CronSchedule
{
    /// <summary>No expression that has a moment at all has none for longer than this: 29 February of a leap year over a century.</summary>
    private const int YearsAhead = 9;

    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _daysOfWeek;
    private readonly bool _anyDay;
    private readonly bool _anyDayOfWeek;

    private CronSchedule(string[] fields)
    {
        _seconds = Field(fields[0], 0, 59, []);
        _minutes = Field(fields[1], 0, 59, []);
        _hours = Field(fields[2], 0, 23, []);
        _days = Field(fields[3], 1, 31, []);
        _months = Field(fields[4], 1, 12, MonthNames);
        var week = Field(fields[5], 0, 7, DayNames);
        _daysOfWeek = (week | (week >> 7)) & 0b111_1111;
        _anyDay = fields[3] is "*" or "?";
        _anyDayOfWeek = fields[5] is "*" or "?";
    }

    /// <summary>Reads an expression; five fields mean second 0.</summary>
    public static bool TryParse(string expression, out CronSchedule? schedule)
    {
        schedule = null;
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5)
            fields = ["0", .. fields];
        if (fields.Length != 6)
            return false;
        try
        {
            schedule = new CronSchedule(fields);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The first moment after another; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var start = after.ToUniversalTime();
        var moment = new DateTimeOffset(start.Year, start.Month, start.Day, start.Hour, start.Minute, start.Second, TimeSpan.Zero).AddSeconds(1);
        var end = moment.AddYears(YearsAhead);
        while (moment < end)
        {
            if (!Has(_months, moment.Month))
                moment = new DateTimeOffset(moment.Year, moment.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            else if (!IsDay(moment))
                moment = new DateTimeOffset(moment.Year, moment.Month, moment.Day, 0, 0, 0, TimeSpan.Zero).AddDays(1);
            else if (!Has(_hours, moment.Hour))
                moment = moment.AddMinutes(-moment.Minute).AddSeconds(-moment.Second).AddHours(1);
            else if (!Has(_minutes, moment.Minute))
                moment = moment.AddSeconds(-moment.Second).AddMinutes(1);
            else if (!Has(_seconds, moment.Second))
                moment = moment.AddSeconds(1);
            else
                return moment;
        }
        return null;
    }

    private bool IsDay(DateTimeOffset moment) => Has(_days, moment.Day) && Has(_daysOfWeek, (int)moment.DayOfWeek)
        || (!_anyDay && !_anyDayOfWeek && (Has(_days, moment.Day) || Has(_daysOfWeek, (int)moment.DayOfWeek)));

    private static bool Has(ulong set, int number) => (set >> number & 1) != 0;

    private static ulong Field(string field, int from, int to, string[] names)
    {
        var set = 0UL;
        foreach (var part in field.Split(','))
        {
            var slash = part.Split('/');
            if (slash.Length > 2)
                throw new FormatException();
            var (low, high) = Range(slash[0], from, to, names, hasStep: slash.Length == 2);
            var step = slash.Length == 2 ? Number(slash[1], 1, to, []) : 1;
            for (var number = low; number <= high; number += step)
                set |= 1UL << number;
        }
        return set;
    }

    private static (int Low, int High) Range(string range, int from, int to, string[] names, bool hasStep)
    {
        if (range is "*" or "?")
            return (from, to);
        var ends = range.Split('-');
        if (ends.Length > 2)
            throw new FormatException();
        var low = Number(ends[0], from, to, names);
        var high = ends.Length == 2 ? Number(ends[1], from, to, names) : hasStep ? to : low;
        return low <= high ? (low, high) : throw new FormatException();
    }

    private static int Number(string text, int from, int to, string[] names)
    {
        var name = Array.FindIndex(names, known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
            return from == 1 ? name + 1 : name;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new FormatException();
    }
}
