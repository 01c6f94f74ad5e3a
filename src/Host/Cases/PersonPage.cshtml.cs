using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Cases;

/// <summary>Gives a role of a case to another person.</summary>
[Authorize(Policies.DirectCases)]
public sealed class PersonPageModel(CaseFile file, CaseWork work, EligiblePeopleSql people) : PageModel
{
    public const string PersonField = "personId";

    [BindProperty(SupportsGet = true, Name = "role")]
    public string Role { get; set; } = "";

    public CaseView Item { get; private set; } = null!;
    public CasePersonView Present { get; private set; } = null!;

    /// <summary>Other holders of the role, with the number of their open cases.</summary>
    public IReadOnlyList<RoleHolder> People { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();
    public Reason? Conflict { get; private set; }
    public string? Given { get; private set; }
    public Guid? Chosen { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token) => await LoadAsync(id, token) ? Page() : NotFound();

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        if (await file.FindAsync(CurrentPerson.In(User), id, token) is not { } found || found.People.FirstOrDefault(person => person.Role == Role) is not { } present)
        {
            return false;
        }
        Item = found;
        Present = present;
        People = [.. (await people.ReadAsync([Role], [Role], token))[Role].Where(person => person.Id != present.Id)];
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? personId, string? reason, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        Given = reason;
        Chosen = personId;
        Errors = ReasonText.Check(reason).Require(PersonField, personId?.ToString());
        if (Errors.Any)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        var asked = await work.ChangePersonAsync(CurrentPerson.In(User), id, Role, personId!.Value, ReasonText.Clean(reason!), null, token);
        if (asked.Refused is not { } refused)
        {
            TempData[CasePageModel.Notice] = Texts.CasePages["person.done", Present.RoleLabel, People.FirstOrDefault(person => person.Id == personId)?.Name];
            return Redirect($"/cases/{id}");
        }
        Errors = refused.Errors ?? Errors;
        Conflict = refused.Errors is null ? refused : null;
        return Refuse(refused.Status);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
