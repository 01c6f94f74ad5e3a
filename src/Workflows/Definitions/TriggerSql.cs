using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>Keeps the triggers of published versions, and fires those of time.</summary>
public sealed class TriggerSql(NpgsqlDataSource database)
{
    /// <summary>
    /// Makes these the triggers of a procedure. One that waits for the same as before keeps its next moment, and a moment that has come
    /// does not come again.
    /// </summary>
    internal static async Task SetAsync(NpgsqlConnection connection, string definitionId, string versionId, Func<DateTimeOffset, List<Trigger>> triggersAt, CancellationToken token)
    {
        var triggers = triggersAt(await NowAsync(connection, token));
        await using var command = new NpgsqlCommand("""
            with published as (
              select * from unnest($3, $4, $5, $6, $7, $8) trigger (activity_id, rule, key, due_at, every, cron)),
            ended as (
              update triggers set active = false
              where definition_id = $1 and activity_id not in (select activity_id from published))
            insert into triggers as known (definition_id, version_id, activity_id, rule, key, due_at, every, cron, active)
            select $1, $2, published.*, true from published
            on conflict (definition_id, activity_id) do update set version_id = excluded.version_id, rule = excluded.rule, key = excluded.key,
              due_at = case when known.rule = excluded.rule and (known.active or known.due_at is null) then known.due_at else excluded.due_at end,
              every = excluded.every, cron = excluded.cron, active = true
            """, connection);
        command.Parameters.With(definitionId).With(versionId)
            .With<string[]>([.. triggers.Select(trigger => trigger.ActivityId)])
            .With<string[]>([.. triggers.Select(trigger => trigger.Rule)])
            .With<string?[]>([.. triggers.Select(trigger => trigger.Key)], NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With<DateTimeOffset?[]>([.. triggers.Select(trigger => trigger.DueAt)], NpgsqlDbType.Array | NpgsqlDbType.TimestampTz)
            .With<TimeSpan?[]>([.. triggers.Select(trigger => trigger.Every)], NpgsqlDbType.Array | NpgsqlDbType.Interval)
            .With<string?[]>([.. triggers.Select(trigger => trigger.Cron)], NpgsqlDbType.Array | NpgsqlDbType.Text);
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task<DateTimeOffset> NowAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select office_now()", connection);
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);
        return row.Get<DateTimeOffset>(0);
    }

    /// <summary>A procedure that is retracted starts no instances; the moments that have come are remembered.</summary>
    internal static async Task EndAsync(NpgsqlConnection connection, string definitionId, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("update triggers set active = false where definition_id = $1", connection);
        command.Parameters.With(definitionId);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>
    /// Fires the triggers that are due: each promises one start and moves to its next moment, in one transaction. Moments that were
    /// missed while nothing ran are made up for once. Returns how many have fired.
    /// </summary>
    public async Task<int> FireDueAsync(int count, CancellationToken token = default)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        var fired = new List<(string DefinitionId, string ActivityId, DateTimeOffset? Next)>();
        await using (var command = new NpgsqlCommand("""
            select definition_id, activity_id, due_at, every, cron, office_now() from triggers
            where active and due_at <= office_now() order by due_at limit $1 for update skip locked
            """, connection))
        {
            command.Parameters.With(count);
            await using var row = await command.ExecuteReaderAsync(token);
            while (await row.ReadAsync(token))
                fired.Add((row.GetString(0), row.GetString(1), Next(row.Get<DateTimeOffset>(2), row.OrNull<TimeSpan>(3), row.TextOrNull(4), row.Get<DateTimeOffset>(5))));
        }
        if (fired.Count == 0)
            return 0;
        await using (var command = new NpgsqlCommand("""
            with fired as (select * from unnest($1, $2, $3) fired (definition_id, activity_id, next)),
            moved as (
              update triggers t set due_at = fired.next from fired
              where t.definition_id = fired.definition_id and t.activity_id = fired.activity_id)
            insert into stimuli (id, created_at, definition_id, content)
            select gen_random_uuid(), office_now(), definition_id, jsonb_build_object('kind', 'start', 'trigger', activity_id) from fired
            """, connection))
        {
            command.Parameters
                .With<string[]>([.. fired.Select(one => one.DefinitionId)])
                .With<string[]>([.. fired.Select(one => one.ActivityId)])
                .With<DateTimeOffset?[]>([.. fired.Select(one => one.Next)], NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);
            await command.ExecuteNonQueryAsync(token);
        }
        await transaction.CommitAsync(token);
        return fired.Count;
    }

    private static DateTimeOffset? Next(DateTimeOffset due, TimeSpan? every, string? cron, DateTimeOffset now)
    {
        if (every is { } span)
            return due + span > now ? due + span : now + span;
        return cron is not null && CronSchedule.TryParse(cron, out var schedule) ? schedule!.Next(now) : null;
    }

    /// <summary>How long until a trigger is due, zero when one is now; null when there is none.</summary>
    public async Task<TimeSpan?> NextDueInAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select greatest(min(due_at) - office_now(), interval '0') from triggers where active and due_at is not null having count(*) > 0
            """);
        return await command.ExecuteScalarAsync(token) as TimeSpan?;
    }
}
