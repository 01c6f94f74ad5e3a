using Npgsql;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;
using OpsWorkflows.Timers;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// Runs the timers that are due, those of one instance in the order in which they fell due. One whose run fails is tried again after a
/// growing while and holds up no other.
/// </summary>
public sealed partial class TimerWorker(
    TimerSql timers, WorkflowRunner runner, NpgsqlDataSource database, TimeProvider time, ILogger<TimerWorker> logger) : DueWorker(database, time, logger)
{
    /// <summary>Whoever has frozen loses its timers to another host after this; whoever has died, at once.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    const int BatchSize = 64;
    const int AtOnce = 8;

    public override async Task<int> RunOnceAsync(CancellationToken token)
    {
        var run = 0;
        await timers.FreeAbandonedAsync(token);
        while (true)
        {
            var claimed = await timers.ClaimDueAsync(BatchSize, Lease, DueListener.HostNumber, token);
            await Parallel.ForEachAsync(claimed.GroupBy(timer => timer.InstanceId), Options(token), RunInOrderAsync);
            run += claimed.Count;
            if (claimed.Count < BatchSize)
            {
                return run;
            }
        }
    }

    static ParallelOptions Options(CancellationToken token) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = token };

    async ValueTask RunInOrderAsync(IEnumerable<ClaimedTimer> ofOneInstance, CancellationToken token)
    {
        foreach (var timer in ofOneInstance)
        {
            await RunAsync(timer, token);
        }
    }

    async Task RunAsync(ClaimedTimer timer, CancellationToken token)
    {
        try
        {
            switch (await runner.RunAsync(timer.InstanceId, new Stimulus.TimerDue(timer.Id), token: token))
            {
                case RunResult.Nothing or RunResult.Refused { Refusal.Code: RefusalCode.InstanceNotFound or RefusalCode.InstanceFinished }:
                    await timers.DropAsync(timer, token);
                    break;
                case RunResult.Refused refused:
                    // What follows the timer is not allowed now, such as giving a family to someone who has no room for it.
                    await PutOffAsync(timer, refused.Refusal.Code.ToString(), null, token);
                    break;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not NpgsqlException { IsTransient: true })
        {
            await PutOffAsync(timer, "an exception", exception, token);
        }
    }

    async Task PutOffAsync(ClaimedTimer timer, string reason, Exception? exception, CancellationToken token)
    {
        if (timer.Failures == 0)
        {
            LogFailed(logger, timer.Id, timer.InstanceId, reason, exception);
        }
        await timers.PutOffAsync(timer, RetryAfter(timer.Failures), token);
    }

    internal static TimeSpan RetryAfter(int failures) =>
        failures >= 7 || FirstRetry * (1 << failures) > LongestRetry ? LongestRetry : FirstRetry * (1 << failures);

    protected override Task<TimeSpan?> NextClaimInAsync(CancellationToken token) => timers.NextClaimInAsync(token);

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Timer} of instance {Instance} could not be run ({Reason}); it is tried again after a growing while.")]
    private static partial void LogFailed(ILogger logger, Guid timer, Guid instance, string reason, Exception? exception);
}
