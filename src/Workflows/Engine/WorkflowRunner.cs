using Npgsql;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>The only way in: read, let the burst decide, commit; and again when someone else was first. Holds no locks while code runs.</summary>
public sealed class WorkflowRunner(NpgsqlDataSource database, DefinitionStore definitions, OfficeFacts office, StimulusSql stimuli, DueNotificationSql due)
{
    /// <summary>How often a stimulus is tried when others keep changing the same instance.</summary>
    private const int MaximumTries = 20;

    /// <summary>Starts the published version of a definition.</summary>
    public Task<RunResult> StartAsync(string definitionId, Stimulus.Started stimulus, RequestKey? key = null, CancellationToken token = default) =>
        RunAsync(stimulus.InstanceId, definitionId, stimulus, key, null, token);

    /// <summary>Starts this version of a definition, published or not. A draft that an instance runs on is changed in place no more.</summary>
    public Task<RunResult> StartVersionAsync(string versionId, Stimulus.Started stimulus, CancellationToken token = default) =>
        RunAsync(stimulus.InstanceId, null, stimulus, null, null, token, versionId);

    /// <summary>Lets something happen to an instance.</summary>
    public Task<RunResult> RunAsync(Guid instanceId, Stimulus stimulus, RequestKey? key = null, CancellationToken token = default) =>
        RunAsync(instanceId, null, stimulus, key, null, token);

    /// <summary>Lets a promised stimulus happen to whom it is for; its row goes with the commit.</summary>
    public Task<RunResult> DeliverAsync(PromisedStimulus promised, CancellationToken token = default) => promised is { DefinitionId: { } definitionId, InstanceId: null }
        ? RunAsync(promised.Id, definitionId, promised.Stimulus, null, promised.Id, token)
        : RunAsync(promised.InstanceId!.Value, null, promised.Stimulus, null, promised.Id, token);

    /// <summary>
    /// Promises an event to every instance that waits for it, and to procedures that begin with it; a worker delivers it, one commit each.
    /// One that nobody waits for yet is kept.
    /// </summary>
    public async Task PublishEventAsync(string eventName, Value payload, string? correlationId = null, Guid? onlyTo = null, ExecutionId? onlyAt = null, CancellationToken token = default)
    {
        var received = new Stimulus.EventReceived(eventName, payload) { OnlyAt = onlyAt };
        await stimuli.AddAsync(new PromisedStimulus(Guid.CreateVersion7(), received, onlyTo, Key: Event.KeyOf(eventName), CorrelationId: correlationId), token);
        due.Notify();
    }

    /// <summary>Lets the work of a RunTask be done, by the id that it was given out under; nothing when no instance waits for it any more.</summary>
    public async Task<RunResult> CompleteRunTaskAsync(string taskId, Value result, CancellationToken token = default) =>
        await InstanceSql.ReadWaitingAsync(database, RunTask.KeyOf(taskId), token) is [var instanceId, ..]
            ? await RunAsync(instanceId, new Stimulus.RunTaskCompleted(taskId, result), token: token)
            : RunResult.Nothing.Instance;

    /// <param name="delivered">The row of the stimulus, when it was promised by another instance.</param>
    /// <param name="versionId">The version to start, where it need not be the published one.</param>
    private async Task<RunResult> RunAsync(
        Guid instanceId, string? definitionId, Stimulus stimulus, RequestKey? key, Guid? delivered, CancellationToken token, string? versionId = null)
    {
        for (var tries = 1; ; tries++)
        {
            var read = await InstanceSql.ReadAsync(database, instanceId, definitionId, key, token);
            if (versionId is not null)
                read = read with { Version = await definitions.FindToStartAsync(versionId, token) };
            if (AnsweredBefore(read, key) is { } answer)
                return answer;
            if (NotNow(read, stimulus) is { } result)
                return result;
            var definition = await DefinitionOfAsync(read, token);
            var instance = read.Instance is null ? null : InstanceJson.Read(read.Instance, definition.Definition);
            switch (await BurstAsync(definition, instance, stimulus, read, token))
            {
                case BurstResult.Refused(var refusal):
                    return new RunResult.Refused(refusal);
                case BurstResult.Done(var changes):
                    changes.Delivered = delivered;
                    changes.DraftRevision = read.Version is { PublishedAt: null } draft ? draft.Revision : null;
                    switch (await Commit.WriteAsync(database, instance, changes, key, token))
                    {
                        case CommitResult.Written(var caseMark):
                            due.Notify(changes);
                            return new RunResult.Committed(changes, caseMark);
                        case CommitResult.NotAllowed(RefusalCode.NothingWaits):
                            return RunResult.Nothing.Instance;
                        case CommitResult.NotAllowed(var code):
                            return Refused(code);
                        case CommitResult.LostRace(var error) when tries == MaximumTries:
                            throw error;
                    }
                    break;
                default:
                    return RunResult.Nothing.Instance;
            }
        }
    }

    private static RunResult? AnsweredBefore(InstanceRead read, RequestKey? key) => read.Answer switch
    {
        null => null,
        var answer when answer.RequestHash == key!.RequestHash => new RunResult.Repeated(answer.Status, answer.ResponseJson),
        _ => new RunResult.Refused(new Refusal(RefusalCode.KeyReused)),
    };

    /// <summary>What can be said without a burst: nothing to start or to change, or all of it is over.</summary>
    private static RunResult? NotNow(InstanceRead read, Stimulus stimulus) => (stimulus, read.Instance) switch
    {
        (Stimulus.Started, not null) => RunResult.Nothing.Instance,
        (Stimulus.Started, null) => read is { PublishedVersionId: null, Version: null } ? Refused(RefusalCode.DefinitionNotFound) : null,
        (_, null) => Refused(RefusalCode.InstanceNotFound),
        (_, { Status: WorkflowStatus.Running }) => null,
        (Stimulus.TaskCompleted or Stimulus.TaskClaimed or Stimulus.TaskReassigned, _) => Refused(RefusalCode.TaskClosed),
        (Stimulus.TimerDue or Stimulus.ChildEnded or Stimulus.RequestAnswered or Stimulus.EventReceived or Stimulus.RunTaskCompleted, _) => RunResult.Nothing.Instance,
        _ => Refused(RefusalCode.InstanceFinished),
    };

    private static RunResult.Refused Refused(RefusalCode code) => new(new Refusal(code));

    private async ValueTask<CompiledDefinition> DefinitionOfAsync(InstanceRead read, CancellationToken token)
    {
        if (read.Version is { } version)
            return await definitions.CompiledAsync(version, token);
        var versionId = read.Instance?.DefinitionVersionId ?? read.PublishedVersionId!;
        return await definitions.FindCompiledAsync(versionId, token)
            ?? throw new InvalidOperationException($"Version {versionId} has vanished from definition_versions.");
    }

    /// <summary>Runs the burst, and again with what it turns out to need.</summary>
    private async Task<BurstResult> BurstAsync(
        CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus, InstanceRead read, CancellationToken token)
    {
        var (directory, calendar) = await office.AtAsync(read.Office, token);
        var facts = new Facts { Now = read.Now, Office = directory, Calendar = calendar };
        var result = Burst.Run(definition, instance, stimulus, facts);
        while (result is BurstResult.NeedsFacts(var asked))
        {
            facts = facts with { Caseload = await InstanceSql.ReadCaseloadsAsync(database, [.. asked.Union(facts.Caseload.Keys)], token) };
            result = Burst.Run(definition, instance, stimulus, facts);
        }
        return result;
    }
}
