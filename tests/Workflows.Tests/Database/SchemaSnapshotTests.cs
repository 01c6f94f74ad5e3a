using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests;

public class SchemaSnapshotTests
{
    static async Task<string> ReadAsync(string connectionString, string? change = null)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        if (change is not null)
        {
            await using var command = new NpgsqlCommand(change, connection);
            await command.ExecuteNonQueryAsync();
        }
        return await SchemaSnapshot.ReadAsync(connection);
    }

    [Fact]
    public async Task The_committed_snapshot_is_the_schema_that_the_migrations_make()
    {
        var file = Repository.PathOf("src", "Workflows", "Database", "schema.txt");
        var schema = await ReadAsync(await TestCluster.CreateDatabaseAsync());
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOT") == "1")
        {
            await File.WriteAllTextAsync(file, schema);
        }

        var committed = await File.ReadAllTextAsync(file);

        schema.ShouldBe(committed.ReplaceLineEndings("\n"), "The migrations make another schema than src/Workflows/Database/schema.txt says. "
            + "If that is meant, renew the file: UPDATE_SNAPSHOT=1 dotnet test tests/Workflows.Tests --filter SchemaSnapshotTests");
    }

    [Theory]
    [InlineData("alter table sample add extra text", "  extra text\n")]
    [InlineData("alter table sample alter kind drop not null", "  kind text default 'a'::text\n")]
    [InlineData("alter table sample alter kind drop default", "  kind text not null\n")]
    [InlineData("alter table sample alter kind type varchar(9)", "  kind character varying(9) not null default 'a'::")]
    [InlineData("alter table sample alter kind type text collate \"C\"", "  kind text collate \"C\" not null default 'a'::text\n")]
    [InlineData("alter table sample add constraint short check (length(kind) < 9)", "  constraint short CHECK ((length(kind) < 9))\n")]
    [InlineData("create index by_kind on sample (kind) where id > 5", "  CREATE INDEX by_kind ON public.sample USING btree (kind) WHERE (id > 5)\n")]
    [InlineData("create view sample_view as select id from sample", "view sample_view\n")]
    [InlineData("create type mood as enum ('calm', 'hurried')", "enum mood\n  calm\n  hurried\n")]
    public async Task Every_change_of_the_schema_shows(string change, string shown)
    {
        var database = await TestCluster.CreateEmptyDatabaseAsync();
        var before = await ReadAsync(database, "create table sample (id integer generated always as identity primary key, kind text not null default 'a')");

        var after = await ReadAsync(database, change);

        before.ShouldNotContain(shown);
        after.ShouldContain(shown);
    }
}
