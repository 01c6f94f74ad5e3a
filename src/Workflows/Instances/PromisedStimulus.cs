namespace OpsWorkflows.Instances;

/// <summary>What an instance promises another one in its commit; a worker delivers it.</summary>
/// <param name="Id">Of its row; an instance that it starts takes this id.</param>
/// <param name="InstanceId">Whom it is for; null when a procedure is started or everyone who waits is meant.</param>
/// <param name="DefinitionId">Which procedure it starts.</param>
/// <param name="Key">The key of an event that is for whoever waits under it.</param>
/// <param name="CorrelationId">Of the instances that the event is for, or of the new one.</param>
public sealed record PromisedStimulus(Guid Id, Stimulus Stimulus, Guid? InstanceId = null, string? DefinitionId = null, string? Key = null, string? CorrelationId = null);

/// <summary>Who started an instance.</summary>
/// <param name="Execution">What waits there for its end and is told of it; null when nothing does.</param>
public sealed record ParentLink(Guid InstanceId, ExecutionId? Execution);

/// <summary>What must hold for a new instance to start; <see cref="WorkflowInstance"/>s that have ended don't count.</summary>
public enum ActivationStrategy
{
    Always,

    /// <summary>No other instance of the definition runs.</summary>
    Singleton,

    /// <summary>No other instance of the definition with the same correlation id runs.</summary>
    CorrelatedSingleton,

    /// <summary>No other instance of any definition with the same correlation id runs.</summary>
    Correlation,
}
