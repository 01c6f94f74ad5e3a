using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Incidents;

/// <summary>Says what a repair of the chosen steps means and asks what it needs; afterwards, what was done and what was refused.</summary>
[Authorize(Policies.RepairSteps)]
public sealed class RepairsPageModel(IncidentList list, IncidentWork work) : PageModel
{
    public const string OutcomeField = "outcome";

    /// <summary>retry, skip or cancel; also the beginning of its texts' keys.</summary>
    [BindProperty(SupportsGet = true, Name = "repair")]
    public string? Repair { get; set; }

    [BindProperty(SupportsGet = true, Name = "ids")]
    public Guid[] Ids { get; set; } = [];

    public IReadOnlyList<IncidentSummary> Chosen { get; private set; } = [];

    /// <summary>The outcomes by which the chosen steps can be left out: those that all versions of the procedure know.</summary>
    public IReadOnlyList<OutcomeView> Outcomes { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();
    public string? Outcome { get; private set; }
    public string? Given { get; private set; }

    /// <summary>What came of it; null until it was confirmed.</summary>
    public BulkRepair? Result { get; private set; }

    /// <summary>How many steps do not stand still any more, or instances have ended.</summary>
    public int Succeeded => Repair == IncidentWork.Cancel
        ? Result!.Done.DistinctBy(done => done.InstanceId).Count()
        : Result!.Done.Count(done => !done.StoppedAgain);

    public CurrentPerson Person => CurrentPerson.In(User);

    /// <summary>What can be done as it is asked.</summary>
    public IReadOnlyList<IncidentSummary> Possible => [.. Chosen.Where(incident => incident.ResolvedAt is null && (Repair != IncidentWork.Cancel || IncidentWork.MayCancel(Person, incident)))];

    /// <summary>How many steps are repaired, or instances ended.</summary>
    public int Count => Repair == IncidentWork.Cancel ? Possible.DistinctBy(incident => incident.InstanceId).Count() : Possible.Count;

    public bool AsksReason => Repair == IncidentWork.Cancel && Possible.Any(incident => incident.IsCase);

    /// <summary>The step itself when there is but one, else the list.</summary>
    public (string Address, string Text, string? Lang) Back => Ids.Length == 1 && Chosen.Count == 1
        ? ($"/incidents/{Ids[0]}", Chosen[0].Step, Languages.OfContent)
        : ("/incidents", Texts.IncidentPages["title"], null);

    public static string AddressOf(string repair, IEnumerable<Guid> ids) => $"/incidents/repairs?repair={repair}&{string.Join('&', ids.Select(id => $"ids={id}"))}";

    public async Task<IActionResult> OnGetAsync(CancellationToken token) => await LoadAsync(token) ? Page() : Redirect("/incidents");

    /// <returns>False when nothing is chosen that can be asked about.</returns>
    async Task<bool> LoadAsync(CancellationToken token)
    {
        Chosen = await list.FindChosenAsync(Person, Ids, token);
        if (Chosen.Count == 0 || IncidentWork.CheckChoice(Repair, Ids, Chosen).Any)
        {
            return false;
        }
        Outcomes = Repair == IncidentWork.Skip ? await list.OutcomesOfAllAsync(Chosen, token) : [];
        return true;
    }

    public async Task<IActionResult> OnPostAsync(string? outcome, string? reason, CancellationToken token)
    {
        if (!await LoadAsync(token))
        {
            return Redirect("/incidents");
        }
        (Outcome, Given) = (outcome, reason);
        if (Outcomes.Count > 0 && !Outcomes.Any(one => one.Outcome == outcome))
        {
            Errors.Add(OutcomeField, Texts.IncidentPages["outcome.required"]);
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        var asked = await work.RunAsync(Person, new(Repair, Ids, outcome, reason), token);
        if (asked.Refused is { } refused)
        {
            Errors = refused.Errors!;
            return Refuse(refused.Status);
        }
        Result = asked.Done;
        return Page();
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>Null when there is none any more.</summary>
    public IncidentSummary? Find(Guid id) => Chosen.FirstOrDefault(incident => incident.Id == id);

    public static string? WhoAndWhen(RefusedRepair refused) => new Reason(refused.Status, refused.Code, By: refused.By, At: refused.At).WhoAndWhen();
}
