using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>A promised stimulus that this host is to deliver.</summary>
/// <param name="IsEvent">Whether it is for whoever waits under its key, and still has to be spread to them.</param>
public sealed record ClaimedStimulus(PromisedStimulus Promised, bool IsEvent, int Failures);

/// <summary>Claims stimuli that instances have promised one another, and spreads events to those who wait for them.</summary>
public sealed class StimulusSql(NpgsqlDataSource database)
{
    /// <summary>How long an event is kept for somebody to wait for it.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>An event under whose key something waits that it is not for, as of another correlation, is looked at again after this.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Keeps a stimulus that comes from outside.</summary>
    public async Task AddAsync(PromisedStimulus promised, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            insert into stimuli (id, created_at, instance_id, definition_id, key, correlation_id, content) values ($1, office_now(), $2, $3, $4, $5, $6)
            """);
        command.Parameters.With(promised.Id).With(promised.InstanceId, NpgsqlDbType.Uuid).With(promised.DefinitionId, NpgsqlDbType.Text)
            .With(promised.Key, NpgsqlDbType.Text).With(promised.CorrelationId, NpgsqlDbType.Text)
            .With(StimulusJson.Write(promised.Stimulus).ToJsonString(), NpgsqlDbType.Jsonb);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Claims up to <paramref name="count"/> stimuli in their order: those for somebody, and events that nobody has heard or that something waits for now.</summary>
    public async Task<IReadOnlyList<ClaimedStimulus>> ClaimAsync(int count, TimeSpan lease, int? host = null, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with due as (
              select id from stimuli s
              where (leased_until is null or leased_until < clock_timestamp())
                and (key is null or not spread or exists (select from bookmarks b where b.key = s.key))
              order by created_at, id limit $1 for update skip locked)
            update stimuli set leased_until = clock_timestamp() + $2, leased_by = $3
            from due where stimuli.id = due.id
            returning stimuli.id, instance_id, definition_id, key, correlation_id, content, failures, created_at
            """);
        command.Parameters.With(count).With(lease).With(host, NpgsqlDbType.Integer);
        await using var row = await command.ExecuteReaderAsync(token);
        var claimed = new List<(DateTimeOffset At, ClaimedStimulus Stimulus)>();
        while (await row.ReadAsync(token))
        {
            using var content = JsonDocument.Parse(row.GetString(5));
            var (id, correlationId) = (row.GetGuid(0), row.TextOrNull(4));
            var promised = new PromisedStimulus(id, StimulusJson.Read(id, correlationId, content.RootElement), row.OrNull<Guid>(1), row.TextOrNull(2), row.TextOrNull(3), correlationId);
            claimed.Add((row.Get<DateTimeOffset>(7), new(promised, promised.Key is not null, row.GetInt32(6))));
        }
        return [.. claimed.OrderBy(one => one.At).Select(one => one.Stimulus)];
    }

    /// <summary>Frees what hosts had claimed that do not live any more.</summary>
    public async Task FreeAbandonedAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with abandoned as (
              select id from stimuli
              where leased_until > clock_timestamp() and leased_by is not null and not host_lives(leased_by)
              for update skip locked)
            update stimuli set leased_until = null, leased_by = null from abandoned where stimuli.id = abandoned.id
            """);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>
    /// Makes of an event a start for each procedure that begins with it, once, and a delivery for each instance that waits for it.
    /// It is gone when anyone was found, and kept otherwise.
    /// </summary>
    public async Task SpreadAsync(PromisedStimulus @event, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with event as (select * from stimuli where id = $1 for update),
            starting as (
              insert into stimuli (id, created_at, definition_id, correlation_id, content)
              select gen_random_uuid(), event.created_at, t.definition_id, event.correlation_id,
                jsonb_build_object('kind', 'start', 'trigger', t.activity_id, 'payload', event.content -> 'payload')
              from event join triggers t on t.active and t.key = event.key
              where not event.spread and event.instance_id is null
              returning id),
            waiting as (
              insert into stimuli (id, created_at, instance_id, content)
              select gen_random_uuid(), event.created_at, i.id, event.content
              from event join (select distinct key, instance_id from bookmarks) b on b.key = event.key
                join workflow_instances i on i.id = b.instance_id
              where i.id = coalesce(event.instance_id, i.id) and (event.correlation_id is null or i.correlation_id = event.correlation_id)
              returning id),
            found as (select (select count(*) from starting) + (select count(*) from waiting) as number),
            gone as (delete from stimuli where id = $1 and ((select number from found) > 0 or created_at < office_now() - $2))
            update stimuli set spread = true, leased_until = clock_timestamp() + $3, leased_by = null
            where id = $1 and (select number from found) = 0
            """);
        command.Parameters.With(@event.Id).With(KeptFor).With(LookAgainAfter);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Removes a stimulus that concerns nobody any more.</summary>
    public async Task DropAsync(PromisedStimulus promised, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("delete from stimuli where id = $1");
        command.Parameters.With(promised.Id);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Puts another stimulus in the place of one that could not be delivered.</summary>
    public async Task ReplaceAsync(PromisedStimulus promised, PromisedStimulus by, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            update stimuli set instance_id = $2, definition_id = null, content = $3, leased_until = null, leased_by = null, failures = 0 where id = $1
            """);
        command.Parameters.With(promised.Id).With(by.InstanceId, NpgsqlDbType.Uuid).With(StimulusJson.Write(by.Stimulus).ToJsonString(), NpgsqlDbType.Jsonb);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Gives a claimed stimulus back, to be claimed again after a while: its delivery failed.</summary>
    public async Task PutOffAsync(PromisedStimulus promised, TimeSpan delay, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            update stimuli set leased_until = clock_timestamp() + $2, leased_by = null, failures = failures + 1 where id = $1
            """);
        command.Parameters.With(promised.Id).With(delay);
        await command.ExecuteNonQueryAsync(token);
    }
}
