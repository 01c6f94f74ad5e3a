using Microsoft.Extensions.Logging;
using Npgsql;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>
/// Wakes the workers of all hosts when a commit has set something that comes due soon. It only shortens their sleep: sent after the
/// commit (inside, it would serialise all commits), one at a time per host with a pause after each, and lost without harm.
/// </summary>
public sealed partial class DueNotificationSql(NpgsqlDataSource database, ILogger<DueNotificationSql> logger)
{
    public const string Channel = "ops_due";

    /// <summary>What comes due later than this is found without being woken: workers look at least as often.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>What is asked for meanwhile becomes one notification: under load they would cost as many transactions as the commits.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Lost without harm, so it does not wait for the disk.</summary>
    private const string Send = $"select set_config('synchronous_commit', 'off', true), pg_notify('{Channel}', '')";

    private const int Idle = 0;
    private const int Sending = 1;
    private const int SendingAndAsked = 2;

    private int _state;

    /// <summary>Returns at once; the notification follows.</summary>
    public void Notify(Changes changes)
    {
        var soon = changes.At + Soon;
        if (changes.Stimuli.Count > 0 || changes.Requests.Count > 0 || changes.SetBookmarks.Count > 0 || changes.SetTimers.Exists(timer => timer.DueAt <= soon) || changes.Mails.Exists(mail => mail.DueAt <= soon))
            Notify();
    }

    /// <summary>As when office time was moved.</summary>
    public void Notify()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == SendingAndAsked || Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                if (state == SendingAndAsked)
                    return;
                continue;
            }
            if (state == Idle)
                _ = SendAsync();
            return;
        }
    }

    private async Task SendAsync()
    {
        do
        {
            Volatile.Write(ref _state, Sending);
            try
            {
                await using var command = database.CreateCommand(Send);
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or TimeoutException)
            {
                LogNotSent(logger, e);
            }
            await Task.Delay(Pause);
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Sending) != Sending);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Workers could not be notified; they find what is due on their next look.")]
    private static partial void LogNotSent(ILogger logger, Exception error);
}
