using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>Reads versions of procedures, and begins to change them.</summary>
public sealed class DefinitionSql(NpgsqlDataSource database)
{
    private const string SummaryColumns = """
        id, definition_id, version, name, description, is_latest, is_published, published_at, created_at, created_by, shipped_hash,
        tool_version, is_system, is_readonly, revision, changed_at, saved_by_tab
        """;

    private const string Columns = SummaryColumns + ", content, resources";

    /// <param name="condition">A condition on <c>definition_versions</c> with positional parameters.</param>
    internal async Task<DefinitionVersion?> FindAsync(string condition, CancellationToken token, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await FindAsync(connection, condition, token, values);
    }

    internal static async Task<DefinitionVersion?> FindAsync(NpgsqlConnection connection, string condition, CancellationToken token, params object[] values)
    {
        var found = await ReadAsync(connection, $"{condition} order by version desc limit 1", token, values);
        return found.Count > 0 ? found[0] : null;
    }

    internal async Task<List<DefinitionVersion>> ReadAsync(string condition, CancellationToken token, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await ReadAsync(connection, condition, token, values);
    }

    internal static async Task<List<DefinitionVersion>> ReadAsync(NpgsqlConnection connection, string condition, CancellationToken token, params object[] values)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from definition_versions where {condition}", connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var row = await command.ExecuteReaderAsync(token);
        var versions = new List<DefinitionVersion>();
        while (await row.ReadAsync(token))
            versions.Add(ReadVersion(row));
        return versions;
    }

    private static DefinitionVersion ReadVersion(DbDataReader row) => new(ReadSummary(row), row.GetString(17), row.GetString(18));

    private static DefinitionSummary ReadSummary(DbDataReader row) => new()
    {
        VersionId = row.GetString(0),
        DefinitionId = row.GetString(1),
        Version = row.GetInt32(2),
        Name = row.GetString(3),
        Description = row.TextOrNull(4),
        IsLatest = row.GetBoolean(5),
        IsPublished = row.GetBoolean(6),
        PublishedAt = row.OrNull<DateTimeOffset>(7),
        CreatedAt = row.Get<DateTimeOffset>(8),
        CreatedBy = row.OrNull<Guid>(9),
        ShippedHash = row.TextOrNull(10),
        ToolVersion = row.TextOrNull(11),
        IsSystem = row.GetBoolean(12),
        IsReadonly = row.GetBoolean(13),
        Revision = row.GetInt32(14),
        ChangedAt = row.Get<DateTimeOffset>(15),
        SavedByTab = row.TextOrNull(16),
    };

    /// <summary>Never reads documents, however many versions there are.</summary>
    internal async Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var batch = new NpgsqlBatch(connection);
        var where = $"""
            from definition_versions
            where {query.Versions.Condition}
              and ($1 is null or definition_id = any($1)) and ($2 is null or id = any($2))
              and ($3 is null or is_system = $3) and ($4 is null or is_readonly = $4)
              and ($5 is null or name ilike $5 or description ilike $5 or definition_id ilike $5 or id ilike $5)
            """;
        Add($"select {SummaryColumns} {where} order by {OrderOf(query)} offset $6 limit $7").With(query.Offset).With(query.Limit, NpgsqlDbType.Integer);
        if (query.Limit is not null || query.Offset > 0)
            Add($"select count(*) {where}");
        await using var row = await batch.ExecuteReaderAsync(token);
        var versions = new List<DefinitionSummary>();
        while (await row.ReadAsync(token))
            versions.Add(ReadSummary(row));
        long total = versions.Count;
        if (await row.NextResultAsync(token) && await row.ReadAsync(token))
            total = row.GetInt64(0);
        return new(versions, total);

        NpgsqlParameterCollection Add(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            batch.BatchCommands.Add(command);
            return command.Parameters.With(query.DefinitionIds?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
                .With(query.VersionIds?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
                .With(query.IsSystem, NpgsqlDbType.Boolean).With(query.IsReadonly, NpgsqlDbType.Boolean)
                .With(PatternOf(query.Search), NpgsqlDbType.Text);
        }
    }

    private static string? PatternOf(string? search) => string.IsNullOrWhiteSpace(search)
        ? null
        : $"%{search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private static string OrderOf(DefinitionQuery query)
    {
        var direction = query.Descending ? "desc" : "asc";
        return query.Order switch
        {
            DefinitionOrder.Procedure => $"definition_id {direction}, version desc",
            DefinitionOrder.Version => $"version {direction}, definition_id",
            DefinitionOrder.Created => $"created_at {direction}, id",
            _ => $"lower(name) {direction}, definition_id, version desc",
        };
    }

    /// <summary>The versions that others may embed, the newest of each procedure first, without what they hold.</summary>
    /// <param name="definitionIds">Null for all procedures.</param>
    internal async Task<List<EmbeddableHead>> ReadEmbeddableAsync(IReadOnlyCollection<string>? definitionIds, CancellationToken token)
    {
        await using var command = database.CreateCommand(definitionIds is null ? EmbeddableOfAll : EmbeddableOfSome);
        if (definitionIds is not null)
            command.Parameters.With(definitionIds.ToArray());
        await using var row = await command.ExecuteReaderAsync(token);
        var heads = new List<EmbeddableHead>();
        while (await row.ReadAsync(token))
            heads.Add(new(row.GetString(0), row.GetBoolean(1)));
        return heads;
    }

    // Two statements, because one that says "or $1 is null" has to read every version.
    internal const string EmbeddableOfAll = """
        select id, is_published from definition_versions
        where usable_as_activity and published_at is not null
        order by definition_id, version desc
        """;

    internal const string EmbeddableOfSome = """
        select id, is_published from definition_versions
        where usable_as_activity and published_at is not null and definition_id = any($1)
        order by definition_id, version desc
        """;

    /// <summary>What procedures are called now, by their ids; what there is not is left out.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ReadNamesAsync(IReadOnlyCollection<string> definitionIds, CancellationToken token)
    {
        await using var command = database.CreateCommand("select definition_id, name from definition_versions where is_latest and definition_id = any($1)");
        command.Parameters.With(definitionIds.ToArray());
        await using var row = await command.ExecuteReaderAsync(token);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await row.ReadAsync(token))
            names[row.GetString(0)] = row.GetString(1);
        return names;
    }

    /// <summary>What the latest versions of procedures embed, by the ids of the procedures: the ids of other procedures, and of versions that are pinned.</summary>
    internal async Task<IReadOnlyDictionary<string, string[]>> ReadConsumedAsync(IReadOnlyCollection<string> definitionIds, CancellationToken token)
    {
        await using var command = database.CreateCommand("select definition_id, consumed_ids from definition_versions where is_latest and definition_id = any($1)");
        command.Parameters.With(definitionIds.ToArray());
        await using var row = await command.ExecuteReaderAsync(token);
        var consumed = new Dictionary<string, string[]>(StringComparer.Ordinal);
        while (await row.ReadAsync(token))
            consumed[row.GetString(0)] = row.Get<string[]>(1);
        return consumed;
    }

    /// <summary>How many procedures there are.</summary>
    internal async Task<long> CountAsync(CancellationToken token)
    {
        await using var command = database.CreateCommand("select count(*) from definition_versions where is_latest");
        return Convert.ToInt64(await command.ExecuteScalarAsync(token), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether another procedure than the one named has this name, large and small letters being the same.</summary>
    internal async Task<bool> IsNameTakenAsync(string name, string? besides, CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            select exists (select from definition_versions where is_latest and lower(name) = lower($1) and ($2 is null or definition_id <> $2))
            """);
        command.Parameters.With(name).With(besides, NpgsqlDbType.Text);
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>Whether procedures are published, by their ids; what there is not is left out.</summary>
    internal async Task<IReadOnlyDictionary<string, bool>> ReadPublishedAsync(IReadOnlyCollection<string> definitionIds, CancellationToken token)
    {
        var published = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (definitionIds.Count == 0)
            return published;
        await using var command = database.CreateCommand("select definition_id, bool_or(is_published) from definition_versions where definition_id = any($1) group by definition_id");
        command.Parameters.With(definitionIds.ToArray());
        await using var row = await command.ExecuteReaderAsync(token);
        while (await row.ReadAsync(token))
            published[row.GetString(0)] = row.GetBoolean(1);
        return published;
    }

    internal async Task<IReadOnlySet<string>> ReadHeldRolesAsync(CancellationToken token)
    {
        await using var command = database.CreateCommand("select distinct held.role from person_roles held join people on people.id = held.person_id where people.active");
        await using var row = await command.ExecuteReaderAsync(token);
        var roles = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(token))
            roles.Add(row.GetString(0));
        return roles;
    }

    /// <summary>Begins to change the versions of one procedure; whoever else wants to, waits until this is committed or given up.</summary>
    internal async Task<DefinitionChange> ChangeAsync(string definitionId, CancellationToken token)
    {
        var connection = await database.OpenConnectionAsync(token);
        try
        {
            var transaction = await connection.BeginTransactionAsync(token);
            var change = new DefinitionChange(definitionId, connection, transaction);
            await change.LockAsync(token);
            return change;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A version that others may embed, little more than that it is there.</summary>
internal readonly record struct EmbeddableHead(string VersionId, bool IsPublished);
