using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// The versions of procedures. A version that was ever published never changes, so it is compiled once and kept in memory; a draft
/// is edited in place until it is published or an instance runs on it.
/// </summary>
public sealed class DefinitionStore(DefinitionSql sql)
{
    private readonly ConcurrentDictionary<string, CompiledDefinition> _compiled = new(StringComparer.Ordinal);

    /// <summary>What versions that were ever published offer as activities.</summary>
    private readonly ConcurrentDictionary<string, EmbeddableVersion> _embeddable = new(StringComparer.Ordinal);

    /// <summary>A version ready to run; null when there is none of this id.</summary>
    public async ValueTask<CompiledDefinition?> FindCompiledAsync(string versionId, CancellationToken token = default)
    {
        if (_compiled.TryGetValue(versionId, out var known))
            return known;
        if (await FindAsync(versionId, token) is not { } version)
            return null;
        return await CompiledAsync(version, token);
    }

    /// <summary>A version ready to run.</summary>
    public async ValueTask<CompiledDefinition> CompiledAsync(DefinitionVersion version, CancellationToken token = default)
    {
        if (_compiled.TryGetValue(version.VersionId, out var known))
            return known;
        var compiled = Compile(version, await EmbeddedInAsync(version.ToDefinition(), token));
        return version.PublishedAt is null ? compiled : _compiled.GetOrAdd(version.VersionId, compiled);
    }

    /// <summary>The version that new cases take, ready to run; null when none is published.</summary>
    public async Task<CompiledDefinition?> FindPublishedCompiledAsync(string definitionId, CancellationToken token = default) =>
        await FindPublishedAsync(definitionId, token) is { } version ? await FindCompiledAsync(version.VersionId, token) : null;

    internal static CompiledDefinition Compile(DefinitionVersion version, EmbeddedVersions embedded) =>
        CompiledDefinition.Compile(version.ToDefinition(embedded), DefinitionResources.Parse(version.Resources));

    /// <summary>All versions that activities may stand for, the newest of each procedure first; reads a document once, and only those of such versions.</summary>
    /// <param name="definitionIds">Null for all procedures.</param>
    public async Task<IReadOnlyList<OfferedVersion>> ListEmbeddableAsync(IReadOnlyCollection<string>? definitionIds = null, CancellationToken token = default)
    {
        var heads = await sql.ReadEmbeddableAsync(definitionIds, token);
        var unknown = heads.FindAll(head => !_embeddable.ContainsKey(head.VersionId)).ConvertAll(head => head.VersionId);
        foreach (var version in await FindManyAsync(unknown, token))
            _embeddable[version.VersionId] = EmbeddableVersion.Of(version);
        var offered = new List<OfferedVersion>(heads.Count);
        foreach (var (versionId, isPublished) in heads)
        {
            // One that was deleted meanwhile is not known.
            if (_embeddable.TryGetValue(versionId, out var version))
                offered.Add(new(version, isPublished));
        }
        return offered;
    }

    /// <summary>What a definition embeds, directly or through others.</summary>
    public async Task<EmbeddedVersions> EmbeddedInAsync(WorkflowDefinition definition, CancellationToken token = default)
    {
        var open = definition.References.ToList();
        if (open.Count == 0)
            return EmbeddedVersions.None;
        var embedded = new EmbeddedVersions();
        while (open.Count > 0)
        {
            await LearnAsync(embedded, [.. open.Select(reference => reference.DefinitionId).Where(id => !embedded.Knows(id)).Distinct()], token);
            var wanted = open.Select(embedded.Find).OfType<EmbeddableVersion>().Select(version => version.VersionId).Where(id => !embedded.Holds(id)).Distinct().ToList();
            open.Clear();
            foreach (var version in await FindManyAsync(wanted, token))
            {
                embedded.Add(version);
                open.AddRange(version.ToDefinition().References);
            }
        }
        return embedded;
    }

    private async Task LearnAsync(EmbeddedVersions embedded, IReadOnlyCollection<string> definitionIds, CancellationToken token)
    {
        if (definitionIds.Count == 0)
            return;
        var names = await sql.ReadNamesAsync(definitionIds, token);
        var offered = (await ListEmbeddableAsync(definitionIds, token)).ToLookup(version => version.Version.DefinitionId);
        foreach (var id in definitionIds)
            embedded.Learn(id, names.GetValueOrDefault(id), [.. offered[id]]);
    }

