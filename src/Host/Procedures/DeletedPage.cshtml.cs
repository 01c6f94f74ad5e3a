using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Procedures;

/// <summary>The procedures that were deleted, with the way to the history from which each can be brought back.</summary>
[Authorize(Policies.DesignProcedures)]
public sealed class DeletedPageModel(DefinitionRevisionSql revisions) : PageModel
{
    public const string Address = "/deleted-procedures";

    public IReadOnlyList<DefinitionRevision> Deleted { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken token) => Deleted = await revisions.ListDeletedAsync(token);
}
