using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>Reads the kept states of procedures.</summary>
public sealed class DefinitionRevisionSql(NpgsqlDataSource database)
{
    /// <summary>The newest first, without their documents.</summary>
    /// <param name="before">The id of the last one of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<DefinitionRevision>> ListAsync(string definitionId, long? before, int limit, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select r.id, r.definition_id, r.version, r.kind, r.name, p.name, r.began_at, r.saved_at
            from definition_revisions r
            left join people p on p.id = r.person_id
            where r.definition_id = $1 and ($2 is null or r.id < $2)
            order by r.id desc
            limit $3
            """);
        command.Parameters.With(definitionId).With(before, NpgsqlDbType.Bigint).With(limit);
        return await ReadAsync(command, token);
    }

    /// <summary>The last state of each procedure of which no version is left, by name.</summary>
    public async Task<IReadOnlyList<DefinitionRevision>> ListDeletedAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select r.id, r.definition_id, r.version, r.kind, r.name, p.name, r.began_at, r.saved_at
            from (select distinct on (definition_id) * from definition_revisions order by definition_id, id desc) r
            left join people p on p.id = r.person_id
            where not exists (select from definition_versions v where v.definition_id = r.definition_id)
            order by lower(r.name), r.id
            """);
        return await ReadAsync(command, token);
    }

    private static async Task<IReadOnlyList<DefinitionRevision>> ReadAsync(NpgsqlCommand command, CancellationToken token)
    {
        await using var row = await command.ExecuteReaderAsync(token);
        var revisions = new List<DefinitionRevision>();
        while (await row.ReadAsync(token))
            revisions.Add(new(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.Get<DateTimeOffset>(6), row.Get<DateTimeOffset>(7)));
        return revisions;
    }
}