    public Task<DefinitionVersion?> FindAsync(string versionId, CancellationToken token = default) =>
        sql.FindAsync("id = $1", token, versionId);

    public Task<DefinitionVersion?> FindAsync(string definitionId, int version, CancellationToken token = default) =>
        sql.FindAsync("definition_id = $1 and version = $2", token, definitionId, version);

    public Task<DefinitionVersion?> FindLatestAsync(string definitionId, CancellationToken token = default) =>
        sql.FindAsync("definition_id = $1 and is_latest", token, definitionId);

    public Task<DefinitionVersion?> FindPublishedAsync(string definitionId, CancellationToken token = default) =>
        sql.FindAsync("definition_id = $1 and is_published", token, definitionId);

    /// <summary>The version to start an instance on. What a draft embeds is pinned first, so that its instances stay on that.</summary>
    public async Task<DefinitionVersion?> FindToStartAsync(string versionId, CancellationToken token = default)
    {
        var found = await FindAsync(versionId, token);
        if (found is not { PublishedAt: null } || !found.ToDefinition().References.Any())
            return found;
        await using var change = await sql.ChangeAsync(found.DefinitionId, token);
        var draft = await change.FindAsync(found.Version, token);
        if (draft is not { PublishedAt: null })
            return draft;
        var pinned = await change.PinAsync(draft, await EmbeddedInAsync(draft.ToDefinition(), token), token);
        await change.CommitAsync(token);
        return pinned;
    }

    /// <summary>The newest of the versions of a procedure that the filter lets through.</summary>
    public Task<DefinitionVersion?> FindAsync(string definitionId, VersionFilter filter, CancellationToken token = default) =>
        sql.FindAsync($"definition_id = $1 and {filter.Condition}", token, definitionId);

    /// <summary>Whole versions by their ids; what there is not is left out.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> FindManyAsync(IReadOnlyCollection<string> versionIds, CancellationToken token = default) =>
        versionIds.Count == 0 ? [] : await sql.ReadAsync("id = any($1) order by lower(name), definition_id, version desc", token, [versionIds.ToArray()]);

    /// <summary>What the latest versions of procedures embed, by the ids of the procedures: the ids of other procedures, and of versions that are pinned.</summary>
    public Task<IReadOnlyDictionary<string, string[]>> FindConsumedAsync(IReadOnlyCollection<string> definitionIds, CancellationToken token = default) =>
        sql.ReadConsumedAsync(definitionIds, token);

    /// <summary>The latest versions of the procedures that embed one as an activity.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> FindConsumersAsync(string definitionId, CancellationToken token = default) =>
        await sql.ReadAsync("is_latest and consumed_ids @> array[$1] and definition_id <> $1 order by definition_id", token, definitionId);

    /// <summary>Versions without their documents.</summary>
    public Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken token = default) => sql.ListAsync(query, token);

    /// <summary>Versions without their documents, by procedure, the newest first; of one procedure when it is named.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListAsync(VersionFilter? filter = null, string? definitionId = null, CancellationToken token = default) =>
        (await sql.ListAsync(new() { Versions = filter ?? VersionFilter.Latest, DefinitionIds = definitionId is null ? null : [definitionId], Order = DefinitionOrder.Procedure }, token)).Items;

    /// <summary>How many procedures there are.</summary>
    public Task<long> CountAsync(CancellationToken token = default) => sql.CountAsync(token);

    /// <summary>Whether another procedure than the one named has this name, large and small letters being the same.</summary>
    public Task<bool> IsNameTakenAsync(string name, string? besides, CancellationToken token = default) => sql.IsNameTakenAsync(name.Trim(), besides, token);

    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    internal static NewContent ContentOf(JsonObject document, string resources, string? shippedHash, Guid? by)
    {
        var definition = WorkflowDefinition.Read(document);
        return new(definition.Name.Trim(), definition.Description?.Trim(), document.ToJsonString(DefinitionJson.Plain), resources, shippedHash, by)
        {
            ToolVersion = WorkflowDefinition.Text(document, "toolVersion"),
            IsSystem = WorkflowDefinition.IsSet(document, "isSystem"),
            IsReadonly = WorkflowDefinition.IsSet(document, "isReadonly"),
            ConsumedIds = [.. definition.References.SelectMany(reference => new[] { reference.DefinitionId, reference.VersionId }).OfType<string>().Distinct()],
        };
    }
}
