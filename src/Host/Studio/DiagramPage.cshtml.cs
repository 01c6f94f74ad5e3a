using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.Studio;

/// <summary>Where a case stands, on the diagram of its procedure, in Studio's viewer.</summary>
[Authorize(Policies.SeeDiagrams)]
public sealed class DiagramPageModel(DiagramSql diagrams) : PageModel
{
    public Guid Id { get; private set; }
    public DiagramHead Shown { get; private set; } = null!;
    public bool MayDesign { get; private set; }

    public string Title => Shown.CaseMark is { } mark ? Texts.Studio["diagram", mark] : Texts.Studio["diagram.instance"];
    public string Outline => OutlinePageModel.Address(Shown.DefinitionId, Shown.Version);

    /// <summary>The case for those who may open it, else the list that the reader came from.</summary>
    public (string Address, string Text, string? Lang) Back => Shown.Visible
        ? ($"/cases/{Id}", Texts.CasePages["case", Shown.CaseMark], null)
        : ("/instances", Texts.Studio["instances"], null);

    public StudioElement Element => new("elsa-workflow-instance-viewer", Title)
    {
        Attributes = [("instance-id", Id.ToString())],
        Instead = (Outline, Texts.Studio["outline.link"]),
        DefinitionAddress = MayDesign ? "/procedures/{id}/designer" : Outline,
    };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token)
    {
        var person = CurrentPerson.In(User);
        MayDesign = Policies.Allows(Policies.DesignProcedures, person);
        if (await diagrams.FindAsync(person, id, token) is not { } found || !(found.Visible || MayDesign))
        {
            return NotFound();
        }
        (Id, Shown) = (id, found);
        StudioElement.Allow(Response);
        return Page();
    }
}
