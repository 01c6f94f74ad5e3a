using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>Published procedures in memory, to be embedded in one another. Each is put there with its id and version, the latest one published.</summary>
internal sealed class Shelf
{
    private readonly List<(DefinitionVersion Version, bool IsUsable)> _versions = [];

    /// <param name="shape">Gives the document its inputs, outputs and outcomes.</param>
    public Shelf Put(string id, int version, Drawing drawing, bool usable = true, bool published = true, Action<JsonObject>? shape = null)
    {
        var json = drawing.Json();
        json["name"] = id;
        json["options"]!["usableAsActivity"] = usable;
        shape?.Invoke(json);
        _versions.RemoveAll(other => other.Version.DefinitionId == id && other.Version.Version == version);
        _versions.Add((new DefinitionVersion(
            new DefinitionSummary { VersionId = $"{id}:{version}", DefinitionId = id, Version = version, Name = id, IsLatest = true, IsPublished = published, PublishedAt = published ? DateTimeOffset.UnixEpoch : null },
            json.ToJsonString(), drawing.Resources().ToJsonString()), usable));
        return this;
    }

    /// <summary>A version that is read with all that it embeds.</summary>
    public CompiledDefinition Compile(string versionId)
    {
        var version = Find(versionId);
        return CompiledDefinition.Compile(version.ToDefinition(Embedded()), DefinitionResources.Parse(version.Resources));
    }

    public DefinitionVersion Find(string versionId) => _versions.Single(one => one.Version.VersionId == versionId).Version;

    public EmbeddedVersions Embedded()
    {
        var embedded = new EmbeddedVersions();
        foreach (var procedure in _versions.GroupBy(one => one.Version.DefinitionId))
        {
            var usable = procedure.Where(one => one is { IsUsable: true, Version.PublishedAt: not null }).OrderByDescending(one => one.Version.Version).ToList();
            embedded.Learn(procedure.Key, procedure.Key, [.. usable.Select((one, place) => new OfferedVersion(EmbeddableVersion.Of(one.Version), place == 0))]);
            foreach (var one in usable)
                embedded.Add(one.Version);
        }
        return embedded;
    }
}
