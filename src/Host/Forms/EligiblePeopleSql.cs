using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Forms;

/// <summary>An active holder of a role.</summary>
/// <param name="Cases">How many open cases they have in it; null where that was not asked for.</param>
public sealed record RoleHolder(string Role, Guid Id, string Name, long? Cases);

/// <summary>Reads who may be chosen for a role.</summary>
public sealed class EligiblePeopleSql(NpgsqlDataSource database)
{
    /// <param name="counted">The roles whose caseload matters.</param>
    public async Task<ILookup<string, RoleHolder>> ReadAsync(IReadOnlyCollection<string> roles, IReadOnlyCollection<string> counted, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var holders = await connection.QueryAsync<RoleHolder>(new("""
            select r.role, p.id, p.name, case when r.role = any(@counted) then (
              select count(*) from case_people taken
              join workflow_instances i on i.id = taken.instance_id and i.status = 'Running'
              where taken.person_id = p.id and taken.role = r.role and taken.until is null) end as cases
            from person_roles r
            join people p on p.id = r.person_id and p.active
            where r.role = any(@roles)
            order by p.name, p.id
            """, new { roles = roles.ToArray(), counted = counted.ToArray() }, cancellationToken: token));
        return holders.ToLookup(holder => holder.Role, StringComparer.Ordinal);
    }
}
