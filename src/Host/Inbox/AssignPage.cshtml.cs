using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Inbox;

/// <summary>Gives an open task to another person of its role.</summary>
[Authorize(Policies.Supervise)]
public sealed class AssignPageModel(TaskList list, TaskWork work, EligiblePeopleSql people) : PageModel
{
    /// <summary>The name and id of the input.</summary>
    public const string PersonField = "personId";

    public TaskView Item { get; private set; } = null!;
    public FieldErrors Errors { get; private set; } = new();
    public Reason? Conflict { get; private set; }

    /// <summary>Who may get it: holders of the role but for the one who has it, with the number of their open cases.</summary>
    public IReadOnlyList<RoleHolder> People { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token) =>
        !await LoadAsync(id, token) ? NotFound() : Item.Status == "open" ? Page() : Redirect($"/tasks/{id}");

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        if (await list.FindAsync(CurrentPerson.In(User), id, token) is not { } task)
        {
            return false;
        }
        Item = task;
        IReadOnlyList<string> roles = task.Role is null ? Roles.All : [task.Role];
        People = [.. (await people.ReadAsync(roles, roles, token)).SelectMany(of => of).DistinctBy(person => person.Id).Where(person => person.Id != task.Assignee)];
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? personId, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        if (personId is not { } to)
        {
            Errors.Add(PersonField, Texts.FormPages["error", Texts.InboxPages["assign.person"], Texts.Problems["field.required"]]);
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        var asked = await work.AssignAsync(CurrentPerson.In(User), id, to, null, token);
        if (asked.Refused is not { } reason)
        {
            if (Item.CaseMark is null)
            {
                return Redirect($"/tasks/{Item.Id}");
            }
            TempData[Cases.CasePageModel.Notice] = Texts.InboxPages["assign.done", Item.Title, People.FirstOrDefault(person => person.Id == to)?.Name];
            return Redirect($"/cases/{Item.CaseId}");
        }
        Errors = reason.Errors ?? Errors;
        Conflict = reason.Errors is null ? reason : null;
        return Refuse(reason.Status);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
