using System.Text.Json.Serialization;

namespace OpsWorkflows.Calendars;

/// <summary>Why a time limit ends when it does: stored as JSON with the limit and turned into a sentence where a person reads it.</summary>
public sealed record LimitExplanation
{
    /// <summary><see cref="MovedBecause"/> of a limit whose end stayed where the count had put it.</summary>
    public const string NotMoved = "none";
    public const string Saturday = "saturday";
    public const string Sunday = "sunday";

    /// <summary>The day of the event, which does not count.</summary>
    [JsonPropertyName("from")]
    public required DateOnly From { get; init; }

    /// <summary>The instant of the event; only hours are counted from one.</summary>
    [JsonPropertyName("fromInstant"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FromInstant { get; init; }

    [JsonPropertyName("count")]
    public required int Count { get; init; }

    [JsonPropertyName("unit")]
    public required LimitUnit Unit { get; init; }

    /// <summary>For how many calendar days the running of the limit was stopped (art. 103 of the Code of Administrative Procedure); all stops together.</summary>
    [JsonPropertyName("suspendedDays")]
    public int SuspendedDays { get; init; }

    /// <summary>The end by the count and the suspended days alone, before art. 57 § 4 moved it.</summary>
    [JsonPropertyName("unmovedEnd")]
    public required DateOnly UnmovedEnd { get; init; }

    /// <summary>What the unmoved end fell on: <c>none</c>, <c>saturday</c>, <c>sunday</c> or the key of a holiday (<see cref="PolishHolidays.NameKey"/>).</summary>
    [JsonPropertyName("movedBecause")]
    public required string MovedBecause { get; init; }

    [JsonPropertyName("lastDay")]
    public required DateOnly LastDay { get; init; }

    /// <summary>The rule that gave the last day, one of <see cref="LimitArticles"/>; null for working days and hours, which the code does not know.</summary>
    [JsonPropertyName("article")]
    public required string? Article { get; init; }
}

/// <summary>Keys of the paragraphs of the Code of Administrative Procedure that limits are counted by.</summary>
public static class LimitArticles
{
    public const string Days = "kpa-57-1";
    public const string Weeks = "kpa-57-2";
    public const string Months = "kpa-57-3";
    public const string MovedEnd = "kpa-57-4";
}
