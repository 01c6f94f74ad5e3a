using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Layout;

/// <summary>What a person sees instead of a page that is not there, not for them, or broken.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorPageModel : PageModel
{
    public string Heading { get; private set; } = "";
    public string Advice { get; private set; } = "";

    /// <summary>Why the page's request was refused, which is more than its status says; null when nothing is known.</summary>
    public Reason? Refused { get; private set; }

    /// <summary>Finds the entry of the log; only for faults of ours.</summary>
    public string? TraceId { get; private set; }

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    void Show(int status)
    {
        // After an exception the address is always that of 500; the answer's own status is finer.
        var actual = Response.StatusCode >= 400 ? Response.StatusCode : status;
        var kind = actual switch
        {
            403 => "403",
            404 => "404",
            429 => "429",
            503 => "503",
            >= 500 => "500",
            _ => "400",
        };
        Response.StatusCode = actual is >= 400 and < 600 ? actual : StatusCodes.Status404NotFound;
        Heading = Texts.Shell[$"error.{kind}.heading"];
        Advice = Texts.Shell[$"error.{kind}.advice"];
        Refused = RefusedResult.ReasonIn(HttpContext);
        TraceId = actual >= 500 ? Activity.Current?.Id ?? HttpContext.TraceIdentifier : null;
    }
}
