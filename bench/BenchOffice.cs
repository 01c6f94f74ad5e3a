using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.Activities;
using OpsWorkflows.Cases;
using OpsWorkflows.Database;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host;
using OpsWorkflows.Instances;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Bench;

/// <summary>
/// A PostgreSQL of its own that flushes to disk as in production, an office of a few people in it, and a procedure of five user tasks,
/// each with a form, a limit, a ladder and mail.
/// </summary>
sealed class BenchOffice : IAsyncDisposable
{
    public const int TasksOfCase = 5;

    /// <summary>Commits of one case: its start and its tasks.</summary>
    public const int StepsOfCase = TasksOfCase + 1;

    public const string Procedure = "bench";

    private const int PastCases = 1_000;

    /// <summary>How many people and families there are: each client is a person with a family of its own, as in an office.</summary>
    private const int People = 64;

    private readonly DirectoryInfo _directory;
    private readonly EmbeddedPostgres _server;

    private BenchOffice(DirectoryInfo directory, EmbeddedPostgres server)
    {
        (_directory, _server) = (directory, server);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = 50,
        });
        Definitions = new DefinitionStore(new DefinitionSql(Database));
        Runner = new WorkflowRunner(Database, Definitions, new OfficeFacts(new OfficeSql(Database)), new StimulusSql(Database), new DueNotificationSql(Database, NullLogger<DueNotificationSql>.Instance));
    }

    public NpgsqlDataSource Database { get; }
    public DefinitionStore Definitions { get; }
    public WorkflowRunner Runner { get; }
    public string ConnectionString => _server.ConnectionString;
    public int MajorVersion => _server.MajorVersion;
    public int ServerProcessId => _server.ProcessId;

    public static async Task<BenchOffice> OpenAsync()
    {
        var directory = Directory.CreateTempSubdirectory("opsworkflows-bench-");
        var office = new BenchOffice(directory, await EmbeddedPostgres.StartAsync(new() { DataDirectory = directory.FullName }, NullLogger.Instance));
        try
        {
            await office.FurnishAsync();
            return office;
        }
        catch
        {
            await office.DisposeAsync();
            throw;
        }
    }

    private async Task FurnishAsync()
    {
        await Migrator.MigrateAsync(Database);
        // Office time is a Wednesday morning whenever this runs, so that mail is due at once and workers are notified.
        await ExecuteAsync($"""
            insert into people (id, name, email) select lpad(n::text, 32, '0')::uuid, 'Worker ' || n, 'worker' || n || '@office.example' from generate_series(1, {People}) n;
            insert into person_roles (person_id, role) select id, 'social-worker' from people union all select '{Worker(0)}', 'team-supervisor';
            insert into families (id, name, created_at) select id, 'Family of ' || name, now() from people;
            update office set clock_offset = date_trunc('week', now(), 'UTC') + interval '9 days 9 hours' - now();
            """);
        await PublishAsync(Document());
    }

    private async Task PublishAsync(JsonObject document)
    {
        document["customProperties"] = new JsonObject { [DefinitionFile.ResourcesProperty] = Resources() };
        document["isPublished"] = true;
        var sql = new DefinitionSql(Database);
        var editor = new DefinitionEditor(sql, Definitions, new DefinitionChecks(sql, Definitions), new UsableResources(Definitions));
        if (await editor.ImportAsync(document, mayPublish: true, Worker(0)) is not EditResult.Done { Version.IsPublished: true })
            throw new InvalidOperationException("The measured procedure cannot be published.");
    }

    private static JsonObject Document() => Flow.Straight(Procedure, Enumerable.Range(1, TasksOfCase).Select(i =>
        Flow.Activity($"step{i}", "Ops.UserTask",
            ("title", "Literal", $"Step {i} of the procedure"), ("role", "Literal", "social-worker"), ("form", "Literal", "form"),
            ("outcomes", "Object", """["Done"]"""), ("outcomeLabels", "Object", """{"Done":"Finished"}"""),
            ("limitCount", "Literal", "14"), ("limitUnit", "Literal", "days"), ("ladder", "Literal", "default"))));

    private static JsonObject Resources() => JsonNode.Parse("""
        {
          "forms": {"form": {"title": "Form", "fields": [
            {"name": "date", "label": "Date", "type": "date", "required": true},
            {"name": "note", "label": "Note", "type": "long-text", "required": true},
            {"name": "people", "label": "People", "type": "number", "required": false}]}},
          "ladders": {"default": {"rungs": [
            {"when": "before", "workingDays": 2, "to": ["assignee"], "mail": "mail"},
            {"when": "passing", "to": ["assignee", "team-supervisor"], "mail": "mail"}]}},
          "mails": {"assigned": "Task\n\nA task", "mail": "Mail\n\nA mail"}
        }
        """)!.AsObject();

    /// <summary>The person that a client plays; the family has the same id.</summary>
    public static Guid Worker(int client) => Guid.ParseExact($"{client % People + 1:D32}", "N");

    public static Stimulus.Started Start(int client) => new(Guid.CreateVersion7(), Worker(client), new Dictionary<string, Value>(),
        Case: new NewCase(Worker(client), "social-worker", new DateOnly(2026, 3, 2), Urgent: false, new JsonObject { ["source"] = "institution" }));

    public static Stimulus.TaskCompleted Complete(UserTask task, int client) => new(task.Id, Worker(client), "Done", JsonNode.Parse("""
        {"date": "2026-03-02", "note": "What was found and agreed at this step, in the two lines that people usually write.", "people": 4}
        """)!.AsObject());

    public Task<RunResult> StartAsync(Stimulus.Started start) => Runner.StartAsync(Procedure, start);

    /// <summary>Carries one case from its start to its end.</summary>
    public async Task<int> RunCaseAsync(int client)
    {
        var changes = Committed(await StartAsync(Start(client)));
        for (var i = 0; i < TasksOfCase; i++)
            changes = Committed(await Runner.RunAsync(changes.Instance.Id, Complete(changes.OpenedTasks[0], client)));
        return changes.Instance.Status == WorkflowStatus.Finished ? StepsOfCase : throw new InvalidOperationException("The case has not ended.");
    }

    /// <summary>
    /// Gives the office a past: plans that a connection made on empty tables would read them whole for as long as it keeps them,
    /// which a working office does not see.
    /// </summary>
    public async Task AgeAsync(BareLoop loop, int clients)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < PastCases / clients; i++)
                await loop.RunCaseAsync(client);
        })));
        await ExecuteAsync("analyze");
    }

    internal static Changes Committed(RunResult result) =>
        result is RunResult.Committed(var changes, _) ? changes : throw new InvalidOperationException($"A step came to {result}.");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
