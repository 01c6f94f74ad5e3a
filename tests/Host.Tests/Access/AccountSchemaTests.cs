using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Access;

public class AccountSchemaTests
{
    [Fact]
    public async Task The_model_of_accounts_is_the_schema_that_the_migrations_make()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        await using var access = new AccessDbContext(new DbContextOptionsBuilder<AccessDbContext>().UseNpgsql(connectionString).Options);
        var tables = access.Model.GetRelationalModel().Tables.ToList();

        var migrated = await ReadAsync(connectionString, [.. tables.Select(table => table.Name)]);

        tables.Select(table => table.Name).Order(StringComparer.Ordinal).ShouldBe(["account_claims", "account_logins", "account_tokens", "accounts"]);
        tables.SelectMany(Lines).Order(StringComparer.Ordinal).ShouldBe(migrated);
    }

    static IEnumerable<string> Lines(ITable table) =>
    [
        .. table.Columns.Select(column => $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}"),
        $"{table.Name} key {string.Join(", ", table.PrimaryKey!.Columns.Select(column => column.Name))}",
    ];

    static async Task<List<string>> ReadAsync(string connectionString, string[] tables)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.oid = any(@tables::regclass[]::oid[])
            union all
            select c.relname || ' key ' || string_agg(a.attname, ', ' order by array_position(k.conkey, a.attnum))
            from pg_constraint k
            join pg_class c on c.oid = k.conrelid
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
            where k.contype = 'p' and c.oid = any(@tables::regclass[]::oid[])
            group by c.relname
            """, connection);
        command.Parameters.AddWithValue("tables", tables);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
