using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.Host;
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

        var committed = (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n");

        Difference(committed, schema).ShouldBe("", "The migrations make another schema than src/Workflows/Database/schema.txt says. "
            + "If that is meant, renew the file: UPDATE_SNAPSHOT=1 dotnet test tests/Workflows.Tests --filter SchemaSnapshotTests");
    }

    static string Difference(string committed, string schema)
    {
        var (before, after) = (committed.Split('\n'), schema.Split('\n'));
        string[] lines = [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
        return lines.Length > 0 ? string.Join('\n', lines) : committed == schema ? "" : "the same lines in another order";
    }

    [Fact]
    public async Task The_snapshot_is_the_same_on_the_PostgreSQL_from_npm()
    {
        using var directory = new TestDirectory();
        await using var postgres = await EmbeddedPostgres.StartAsync(
            new() { DataDirectory = directory.Path, Durable = false, SearchPaths = [.. PostgresPrograms.BundledDirectories()] }, NullLogger.Instance);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await Migrator.MigrateAsync(database);

        (await ReadAsync(postgres.ConnectionString)).ShouldBe(await ReadAsync(await TestCluster.CreateDatabaseAsync()));
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
