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
public sealed class DesignerPageModel(DefinitionStore definitions) : PageModel
{
    public string DefinitionId { get; private set; } = "";
    public string Procedure { get; private set; } = "";
    public int Version { get; private set; }

    public StudioElement Element => new("elsa-workflow-definition-editor", Texts.Studio["designer", Procedure])
    {
        Attributes = [("definition-id", DefinitionId)],
        Instead = (OutlinePageModel.Address(DefinitionId, Version), Texts.Studio["outline.link"]),
        LeaseOf = DefinitionId,
    };

    public async Task<IActionResult> OnGetAsync(string definitionId, CancellationToken token)
    {
        if (await definitions.FindLatestAsync(definitionId, token) is not { } latest)
        {
            return NotFound();
        }
        (DefinitionId, Procedure, Version) = (latest.DefinitionId, latest.Name, latest.Version);
        StudioElement.Allow(Response);
        return Page();
    }
}
