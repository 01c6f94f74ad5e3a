using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Studio;

/// <summary>What stands above the diagram of an instance.</summary>
/// <param name="CaseMark">Null for an instance that is no case.</param>
/// <param name="Visible">Whether the reader may open the case itself.</param>
public sealed record DiagramHead(string? CaseMark, string Procedure, string DefinitionId, int Version, bool Visible);

/// <summary>Reads whose diagram it is.</summary>
public sealed class DiagramSql(NpgsqlDataSource database)
{
    public async Task<DiagramHead?> FindAsync(CurrentPerson reader, Guid instanceId, CancellationToken token)
    {
        var sql = $"""
            select c.case_mark, version.name as procedure, version.definition_id, version.version,
              c.instance_id is not null and @worksOnCases and {CaseAccess.Of(reader).Condition("i.id")} as visible
            from workflow_instances i
            join definition_versions version on version.id = i.definition_version_id
            left join cases c on c.instance_id = i.id
            where i.id = @instanceId
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<DiagramHead>(new(sql, new { viewer = reader.Id, instanceId, worksOnCases = Policies.Allows(Policies.CaseWork, reader) }, cancellationToken: token));
    }
}
