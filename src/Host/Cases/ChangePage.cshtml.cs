using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Cases;

/// <summary>Suspends, resumes or closes a case: says what that means, asks why, and does it only then.</summary>
[Authorize(Policies.CaseWork)]
public sealed class ChangePageModel(CaseFile file, CaseWork work) : PageModel
{
    public const string ReasonField = "reason";

    const string Suspension = "suspension", Resumption = "resumption", Closure = "closure";

    /// <summary>The last part of the address: suspension, resumption or closure; also the beginning of its texts' keys.</summary>
    [BindProperty(SupportsGet = true, Name = "change")]
    public string Change { get; set; } = "";

    public CaseView Item { get; private set; } = null!;
    public FieldErrors Errors { get; private set; } = new();
    public Reason? Conflict { get; private set; }
    public string? Given { get; private set; }

    /// <summary>Only closing cannot be taken back.</summary>
    public bool IsFinal => Change == Closure;

    bool IsAllowed => Policies.Allows(IsFinal ? Policies.DirectCases : Policies.PauseCases, CurrentPerson.In(User));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token) =>
        !IsAllowed ? Forbid() : await LoadAsync(id, token) ? Page() : NotFound();

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        if (await file.FindAsync(CurrentPerson.In(User), id, token) is not { } found)
        {
            return false;
        }
        Item = found;
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? reason, CancellationToken token)
    {
        if (!IsAllowed)
        {
            return Forbid();
        }
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        Given = reason;
        Errors = ReasonText.Check(reason);
        if (Errors.Any)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        var asked = await RunAsync(id, ReasonText.Clean(reason!), token);
        if (asked.Refused is not { } refused)
        {
            TempData[CasePageModel.Notice] = Texts.CasePages[$"{Change}.done"];
            return Redirect($"/cases/{id}");
        }
        Conflict = refused;
        return Refuse(refused.Status);
    }

    Task<Asked<CaseChange>> RunAsync(Guid id, string reason, CancellationToken token)
    {
        var by = CurrentPerson.In(User);
        return Change switch
        {
            Suspension => work.SuspendAsync(by, id, reason, null, token),
            Resumption => work.ResumeAsync(by, id, reason, null, token),
            _ => work.CloseAsync(by, id, reason, null, token),
        };
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
