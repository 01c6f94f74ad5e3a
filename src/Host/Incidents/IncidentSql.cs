using System.Text;
using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.Incidents;

/// <summary>Which open incidents a list has.</summary>
/// <param name="DefinitionId">Null for those of all procedures.</param>
public sealed record IncidentQuery(string? DefinitionId = null, PageKey? After = null, int Length = PageLength.Usual);

/// <summary>A procedure with steps that faults have stopped, and how many.</summary>
public sealed record StoppedProcedure(string DefinitionId, string Name, long Count);

/// <summary>An incident with the step and the case in which it was raised.</summary>
public record IncidentRow
{
    public required Guid Id { get; init; }
    public required Guid InstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required string Execution { get; init; }

    /// <summary>May repeat what somebody wrote.</summary>
    public required string Message { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public required string Procedure { get; init; }
    public string? CaseMark { get; init; }
    public required bool SeesContent { get; init; }

    /// <summary>Whether the instance is a case or runs for one.</summary>
    public required bool BelongsToCase { get; init; }

    public PageKey Key => new(RaisedAt, Id);
}

/// <summary>An incident with all that its page tells.</summary>
public sealed record IncidentDetails : IncidentRow
{
    /// <summary>How often the same execution of the step had failed by then, this time included.</summary>
    public required long Tries { get; init; }

    /// <summary>Who has dealt with it; null while it is open, and where nobody did.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>The journal's event of the repair; null while it is open, and where nobody repaired it.</summary>
    public string? Repair { get; init; }

    /// <summary>The incidents that the repair led to.</summary>
    public required Guid[] Raised { get; init; }
    public required int Revision { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The state document of the instance.</summary>
    public required string State { get; init; }

    public InstanceRow Instance => new()
    {
        Id = InstanceId,
        DefinitionVersionId = DefinitionVersionId,
        Revision = Revision,
        Status = Enum.Parse<WorkflowStatus>(Status),
        SubStatus = Enum.Parse<WorkflowSubStatus>(SubStatus),
        CreatedAt = CreatedAt,
        State = Encoding.UTF8.GetBytes(State),
    };
}

/// <summary>Reads incidents for who repairs them. Of all instances: what a reader may see of each, <see cref="InstanceAccess"/> says.</summary>
public sealed class IncidentSql(NpgsqlDataSource database)
{
    static string ColumnsFor(CurrentPerson viewer) => $"""
        n.id, n.instance_id, n.activity_id, n.execution, n.message, n.raised_at, n.resolved_at, i.definition_id, i.definition_version_id,
        d.version as definition_version, d.name as procedure, c.case_mark, {new InstanceAccess(viewer).SeesContent} as sees_content,
        {InstanceAccess.BelongsToCase} as belongs_to_case
        """;

    const string Tables = $"""
        incidents n
        join ({InstanceAccess.Tables}) on i.id = n.instance_id
        join definition_versions d on d.id = i.definition_version_id
        """;

    /// <summary>Open ones, the latest first; one more than asked for, when there are more.</summary>
    public async Task<IReadOnlyList<IncidentRow>> ListAsync(CurrentPerson viewer, IncidentQuery query, CancellationToken token)
    {
        // The page is found first, along the index of what is open, so that cases and versions are looked at for its rows alone.
        var sql = $"""
            with page as (
              select open.id from incidents open
              {(query.DefinitionId is null ? "" : "join workflow_instances run on run.id = open.instance_id and run.definition_id = @definitionId")}
              where open.resolved_at is null
              {(query.After is null ? "" : "and (open.raised_at, open.id) < (@afterAt, @afterId)")}
              order by open.raised_at desc, open.id desc
              limit @take)
            select {ColumnsFor(viewer)}
            from {Tables}
            where n.id in (select id from page)
            order by n.raised_at desc, n.id desc
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<IncidentRow>(new(sql, new
        {
            viewer = viewer.Id,
            definitionId = query.DefinitionId,
            afterAt = query.After?.At,
            afterId = query.After?.Id,
            take = query.Length + 1,
        }, cancellationToken: token))).AsList();
    }

    /// <summary>The procedures with open incidents, those with most at the top.</summary>
    public async Task<IReadOnlyList<StoppedProcedure>> CountAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<StoppedProcedure>(new("""
            select stopped.definition_id, d.name, stopped.count
            from (
              select i.definition_id, count(*) as count, max(i.definition_version_id) as any_version
              from incidents n join workflow_instances i on i.id = n.instance_id
              where n.resolved_at is null
              group by i.definition_id) stopped
            join definition_versions d on d.id = coalesce(
              (select latest.id from definition_versions latest where latest.definition_id = stopped.definition_id and latest.is_latest), stopped.any_version)
            order by stopped.count desc, d.name, stopped.definition_id
            """, cancellationToken: token))).AsList();
    }

    /// <summary>Open and closed ones, the latest first; those that there are.</summary>
    public async Task<IReadOnlyList<IncidentRow>> FindManyAsync(CurrentPerson viewer, IReadOnlyCollection<Guid> ids, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<IncidentRow>(new($"""
            select {ColumnsFor(viewer)}
            from {Tables}
            where n.id = any(@ids)
            order by n.raised_at desc, n.id desc
            """, new { viewer = viewer.Id, ids = ids.ToArray() }, cancellationToken: token))).AsList();
    }

    /// <summary>What is open in one instance, the earliest first.</summary>
    public async Task<IReadOnlyList<IncidentRow>> OfInstanceAsync(CurrentPerson viewer, Guid instanceId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<IncidentRow>(new($"""
            select {ColumnsFor(viewer)}
            from {Tables}
            where n.instance_id = @instanceId and n.resolved_at is null
            order by n.raised_at, n.id
            """, new { viewer = viewer.Id, instanceId }, cancellationToken: token))).AsList();
    }

    /// <summary>Null when there is none.</summary>
    public async Task<IncidentDetails?> FindAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        // All that one burst writes bears the same moment.
        var sql = $"""
            select {ColumnsFor(viewer)}, p.name as resolved_by, i.revision, i.status, i.sub_status, i.created_at, i.state::text as state,
              (select count(*) from incidents before
               where before.instance_id = n.instance_id and before.execution = n.execution and before.raised_at <= n.raised_at) as tries,
              (select j.event from journal j
               where j.instance_id = n.instance_id and j.of_case and j.at = n.resolved_at and j.event = any(@repairs)
               order by j.revision desc, j.seq limit 1) as repair,
              array(
               select next.id from incidents next
               where next.instance_id = n.instance_id and next.raised_at = n.resolved_at
               order by next.execution <> n.execution, next.id) as raised
            from {Tables}
            left join people p on p.id = n.resolved_by
            where n.id = @id
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<IncidentDetails>(new(sql, new { viewer = viewer.Id, id, repairs = Repairs.ByEvent.Keys.ToArray() }, cancellationToken: token));
    }
}

/// <summary>What can become of an incident, by the events of the journal.</summary>
public static class Repairs
{
    public const string Retried = "retried";
    public const string Skipped = "skipped";
    public const string Cancelled = "cancelled";

    /// <summary>The case went on or ended by itself.</summary>
    public const string Overtaken = "overtaken";

    public static IReadOnlyDictionary<string, string> ByEvent { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [JournalEvents.IncidentRetried] = Retried,
        [JournalEvents.IncidentSkipped] = Skipped,
        [JournalEvents.CaseClosed] = Cancelled,
        [JournalEvents.InstanceCancelled] = Cancelled,
    };
}
