using System.Text.Json.Nodes;
using OpsWorkflows.Cases;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Instances;

/// <summary>All that a burst wants written, in one transaction or not at all.</summary>
public sealed class Changes
{
    /// <summary>The instance as it is to be stored; its revision is the one that this commit makes.</summary>
    public required WorkflowInstance Instance { get; init; }

    /// <summary>Office time of the burst.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What makes a started instance a case; null otherwise.</summary>
    public NewCase? NewCase { get; set; }
    public bool IsStart => Instance.Revision == 1;

    public List<UserTask> OpenedTasks { get; } = [];
    public List<ClosedTask> ClosedTasks { get; } = [];
    public List<AssignedTask> AssignedTasks { get; } = [];
    public GivenAnswers? Answers { get; set; }

    /// <summary>Timers to set; one that exists under the same id moves.</summary>
    public List<WorkflowTimer> SetTimers { get; } = [];
    public List<Guid> RemovedTimers { get; } = [];

    public List<OutboxMail> Mails { get; } = [];

    /// <summary>Tasks, limits and incidents whose mail is not to leave any more, unless it was claimed for sending already.</summary>
    public List<Guid> CancelledMailOf { get; } = [];

    /// <summary>Whether all mail of the instance that waits is not to leave any more.</summary>
    public bool CancelAllMail { get; set; }

    /// <summary>Limits as they are to be stored, new or changed.</summary>
    public List<LimitRow> Limits { get; } = [];
    public List<(string Name, DateOnly Day)> Milestones { get; } = [];
    public List<(string Role, Guid? PersonId)> People { get; } = [];
    public List<(ExecutionId Execution, string Key)> SetBookmarks { get; } = [];
    public List<ExecutionId> RemovedBookmarks { get; } = [];
    public List<PromisedStimulus> Stimuli { get; } = [];
    public List<OutboxRequest> Requests { get; } = [];

    /// <summary>Requests whose answer nobody waits for any more.</summary>
    public List<Guid> RemovedRequests { get; } = [];

    /// <summary>The row of the stimulus that this burst answers; it is deleted in the same commit.</summary>
    public Guid? Delivered { get; set; }

    /// <summary>Which revision of its draft a start ran; the draft must still be that one. Null for a version that never changes.</summary>
    public int? DraftRevision { get; set; }

    /// <summary>What has to hold for a new instance to start.</summary>
    public ActivationStrategy Activation { get; set; }
    public List<RaisedIncident> Incidents { get; } = [];

    /// <summary>Incidents that wait for nobody any more.</summary>
    public List<Guid> ResolvedIncidents { get; } = [];
    public Guid? IncidentsResolvedBy { get; set; }
    public string? ClosedReason { get; set; }
    public List<JournalEntry> Journal { get; } = new(16);
    public List<CaseloadGuard> Guards { get; } = [];
}

/// <summary>What must still hold at the commit: the person has fewer open cases in the role than the maximum.</summary>
public sealed record CaseloadGuard(Guid PersonId, string Role, int Maximum);

/// <summary>A person's answers to a form.</summary>
public sealed record GivenAnswers(Guid Id, Guid? TaskId, string Form, JsonObject Answers, Guid? PersonId);

/// <summary>A fault of one activity, waiting for a person.</summary>
public sealed record RaisedIncident(Guid Id, string ActivityId, ExecutionId Execution, string Message);

/// <summary>Well formed, but not allowed now: nothing is written, and the caller is told why.</summary>
/// <param name="Code">A stable key; screens have its text.</param>
/// <param name="Fields">Codes by the field of the form that they are about.</param>
public sealed record Refusal(RefusalCode Code, IReadOnlyDictionary<string, string>? Fields = null);

/// <summary>Why a stimulus was refused.</summary>
public enum RefusalCode
{
    InstanceNotFound,
    InstanceFinished,
    TaskClosed,
    NotYourTask,
    UnknownOutcome,
    AnswersIncomplete,
    CaseSuspended,
    CaseNotSuspended,
    TaskTaken,
    PersonNotEligible,
    CaseloadFull,
    DutiesNotSeparate,
    RoleNotOnCase,
    NothingWaits,
    DefinitionNotFound,
    KeyReused,
    InstanceFaulted,
    IncidentNotOpen,
    UnknownVariable,

    /// <summary>The activation strategy of the definition does not let another instance start now.</summary>
    NotActivated,
}
