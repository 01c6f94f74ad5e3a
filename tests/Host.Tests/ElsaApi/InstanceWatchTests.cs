using System.Collections.Concurrent;
using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>The watch over instances by itself: its seconds pass when a test says so, and its hub is the test's.</summary>
[Collection(ApiOffice.Collection)]
public sealed class InstanceWatchTests(ApiOffice office) : IAsyncLifetime
{
    readonly TestDirectory directory = new();
    readonly QuestionCounter questions = new();
    readonly Seconds seconds = new();
    readonly Listeners hub = new();
    OfficeDatabase ofServices = null!;
    WebApplication services = null!;
    NpgsqlDataSource database = null!;
    InstanceWatch watch = null!;
    ClaimsPrincipal director = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "OpsWorkflows.Host", EnvironmentName = "Development" });
        builder.Configuration["ConnectionStrings:Ops"] = office.ConnectionString;
        var data = new DataDirectory(directory.Path);
        ofServices = await OfficeDatabase.OpenAsync(builder.Configuration, data, NullLoggerFactory.Instance, CancellationToken.None);
        services = Composition.Compose(builder, ofServices.Source, data);
        database = new NpgsqlDataSourceBuilder(office.ConnectionString).UseLoggerFactory(questions).Build();
        watch = NewWatch(database);
        var id = await office.PersonIdAsync("director");
        var session = PersonClaims.ForSession(id, await office.AskAsync<string>($"select security_stamp from accounts where id = '{id}'"), "test");
        using var scope = services.Services.CreateScope();
        director = await scope.ServiceProvider.GetRequiredService<IClaimsTransformation>().TransformAsync(session);
    }

    public async Task DisposeAsync()
    {
        hub.Open();
        await watch.StopAsync(CancellationToken.None);
        watch.Dispose();
        await services.DisposeAsync();
        await ofServices.DisposeAsync();
        await database.DisposeAsync();
        directory.Dispose();
    }

    InstanceWatch NewWatch(NpgsqlDataSource of) => new(of, Of<ActivityRuns>(), Of<KnownPeople>(), hub, seconds, services.Services.GetRequiredService<ILogger<InstanceWatch>>());

    T Of<T>()
        where T : notnull => services.Services.GetRequiredService<T>();

    Task ChangeAsync(Guid id) => office.ExecuteAsync($"update workflow_instances set revision = revision + 1 where id = '{id}'");

    [Fact]
    public async Task The_watch_rests_while_nobody_observes()
    {
        var (visit, other) = (await office.StartAsync(), await office.StartAsync());
        await watch.StartAsync(CancellationToken.None);
        await PassManyAsync();

        hub.Close();
        watch.Add("first", new(visit.Case, director));
        (await hub.NextAsync()).ShouldBe("first");
        questions.Asked.ShouldBe(1);
        watch.Remove("first");
        hub.Open();
        hub.Close();
        await PassManyAsync();
        watch.Add("second", new(other.Case, director));
        (await hub.NextAsync()).ShouldBe("second");

        questions.Asked.ShouldBe(2);
    }

    /// <summary>Time enough for a watch that does not rest to ask.</summary>
    async Task PassManyAsync()
    {
        for (var second = 0; second < 30; second++)
        {
            seconds.Pass();
            await office.AskAsync<int>("select 1");
        }
    }

    [Fact]
    public async Task An_observer_who_cannot_be_told_keeps_neither_the_others_nor_the_host_from_going_on()
    {
        var (visit, other) = (await office.StartAsync(), await office.StartAsync());
        hub.Broken = "broken";
        watch.Add("broken", new(visit.Case, director));
        watch.Add("well", new(visit.Case, director));
        watch.Add("elsewhere", new(other.Case, director));
        await watch.StartAsync(CancellationToken.None);

        (await ToldAsync(3)).ShouldBe(["broken", "elsewhere", "well"]);
        await ChangeAsync(visit.Case);
        seconds.Pass();

        (await ToldAsync(2)).ShouldBe(["broken", "well"]);
        watch.ExecuteTask!.IsCompleted.ShouldBeFalse();
    }

    async Task<IEnumerable<string>> ToldAsync(int count)
    {
        var told = new List<string>();
        while (told.Count < count)
        {
            told.Add(await hub.NextAsync());
        }
        return told.Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_keeps_the_watch_waiting_and_ends_nothing()
    {
        var visit = await office.StartAsync();
        var (isAway, wasAway) = (true, new TaskCompletionSource());
        var settings = new NpgsqlDataSourceBuilder(office.ConnectionString).UsePhysicalConnectionInitializer(_ => { }, _ =>
        {
            wasAway.TrySetResult();
            return Volatile.Read(ref isAway) ? throw new NpgsqlException("The database is away.") : Task.CompletedTask;
        });
        await using var away = settings.Build();
        using var waiting = NewWatch(away);
        waiting.Add("patient", new(visit.Case, director));
        await waiting.StartAsync(CancellationToken.None);

        await wasAway.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Volatile.Write(ref isAway, false);
        seconds.Pass();

        (await hub.NextAsync()).ShouldBe("patient");
        await waiting.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_leaves_while_it_is_asked_whether_they_may_observe_is_told_nothing(int afterLooks)
    {
        var visit = await office.StartAsync();
        using var entrance = new InstanceHub(watch, Of<WorkflowInstanceSql>(), Of<KnownPeople>()) { Context = new Leaving("gone", director, afterLooks) };
        try
        {
            await entrance.ObserveInstanceAsync(visit.Case.ToString());
        }
        catch (OperationCanceledException)
        {
            // The question was given up for a connection that is gone.
        }

        watch.Add("stays", new(visit.Case, director));
        await watch.StartAsync(CancellationToken.None);
        (await hub.NextAsync()).ShouldBe("stays");
        await ChangeAsync(visit.Case);
        seconds.Pass();

        (await hub.NextAsync()).ShouldBe("stays");
    }

    /// <summary>A connection that is lost after it was looked at so many times.</summary>
    sealed class Leaving(string id, ClaimsPrincipal user, int afterLooks) : HubCallerContext
    {
        int looks;

        public override string ConnectionId => id;
        public override string? UserIdentifier => null;
        public override ClaimsPrincipal? User => user;
        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();
        public override IFeatureCollection Features { get; } = new FeatureCollection();
        public override CancellationToken ConnectionAborted => new(canceled: looks++ >= afterLooks);

        public override void Abort() => throw new NotSupportedException();
    }

    /// <summary>Seconds that pass at once.</summary>
    sealed class Seconds : TimeProvider
    {
        readonly ConcurrentBag<Action> timers = [];

        public void Pass() => timers.ToList().ForEach(tick => tick());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            timers.Add(() => callback(state));
            return new Timer();
        }

        sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>Counts how often revisions are asked for.</summary>
    sealed class QuestionCounter : ILoggerFactory, ILogger
    {
        int asked;

        public int Asked => Volatile.Read(ref asked);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && formatter(state, exception).Contains("select id, revision", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref asked);
            }
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A hub that only notes who is told, and can keep them waiting.</summary>
    sealed class Listeners : IHubContext<InstanceHub>, IHubClients
    {
        readonly Channel<string> told = Channel.CreateUnbounded<string>();
        TaskCompletionSource gate = new();

        public Listeners() => Open();

        /// <summary>Who cannot be told anything.</summary>
        public string? Broken { get; set; }

        public void Open() => gate.TrySetResult();

        public void Close() => gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<string> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await told.Reader.ReadAsync(limit.Token);
        }

        public ISingleClientProxy Client(string connectionId) => new Listener(this, connectionId);

        sealed class Listener(Listeners hub, string id) : ISingleClientProxy
        {
            public async Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
            {
                if (method != "ActivityExecutionLogUpdatedAsync")
                {
                    return;
                }
                var opened = hub.gate.Task;
                hub.told.Writer.TryWrite(id);
                if (id == hub.Broken)
                {
                    throw new InvalidOperationException("The connection is broken.");
                }
                await opened.WaitAsync(cancellationToken);
            }

            public Task<T> InvokeCoreAsync<T>(string method, object?[] args, CancellationToken cancellationToken) => throw new NotSupportedException();
        }

        public IHubClients Clients => this;
        public IGroupManager Groups => throw new NotSupportedException();
        public IClientProxy All => throw new NotSupportedException();

        IClientProxy IHubClients<IClientProxy>.Client(string connectionId) => Client(connectionId);

        public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) => throw new NotSupportedException();

        IClientProxy IHubClients<IClientProxy>.Clients(IReadOnlyList<string> connectionIds) => throw new NotSupportedException();

        public IClientProxy Group(string groupName) => throw new NotSupportedException();

        public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => throw new NotSupportedException();

        IClientProxy IHubClients<IClientProxy>.Groups(IReadOnlyList<string> groupNames) => throw new NotSupportedException();

        public IClientProxy User(string userId) => throw new NotSupportedException();

        public IClientProxy Users(IReadOnlyList<string> userIds) => throw new NotSupportedException();
    }
}
