namespace OpsWorkflows.Definitions;

/// <summary>An activity of a published version that starts instances.</summary>
/// <param name="Rule">What it waits for, as text; the same rule over publishing is the same trigger.</param>
/// <param name="Key">The key of the event that it waits for; null for one of time.</param>
/// <param name="DueAt">When it fires first.</param>
/// <param name="Every">The time between its moments.</param>
/// <param name="Cron">The expression that gives its moments.</param>
public sealed record Trigger(string ActivityId, string Rule, string? Key = null, DateTimeOffset? DueAt = null, TimeSpan? Every = null, string? Cron = null);
