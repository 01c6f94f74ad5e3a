using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Who changed a procedure and when; brings any kept state of it back as its draft, also after it was deleted.</summary>
[Authorize(Policies.DesignProcedures)]
public sealed class RevisionsPageModel(DefinitionRevisionSql revisions, DefinitionEditor editor, DefinitionChanges changes) : PageModel
{
    public const string Notice = "revisions-notice";

    public string DefinitionId { get; private set; } = "";

    /// <summary>The last state of the page before this one; null on the first one.</summary>
    public long? Before { get; private set; }
    public IReadOnlyList<DefinitionRevision> Revisions { get; private set; } = [];

    /// <summary>The name that the procedure had in the newest state shown.</summary>
    public string Procedure => Revisions[0].Name;

    /// <summary>What asks for the page behind this one; null on the last one.</summary>
    public long? Next { get; private set; }

    /// <summary>The state about to be brought back, which takes a second press.</summary>
    public DefinitionRevision? Asked { get; private set; }
    public string? Message { get; private set; }
    public IReadOnlyList<string> Refused { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string definitionId, long? before, long? revision, CancellationToken token)
    {
        if (!await LoadAsync(definitionId, before, token))
        {
            return NotFound();
        }
        Asked = Revisions.FirstOrDefault(kept => kept.Id == revision);
        Message = TempData[Notice] as string;
        return Page();
    }

    async Task<bool> LoadAsync(string definitionId, long? before, CancellationToken token)
    {
        (DefinitionId, Before) = (definitionId, before);
        var found = await revisions.ListAsync(definitionId, before, PageLength.Usual + 1, token);
        Revisions = [.. found.Take(PageLength.Usual)];
        Next = found.Count > PageLength.Usual ? Revisions[^1].Id : null;
        return Revisions.Count > 0;
    }

    public async Task<IActionResult> OnPostAsync(string definitionId, long revision, CancellationToken token)
    {
        switch (await editor.RestoreAsync(definitionId, revision, CurrentPerson.In(User).Id, token))
        {
            case EditResult.Done done:
                TempData[Notice] = Texts.Outline["revision.restored", done.Version.Version];
                return Redirect(Address(definitionId));
            case EditResult.Refused { Code: EditRefusal.NotFound }:
                return NotFound();
            case EditResult.Refused refused:
                await LoadAsync(definitionId, null, token);
                Refused = await changes.SentencesAsync(refused, token);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            case var result:
                throw new InvalidOperationException($"No answer for {result.GetType().Name}.");
        }
    }

    /// <summary>This page of the history, asking whether to bring a state of it back.</summary>
    public string AskingAddress(DefinitionRevision kept) => $"{Address(DefinitionId)}?{(Before is { } before ? $"before={before}&" : "")}revision={kept.Id}";

    public static string Address(string definitionId) => $"/procedures/{Uri.EscapeDataString(definitionId)}/revisions";
}
