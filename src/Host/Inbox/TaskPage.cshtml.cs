using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Inbox;

/// <summary>A task: what to do and until when, its form, and what it was finished with once it is over.</summary>
[Authorize(Policies.CaseWork)]
public sealed class TaskPageModel(TaskSql tasks, TaskList list, TaskWork work, TaskPageSql surroundings) : PageModel
{
    /// <summary>The name and the id of the outcome's input.</summary>
    public const string OutcomeField = "outcome";

    const string Complete = "complete", Draft = "draft", Claim = "claim";

    public CurrentPerson Person { get; private set; } = null!;
    public TaskView Item { get; private set; } = null!;
    public TaskSurroundings Around { get; private set; } = null!;

    /// <summary>A task that is found alone always comes with its form.</summary>
    public FormView Questions => Item.Form!;

    public JsonObject Answers { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();

    /// <summary>The outcome chosen so far.</summary>
    public string? Outcome { get; private set; }

    /// <summary>Why the step could not be finished although the form was right; null when nothing stands against it.</summary>
    public Reason? Conflict { get; private set; }
    public string? Focus { get; private set; }

    public (string Address, string Text, string? Lang) Back => Item.CaseMark is { } mark
        ? ($"/cases/{Item.CaseId}", Texts.CasePages["case", mark], null)
        : ("/", Texts.Shell["nav.inbox"], null);

    public DateOnly Today => OfficeTime.DateOf(Around.Now);
    public ShownForm Form => new(Questions, Answers, Errors, Today, Focus);
    public bool IsOpen => Item.Status == "open";
    public bool IsMine => IsOpen && Item.Assignee == Person.Id;
    public bool MayClaim => IsOpen && Item.Assignee is null && (Item.Role is null || Person.Has(Item.Role));
    public bool MayAssign => IsOpen && Policies.Allows(Policies.Supervise, Person);

    /// <summary>Who has finished a task may have left the case since; what it was finished with stays theirs to read.</summary>
    public ShownAnswers Given => new(Questions.Fields, Around.GivenAnswers, Around.NameOf);

    public async Task<IActionResult> OnGetAsync(Guid id, string? outcome, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        Answers = Around.DraftAnswers;
        Outcome = outcome;
        return Page();
    }

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        Person = CurrentPerson.In(User);
        if (await list.FindAsync(Person, id, token) is not { } task)
        {
            return false;
        }
        Item = task;
        Around = await surroundings.ReadAsync(id, Person.Id, token);
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        var button = Request.Form[PostedAnswers.Button].ToString();
        if (button == Claim)
        {
            var claimed = await work.ClaimAsync(Person, id, null, token);
            return claimed.Refused is { } refused ? new RefusedResult(refused) : Redirect($"/tasks/{id}");
        }
        Answers = PostedAnswers.Read(Questions, Request.Form);
        Outcome = Request.Form[OutcomeField].ToString() is { Length: > 0 } outcome ? outcome : null;
        if (Answers.ChangeRows(Questions, button, out var focus))
        {
            Focus = focus;
            return Page();
        }
        Answers = Answers.WithoutEmptyRows(Questions);
        return button == Complete ? await FinishAsync(token) : await SaveDraftAsync(token);
    }

    async Task<IActionResult> SaveDraftAsync(CancellationToken token)
    {
        if (!IsMine)
        {
            return ShowConflict(new Reason(StatusCodes.Status409Conflict, IsOpen ? "task-taken" : "task-closed", By: Around.ClosedByName ?? Item.AssigneeName, At: Around.ClosedAt));
        }
        await surroundings.SaveDraftAsync(Item.Id, Person.Id, Answers, token);
        return Redirect($"/tasks/{Item.Id}{(Outcome is null ? "" : $"?outcome={Uri.EscapeDataString(Outcome)}")}");
    }

    async Task<IActionResult> FinishAsync(CancellationToken token)
    {
        if (Outcome is null || IsMine)
        {
            var row = await tasks.FindAsync(Person, Item.Id, token);
            var form = await list.FormOfAsync(row!, token);
            Errors = Forms.Answers.Errors(form.Validate(Answers, Outcome)).OfInputs(Questions);
            if (Outcome is null)
            {
                Errors.Add(OutcomeField, Texts.InboxPages["task.resultRequired"]);
            }
            if (Errors.Any)
            {
                return Refuse(StatusCodes.Status422UnprocessableEntity);
            }
            if (form.ConfirmedOutcomes.Contains(Outcome))
            {
                await surroundings.SaveDraftAsync(Item.Id, Person.Id, Answers, token);
                return Redirect($"/tasks/{Item.Id}/check?outcome={Uri.EscapeDataString(Outcome!)}");
            }
        }
        var asked = await work.CompleteAsync(Person, Item.Id, Outcome!, Answers, null, token);
        if (asked.Done is { } completed)
        {
            await surroundings.RemoveDraftsAsync(Item.Id, token);
            return RedirectOn(this, completed);
        }
        if (asked.Refused is { Errors: { } errors })
        {
            Errors = errors.OfInputs(Questions);
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        return ShowConflict(asked.Refused!);
    }

    PageResult ShowConflict(Reason reason)
    {
        Conflict = reason;
        return Refuse(reason.Status);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>The case says what was done and what comes next; where there is none, the task itself says what was done.</summary>
    internal static RedirectResult RedirectOn(PageModel page, CompletedTask completed)
    {
        if (completed.CaseMark is null)
        {
            return new($"/tasks/{completed.TaskId}");
        }
        page.TempData[Cases.CasePageModel.CompletedTask] = completed.TaskId;
        return new($"/cases/{completed.CaseId}");
    }
}
