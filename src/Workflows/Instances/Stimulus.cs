using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Instances;

/// <summary>All that can happen to an instance.</summary>
public abstract record Stimulus
{
    private Stimulus() { }

    /// <summary>A person (or the service itself, when <paramref name="Starter"/> is null) begins a new instance.</summary>
    /// <param name="InstanceId">The id that the new instance will have.</param>
    /// <param name="Inputs">Values for the inputs that the definition declares.</param>
    /// <param name="TriggerActivityId">The trigger at which the run starts; null for a plain start.</param>
    /// <param name="Case">What makes the instance a case; null for a plain workflow.</param>
    public sealed record Started(
        Guid InstanceId,
        Guid? Starter,
        IReadOnlyDictionary<string, Value> Inputs,
        string? CorrelationId = null,
        string? TriggerActivityId = null,
        Cases.NewCase? Case = null) : Stimulus
    {
        /// <summary>What came with the event that started the run.</summary>
        public Value TriggerPayload { get; init; }

        /// <summary>Who starts it; null for a person, the service or a trigger.</summary>
        public ParentLink? Parent { get; init; }

        /// <summary>How many instances have started one another before this one.</summary>
        public int Depth { get; init; }
    }

    /// <summary>A person finished a task with one of its outcomes.</summary>
    public sealed record TaskCompleted(Guid TaskId, Guid PersonId, string Outcome, JsonObject Answers) : Stimulus;

    /// <summary>A person took a task that is open to a whole role.</summary>
    public sealed record TaskClaimed(Guid TaskId, Guid PersonId) : Stimulus;

    /// <summary>A task was given to another person.</summary>
    public sealed record TaskReassigned(Guid TaskId, Guid ToPersonId, Guid ByPersonId) : Stimulus;

    /// <summary>A timer came due: of a wait (its execution's row id) or of a limit's ladder (the limit's id).</summary>
    public sealed record TimerDue(Guid TimerId) : Stimulus;

    /// <summary>An event came for instances that wait for it by name.</summary>
    public sealed record EventReceived(string EventName, Value Payload) : Stimulus
    {
        /// <summary>The one execution that it is for; null for all that wait.</summary>
        public ExecutionId? OnlyAt { get; init; }

        /// <summary>The instance that published it, an empty id where that is not known; null for one from outside.</summary>
        public Guid? From { get; init; }
    }

    /// <summary>A system outside says that the work of a RunTask is done.</summary>
    public sealed record RunTaskCompleted(string TaskId, Value Result) : Stimulus;

    /// <summary>Another system has answered a request, or could not be asked.</summary>
    public sealed record RequestAnswered(RequestAnswer Answer) : Stimulus;

    /// <summary>An instance that this one has started has ended.</summary>
    public sealed record ChildEnded(ExecutionId Execution, Guid ChildId, WorkflowSubStatus SubStatus, Value Output) : Stimulus
    {
        /// <summary>See <see cref="WorkflowInstance.ToldByOthers"/>, of the one that has ended.</summary>
        public bool ToldByOthers { get; init; }
    }

    /// <summary>A wait is ended by its activity's id, whatever it waits for.</summary>
    public sealed record WaitEnded(string ActivityId, Value Payload, int Nth = 1) : Stimulus;

    /// <summary>Another person takes over a role of the case.</summary>
    public sealed record PersonChanged(string Role, Guid PersonId, Guid ByPersonId, string Reason) : Stimulus;

    /// <summary>The case pauses, as when the family is abroad or in hospital.</summary>
    public sealed record CaseSuspended(Guid ByPersonId, string Reason) : Stimulus;

    /// <summary>A suspended case goes on.</summary>
    public sealed record CaseResumed(Guid ByPersonId, string Reason) : Stimulus;

    /// <summary>The case ends before its procedure does.</summary>
    public sealed record CaseClosed(Guid ByPersonId, string Reason) : Stimulus;

    /// <summary>What faults have stopped is tried again, after variables were changed if that is what it lacked.</summary>
    /// <param name="Incidents">Null for all of the instance.</param>
    /// <param name="Variables">New values by the variable's id or name.</param>
    public sealed record IncidentsRetried(IReadOnlyCollection<Guid>? Incidents, IReadOnlyDictionary<string, Value> Variables, Guid ByPersonId) : Stimulus;

    /// <summary>What a fault has stopped is left out: the run goes on as if it had ended with the outcome.</summary>
    public sealed record IncidentSkipped(Guid Incident, string Outcome, Guid ByPersonId) : Stimulus;

    /// <summary>The instance is ended at once; nothing in it goes on.</summary>
    public sealed record Cancelled(Guid? ByPersonId) : Stimulus;
}
