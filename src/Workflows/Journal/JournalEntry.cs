using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Journal;

/// <summary>One line of the append-only story of an instance. The data of an entry never has content about the family.</summary>
public readonly record struct JournalEntry
{
    private readonly ExecutionId _execution;
    private readonly ExecutionId _parent;

    // Most entries have no detail, and a burst makes many.
    private readonly Detail? _detail;

    public JournalEntry(string @event, ActivityNode? activity, Execution? execution, IReadOnlyList<string>? outcomes = null, string? text = null)
    {
        (Event, Activity, Outcomes) = (@event, activity, outcomes);
        if (execution is not null)
            (_execution, _parent) = (execution.Id, execution.Parent?.Id ?? default);
        if (text is not null)
            _detail = new Detail(null, null, text);
    }

    /// <summary>An entry of the story of the case.</summary>
    public JournalEntry(string @event, ActivityNode? activity, Guid? personId, JsonObject? data)
    {
        (Event, Activity, OfCase) = (@event, activity, true);
        _detail = new Detail(personId, data, null);
    }

    public string Event { get; }
    public ActivityNode? Activity { get; }
    public ExecutionId? Execution => _execution == default ? null : _execution;
    public ExecutionId? Parent => _parent == default ? null : _parent;
    public Guid? PersonId => _detail?.PersonId;
    public JsonObject? Data => _detail?.Text is { } text ? new JsonObject { ["text"] = text } : _detail?.Data;

    /// <summary>Whether it belongs to the timeline of the case rather than to the run of activities.</summary>
    public bool OfCase { get; }
    public IReadOnlyList<string>? Outcomes { get; }

    private sealed record Detail(Guid? PersonId, JsonObject? Data, string? Text);
}

/// <summary>The names of journal events: Elsa's for the run of activities, ours for the story of the case.</summary>
public static class JournalEvents
{
    public const string Started = "Started";
    public const string Resumed = "Resumed";
    public const string Suspended = "Suspended";
    public const string Completed = "Completed";
    public const string Canceled = "Canceled";
    public const string Faulted = "Faulted";

    public const string CaseStarted = "CaseStarted";
    public const string TaskOpened = "TaskOpened";
    public const string TaskClaimed = "TaskClaimed";
    public const string TaskReassigned = "TaskReassigned";
    public const string TaskCompleted = "TaskCompleted";
    public const string TaskCancelled = "TaskCancelled";
    public const string MilestoneSet = "MilestoneSet";
    public const string PersonAssigned = "PersonAssigned";
    public const string LimitStarted = "LimitStarted";
    public const string LimitEnded = "LimitEnded";
    public const string LimitMissed = "LimitMissed";
    public const string Reminded = "Reminded";
    public const string Escalated = "Escalated";
    public const string MailPromised = "MailPromised";
    public const string CaseStatusSet = "CaseStatusSet";
    public const string CaseSuspended = "CaseSuspended";
    public const string CaseResumed = "CaseResumed";
    public const string CaseClosed = "CaseClosed";
    public const string CaseFinished = "CaseFinished";
    public const string InstanceCancelled = "InstanceCancelled";
    public const string WorkRequested = "WorkRequested";
    public const string IncidentRaised = "IncidentRaised";
    public const string IncidentRetried = "IncidentRetried";
    public const string IncidentSkipped = "IncidentSkipped";
}
