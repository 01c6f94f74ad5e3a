using OpsWorkflows.Calendars;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>Whether numbers that were typed in are such as make sense: nothing is due after no days, and nobody waits for a hundred years.</summary>
internal static class CountChecks
{
    /// <summary>The inputs that are counts, with the input that has their unit, and the least that makes sense.</summary>
    private static readonly Dictionary<(Type Activity, string Input), (string? Unit, int Least)> Counts = new()
    {
        [(typeof(UserTaskActivity), "limitCount")] = ("limitUnit", 1),
        [(typeof(UserTaskActivity), "urgentLimitCount")] = ("urgentLimitUnit", 1),
        [(typeof(StartLimit), "count")] = ("unit", 1),
        [(typeof(RepeatEvery), "every")] = ("unit", 1),
        [(typeof(RepeatEvery), "first")] = ("unit", 0),
        [(typeof(RepeatEvery), "at")] = ("unit", 0),
        [(typeof(AssignPerson), "maximumCaseload")] = (null, 1),
    };

    public static IEnumerable<Finding> Of(CompiledActivity activity, string input)
    {
        if (!Counts.TryGetValue((activity.Behaviour.GetType(), input), out var count))
            yield break;
        var range = (count.Least, MostOf(count.Unit is null ? null : UnitOf(activity, count.Unit)));
        foreach (var given in Coerce.ToTextList(activity.Given(input)).Value)
        {
            var number = Coerce.ToInteger(Value.Of(given));
            if (number.Problem == Coerce.NotANumber)
                yield return new Finding(FindingKind.NotANumber, activity.Node, input, given);
            else if (number.Succeeded && (number.Value < range.Least || number.Value > range.Item2))
                yield return new Finding(FindingKind.OutOfRange, activity.Node, input, given) { Range = range };
        }
    }

    private static LimitUnit? UnitOf(CompiledActivity activity, string input) =>
        !activity.Gives(input) ? LimitUnit.Days : LimitUnits.TryParse(activity.Plain(input), out var unit) ? unit : null;

    /// <summary>Ten years, or what can be counted at all.</summary>
    private static int MostOf(LimitUnit? unit) => unit switch
    {
        LimitUnit.Days => 3650,
        LimitUnit.WorkingDays => 2600,
        LimitUnit.Weeks => 520,
        LimitUnit.Months => 120,
        _ => TimeLimit.MaxCount,
    };
}
