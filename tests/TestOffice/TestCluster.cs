using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.Host;

namespace OpsWorkflows.TestOffice;

/// <summary>
/// A real PostgreSQL for the tests of one process: started by the first test that asks, gone with the process.
/// Each test takes a database of its own.
/// </summary>
public static class TestCluster
{
    const string Template = "migrated_template";

    static readonly Lazy<Task<EmbeddedPostgres>> Cluster = new(StartAsync);
    static readonly Lazy<Task> Migrated = new(MigrateTemplateAsync);
    static readonly SemaphoreSlim OneAtATime = new(1);
    static int databases;

    /// <summary>Held for as long as the process lives: collected, it would carry out its last will and take the cluster away.</summary>
    static TestDirectory? directory;

    /// <summary>A new database with the schema of this program; returns its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        await Migrated.Value;
        return await CreateAsync(Template);
    }

    /// <summary>A new database with nothing in it; returns its connection string.</summary>
    public static Task<string> CreateEmptyDatabaseAsync() => CreateAsync("template1");

    /// <summary>The superuser's connection string for the database of another one.</summary>
    public static async Task<string> AdministratorOfAsync(string connectionString) =>
        new NpgsqlConnectionStringBuilder((await Cluster.Value).AdministratorConnectionString)
        {
            Database = new NpgsqlConnectionStringBuilder(connectionString).Database,
        }.ConnectionString;

    static async Task<EmbeddedPostgres> StartAsync()
    {
        TestDirectory.RemoveLeftovers();
        directory = new TestDirectory();
        return await EmbeddedPostgres.StartAsync(new() { DataDirectory = directory.Path, Durable = false }, NullLogger.Instance);
    }

    static async Task MigrateTemplateAsync()
    {
        var connectionString = await CreateAsync("template1", Template);
        await using var database = NpgsqlDataSource.Create(connectionString);
        await Migrator.MigrateAsync(database);
    }

    static async Task<string> CreateAsync(string template, string? name = null)
    {
        name ??= $"test_{Interlocked.Increment(ref databases)}";
        var cluster = await Cluster.Value;
        await OneAtATime.WaitAsync();
        try
        {
            await using var connection = new NpgsqlConnection(cluster.AdministratorConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create database {name} template {template} owner ops", connection);
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
        return new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = name, MaxPoolSize = 30, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 1 }.ConnectionString;
    }
}
