using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What is read of one instance besides its columns; JSON where a text.</summary>
public sealed record InstanceState
{
    public required InstanceSummary Summary { get; init; }

    /// <summary>Values of variables by id.</summary>
    public string? Variables { get; init; }

    public string? Inputs { get; init; }

    public string? Outputs { get; init; }

    /// <summary>What still runs.</summary>
    public required string Executions { get; init; }
    public IReadOnlyList<IncidentRow> Incidents { get; init; } = [];
}

/// <summary>An incident that nobody has dealt with yet.</summary>
public sealed record IncidentRow
{
    public required string ActivityId { get; init; }
    public required string Message { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
}

/// <summary>Reads instances that a person may see: one round trip each.</summary>
public sealed class WorkflowInstanceSql(NpgsqlDataSource database)
{
    /// <summary>Of <see cref="InstanceAccess.Tables"/> and the version <c>d</c>.</summary>
    static string ColumnsFor(InstanceAccess access) => $"""
        i.id, i.definition_id, i.definition_version_id, d.version, i.status, i.sub_status, i.open_incidents as incident_count,
        i.created_at, i.updated_at, i.finished_at, c.instance_id is not null as is_case, {access.SeesContent} as sees_content,
        case when {access.SeesContent} then i.correlation_id end as correlation_id,
        {access.ShownName} as name
        """;

    /// <summary>Null when there is no such instance or the person may not know of it.</summary>
    public async Task<InstanceSummary?> FindAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<InstanceSummary>(new(FindOne(new(viewer)), new { id, viewer = viewer.Id }, cancellationToken: token));
    }

    static string FindOne(InstanceAccess access) => $"""
        select {ColumnsFor(access)}
        from {InstanceAccess.Tables} join definition_versions d on d.id = i.definition_version_id
        where i.id = @id and {access.Sees}
        """;

    /// <summary>Null when there is no such instance or the person may not know of it.</summary>
    public async Task<InstanceState?> FindStateAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        var sql = $"""
            {FindOne(new(viewer))};

            select state->>'variables', state->>'inputs', state->>'outputs', state->>'executions' from workflow_instances where id = @id;

            select activity_id, message, raised_at from incidents where instance_id = @id and resolved_at is null order by raised_at, id;
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(sql, new { id, viewer = viewer.Id }, cancellationToken: token));
        if (await results.ReadSingleOrDefaultAsync<InstanceSummary>() is not { } summary)
        {
            return null;
        }
        var (variables, inputs, outputs, executions) = await results.ReadSingleAsync<(string?, string?, string?, string?)>();
        return new()
        {
            Summary = summary,
            Variables = variables,
            Inputs = inputs,
            Outputs = outputs,
            Executions = executions ?? "[]",
            Incidents = (await results.ReadAsync<IncidentRow>()).AsList(),
        };
    }

    /// <summary>A page of a list, and how long the list is.</summary>
    public async Task<ElsaPage<InstanceSummary>> ListAsync(InstanceQuery query, CancellationToken token)
    {
        // The page is found first, so that versions and what the viewer sees are looked at for its rows alone.
        var sql = $"""
            select count(*) from {InstanceAccess.Tables} where {query.Where};

            with page as (
              select i.id, row_number() over (order by {query.OrderBy}) as place
              from {InstanceAccess.Tables}
              where {query.Where}
              order by {query.OrderBy}
              offset @skip limit @take)
            select {ColumnsFor(query.Access)}
            from page
            join workflow_instances i on i.id = page.id
            left join cases c on c.instance_id = i.id
            join definition_versions d on d.id = i.definition_version_id
            order by page.place;
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(sql, query.Parameters, cancellationToken: token));
        var total = await results.ReadSingleAsync<long>();
        return new((await results.ReadAsync<InstanceSummary>()).AsList(), total);
    }
}
