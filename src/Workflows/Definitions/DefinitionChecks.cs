using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>The checks before publishing: of the drawing itself, of the procedures that it starts, and of the office that is to work by it.</summary>
public sealed class DefinitionChecks(DefinitionSql sql)
{
    /// <exception cref="DefinitionFormatException">A form or a ladder is not well formed.</exception>
    public async Task<IReadOnlyList<Finding>> OfAsync(DefinitionVersion version, CancellationToken token = default)
    {
        var compiled = CompiledDefinition.Compile(version.ToDefinition(), DefinitionResources.Parse(version.Resources));
        return
        [
            .. compiled.Findings,
            .. StartChecks.Of(compiled, await sql.ReadPublishedAsync(StartChecks.NamedIn(compiled), token)),
            .. OfficeChecks.Of(compiled, await sql.ReadHeldRolesAsync(token)),
        ];
    }
}
