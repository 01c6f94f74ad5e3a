using Npgsql;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>Who edits a procedure, since when, and until when without a sign of life; in machine time.</summary>
public sealed record DefinitionLease(string DefinitionId, Guid PersonId, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>How long a lease holds without a sign of life.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(2);

    public DateTimeOffset RenewedAt => Until - Length;
}

/// <summary>Edit leases: one person at a time changes a procedure; whoever holds the lease renews it by working or by the open designer.</summary>
public sealed class DefinitionLeaseSql(NpgsqlDataSource database)
{
    /// <summary>Takes the lease when it is free, renews it when it is theirs.</summary>
    /// <returns>The lease as it is then: theirs, or that of somebody who was first.</returns>
    public async Task<DefinitionLease> TakeAsync(string definitionId, Guid person, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await TakeAsync(connection, definitionId, person, token);
    }

    internal static async Task<DefinitionLease> TakeAsync(NpgsqlConnection connection, string definitionId, Guid person, CancellationToken token)
    {
        // The update that changes nothing of somebody else's lease is what makes its row come back.
        await using var command = new NpgsqlCommand("""
            insert into definition_leases as held (definition_id, person_id, since, until)
            values ($1, $2, clock_timestamp(), clock_timestamp() + $3)
            on conflict (definition_id) do update set
              person_id = case when held.until > clock_timestamp() then held.person_id else excluded.person_id end,
              since = case when held.until > clock_timestamp() then held.since else excluded.since end,
              until = case when held.until > clock_timestamp() and held.person_id <> excluded.person_id then held.until else excluded.until end
            returning definition_id, person_id, since, until
            """, connection);
        command.Parameters.With(definitionId).With(person).With(DefinitionLease.Length);
        return (await ReadAsync(command, token))!;
    }

    /// <summary>Null when nobody edits the procedure now.</summary>
    public async Task<DefinitionLease?> FindAsync(string definitionId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await FindAsync(connection, definitionId, token);
    }

    internal static async Task<DefinitionLease?> FindAsync(NpgsqlConnection connection, string definitionId, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""
            select definition_id, person_id, since, until from definition_leases where definition_id = $1 and until > clock_timestamp()
            """, connection);
        command.Parameters.With(definitionId);
        return await ReadAsync(command, token);
    }

    /// <summary>Gives back the person's own lease, if there is one.</summary>
    public async Task ReleaseAsync(string definitionId, Guid person, CancellationToken token)
    {
        await using var command = database.CreateCommand("delete from definition_leases where definition_id = $1 and person_id = $2");
        command.Parameters.With(definitionId).With(person);
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task<DefinitionLease?> ReadAsync(NpgsqlCommand command, CancellationToken token)
    {
        await using var row = await command.ExecuteReaderAsync(token);
        return await row.ReadAsync(token) ? new(row.GetString(0), row.GetGuid(1), row.Get<DateTimeOffset>(2), row.Get<DateTimeOffset>(3)) : null;
    }
}
