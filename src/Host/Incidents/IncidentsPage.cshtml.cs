using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Incidents;

/// <summary>The steps that faults have stopped; several can be chosen, and what is to be done about them is asked on the next page.</summary>
[Authorize(Policies.RepairSteps)]
public sealed class IncidentsPageModel(IncidentList list) : PageModel
{
    /// <summary>The name of the checkboxes, and the id of the first.</summary>
    public const string IdsField = "ids";

    /// <summary>The steps of one procedure alone.</summary>
    [BindProperty(SupportsGet = true, Name = "procedure")]
    public string? Procedure { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<StoppedProcedure> Procedures { get; private set; } = [];
    public Page<IncidentSummary> List { get; private set; } = null!;
    public IReadOnlyCollection<Guid> Chosen { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();

    public CurrentPerson Person => CurrentPerson.In(User);

    /// <summary>What the reader may do about some step of the page.</summary>
    public IEnumerable<string> Repairs => IncidentWork.All.Where(repair => repair != IncidentWork.Cancel || List.Items.Any(incident => IncidentWork.MayCancel(Person, incident)));

    /// <summary>How many there are in the list, on all its pages.</summary>
    public long Count => Procedures.Where(procedure => Procedure is null || procedure.DefinitionId == Procedure).Sum(procedure => procedure.Count);

    public Task OnGetAsync(CancellationToken token) => LoadAsync(token);

    async Task LoadAsync(CancellationToken token)
    {
        Procedures = await list.CountAsync(token);
        Procedure = Procedures.Any(procedure => procedure.DefinitionId == Procedure) ? Procedure : null;
        var key = PageKey.TryParse(After, null, out var place) ? place : null;
        List = await list.ListAsync(Person, new(Procedure, key), token);
    }

    public async Task<IActionResult> OnPostAsync(string? repair, [FromForm(Name = IdsField)] Guid[] ids, CancellationToken token)
    {
        Errors = IncidentWork.CheckChoice(repair, ids, await list.FindChosenAsync(Person, ids, token));
        if (!Errors.Any)
        {
            return Redirect(RepairsPageModel.AddressOf(repair!, ids));
        }
        Chosen = ids;
        await LoadAsync(token);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public static string AddressOf(string? procedure, string? after = null)
    {
        string?[] query = [procedure is null ? null : $"procedure={Uri.EscapeDataString(procedure)}", after is null ? null : $"after={Uri.EscapeDataString(after)}"];
        return query.OfType<string>().ToList() is { Count: > 0 } parts ? "/incidents?" + string.Join('&', parts) : "/incidents";
    }
}
