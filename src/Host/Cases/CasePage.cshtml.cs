using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Incidents;

namespace OpsWorkflows.Host.Cases;

/// <summary>All about one case: who, until when, what was done and written, and what may be done with it.</summary>
[Authorize(Policies.CaseWork)]
public sealed class CasePageModel(CaseFile file, CasePageSql surroundings, IncidentList incidents) : PageModel
{
    /// <summary>The page before leaves here the id of the task that was just finished.</summary>
    public const string CompletedTask = "completed-task";

    /// <summary>The page before leaves here what to say once, in words.</summary>
    public const string Notice = "notice";

    /// <summary>Set once, when the case has just been started.</summary>
    public const string JustStarted = "just-started";

    public CaseView Item { get; private set; } = null!;
    public CaseSurroundings Around { get; private set; } = null!;
    public IReadOnlyList<StepAnswers> Answers { get; private set; } = [];

    /// <summary>What the step came to that the reader has just finished; null when none.</summary>
    public StepAnswers? Completed { get; private set; }
    public string? Message { get; private set; }
    public bool Started { get; private set; }

    /// <summary>The steps that faults have stopped.</summary>
    public IReadOnlyList<IncidentSummary> Stopped { get; private set; } = [];

    public CurrentPerson Person { get; private set; } = null!;
    public DateOnly Today => OfficeTime.DateOf(Around.Now);

    /// <summary>The limit that ends or ended first of those whose work is not done yet.</summary>
    public LimitView? NextLimit => Item.Status == CaseStates.Open ? Limits.FirstOrDefault(limit => limit.ClosedAt is null) : null;

    /// <summary>The limits still running, then the missed ones; those kept or stopped say nothing more.</summary>
    public IEnumerable<LimitView> Limits => Item.Limits.Where(limit => limit.Status is "running" or "missed").OrderBy(limit => limit.LastDay);

    /// <summary>The key of what is said where there is no open task.</summary>
    public string NoTasks => Item.Status == CaseStates.Closed ? "noTasks.closed" : Stopped.Count > 0 ? "noTasks.stopped" : "noTasks.waiting";

    public bool IsOpen => Item.Status != CaseStates.Closed;
    public bool MayPause => IsOpen && Policies.Allows(Policies.PauseCases, Person);
    public bool MayDirect => IsOpen && Policies.Allows(Policies.DirectCases, Person);
    public bool MayRepair => Policies.Allows(Policies.RepairSteps, Person);
    public bool MayAssign => IsOpen && Policies.Allows(Policies.Supervise, Person);

    public ShownAnswers ShownOf(StepAnswers step) => new(step.Form?.Fields ?? [], step.Answers, NameOf);

    string? NameOf(Guid person) => Item.People.FirstOrDefault(other => other.Id == person)?.Name;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token)
    {
        Person = CurrentPerson.In(User);
        if (await file.FindAsync(Person, id, token) is not { } found)
        {
            return NotFound();
        }
        Item = found;
        Answers = await file.FindAnswersAsync(Person, id, token) ?? [];
        Stopped = found.OpenIncidents == 0 ? [] : await incidents.OfInstanceAsync(Person, id, token);
        Around = await surroundings.ReadAsync(Person, id, token);
        Completed = TempData[CompletedTask] is Guid task ? Answers.FirstOrDefault(step => step.TaskId == task) : null;
        Message = TempData[Notice] as string;
        Started = TempData[JustStarted] is not null;
        return Page();
    }
}
