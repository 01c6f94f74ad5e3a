using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Outbox;

/// <summary>A request that this host is to make.</summary>
/// <param name="Attempt">How often it was claimed, this time included; tells a claim from an earlier one whose lease has ended.</param>
public sealed record ClaimedRequest(OutboxRequest Request, int Attempt);

/// <summary>Claims requests to other systems that are due, and keeps what they are answered. Office time decides what is due, machine time how long a claim holds.</summary>
public sealed class RequestSql(NpgsqlDataSource database)
{
    /// <summary>Claims up to <paramref name="count"/> requests that are due. One that is not settled within the lease is made a second time under the same id.</summary>
    /// <param name="host">Who claims, for <see cref="FreeAbandonedAsync"/>; null: nobody who could be seen to die.</param>
    public async Task<IReadOnlyList<ClaimedRequest>> ClaimDueAsync(int count, TimeSpan lease, int? host = null, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with due as (
              select id from http_requests
              where due_at <= office_now() and (leased_until is null or leased_until < clock_timestamp())
              order by due_at limit $1 for update skip locked)
            update http_requests request set leased_until = clock_timestamp() + $2, leased_by = $3, attempts = attempts + 1
            from due where request.id = due.id
            returning request.id, activity_id, method, url, headers, content_type, content, attempts
            """);
        command.Parameters.With(count).With(lease).With(host, NpgsqlDbType.Integer);
        await using var row = await command.ExecuteReaderAsync(token);
        var claimed = new List<ClaimedRequest>();
        while (await row.ReadAsync(token))
        {
            var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(4))!;
            var request = new OutboxRequest(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), headers, row.TextOrNull(5), row.TextOrNull(6));
            claimed.Add(new(request, row.GetInt32(7)));
        }
        return claimed;
    }

    /// <summary>Frees what hosts had claimed that do not live any more; it is made once more if it had left already.</summary>
    public async Task FreeAbandonedAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with abandoned as (
              select id from http_requests
              where leased_until > clock_timestamp() and leased_by is not null and not host_lives(leased_by)
              for update skip locked)
            update http_requests request set leased_until = null, leased_by = null from abandoned where request.id = abandoned.id
            """);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Puts the answer, as the content of a stimulus, in the place of the request.</summary>
    /// <returns>False when the lease had ended and the request is in other hands, or nobody waits for it any more.</returns>
    public async Task<bool> SettleAsync(ClaimedRequest claimed, string stimulus, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with gone as (delete from http_requests where id = $1 and attempts = $2 returning instance_id)
            insert into stimuli (id, created_at, instance_id, content) select gen_random_uuid(), office_now(), instance_id, $3 from gone
            """);
        command.Parameters.With(claimed.Request.Id).With(claimed.Attempt).With(stimulus, NpgsqlDbType.Jsonb);
        return await command.ExecuteNonQueryAsync(token) == 1;
    }

    /// <summary>The request is made once more after a while of office time.</summary>
    public async Task RetryAsync(ClaimedRequest claimed, TimeSpan delay, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            update http_requests set due_at = office_now() + $3, leased_until = null, leased_by = null where id = $1 and attempts = $2
            """);
        command.Parameters.With(claimed.Request.Id).With(claimed.Attempt).With(delay);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>How long until a request can be claimed, zero when one can be now; null when none waits.</summary>
    public async Task<TimeSpan?> NextClaimInAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select min(greatest(due_at - now, leased_until - clock_timestamp(), interval '0'))
            from (select due_at, leased_until, (select office_now()) as now from http_requests order by due_at limit 1000) next
            """);
        return await command.ExecuteScalarAsync(token) as TimeSpan?;
    }
}
