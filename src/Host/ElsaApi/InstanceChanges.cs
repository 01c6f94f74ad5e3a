using Dapper;
using Npgsql;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Instances as a request names them: some one by one, with those of a version and those of a procedure, or of the versions of it that are meant.</summary>
/// <param name="VersionOptions">Which versions of <paramref name="DefinitionId"/>; all of them when nothing is said.</param>
public sealed record NamedInstances(IReadOnlyList<Guid>? Ids, string? DefinitionId = null, string? DefinitionVersionId = null, string? VersionOptions = null)
{
    /// <summary>Null when <see cref="VersionOptions"/> names no versions, or says of no procedure which of its versions.</summary>
    internal VersionFilter? Versions => string.IsNullOrEmpty(DefinitionId) && !string.IsNullOrEmpty(VersionOptions) ? null : VersionFilter.Parse(VersionOptions);
}

/// <summary>How many instances something was done to, or why it was done to none.</summary>
public sealed record ChangedInstances(int Count, string? Refused = null);

/// <summary>
/// What a procedure manager may do to instances. Test runs they end and delete; a case only its director closes, on the case's page and with a
/// reason, and nobody deletes it nor what runs for it. Repairing a step that a fault has stopped is theirs for cases too: it needs nothing that was written there.
/// </summary>
public sealed class InstanceChanges(NpgsqlDataSource database, DefinitionStore definitions, WorkflowRunner runner)
{
    const int Most = 10_000;

    public async Task<ChangedInstances> DeleteAsync(NamedInstances named, CurrentPerson by, CancellationToken token)
    {
        var found = await FindAsync(named, onlyRunning: false, token);
        if (found.Exists(instance => instance.BelongsToCase))
        {
            return new(0, Texts.Instances["case.delete"]);
        }
        // What waits for one of them goes on, as when it had been ended.
        await RunAsync(found.Where(instance => instance.IsAwaited).Select(instance => (instance.Id, (Stimulus)new Stimulus.Cancelled(by.Id))), token);
        await using var connection = await database.OpenConnectionAsync(token);
        return new(await connection.ExecuteAsync(new("""
            delete from workflow_instances i where i.id = any(@ids) and not exists (select from cases c where c.instance_id = i.id)
            """, new { ids = found.Select(instance => instance.Id).ToArray() }, cancellationToken: token)));
    }

    public async Task<ChangedInstances> CancelAsync(NamedInstances named, CurrentPerson by, CancellationToken token)
    {
        var found = await FindAsync(named, onlyRunning: true, token);
        if (found.Exists(instance => instance.BelongsToCase))
        {
            return new(0, Texts.Instances["case.cancel"]);
        }
        return new(await RunAsync(found.Select(instance => (instance.Id, (Stimulus)new Stimulus.Cancelled(by.Id))), token));
    }

    /// <summary>Tries again what faults have stopped, in all activities when none is named.</summary>
    public async Task<int> RetryAsync(IReadOnlyList<Guid> ids, IReadOnlyList<string>? activities, CurrentPerson by, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var incidents = (await connection.QueryAsync<(Guid Instance, Guid Incident)>(new("""
            select instance_id, id from incidents
            where instance_id = any(@ids) and resolved_at is null and (@activities::text[] is null or activity_id = any(@activities) or regexp_replace(activity_id, '^.*/', '') = any(@activities))
            """, new { ids = ids.ToArray(), activities = activities is { Count: > 0 } ? activities.ToArray() : null }, cancellationToken: token))).AsList();
        await connection.CloseAsync();
        return await RunAsync(incidents.GroupBy(one => one.Instance, one => one.Incident)
            .Select(one => (one.Key, (Stimulus)new Stimulus.IncidentsRetried([.. one], new Dictionary<string, Value>(), by.Id))), token);
    }

    async Task<int> RunAsync(IEnumerable<(Guid Id, Stimulus Stimulus)> wanted, CancellationToken token)
    {
        var done = 0;
        foreach (var (id, stimulus) in wanted)
        {
            done += await runner.RunAsync(id, stimulus, token: token) is RunResult.Committed ? 1 : 0;
        }
        return done;
    }

    sealed record Found(Guid Id, bool BelongsToCase, bool IsAwaited);

    async Task<List<Found>> FindAsync(NamedInstances named, bool onlyRunning, CancellationToken token)
    {
        var versions = await VersionsAsync(named, token);
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<Found>(new($"""
            select i.id, {InstanceAccess.BelongsToCase} as belongs_to_case, i.status = 'Running' and i.state->'parent' ? 'execution' as is_awaited
            from {InstanceAccess.Tables}
            where (i.id = any(@ids) or i.definition_version_id = any(@versions)) and (not @onlyRunning or i.status = 'Running')
            order by i.id limit {Most}
            """, new { ids = (named.Ids ?? []).ToArray(), versions, onlyRunning }, cancellationToken: token))).AsList();
    }

    async Task<string[]> VersionsAsync(NamedInstances named, CancellationToken token)
    {
        var ofProcedure = named is { DefinitionId: { Length: > 0 } id, Versions: { } filter } ? await definitions.ListAsync(filter, id, token) : [];
        return [.. ofProcedure.Select(version => version.VersionId), .. new[] { named.DefinitionVersionId }.OfType<string>()];
    }
}
