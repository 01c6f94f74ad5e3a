using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Workers;

/// <summary>Reads and moves the office time that is kept in the database.</summary>
public sealed class OfficeClockSql(NpgsqlDataSource database)
{
    /// <summary>Any number that no other use of advisory locks with one number has.</summary>
    const long AdvanceLock = 7_420_201;

    /// <summary>Waits until no other host moves the clock; none does until the result is disposed.</summary>
    internal async Task<IAsyncDisposable> LockAsync(CancellationToken token)
    {
        var connection = await database.OpenConnectionAsync(token);
        try
        {
            // The lock goes with its transaction, also when the connection breaks.
            await connection.BeginTransactionAsync(token);
            await connection.ExecuteAsync(new("select pg_advisory_xact_lock(@AdvanceLock)", new { AdvanceLock }, commandTimeout: 0, cancellationToken: token));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<DateTimeOffset> NowAsync(CancellationToken token)
    {
        await using var command = database.CreateCommand("select office_now()");
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);
        return await row.GetFieldValueAsync<DateTimeOffset>(0, token);
    }

    /// <summary>Moves office time on to a moment; one that has passed changes nothing.</summary>
    internal async Task MoveToAsync(DateTimeOffset moment, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        // Seconds, not days: a day added to a moment in a session's time zone is not always 24 hours.
        await connection.ExecuteAsync(new("""
            update office set clock_offset = clock_offset + make_interval(secs => extract(epoch from @moment - office_now()))
            where office_now() < @moment
            """, new { moment }, cancellationToken: token));
    }

    /// <summary>
    /// When the next timer, the next mail and the next trigger fall due, those included that a host has claimed. A timer whose run failed stands aside until
    /// it is tried again.
    /// </summary>
    internal async Task<NextDue> NextDueAsync(CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            select office_now(),
              (select min(due_at) from timers where failures = 0 or leased_until < clock_timestamp()),
              (select min(due_at) from outbox where status in ('waiting', 'sending')),
              (select min(due_at) from triggers where active)
            """);
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);
        return new(
            await row.GetFieldValueAsync<DateTimeOffset>(0, token),
            await row.GetFieldValueAsync<DateTimeOffset?>(1, token),
            await row.GetFieldValueAsync<DateTimeOffset?>(2, token),
            await row.GetFieldValueAsync<DateTimeOffset?>(3, token));
    }
}

/// <summary>Office times: the present, and when something comes due (null when nothing waits).</summary>
sealed record NextDue(DateTimeOffset Now, DateTimeOffset? Timer, DateTimeOffset? Mail, DateTimeOffset? Trigger);
