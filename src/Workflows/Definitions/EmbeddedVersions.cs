namespace OpsWorkflows.Definitions;

/// <summary>The versions that a procedure embeds, directly or through others, and which of them each activity stands for.</summary>
public sealed class EmbeddedVersions
{
    public static EmbeddedVersions None { get; } = new();

    private readonly Dictionary<string, IReadOnlyList<OfferedVersion>> _offered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DefinitionVersion> _versions = new(StringComparer.Ordinal);

    internal bool Knows(string definitionId) => _offered.ContainsKey(definitionId);

    internal bool Holds(string versionId) => _versions.ContainsKey(versionId);

    internal IReadOnlyCollection<string> VersionIds => _versions.Keys;

    /// <param name="name">Null when there is no such procedure at all.</param>
    internal void Learn(string definitionId, string? name, IReadOnlyList<OfferedVersion> offered)
    {
        _offered[definitionId] = offered;
        if (name is not null)
            _names[definitionId] = name;
    }

    internal void Add(DefinitionVersion version) => _versions[version.VersionId] = version;

    /// <summary>Whether the procedure has a published version that can be embedded anew.</summary>
    public bool IsOffered(string definitionId) => PublishedOf(definitionId) is not null;

    /// <summary>As Elsa finds it: the version that is pinned, else the one of the number, else the published one.</summary>
    internal EmbeddableVersion? Find(EmbeddingReference reference)
    {
        var offered = _offered.GetValueOrDefault(reference.DefinitionId, []);
        foreach (var (version, _) in offered)
        {
            if (reference.VersionId is { } pinned ? version.VersionId == pinned : version.Version == reference.Version)
                return version;
        }
        return PublishedOf(reference.DefinitionId);
    }

    private EmbeddableVersion? PublishedOf(string definitionId) =>
        _offered.GetValueOrDefault(definitionId, []).Where(offered => offered.IsPublished).Select(offered => offered.Version).FirstOrDefault();

    internal Embedding Resolve(EmbeddingReference reference) => Find(reference) is { } procedure && _versions.TryGetValue(procedure.VersionId, out var version)
        ? new() { Reference = reference, Name = procedure.Name, Procedure = procedure, Published = PublishedOf(reference.DefinitionId), Resources = version.Resources }
        : _names.TryGetValue(reference.DefinitionId, out var name) ? new() { Reference = reference, Name = name, Problem = EmbeddingProblem.NotPublished }
        : new() { Reference = reference, Name = reference.DefinitionId, Problem = EmbeddingProblem.Missing };

    /// <summary>A document of its own for each place where the version stands.</summary>
    internal System.Text.Json.Nodes.JsonObject DocumentOf(EmbeddableVersion procedure) => _versions[procedure.VersionId].ToJson();

    /// <summary>Pins each activity that stands for a procedure to the version it is found with, so that a later one changes nothing.</summary>
    /// <returns>Whether one was not pinned before.</returns>
    internal bool Pin(WorkflowDefinition definition)
    {
        var pinned = false;
        foreach (var node in definition.Nodes)
        {
            if (node is not { IsEmbedded: false, Embedding.Reference: { } reference } || Find(reference) is not { } procedure || reference.VersionId == procedure.VersionId)
                continue;
            procedure.PinTo(node.Json);
            pinned = true;
        }
        return pinned;
    }
}
