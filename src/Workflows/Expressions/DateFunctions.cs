using OpsWorkflows.Calendars;

namespace OpsWorkflows.Expressions;

/// <summary>
/// Dates: JavaScript's own names, read on the office's clock, and the office's counting in days, months and working days. Where a date
/// is expected, ISO text is one; a Date keeps being a day, an Instant keeps its clock time.
/// </summary>
static class DateFunctions
{
    const int MostDays = 40_000;
    const int MostWorkingDays = 10_000;
    static readonly DateOnly FirstWorkingDay = new(1900, 1, 1);
    static readonly DateOnly LastWorkingDay = new(2199, 12, 31);

    public static readonly Function[] All =
    [
        new("Date.now", 0, 0, static (ref run, _, scoped _) => Now(ref run).Raw),
        new("today", 0, 0, static (ref run, _, scoped _) => OfficeDates.DayOf(Now(ref run).Raw)),
        new("addDays", 2, 2, static (ref run, node, scoped args) => Move(ref run, node, args, "addDays", MostDays, 1, static (day, n) => day.AddDays(n))),
        new("addMonths", 2, 2, static (ref run, node, scoped args) => Move(ref run, node, args, "addMonths", MostDays / 30, 31, static (day, n) => day.AddMonths(n))),
        new("addWorkingDays", 2, 2, AddWorkingDays),
        new("daysBetween", 2, 2, static (ref run, node, scoped args) =>
            Day(ref run, node, args[0], "daysBetween") is { } from && Day(ref run, node, args[1], "daysBetween") is { } to ? to.DayNumber - from.DayNumber : default(Value)),
        new("workingDays", 2, 2, WorkingDays),
    ];

    public static readonly Method[] Methods =
    [
        new("getTime", 0, 0) { Date = static (ref _, _, in self, scoped _) => self.AsNumber() },
        new("valueOf", 0, 0) { Date = static (ref _, _, in self, scoped _) => self.AsNumber(), Other = static (ref _, _, in self, scoped _) => self },
        new("getFullYear", 0, 0) { Date = static (ref _, _, in self, scoped _) => Local(self).Year },
        new("getMonth", 0, 0) { Date = static (ref _, _, in self, scoped _) => Local(self).Month - 1 },
        new("getDate", 0, 0) { Date = static (ref _, _, in self, scoped _) => Local(self).Day },
        new("getDay", 0, 0) { Date = static (ref _, _, in self, scoped _) => (int)Local(self).DayOfWeek },
        new("getHours", 0, 0) { Date = static (ref _, _, in self, scoped _) => Local(self).Hour },
        new("getMinutes", 0, 0) { Date = static (ref _, _, in self, scoped _) => Local(self).Minute },
        new("toISOString", 0, 0) { Date = static (ref _, _, in self, scoped _) => self.AsText() },
    ];

    /// <summary><c>new Date(…)</c>: now; a date from ISO text, a date or milliseconds; a day from year, month (from 0) and day.</summary>
    public static readonly Function New = new("Date", 0, 3, static (ref run, node, scoped args) => args.Count switch
    {
        0 => Now(ref run),
        1 => OfOne(ref run, node, args[0]),
        _ => OfParts(ref run, node, args),
    });

    static Value OfOne(ref Run run, Node node, in Value value) =>
        value.TryAsDateKind(out var date) ? date
        : value.Kind == ValueKind.Number && OfficeDates.IsInRange(value.Raw) ? Value.OfMilliseconds(Math.Truncate(value.Raw))
        : run.Fail(EvaluationErrors.NotADate, node, "Date");

    static Value OfParts(ref Run run, Node node, scoped Arguments args)
    {
        var (year, month, day) = (args.Whole(ref run, node, 0), args.Whole(ref run, node, 1), args.Whole(ref run, node, 2, 1));
        return year is >= 1000 and <= 9000 && Math.Abs((long)month) <= MostDays / 30 && Math.Abs((long)day) <= MostDays
            ? new DateOnly(year, 1, 1).AddMonths(month).AddDays(day - 1)
            : run.Fail(EvaluationErrors.OutOfRange, node, "Date");
    }

    static Value Now(ref Run run) => run.Scope.Now.TryAsDateKind(out var now) ? Value.OfMilliseconds(now.AsNumber()) : default;

    static DateTime Local(in Value date) => date.Kind == ValueKind.Date ? date.AsDate()!.Value.ToDateTime(TimeOnly.MinValue) : OfficeDates.LocalOf(date.Raw);

    static DateOnly? Day(ref Run run, Node node, in Value value, string function)
    {
        var day = value.AsDate();
        if (day is null)
        {
            run.Fail(EvaluationErrors.NotADate, node, function);
        }
        return day;
    }

    static Value Move(ref Run run, Node node, scoped Arguments args, string function, int most, int daysEach, Func<DateOnly, int, DateOnly> move)
    {
        if (!args[0].TryAsDateKind(out var date))
        {
            return run.Fail(EvaluationErrors.NotADate, node, function);
        }
        var count = Operators.NumberOf(ref run, node, args[1]);
        var day = date.AsDate()!.Value;
        var reach = (long)Math.Abs(count) * daysEach;
        if (!(Math.Abs(count) <= most) || !OfficeDates.IsInRange(day.DayNumber - reach) || !OfficeDates.IsInRange(day.DayNumber + reach))
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, function);
        }
        var moved = move(day, (int)count);
        return date.Kind == ValueKind.Date ? moved : Value.OfMilliseconds(OfficeDates.InstantOf(moved.ToDateTime(TimeOnly.FromDateTime(Local(date)))));
    }

    static Value AddWorkingDays(ref Run run, Node node, scoped Arguments args)
    {
        if (Day(ref run, node, args[0], "addWorkingDays") is not { } day)
        {
            return default;
        }
        var count = Math.Abs(Operators.NumberOf(ref run, node, args[1]));
        if (!(count <= MostWorkingDays) || !IsCounted(day))
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "addWorkingDays");
        }
        return run.Charge(node, (int)count / 4) ? Move(ref run, node, args, "addWorkingDays", MostWorkingDays, 3, PolishHolidays.AddWorkingDays) : default;
    }

    static Value WorkingDays(ref Run run, Node node, scoped Arguments args)
    {
        if (Day(ref run, node, args[0], "workingDays") is not { } from || Day(ref run, node, args[1], "workingDays") is not { } to)
        {
            return default;
        }
        if (!IsCounted(from) || !IsCounted(to))
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "workingDays");
        }
        return run.Charge(node, Math.Abs(to.DayNumber - from.DayNumber) / 4) ? PolishHolidays.WorkingDaysBetween(from, to) : default(Value);
    }

    static bool IsCounted(DateOnly day) => day >= FirstWorkingDay && day <= LastWorkingDay;
}
