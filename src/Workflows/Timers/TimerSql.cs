using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Timers;

/// <summary>A timer that has come due and that this host is to run; its row goes with the commit of that run.</summary>
/// <param name="LeasedUntil">Machine time; tells this claim from a later one, and from the same timer set anew.</param>
/// <param name="Failures">How often its run has failed in a row.</param>
public sealed record ClaimedTimer(Guid Id, Guid InstanceId, DateTimeOffset DueAt, DateTimeOffset LeasedUntil, int Failures);

/// <summary>Claims timers that are due. Office time decides what is due, machine time how long a claim holds.</summary>
public sealed class TimerSql(NpgsqlDataSource database)
{
    /// <summary>
    /// Claims up to <paramref name="count"/> due timers in the order in which they fell due. Other hosts leave them alone until the
    /// lease ends; a host that dies loses nothing.
    /// </summary>
    /// <param name="host">Who claims, for <see cref="FreeAbandonedAsync"/>; null: nobody who could be seen to die.</param>
    public async Task<IReadOnlyList<ClaimedTimer>> ClaimDueAsync(int count, TimeSpan lease, int? host = null, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with due as (
              select id from timers
              where due_at <= office_now() and (leased_until is null or leased_until < clock_timestamp())
              order by due_at limit $1 for update skip locked)
            update timers set leased_until = clock_timestamp() + $2, leased_by = $3
            from due where timers.id = due.id
            returning timers.id, timers.instance_id, timers.due_at, timers.leased_until, timers.failures
            """);
        command.Parameters.With(count).With(lease).With(host, NpgsqlDbType.Integer);
        await using var row = await command.ExecuteReaderAsync(token);
        var claimed = new List<ClaimedTimer>();
        while (await row.ReadAsync(token))
            claimed.Add(new(row.GetGuid(0), row.GetGuid(1), row.Get<DateTimeOffset>(2), row.Get<DateTimeOffset>(3), row.GetInt32(4)));
        claimed.Sort((one, other) => one.DueAt.CompareTo(other.DueAt));
        return claimed;
    }

    /// <summary>Frees what hosts had claimed that do not live any more.</summary>
    public async Task FreeAbandonedAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with abandoned as (
              select id from timers
              where due_at <= office_now() and leased_until > clock_timestamp() and leased_by is not null and not host_lives(leased_by)
              for update skip locked)
            update timers set leased_until = null, leased_by = null from abandoned where timers.id = abandoned.id
            """);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Removes a claimed timer that its instance does not know any more, unless it was set anew meanwhile.</summary>
    public async Task DropAsync(ClaimedTimer timer, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("delete from timers where id = $1 and due_at = $2 and leased_until = $3");
        command.Parameters.With(timer.Id).With(timer.DueAt).With(timer.LeasedUntil);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Gives a claimed timer back, to be claimed again after a while: its run failed.</summary>
    public async Task PutOffAsync(ClaimedTimer timer, TimeSpan delay, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            update timers set leased_until = clock_timestamp() + $4, leased_by = null, failures = failures + 1
            where id = $1 and due_at = $2 and leased_until = $3
            """);
        command.Parameters.With(timer.Id).With(timer.DueAt).With(timer.LeasedUntil).With(delay);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>How long until a timer can be claimed, zero when one can be now; null when there is none.</summary>
    public async Task<TimeSpan?> NextClaimInAsync(CancellationToken token = default)
    {
        // Those leased at the moment stand first; the bound keeps the look short when a great many are.
        await using var command = database.CreateCommand("""
            select min(greatest(due_at - now, leased_until - clock_timestamp(), interval '0'))
            from (select due_at, leased_until, (select office_now()) as now from timers order by due_at limit 1000) next
            """);
        return await command.ExecuteScalarAsync(token) as TimeSpan?;
    }
}
