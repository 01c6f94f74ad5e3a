using OpsWorkflows.Calendars;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Timers;

/// <summary>The row that fires when a wait or a rung of a ladder comes due.</summary>
/// <param name="Id">The limit's id, or the row id of the execution that waits.</param>
public sealed record WorkflowTimer(Guid Id, DateTimeOffset DueAt);

/// <summary>Where a stored limit stands.</summary>
public enum LimitStatus
{
    Running,
    Met,
    Missed,
    Stopped,
}

/// <summary>A limit as it is stored for lists and for the record.</summary>
public sealed record LimitRow(OpenLimit Limit, LimitStatus Status, DateTimeOffset? MissedAt, DateTimeOffset? ClosedAt);
