using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;
using OpsWorkflows.Definitions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>All that a run has to know from the database, as of one moment.</summary>
internal sealed record InstanceRead
{
    /// <summary>Office time.</summary>
    internal required DateTimeOffset Now { get; init; }
    internal required OfficeVersions Office { get; init; }

    /// <summary>Null when there is no such instance.</summary>
    internal InstanceRow? Instance { get; init; }

    /// <summary>The answer that a request under this key got before.</summary>
    internal StoredAnswer? Answer { get; init; }

    /// <summary>The published version of the definition that is to be started.</summary>
    internal string? PublishedVersionId { get; init; }

    /// <summary>The version that is to be started instead of the published one.</summary>
    internal DefinitionVersion? Version { get; init; }
}

/// <summary>The answer to an earlier request, and the hash of that request.</summary>
internal sealed record StoredAnswer(string RequestHash, int Status, string ResponseJson);

/// <summary>Reads what a burst starts from, in one round trip.</summary>
internal static class InstanceSql
{
    internal const string Read = """
        select clock_timestamp() + office.clock_offset, office.directory_version, office.calendar_version,
          i.definition_version_id, i.revision, i.status, i.sub_status, i.name, i.correlation_id, i.created_at, i.state,
          k.request_hash, k.status, k.response, d.id
        from office
        left join workflow_instances i on i.id = $1
        left join idempotency_keys k on k.person_id = $2 and k.key = $3
        left join definition_versions d on d.definition_id = $4 and d.is_published
        """;

    internal const int StateColumn = 10;

    private const string ReadCaseloads = """
        select asked.person_id, asked.role, count(i.id)::integer
        from unnest($1, $2) asked (person_id, role)
        left join (case_people p join workflow_instances i on i.id = p.instance_id and i.status = 'Running')
          on p.person_id = asked.person_id and p.role = asked.role and p.until is null
        group by asked.person_id, asked.role
        """;

    /// <param name="definitionId">What is to be started; null for an instance that exists.</param>
    internal static async Task<InstanceRead> ReadAsync(
        NpgsqlDataSource database, Guid instanceId, string? definitionId, RequestKey? key, CancellationToken token)
    {
        await using var command = database.CreateCommand(Read);
        AddReadParameters(command.Parameters, instanceId, definitionId, key);
        await using var row = await command.ExecuteReaderAsync(token);
        if (!await row.ReadAsync(token))
            throw new InvalidOperationException("The table 'office' has lost its row.");
        return new InstanceRead
        {
            Now = row.Get<DateTimeOffset>(0),
            Office = new(row.GetInt64(1), row.GetInt64(2)),
            Instance = row.IsNull(3) ? null : ReadInstance(instanceId, row),
            Answer = row.IsNull(11) ? null : new(row.GetString(11), row.GetInt32(12), row.GetString(13)),
            PublishedVersionId = row.TextOrNull(14),
        };
    }

    internal static void AddReadParameters(NpgsqlParameterCollection parameters, Guid instanceId, string? definitionId, RequestKey? key) =>
        parameters.With(instanceId).With(key?.PersonId, NpgsqlDbType.Uuid).With(key?.Key, NpgsqlDbType.Text).With(definitionId, NpgsqlDbType.Text);

    private static InstanceRow ReadInstance(Guid id, NpgsqlDataReader row) => new()
    {
        Id = id,
        DefinitionVersionId = row.GetString(3),
        Revision = row.GetInt32(4),
        Status = Enum.Parse<WorkflowStatus>(row.GetString(5)),
        SubStatus = Enum.Parse<WorkflowSubStatus>(row.GetString(6)),
        Name = row.TextOrNull(7),
        CorrelationId = row.TextOrNull(8),
        CreatedAt = row.Get<DateTimeOffset>(9),
        State = row.Get<byte[]>(StateColumn),
    };

    /// <summary>How many open cases each of the people has in the role.</summary>
    internal static async Task<Dictionary<(Guid Person, string Role), int>> ReadCaseloadsAsync(
        NpgsqlDataSource database, List<(Guid Person, string Role)> asked, CancellationToken token)
    {
        await using var command = database.CreateCommand(ReadCaseloads);
        command.Parameters.With<Guid[]>([.. asked.Select(one => one.Person)]).With<string[]>([.. asked.Select(one => one.Role)]);
        await using var row = await command.ExecuteReaderAsync(token);
        var caseloads = new Dictionary<(Guid, string), int>();
        while (await row.ReadAsync(token))
            caseloads[(row.GetGuid(0), row.GetString(1))] = row.GetInt32(2);
        return caseloads;
    }

    /// <summary>The instances that wait under a key, in a steady order.</summary>
    internal static async Task<List<Guid>> ReadWaitingAsync(NpgsqlDataSource database, string bookmarkKey, CancellationToken token)
    {
        await using var command = database.CreateCommand("select distinct instance_id from bookmarks where key = $1 order by instance_id");
        command.Parameters.With(bookmarkKey);
        await using var row = await command.ExecuteReaderAsync(token);
        var instances = new List<Guid>();
        while (await row.ReadAsync(token))
            instances.Add(row.GetGuid(0));
        return instances;
    }
}
