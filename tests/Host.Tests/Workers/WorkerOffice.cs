using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsWorkflows.Cases;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Demo;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>
/// A database of its own with a small office and the shipped procedure, and hosts on it whose workers run only when a test says so.
/// Office time begins on a Monday at eight, well within the office hours.
/// </summary>
sealed class WorkerOffice : IAsyncDisposable
{
    public const string Procedure = "assign-family-assistant";
    public static readonly DateOnly Monday = new(2030, 3, 4);
    public static readonly Guid Worker = new("00000000-0000-0000-0000-0000000000a1");
    public static readonly Guid Assistant = new("00000000-0000-0000-0000-0000000000a2");
    public static readonly Guid Supervisor = new("00000000-0000-0000-0000-0000000000a3");
    public static readonly Guid Director = new("00000000-0000-0000-0000-0000000000a4");

    readonly TestDirectory directory = new();
    readonly List<WebApplication> hosts = [];

    /// <summary>Shows the hosts of this process to live, though their workers rest.</summary>
    DueListener? life;

    WorkerOffice(NpgsqlDataSource database, string connectionString) => (Database, ConnectionString) = (database, connectionString);

    public NpgsqlDataSource Database { get; }

    public string ConnectionString { get; }

    public string MailDirectory => directory.PathOf("mail");

    public TimerWorker Timers => Of<TimerWorker>();

    public OutboxWorker Outbox => Of<OutboxWorker>();

    public StimulusWorker Stimuli => Of<StimulusWorker>();

    public DevClock Clock => Of<DevClock>();

    public WorkflowRunner Runner => Of<WorkflowRunner>();

    public T Of<T>()
        where T : notnull => hosts[0].Services.GetRequiredService<T>();

    public static async Task<WorkerOffice> OpenAsync()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true };
        var office = new WorkerOffice(NpgsqlDataSource.Create(settings), connectionString);
        office.NewHost();
        office.life = await DueListener.OpenAsync(office.Database, CancellationToken.None);
        await office.ExecuteAsync($"""
            insert into people (id, name, email) values ('{Worker}', 'Worker', 'worker@office.example'), ('{Assistant}', 'Assistant', 'assistant@office.example'),
              ('{Supervisor}', 'Supervisor', 'supervisor@office.example'), ('{Director}', 'Director', 'director@office.example');
            insert into person_roles values ('{Worker}', 'social-worker'), ('{Assistant}', 'assistant'), ('{Supervisor}', 'team-supervisor'),
              ('{Director}', 'director');
            update office set clock_offset = make_interval(secs => extract(epoch from '2030-03-04 08:00 Europe/Warsaw' - clock_timestamp()));
            """);
        await office.Of<DefinitionImport>().ImportAsync(Repository.PathOf("workflows"));
        return office;
    }

    /// <summary>A further host on the same database; it serves nothing, and its workers rest.</summary>
    public WebApplication NewHost(string environment = "Development", params KeyValuePair<string, string?>[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = directory.Path });
        builder.Configuration.AddInMemoryCollection([new("Ops:PublicUrl", "https://ops.example/"), .. settings]);
        builder.Logging.ClearProviders();
        hosts.Add(Composition.Compose(builder, Database, new DataDirectory(directory.Path)));
        return hosts[^1];
    }

    /// <summary>Makes a procedure the one that new cases take.</summary>
    public Task PublishAsync(string document, JsonObject resources) => new ProcedureShelf(Database).PublishAsync(JsonNode.Parse(document)!.AsObject(), resources);

    public Task RetractAsync(string definitionId) => new ProcedureShelf(Database).RetractAsync(definitionId);

    public async Task<Guid> StartCaseAsync(bool urgent = false)
    {
        var (caseId, familyId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var today = (DateOnly)(await AskAsync("select (office_now() at time zone 'Europe/Warsaw')::date"))!;
        await ExecuteAsync($"insert into families (id, name, address, created_at) values ('{familyId}', 'Kowalscy', 'Sosnowa {familyId}', office_now())");
        (await Runner.StartAsync(Procedure, new Stimulus.Started(caseId, Worker, new Dictionary<string, Value>
        {
            ["receivedOn"] = Value.Of(today.ToString("O")),
            ["source"] = Value.Of("institution"),
            ["urgent"] = Value.Of(urgent),
        }, Case: new NewCase(familyId, "social-worker", today, urgent, new JsonObject())))).ShouldBeOfType<RunResult.Committed>();
        return caseId;
    }

    /// <summary>The open task of the step is finished, with answers that its form takes.</summary>
    public async Task FinishAsync(Guid caseId, string step, string outcome)
    {
        var task = (Guid)(await AskAsync($"select id from user_tasks where instance_id = '{caseId}' and step = '{step}' and status = 'open'")).ShouldNotBeNull($"no open {step}");
        var assignee = await AskAsync($"select assignee from user_tasks where id = '{task}'") as Guid? ?? Director;
        var today = (DateOnly)(await AskAsync("select (office_now() at time zone 'Europe/Warsaw')::date"))!;
        (await Runner.RunAsync(caseId, new Stimulus.TaskCompleted(task, assignee, outcome, DemoAnswers.Of(step, outcome, today, Assistant))))
            .ShouldBeOfType<RunResult.Committed>();
    }

    public Task MoveClockAsync(string by) => ExecuteAsync($"update office set clock_offset = clock_offset + interval '{by}'");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; null when there is none.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is var answer and not DBNull ? answer : null;
    }

    /// <summary>The rows of one text column.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string sql) => (string[])(await AskAsync($"select coalesce(array_agg(line), '{{}}') from ({sql}) list (line)"))!;

    /// <summary>Returns when the query answers true; fails when it has not in half a minute.</summary>
    public async Task UntilAsync(string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await AskAsync($"select {condition}") is not true)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
        if (life is not null)
        {
            await life.DisposeAsync();
        }
        await Database.DisposeAsync();
        directory.Dispose();
    }
}
