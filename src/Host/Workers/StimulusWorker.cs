using Npgsql;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// Delivers what instances have promised one another: starts, results and events, those of one instance in their order; and fires the
/// triggers of time. A delivery that fails is tried again after a growing while and holds up no other.
/// </summary>
public sealed partial class StimulusWorker(
    StimulusSql stimuli, TriggerSql triggers, WorkflowRunner runner, NpgsqlDataSource database, TimeProvider time, ILogger<StimulusWorker> logger)
    : DueWorker(database, time, logger)
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    const int BatchSize = 64;
    const int AtOnce = 8;

    public override async Task<int> RunOnceAsync(CancellationToken token)
    {
        var done = 0;
        await stimuli.FreeAbandonedAsync(token);
        while (true)
        {
            var fired = await triggers.FireDueAsync(BatchSize, token);
            var claimed = await stimuli.ClaimAsync(BatchSize, Lease, DueListener.HostNumber, token);
            await Parallel.ForEachAsync(
                claimed.GroupBy(stimulus => stimulus.IsEvent ? stimulus.Promised.Id : stimulus.Promised.InstanceId ?? stimulus.Promised.Id),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token },
                DeliverInOrderAsync);
            done += fired + claimed.Count;
            if (fired + claimed.Count == 0)
            {
                return done;
            }
        }
    }

    async ValueTask DeliverInOrderAsync(IEnumerable<ClaimedStimulus> ofOneInstance, CancellationToken token)
    {
        foreach (var stimulus in ofOneInstance)
        {
            await DeliverAsync(stimulus, token);
        }
    }

    async Task DeliverAsync(ClaimedStimulus claimed, CancellationToken token)
    {
        var promised = claimed.Promised;
        try
        {
            if (claimed.IsEvent)
            {
                await stimuli.SpreadAsync(promised, token);
                return;
            }
            switch (await runner.DeliverAsync(promised, token))
            {
                case RunResult.Nothing or RunResult.Refused { Refusal.Code: RefusalCode.InstanceNotFound or RefusalCode.InstanceFinished }:
                    await stimuli.DropAsync(promised, token);
                    break;
                case RunResult.Refused({ Code: RefusalCode.DefinitionNotFound or RefusalCode.NotActivated } refusal):
                    LogNotStarted(logger, promised.DefinitionId!, refusal.Code);
                    await TellOfNoStartAsync(promised, token);
                    break;
                case RunResult.Refused refused:
                    await PutOffAsync(claimed, refused.Refusal.Code.ToString(), null, token);
                    break;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not NpgsqlException { IsTransient: true })
        {
            await PutOffAsync(claimed, "an exception", exception, token);
        }
    }

    /// <summary>Whoever waits for the instance that cannot start hears that it has failed.</summary>
    Task TellOfNoStartAsync(PromisedStimulus promised, CancellationToken token) => promised.Stimulus is Stimulus.Started { Parent: { InstanceId: var parent, Execution: { } waiting } }
        ? stimuli.ReplaceAsync(promised, new(promised.Id, new Stimulus.ChildEnded(waiting, promised.Id, WorkflowSubStatus.Faulted, Value.EmptyMap), parent), token)
        : stimuli.DropAsync(promised, token);

    async Task PutOffAsync(ClaimedStimulus claimed, string reason, Exception? exception, CancellationToken token)
    {
        if (claimed.Failures == 0)
        {
            LogFailed(logger, claimed.Promised.Id, reason, exception);
        }
        await stimuli.PutOffAsync(claimed.Promised, TimerWorker.RetryAfter(claimed.Failures), token);
    }

    protected override Task<TimeSpan?> NextClaimInAsync(CancellationToken token) => triggers.NextDueInAsync(token);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No instance of {Definition} was started: {Reason}.")]
    private static partial void LogNotStarted(ILogger logger, string definition, RefusalCode reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stimulus {Stimulus} could not be delivered ({Reason}); it is tried again after a growing while.")]
    private static partial void LogFailed(ILogger logger, Guid stimulus, string reason, Exception? exception);
}
