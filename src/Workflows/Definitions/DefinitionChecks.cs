using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>The checks before publishing: of the drawing itself, of the procedures that it embeds or starts, and of the office that is to work by it.</summary>
public sealed class DefinitionChecks(DefinitionSql sql, DefinitionStore definitions)
{
    /// <exception cref="DefinitionFormatException">A form or a ladder is not well formed.</exception>
    public async Task<CheckedVersion> OfAsync(DefinitionVersion version, CancellationToken token = default)
    {
        var embedded = await definitions.EmbeddedInAsync(version.ToDefinition(), token);
        var compiled = DefinitionStore.Compile(version, embedded);
        return new(
        [
            .. compiled.Findings,
            .. Retracted(compiled, embedded),
            .. StartChecks.Of(compiled, await sql.ReadPublishedAsync(StartChecks.NamedIn(compiled), token)),
            .. OfficeChecks.Of(compiled, await sql.ReadHeldRolesAsync(token)),
        ], embedded);
    }

    /// <summary>Cases that run go on with what was retracted, but nothing new is built on it.</summary>
    private static IEnumerable<Finding> Retracted(CompiledDefinition compiled, EmbeddedVersions embedded) =>
        from node in compiled.Definition.Nodes
        where !node.IsEmbedded && node.Embedding?.Procedure is { } procedure && !embedded.IsOffered(procedure.DefinitionId)
        select new Finding(FindingKind.EmbeddedNotPublished, node, Value: node.Embedding!.Procedure!.Name);
}

/// <summary>What checks found in a version, and what it embeds.</summary>
public sealed record CheckedVersion(IReadOnlyList<Finding> Findings, EmbeddedVersions Embedded)
{
    public bool CanRun => !Findings.Any(finding => finding.IsError);
}
