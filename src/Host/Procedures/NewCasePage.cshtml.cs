using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Workers;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Starts a case: the procedure (where there is more than one), then its start form.</summary>
[Authorize(Policies.StartCases)]
public sealed class NewCasePageModel(ProcedureList list, CaseStart start, OfficeClockSql clock) : PageModel
{
    /// <summary>The id of the procedure chosen; null where there is a choice to make.</summary>
    [BindProperty(SupportsGet = true, Name = "procedure")]
    public string? Chosen { get; set; }

    public IReadOnlyList<ProcedureView> Procedures { get; private set; } = [];
    public ProcedureView? Procedure { get; private set; }
    public JsonObject Answers { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();
    public string? Focus { get; private set; }
    public DateOnly Today { get; private set; }

    public ShownForm Form => new(Procedure!.StartForm, Answers, Errors, Today, Focus);

    public async Task<IActionResult> OnGetAsync(CancellationToken token)
    {
        await LoadAsync(token);
        return Chosen is not null && Procedure is null ? NotFound() : Page();
    }

    async Task LoadAsync(CancellationToken token)
    {
        Procedures = await list.ListAsync(token);
        Procedure = Chosen is null && Procedures.Count == 1 ? Procedures[0] : Procedures.FirstOrDefault(procedure => procedure.DefinitionId == Chosen);
        Today = OfficeTime.DateOf(await clock.NowAsync(token));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken token)
    {
        await LoadAsync(token);
        if (Procedure is null)
        {
            return NotFound();
        }
        Answers = PostedAnswers.Read(Procedure.StartForm, Request.Form);
        if (Answers.ChangeRows(Procedure.StartForm, Request.Form[PostedAnswers.Button], out var focus))
        {
            Focus = focus;
            return Page();
        }
        Answers = Answers.WithoutEmptyRows(Procedure.StartForm);
        var asked = await start.StartAsync(CurrentPerson.In(User), Procedure.DefinitionId, Answers, _ => null, token);
        if (asked.Done is { } started)
        {
            TempData[CasePageModel.JustStarted] = true;
            return Redirect($"/cases/{started.Id}");
        }
        if (asked.Refused!.Errors is not { } errors)
        {
            return new RefusedResult(asked.Refused);
        }
        Errors = errors.OfInputs(Procedure.StartForm);
        Response.StatusCode = asked.Refused.Status;
        return Page();
    }
}
