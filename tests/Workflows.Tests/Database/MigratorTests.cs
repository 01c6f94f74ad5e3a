using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests;

public sealed class MigratorTests : IAsyncLifetime
{
    static readonly Migration People = Migration.FromFile("001-people.sql", "create table people (id integer primary key);\ninsert into people values (1);");
    static readonly Migration Names = Migration.FromFile("002-names.sql", "alter table people add name text;");

    NpgsqlDataSource database = null!;

    public async Task InitializeAsync() => database = NpgsqlDataSource.Create(await TestCluster.CreateEmptyDatabaseAsync());

    public async Task DisposeAsync() => await database.DisposeAsync();

    async Task<object?> AskAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    [Fact]
    public async Task Missing_migrations_are_applied_in_order_and_only_once()
    {
        var first = await Migrator.MigrateAsync(database, [People]);
        var second = await Migrator.MigrateAsync(database, [People, Names]);
        var third = await Migrator.MigrateAsync(database, [People, Names]);

        first.ShouldBe([People]);
        second.ShouldBe([Names]);
        third.ShouldBeEmpty();
        (await AskAsync("select string_agg(format('%s-%s', number, name), ' ' order by number) from schema_migrations")).ShouldBe("1-people 2-names");
        (await AskAsync("select count(*) from people where name is null")).ShouldBe(1L);
    }

    [Fact]
    public async Task Hosts_that_start_together_apply_each_migration_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrator.MigrateAsync(database, [People, Names])));

        applied.SelectMany(list => list).Select(migration => migration.Number).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_migration_that_fails_is_undone_and_those_before_it_stay()
    {
        var broken = Migration.FromFile("002-broken.sql", "create table half (id integer); select 1 / 0;");

        var failure = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database, [People, broken]));

        failure.Message.ShouldBe("The migration 002-broken.sql failed and was undone: division by zero");
        (await AskAsync("select to_regclass('half') is null and (select array_agg(number) = '{1}' from schema_migrations)")).ShouldBe(true);
        (await Migrator.MigrateAsync(database, [People, Names])).ShouldBe([Names]);
    }

    [Fact]
    public async Task A_migration_whose_text_changed_after_it_was_applied_is_refused()
    {
        await Migrator.MigrateAsync(database, [People]);

        var changed = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database, [new(1, "people", "select 1"), Names]));

        changed.Message.ShouldContain("001-people was applied to this database with another text");
        (await AskAsync("select count(*) from schema_migrations")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await Migrator.MigrateAsync(database, [People, Names]);

        var failure = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database, [People]));

        failure.Message.ShouldStartWith("The database is newer than this program: it has the migration 002-names");
    }

    [Fact]
    public void Line_ends_do_not_change_a_checksum()
    {
        Migration.FromFile("001-people.sql", People.Sql.ReplaceLineEndings("\r\n")).Checksum.ShouldBe(People.Checksum);
    }

    [Fact]
    public async Task A_gap_in_the_numbers_is_refused()
    {
        var failure = await Should.ThrowAsync<MigrationException>(() => Migrator.MigrateAsync(database, [Names]));

        failure.Message.ShouldContain("002-names.sql stands at place 1");
    }
}
