using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Journal;

/// <summary>One line of the append-only story of an instance. The data of an entry never has content about the family.</summary>
/// <param name="OfCase">Whether it belongs to the timeline of the case rather than to the run of activities.</param>
public readonly record struct JournalEntry(
    string Event,
    ActivityNode? Activity,
    ExecutionId? Execution,
    ExecutionId? Parent,
    Guid? PersonId,
    JsonObject? Data,
    bool OfCase,
    IReadOnlyList<string>? Outcomes = null);

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
    public const string IncidentRaised = "IncidentRaised";
}
