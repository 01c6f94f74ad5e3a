using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace OpsWorkflows.Calendars;

/// <summary>What a time limit is counted in; stored and sent as its key (<see cref="LimitUnits.ToKey"/>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitUnit>))]
public enum LimitUnit
{
    [JsonStringEnumMemberName(LimitUnits.DaysKey)]
    Days,

    [JsonStringEnumMemberName(LimitUnits.WorkingDaysKey)]
    WorkingDays,

    [JsonStringEnumMemberName(LimitUnits.WeeksKey)]
    Weeks,

    [JsonStringEnumMemberName(LimitUnits.MonthsKey)]
    Months,

    [JsonStringEnumMemberName(LimitUnits.HoursKey)]
    Hours,
}

/// <summary>The stable keys of <see cref="LimitUnit"/> in definitions, in the API and in the database.</summary>
public static class LimitUnits
{
    internal const string DaysKey = "days";
    internal const string WorkingDaysKey = "working-days";
    internal const string WeeksKey = "weeks";
    internal const string MonthsKey = "months";
    internal const string HoursKey = "hours";

    public static string ToKey(this LimitUnit unit) => unit switch
    {
        LimitUnit.Days => DaysKey,
        LimitUnit.WorkingDays => WorkingDaysKey,
        LimitUnit.Weeks => WeeksKey,
        LimitUnit.Months => MonthsKey,
        LimitUnit.Hours => HoursKey,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not a unit of a time limit."),
    };

    public static bool TryParse([NotNullWhen(true)] string? key, out LimitUnit unit)
    {
        LimitUnit? found = key switch
        {
            DaysKey => LimitUnit.Days,
            WorkingDaysKey => LimitUnit.WorkingDays,
            WeeksKey => LimitUnit.Weeks,
            MonthsKey => LimitUnit.Months,
            HoursKey => LimitUnit.Hours,
            _ => null,
        };
        unit = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>The unit with this key; a <see cref="FormatException"/> names a key that is none.</summary>
    public static LimitUnit Parse(string key) =>
        TryParse(key, out var unit) ? unit : throw new FormatException($"'{key}' is not a unit of a time limit.");
}
