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
        new("Date.now", "(): number", static (ref run, _, scoped _) => Now(ref run).Raw),
        new("today", "(): Date", static (ref run, _, scoped _) => OfficeDates.DayOf(Now(ref run).Raw)),
        new("addDays", "(date: Date | string, days: number): Date", static (ref run, node, scoped args) =>
            Move(ref run, node, args, "addDays", MostDays, 1, static (day, n) => day.AddDays(n))),
        new("addMonths", "(date: Date | string, months: number): Date", static (ref run, node, scoped args) =>
            Move(ref run, node, args, "addMonths", MostDays / 30, 31, static (day, n) => day.AddMonths(n))),
        new("addWorkingDays", "(date: Date | string, days: number): Date", AddWorkingDays),
        new("daysBetween", "(from: Date | string, to: Date | string): number", static (ref run, node, scoped args) =>
            Day(ref run, node, args[0], "daysBetween") is { } from && Day(ref run, node, args[1], "daysBetween") is { } to ? to.DayNumber - from.DayNumber : default(Value)),
        new("workingDays", "(from: Date | string, to: Date | string): number", WorkingDays),
        new("isWorkingDay", "(date: Date | string): boolean", static (ref run, node, scoped args) =>
            Day(ref run, node, args[0], "isWorkingDay") is { } day ? PolishHolidays.IsWorkingDay(day) : default(Value)),
        new("limit", "(from: Date | string, count: number, unit?: 'days' | 'working-days' | 'weeks' | 'months' | 'hours'): Date", Limit),
        new("formatDate", "(date: Date | string, pattern: string): string", Format),
    ];

    /// <summary><c>new Date(…)</c>: now; a date from ISO text, a date or milliseconds; a day from year, month (from 0) and day.</summary>
    public static readonly Function New = new("Date", "(value?: Date | string | number, month?: number, day?: number): Date", static (ref run, node, scoped args) => args.Count switch
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

    internal static Value Now(ref Run run) => run.Scope.Now.TryAsDateKind(out var now) ? Value.OfMilliseconds(now.AsNumber()) : default;

    internal static DateTime Local(in Value date) => date.Kind == ValueKind.Date ? date.AsDate()!.Value.ToDateTime(TimeOnly.MinValue) : OfficeDates.LocalOf(date.Raw);

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
        return run.Charge(node, Math.Abs(to.DayNumber - from.DayNumber) / 2) ? PolishHolidays.WorkingDaysBetween(from, to) : default(Value);
    }

    static bool IsCounted(DateOnly day) => day >= FirstWorkingDay && day <= LastWorkingDay;

    /// <summary>The last day of a time limit that runs from the day of an event; for hours, the moment.</summary>
    static Value Limit(ref Run run, Node node, scoped Arguments args)
    {
        if (!args[0].TryAsDateKind(out var from))
        {
            return run.Fail(EvaluationErrors.NotADate, node, "limit");
        }
        var count = Operators.NumberOf(ref run, node, args[1]);
        if (!LimitUnits.TryParse(args[2].IsNothing ? LimitUnit.Days.ToKey() : args.Text(ref run, node, 2), out var unit))
        {
            return run.Fail(EvaluationErrors.UnknownUnit, node, "limit");
        }
        if (!(count >= 0 && count <= MostWorkingDays && double.IsInteger(count)) || !IsCounted(from.AsDate()!.Value))
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "limit");
        }
        if (!run.Charge(node, (int)count / 4))
        {
            return default;
        }
        var limit = from.Kind == ValueKind.Date ? TimeLimit.Count(from.AsDate()!.Value, (int)count, unit) : TimeLimit.Count(from.AsInstant()!.Value, (int)count, unit);
        return unit == LimitUnit.Hours ? limit.EndsAt : limit.LastDay;
    }

    /// <summary>Digits for yyyy, MM, M, dd, d, HH and mm; everything else stands for itself.</summary>
    static Value Format(ref Run run, Node node, scoped Arguments args)
    {
        if (!args[0].TryAsDateKind(out var date))
        {
            return run.Fail(EvaluationErrors.NotADate, node, "formatDate");
        }
        var pattern = args.Text(ref run, node, 1);
        return run.MayMakeText(node, pattern.Length) ? OfficeDates.Format(Local(date), pattern) : default(Value);
    }
}

/// <summary>The methods of dates, read on the office's clock.</summary>
static class DateMethods
{
    public static readonly Method[] All =
    [
        Date("getTime", "(): number", static (ref _, _, in self, scoped _) => self.AsNumber()),
        Date("valueOf", "(): number", static (ref _, _, in self, scoped _) => self.AsNumber()),
        Date("getFullYear", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Year),
        Date("getMonth", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Month - 1),
        Date("getDate", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Day),
        Date("getDay", "(): number", static (ref _, _, in self, scoped _) => (int)DateFunctions.Local(self).DayOfWeek),
        Date("getHours", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Hour),
        Date("getMinutes", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Minute),
        Date("getSeconds", "(): number", static (ref _, _, in self, scoped _) => DateFunctions.Local(self).Second),
        Date("toISOString", "(): string", static (ref _, _, in self, scoped _) => self.AsText()),
    ];

    static Method Date(string name, string signature, MethodBody body) => new(Receiver.Date, name, signature, body);
}
