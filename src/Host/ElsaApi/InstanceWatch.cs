using System.Collections.Concurrent;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Somebody who looks at an instance.</summary>
public sealed record Observer(Guid InstanceId, ClaimsPrincipal Viewer)
{
    /// <summary>What the observer was told of last; 0 before the first time, which also tells what happened while the viewer opened.</summary>
    public int Revision { get; init; }
}

/// <summary>
/// Tells the observers on this host what happened to their instances. Asks for their revisions each second while somebody observes,
/// so that commits know nothing of it: docs/decisions/007-live-viewer.md.
/// </summary>
public sealed partial class InstanceWatch(
    NpgsqlDataSource database, ActivityRuns runs, KnownPeople people, IHubContext<InstanceHub> hub, TimeProvider time, ILogger<InstanceWatch> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, Observer> observers = new(StringComparer.Ordinal);
    readonly SemaphoreSlim arrived = new(0);

    public void Add(string connectionId, Observer observer)
    {
        observers[connectionId] = observer;
        arrived.Release();
    }

    public void Remove(string connectionId) => observers.TryRemove(connectionId, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            while (true)
            {
                // Whoever has left again since leaves a turn behind.
                while (observers.IsEmpty)
                {
                    await arrived.WaitAsync(stoppingToken);
                }
                await TellAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    async Task TellAsync(CancellationToken token)
    {
        try
        {
            var revisions = await RevisionsAsync(token);
            foreach (var (connectionId, observer) in observers)
            {
                if (revisions.TryGetValue(observer.InstanceId, out var revision) && revision != observer.Revision)
                {
                    await TryTellAsync(connectionId, observer, token);
                    observers.TryUpdate(connectionId, observer with { Revision = revision }, observer);
                }
            }
        }
        catch (Exception exception) when (IsOfDatabase(exception))
        {
            LogDatabaseAway(logger, exception);
        }
    }

    static bool IsOfDatabase(Exception exception) => exception is NpgsqlException or TimeoutException;

    async Task<Dictionary<Guid, int>> RevisionsAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<(Guid Id, int Revision)>(new(
            "select id, revision from workflow_instances where id = any(@ids)",
            new { ids = observers.Values.Select(observer => observer.InstanceId).Distinct().ToArray() }, cancellationToken: token)))
            .ToDictionary(instance => instance.Id, instance => instance.Revision);
    }

    async Task TryTellAsync(string connectionId, Observer observer, CancellationToken token)
    {
        try
        {
            await TellAsync(connectionId, observer, token);
        }
#pragma warning disable CA1031 // One instance that cannot be shown must not keep the others from their observers, nor end the host.
        catch (Exception exception) when (!IsOfDatabase(exception) && !token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUntold(logger, exception, observer.InstanceId);
        }
    }

    /// <summary>Somebody who may no longer know of the instance is told nothing more.</summary>
    async Task TellAsync(string connectionId, Observer observer, CancellationToken token)
    {
        if (await people.FindNowAsync(observer.Viewer, token) is not { } viewer || await runs.CountAsync(viewer, observer.InstanceId, [], token) is not { } stats)
        {
            Remove(connectionId);
            return;
        }
        var client = hub.Clients.Client(connectionId);
        await client.SendAsync("ActivityExecutionLogUpdatedAsync", new ActivityReport(stats), token);
        await client.SendAsync("WorkflowExecutionLogUpdatedAsync", new { }, token);
        await client.SendAsync("WorkflowInstanceUpdatedAsync", new UpdatedInstance(observer.InstanceId), token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Observers of instances wait: the database is away")]
    static partial void LogDatabaseAway(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The observers of instance {InstanceId} could not be told how it stands")]
    static partial void LogUntold(ILogger logger, Exception exception, Guid instanceId);
}
