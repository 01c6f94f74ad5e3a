using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// Brings the procedures that are shipped as folders into the store at start. A change that was shipped becomes a new published
/// version; where the procedure was edited in the application, or embeds what cannot be embedded here any more, it arrives as a draft instead, once.
/// </summary>
public sealed class DefinitionImport(DefinitionSql sql, DefinitionStore definitions)
{
    /// <summary>Imports every folder of a directory. Hosts that start at once wait for one another; a second import changes nothing.</summary>
    /// <exception cref="ImportRefusedException">Something in a folder cannot run; nothing of any folder was imported.</exception>
    public async Task<IReadOnlyList<ImportedDefinition>> ImportAsync(string directory, CancellationToken token = default)
    {
        var shipped = ShippedDefinition.ReadAll(directory);
        var imported = new List<ImportedDefinition>(shipped.Count);
        foreach (var definition in shipped)
            imported.Add(await ImportAsync(definition, token));
        return imported;
    }

    private async Task<ImportedDefinition> ImportAsync(ShippedDefinition shipped, CancellationToken token)
    {
        await using var change = await sql.ChangeAsync(shipped.DefinitionId, token);
        var latest = await change.LatestAsync(token);
        var isNew = await change.ArriveAsync(shipped.Hash, token);
        var embedded = await definitions.EmbeddedInAsync(WorkflowDefinition.Read(shipped.Document), token);
        var way = WayOf(latest, shipped.Hash, isNew);
        if (way == ImportWay.Published && CompiledDefinition.Compile(WorkflowDefinition.Read(shipped.Document, embedded), shipped.Resources).Findings.Any(finding => finding.IsError))
            way = ImportWay.Draft;
        var content = DefinitionStore.ContentOf(shipped.Document, shipped.Resources.ToJson(), shipped.Hash, by: null);
        var version = way switch
        {
            ImportWay.Unchanged => latest!,
            // A draft that was shipped and that nobody touched gives way to the newer one.
            ImportWay.Draft when latest is { PublishedAt: null, ShippedHash: not null } => await change.WriteDraftAsync(latest, content, token),
            _ => await change.AddAsync(content, token),
        };
        if (way == ImportWay.Published)
            version = await change.PublishLatestAsync(embedded, token);
        if (way != ImportWay.Unchanged)
            await change.KeepAsync(version, RevisionKind.Imported, by: null, token);
        await change.CommitAsync(token);
        return new(shipped.DefinitionId, version.Version, way);
    }

    private static ImportWay WayOf(DefinitionVersion? latest, string hash, bool isNew) => latest switch
    {
        null => ImportWay.Published,
        { ShippedHash: var present } when present == hash => ImportWay.Unchanged,
        { ShippedHash: not null, IsPublished: true } => ImportWay.Published,
        _ => isNew ? ImportWay.Draft : ImportWay.Unchanged,
    };
}

/// <summary>What an import did about one folder.</summary>
public sealed record ImportedDefinition(string DefinitionId, int Version, ImportWay Way);

/// <summary>How a shipped folder came into the store.</summary>
public enum ImportWay
{
    Unchanged,
    Published,
    Draft,
}

/// <summary>What keeps a shipped folder from being imported: in which file, where in it, and why.</summary>
public sealed record ImportFinding(string File, string Path, string Reason)
{
    public override string ToString() => $"{File}: {Path}: {Reason}";
}

/// <summary>Procedures that are shipped with the program cannot run; the host does not start with them.</summary>
public sealed class ImportRefusedException(IReadOnlyList<ImportFinding> findings)
    : Exception("Shipped procedures cannot run:" + string.Concat(findings.Select(finding => $"\n  {finding}")))
{
    public IReadOnlyList<ImportFinding> Findings { get; } = findings;
}
