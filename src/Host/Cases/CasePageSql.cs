using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Cases;

/// <summary>Another open case of the same family.</summary>
/// <param name="Visible">Whether the reader may open it.</param>
public sealed record SiblingCase(Guid Id, string CaseMark, bool Visible);

/// <summary>What the page of a case shows beside the case itself.</summary>
/// <param name="Now">Office time.</param>
public sealed record CaseSurroundings(DateTimeOffset Now, IReadOnlyList<SiblingCase> Siblings);

/// <summary>Reads what stands around a case.</summary>
public sealed class CasePageSql(NpgsqlDataSource database)
{
    public async Task<CaseSurroundings> ReadAsync(CurrentPerson reader, Guid caseId, CancellationToken token)
    {
        var sql = $"""
            select office_now();

            select other.instance_id as id, other.case_mark, {CaseAccess.Of(reader).Condition("other.instance_id")} as visible
            from cases this
            join families f on f.id = this.family_id and f.name <> @unnamed
            join cases other on other.family_id = this.family_id and other.instance_id <> this.instance_id
            join workflow_instances i on i.id = other.instance_id and i.status = 'Running'
            where this.instance_id = @caseId
            order by other.opened_at, other.instance_id;
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(sql, new { viewer = reader.Id, caseId, unnamed = FamilySql.Unnamed }, cancellationToken: token));
        return new(await results.ReadSingleAsync<DateTimeOffset>(), (await results.ReadAsync<SiblingCase>()).AsList());
    }
}
