using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Inbox;

/// <summary>Asks once more before an outcome that cannot be taken back; what is confirmed is the draft as it was shown.</summary>
[Authorize(Policies.CaseWork)]
public sealed class CheckPageModel(TaskList list, TaskWork work, TaskPageSql surroundings) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "outcome")]
    public string? Outcome { get; set; }

    public TaskView Item { get; private set; } = null!;
    public TaskSurroundings Around { get; private set; } = null!;

    /// <summary>A task that is found alone always comes with its form.</summary>
    public FormView Questions => Item.Form!;

    public FieldErrors Errors { get; } = new();
    public Reason? Conflict { get; private set; }

    /// <summary>Tells the draft that was shown from one saved later.</summary>
    public string ShownDraft => (Around.DraftSavedAt?.UtcTicks ?? 0).ToString();

    public ShownAnswers Answers => new(Questions.Fields, Around.DraftAnswers, NameOf);

    string? NameOf(Guid person) => Questions.Fields.SelectMany(field => field.Options ?? []).FirstOrDefault(option => option.Value == person.ToString())?.Label;

    public string BackAddress => $"/tasks/{Item.Id}?outcome={Uri.EscapeDataString(Outcome!)}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token) =>
        !await LoadAsync(id, token) ? NotFound()
        : Item.Status == "open" && Item.Assignee == CurrentPerson.In(User).Id && Outcome is not null && Item.Outcomes.Contains(Outcome) ? Page()
        : Redirect($"/tasks/{id}");

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        var person = CurrentPerson.In(User);
        if (await list.FindAsync(person, id, token) is not { } task)
        {
            return false;
        }
        Item = task;
        Around = await surroundings.ReadAsync(id, person.Id, token);
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? shownDraft, CancellationToken token)
    {
        if (!await LoadAsync(id, token) || Outcome is null)
        {
            return NotFound();
        }
        if (Item.Status == "open" && shownDraft != ShownDraft)
        {
            Errors.Add("", Texts.InboxPages["check.changed"]);
            return Refuse(StatusCodes.Status409Conflict);
        }
        var asked = await work.CompleteAsync(CurrentPerson.In(User), id, Outcome, Around.DraftAnswers, null, token);
        if (asked.Done is { } completed)
        {
            await surroundings.RemoveDraftsAsync(id, token);
            return TaskPageModel.RedirectOn(this, completed);
        }
        Conflict = asked.Refused;
        foreach (var text in asked.Refused?.Errors?.OfInputs(Questions).ByField.SelectMany(error => error.Value) ?? [])
        {
            Conflict = null;
            Errors.Add("", text);
        }
        return Refuse(asked.Refused!.Status);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
