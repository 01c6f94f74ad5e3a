using Npgsql;
using OpsWorkflows.Engine;

namespace OpsWorkflows.Host.Workers;

/// <summary>A connection of its own on which other hosts and commits can be heard: something has come due.</summary>
sealed class DueListener : IAsyncDisposable
{
    readonly NpgsqlConnection connection;

    DueListener(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<DueListener> OpenAsync(NpgsqlDataSource database, CancellationToken token)
    {
        var listener = new DueListener(await database.OpenConnectionAsync(token));
        await listener.ExecuteAsync($"listen {DueNotificationSql.Channel}", token);
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
            await ExecuteAsync("unlisten *", CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // Broken: the pool throws it away.
        }
        await connection.DisposeAsync();
    }
}
