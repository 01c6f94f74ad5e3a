using Npgsql;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// A duty of every host: does what is due, then sleeps until the next thing is, at most a second. Hosts share the work through leases
/// in the database and lose nothing when one of them dies. When the database is away it keeps trying.
/// </summary>
public abstract partial class DueWorker(NpgsqlDataSource database, TimeProvider time, ILogger logger) : BackgroundService
{
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim turn = new(1);

    protected TimeProvider Time { get; } = time;

    /// <summary>Whether the last round failed, as when the database is away.</summary>
    public bool IsInTrouble { get; private set; }

    /// <summary>Does all that is due now and that no other host has claimed; returns how much that was.</summary>
    public abstract Task<int> RunOnceAsync(CancellationToken token);

    /// <summary>How long until there is something to claim; null when nothing waits.</summary>
    protected abstract Task<TimeSpan?> NextClaimInAsync(CancellationToken token);

    /// <summary>Lets the worker rest until the result is disposed; what it had claimed is done by then.</summary>
    internal async Task<IDisposable> PauseAsync(CancellationToken token)
    {
        await turn.WaitAsync(token);
        return new Pause(turn);
    }

    sealed class Pause(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var listener = await DueListener.OpenAsync(database, stoppingToken);
                while (true)
                {
                    await listener.WaitAsync(await RoundAsync(stoppingToken), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, the next round tries again, and health tells meanwhile.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!IsInTrouble)
                {
                    LogTrouble(logger, exception);
                }
                IsInTrouble = true;
            }
            await Task.Delay(LongestSleep, Time, stoppingToken);
        }
    }

    /// <summary>Returns how long to sleep.</summary>
    async Task<TimeSpan> RoundAsync(CancellationToken token)
    {
        using (await PauseAsync(token))
        {
            await RunOnceAsync(token);
        }
        var next = await NextClaimInAsync(token);
        if (IsInTrouble)
        {
            IsInTrouble = false;
            LogWorksAgain(logger);
        }
        return next < LongestSleep ? next.Value : LongestSleep;
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker cannot do its round and tries again every second.")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The worker does its rounds again.")]
    private static partial void LogWorksAgain(ILogger logger);
}
