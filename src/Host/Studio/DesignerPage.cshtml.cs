using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.Studio;

/// <summary>Draws and changes a procedure in Studio's editor; one person at a time, others look on.</summary>
[Authorize(Policies.DesignProcedures)]
public sealed class DesignerPageModel(DefinitionStore definitions, DefinitionChecks checks) : PageModel
{
    public string DefinitionId { get; private set; } = "";
    public string Procedure { get; private set; } = "";
    public FindingList Findings { get; private set; } = null!;

    /// <summary>The same version in words.</summary>
    public string OutlineAddress { get; private set; } = "";

    public StudioElement Element => new("elsa-workflow-definition-editor", Texts.Studio["designer", Procedure])
    {
        Attributes = [("definition-id", DefinitionId)],
        Instead = (OutlineAddress, Texts.Studio["outline.link"]),
        LeaseOf = DefinitionId,
        FlowsByTokens = FlowsByTokens,
    };

    bool FlowsByTokens { get; set; }

    public async Task<IActionResult> OnGetAsync(string definitionId, CancellationToken token)
    {
        if (await definitions.FindLatestAsync(definitionId, token) is not { } latest)
        {
            return NotFound();
        }
        (DefinitionId, Procedure, OutlineAddress) = (latest.DefinitionId, latest.Name, OutlinePageModel.Address(latest.DefinitionId, latest.Version));
        var compiled = await definitions.CompiledAsync(latest, token);
        FlowsByTokens = compiled.Definition.FlowsByTokens;
        Findings = FindingList.Of((await checks.OfAsync(latest, token)).Findings, compiled, OutlineAddress);
        StudioElement.Allow(Response);
        return Page();
    }
}
