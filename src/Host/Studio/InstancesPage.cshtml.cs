using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Studio;

/// <summary>What runs and ran by the procedures, in Studio's list: the flow of cases, not their families.</summary>
[Authorize(Policies.DesignProcedures)]
public sealed class InstancesPageModel : PageModel
{
    public void OnGet() => StudioElement.Allow(Response);
}
