using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>Reads and writes versions of procedures.</summary>
public sealed class DefinitionSql(NpgsqlDataSource database)
{
    private const string SummaryColumns =
        "id, definition_id, version, name, description, is_latest, is_published, published_at, created_at, created_by, shipped_hash";

    internal const string Columns = SummaryColumns + ", content, resources";

    /// <param name="condition">A condition on <c>definition_versions</c> with positional parameters.</param>
    internal async Task<DefinitionVersion?> FindAsync(string condition, CancellationToken token, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await FindAsync(connection, condition, token, values);
    }

    internal static async Task<DefinitionVersion?> FindAsync(NpgsqlConnection connection, string condition, CancellationToken token, params object[] values)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from definition_versions where {condition}", connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var row = await command.ExecuteReaderAsync(token);
        return await row.ReadAsync(token) ? ReadVersion(row) : null;
    }

    private static DefinitionVersion ReadVersion(DbDataReader row) => new()
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
        Content = row.GetString(11),
        Resources = row.GetString(12),
    };

    internal async Task<List<DefinitionSummary>> ListAsync(VersionFilter filter, string? definitionId, CancellationToken token)
    {
        var condition = filter switch
        {
            VersionFilter.Latest => "is_latest",
            VersionFilter.Published => "is_published",
            VersionFilter.LatestOrPublished => "(is_latest or is_published)",
            _ => "true",
        };
        await using var command = database.CreateCommand($"""
            select {SummaryColumns} from definition_versions
            where {condition} and ($1 is null or definition_id = $1)
            order by definition_id, version desc
            """);
        command.Parameters.With(definitionId, NpgsqlDbType.Text);
        await using var row = await command.ExecuteReaderAsync(token);
        var versions = new List<DefinitionSummary>();
        while (await row.ReadAsync(token))
        {
            versions.Add(new DefinitionSummary
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
            });
        }
        return versions;
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

/// <summary>A change to the versions of one procedure, alone with them until <see cref="CommitAsync"/>; undone without it.</summary>
internal sealed class DefinitionChange(string definitionId, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    /// <summary>Any number that no other use of two-part advisory locks has.</summary>
    private const int LockClass = 74_201;

    internal async Task LockAsync(CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1, hashtext($2))", connection, transaction);
        command.Parameters.With(LockClass).With(definitionId);
        await command.ExecuteNonQueryAsync(token);
    }

    internal Task<DefinitionVersion?> LatestAsync(CancellationToken token) =>
        DefinitionSql.FindAsync(connection, "definition_id = $1 and is_latest", token, definitionId);

    /// <summary>Puts a draft behind all versions there are; it is the latest then.</summary>
    internal async Task<DefinitionVersion> AddAsync(NewContent content, CancellationToken token)
    {
        await ExecuteAsync("update definition_versions set is_latest = false where definition_id = $1 and is_latest", token, definitionId);
        await using var command = new NpgsqlCommand("""
            insert into definition_versions (id, definition_id, version, name, description, is_latest, is_published, content, resources,
              shipped_hash, created_at, created_by)
            select $1 || ':' || next.version, $1, next.version, $2, $3, true, false, $4, $5, $6, office_now(), $7
            from (select coalesce(max(version), 0) + 1 as version from definition_versions where definition_id = $1) next
            """, connection, transaction);
        command.Parameters.With(definitionId).With(content.Name).With(content.Description, NpgsqlDbType.Text)
            .With(content.Content, NpgsqlDbType.Json).With(content.Resources, NpgsqlDbType.Json)
            .With(content.ShippedHash, NpgsqlDbType.Text).With(content.By, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(token);
        return (await LatestAsync(token))!;
    }

    /// <summary>Changes the latest version, a draft, in place.</summary>
    internal async Task<DefinitionVersion> ReplaceDraftAsync(NewContent content, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""
            update definition_versions set name = $2, description = $3, content = $4, resources = $5, shipped_hash = $6, created_by = $7
            where definition_id = $1 and is_latest
            """, connection, transaction);
        command.Parameters.With(definitionId).With(content.Name).With(content.Description, NpgsqlDbType.Text)
            .With(content.Content, NpgsqlDbType.Json).With(content.Resources, NpgsqlDbType.Json)
            .With(content.ShippedHash, NpgsqlDbType.Text).With(content.By, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(token);
        return (await LatestAsync(token))!;
    }

    /// <summary>Makes the latest version the one that new cases take.</summary>
    internal async Task<DefinitionVersion> PublishLatestAsync(CancellationToken token)
    {
        await RetractAsync(token);
        await ExecuteAsync("""
            update definition_versions set is_published = true, published_at = coalesce(published_at, office_now())
            where definition_id = $1 and is_latest
            """, token, definitionId);
        return (await LatestAsync(token))!;
    }

    /// <summary>New cases cannot take the procedure any more; those that run go on.</summary>
    internal Task RetractAsync(CancellationToken token) =>
        ExecuteAsync("update definition_versions set is_published = false where definition_id = $1 and is_published", token, definitionId);

    /// <summary>Remembers that a shipped state has arrived.</summary>
    /// <returns>False when it had arrived before.</returns>
    internal async Task<bool> ArriveAsync(string hash, CancellationToken token) => await ExecuteAsync("""
        insert into shipped_definitions (definition_id, hash, arrived_at) values ($1, $2, office_now()) on conflict do nothing
        """, token, definitionId, hash) == 1;

    private async Task<int> ExecuteAsync(string sql, CancellationToken token, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
            command.Parameters.With(value);
        return await command.ExecuteNonQueryAsync(token);
    }

    internal Task CommitAsync(CancellationToken token) => transaction.CommitAsync(token);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>What a new or changed draft holds.</summary>
internal sealed record NewContent(string Name, string? Description, string Content, string Resources, string? ShippedHash, Guid? By);
