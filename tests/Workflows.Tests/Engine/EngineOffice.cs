using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.Cases;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>A database of its own with a few people, a family and a published procedure, and the engine on top of it.</summary>
sealed class EngineOffice : IAsyncDisposable
{
    public static readonly Guid Worker = new("00000000-0000-0000-0000-000000000001");
    public static readonly Guid Assistant = new("00000000-0000-0000-0000-000000000002");
    public static readonly Guid SecondWorker = new("00000000-0000-0000-0000-000000000003");
    public static readonly Guid Supervisor = new("00000000-0000-0000-0000-000000000004");
    public static readonly Guid SecondAssistant = new("00000000-0000-0000-0000-000000000005");
    public static readonly Guid Family = new("00000000-0000-0000-0000-00000000000f");

    EngineOffice(NpgsqlDataSource database)
    {
        Database = database;
        var sql = new DefinitionSql(database);
        Definitions = new DefinitionStore(sql);
        Editor = new DefinitionEditor(sql, Definitions, new DefinitionChecks(sql, Definitions), new UsableResources(Definitions));
        Shelf = new ProcedureShelf(database);
        Due = new DueNotificationSql(database, NullLogger<DueNotificationSql>.Instance);
        Runner = NewRunner();
    }

    public NpgsqlDataSource Database { get; }
    public DefinitionStore Definitions { get; }
    public DefinitionEditor Editor { get; }
    public ProcedureShelf Shelf { get; }
    public DueNotificationSql Due { get; }
    public WorkflowRunner Runner { get; }

    /// <summary>Another host on the same database.</summary>
    public WorkflowRunner NewRunner() => new(Database, new DefinitionStore(new DefinitionSql(Database)), new OfficeFacts(new OfficeSql(Database)), new StimulusSql(Database), Due);

    public static async Task<EngineOffice> OpenAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(await TestCluster.CreateDatabaseAsync()) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true };
        var office = new EngineOffice(NpgsqlDataSource.Create(settings));
        await office.ExecuteAsync($"""
            insert into people (id, name, email) values ('{Worker}', 'Worker', 'w@office.example'), ('{Assistant}', 'Assistant', 'a@office.example'),
              ('{SecondWorker}', 'Second worker', 'w2@office.example'), ('{Supervisor}', 'Supervisor', 's@office.example'),
              ('{SecondAssistant}', 'Second assistant', 'a2@office.example');
            insert into person_roles values ('{Worker}', 'social-worker'), ('{SecondWorker}', 'social-worker'), ('{Assistant}', 'assistant'),
              ('{SecondAssistant}', 'assistant'), ('{Supervisor}', 'team-supervisor');
            insert into families (id, name, created_at) values ('{Family}', 'Family', now());
            """);
        await office.PublishAsync(SampleProcedure.Document());
        return office;
    }

    public Task PublishAsync(JsonObject document) => Shelf.PublishAsync(document, SampleProcedure.Resources);

    public static Stimulus.Started CaseStart(Guid? id = null) => new(id ?? Guid.CreateVersion7(), Worker, new Dictionary<string, Expressions.Value>(), Case:
        new NewCase(Family, "social-worker", new DateOnly(2026, 3, 2), Urgent: false, new JsonObject { ["source"] = "institution" }));

    public async Task<RunResult.Committed> StartAsync() =>
        (await Runner.StartAsync(SampleProcedure.Id, CaseStart())).ShouldBeOfType<RunResult.Committed>();

    /// <summary>A case whose interview is open; returns its id and the task's.</summary>
    public async Task<(Guid Case, Guid Interview)> StartedAsync()
    {
        var changes = (await StartAsync()).Changes;
        return (changes.Instance.Id, changes.OpenedTasks.ShouldHaveSingleItem().Id);
    }

    public static Stimulus.TaskCompleted Interviewed(Guid task, Guid assistant = default) =>
        new(task, Worker, "Done", new JsonObject { ["assistant"] = (assistant == default ? Assistant : assistant).ToString() });

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is var answer and not DBNull ? answer : null;
    }

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();
}
