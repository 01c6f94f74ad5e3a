using Dapper;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.Host.Workers;

namespace OpsWorkflows.Host.Health;

/// <summary><c>/health/live</c>: the process answers; <c>/health/ready</c>: it can do its work.</summary>
public static class HealthEndpoints
{
    const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<WorkersHealth>("workers", tags: [Ready]);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Short-circuited: who asks is not looked up, which could fail for the very reason that the answer is to tell.
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous().ShortCircuit();
        routes.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync }).AllowAnonymous().ShortCircuit();
    }

    /// <summary>Names what is wrong, not why: the reasons are in the log.</summary>
    static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString(), StringComparer.Ordinal),
    }, context.RequestAborted);
}

/// <summary>Whether the database answers and has the schema of this program.</summary>
public sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var applied = await connection.ExecuteScalarAsync<int>(new("select count(*) from schema_migrations", cancellationToken: cancellationToken));
        return applied == Migration.Shipped.Count
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"{applied} migrations are applied, the program has {Migration.Shipped.Count}.");
    }
}

/// <summary>Whether each background worker still runs and does its rounds.</summary>
public sealed class WorkersHealth(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] stopped = [.. services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(worker => worker is DueWorker { IsInTrouble: true } || worker.ExecuteTask is not { IsCompleted: false })
            .Select(worker => worker.GetType().Name)];
        return Task.FromResult(stopped.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Stopped: {string.Join(", ", stopped)}."));
    }
}
