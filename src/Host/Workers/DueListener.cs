using System.Security.Cryptography;
using Npgsql;
using OpsWorkflows.Engine;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// A connection of its own on which other hosts and commits can be heard: something has come due. While it is open, the others can see that
/// this host lives; once it is gone they take over what the host had claimed.
/// </summary>
sealed class DueListener : IAsyncDisposable
{
    /// <summary>The first half of the advisory lock that <c>host_lives</c> looks for.</summary>
    const int LifeLock = 7_420_202;

    readonly NpgsqlConnection connection;

    DueListener(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Of this process; made up, so that no two are alike.</summary>
    public static int HostNumber { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    public static async Task<DueListener> OpenAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var listener = new DueListener(await database.OpenConnectionAsync(token));
        await listener.ExecuteAsync($"listen {DueNotificationSql.Channel}; select pg_advisory_lock_shared({LifeLock}, {HostNumber})", token);
        return listener;
    }

    /// <summary>Returns when something was heard or the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken token) =>
        // Npgsql takes zero for "without end".
        connection.WaitAsync(longest < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : longest, token);

    async Task ExecuteAsync(string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The pool gives connections back as they are.
            await ExecuteAsync($"unlisten *; select pg_advisory_unlock_shared({LifeLock}, {HostNumber})", CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // Broken: the pool throws it away.
        }
        await connection.DisposeAsync();
    }
}
