using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Reads whose cases run on which version of a procedure.</summary>
public sealed class OutlineSql(NpgsqlDataSource database)
{
    /// <summary>Whether a case that the reader may open runs, or ran, on the version.</summary>
    public async Task<bool> HasCaseAsync(CurrentPerson reader, string versionId, CancellationToken token)
    {
        if (!Policies.Allows(Policies.CaseWork, reader))
        {
            return false;
        }
        var sql = $"""
            select exists (
              select from workflow_instances i
              join cases c on c.instance_id = i.id
              where i.definition_version_id = @versionId and {CaseAccess.Of(reader).Condition("i.id")})
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.ExecuteScalarAsync<bool>(new(sql, new { viewer = reader.Id, versionId }, cancellationToken: token));
    }
}
