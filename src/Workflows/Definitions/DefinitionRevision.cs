namespace OpsWorkflows.Definitions;

/// <summary>A kept state of a procedure: what somebody made of which version, and when; saves of one person within two minutes are one, unless steps were taken away.</summary>
/// <param name="Kind">One of <see cref="RevisionKind"/>.</param>
/// <param name="Person">Null for what came with the program.</param>
/// <param name="BeganAt">In office time, as is <paramref name="SavedAt"/>.</param>
public sealed record DefinitionRevision(long Id, string DefinitionId, int Version, string Kind, string Name, string? Person, DateTimeOffset BeganAt, DateTimeOffset SavedAt);

/// <summary>What was done to a procedure when a state of it was kept.</summary>
public static class RevisionKind
{
    public const string Saved = "saved";
    public const string Imported = "imported";
    public const string Restored = "restored";
    public const string Published = "published";
    public const string Retracted = "retracted";
    public const string Deleted = "deleted";
}
