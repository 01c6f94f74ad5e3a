using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Studio;

/// <summary>The procedures of the office in Studio's list: make, import, publish, withdraw.</summary>
[Authorize(Policies.DesignProcedures)]
public sealed class DefinitionsPageModel : PageModel
{
    public void OnGet() => StudioElement.Allow(Response);
}
