using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Cases;

/// <summary>A family on record.</summary>
public sealed record KnownFamily
{
    public required Guid Id { get; init; }

    /// <summary>Office time when this was read.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The marks of its cases that are open.</summary>
    public IReadOnlyList<string> OpenCases { get; init; } = [];
}

/// <summary>Keeps families: the same name and address, in whatever case, is the same family. Those without a name have nothing to do with one another.</summary>
public sealed class FamilySql(NpgsqlDataSource database)
{
    /// <summary>Stands for the family where a start form does not ask for its name.</summary>
    public const string Unnamed = "—";

    /// <summary>Adds the family unless it is on record.</summary>
    public async Task<KnownFamily> FindOrAddAsync(string name, string address, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new("""
            insert into families as known (id, name, address, created_at) values (@id, @name, @address, office_now())
            on conflict (lower(name), lower(address)) do update set name = known.name
            returning id, office_now() as now;

            select c.case_mark
            from families f
            join cases c on c.family_id = f.id
            join workflow_instances i on i.id = c.instance_id and i.status = 'Running'
            where lower(f.name) = lower(@name) and lower(f.address) = lower(@address) and f.name <> @unnamed
            order by c.opened_at, c.instance_id;
            """, new { id = Guid.CreateVersion7(), name, address, unnamed = Unnamed }, cancellationToken: token));
        var family = await results.ReadSingleAsync<KnownFamily>();
        return family with { OpenCases = (await results.ReadAsync<string>()).AsList() };
    }
}
