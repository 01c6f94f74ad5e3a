using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.Incidents;

/// <summary>One step that a fault has stopped: what happened, and the ways to repair it.</summary>
[Authorize(Policies.RepairSteps)]
public sealed class IncidentPageModel(IncidentList list, IncidentWork work) : PageModel
{
    /// <summary>The button that changes variables before the step is tried again; the others are those of <see cref="IncidentWork"/>.</summary>
    public const string Change = "change";

    const int LongestShown = 200;

    /// <summary>The page before leaves here what came of the repair, by the key of its text.</summary>
    const string Came = "repair-came-to";

    public IncidentView Item { get; private set; } = null!;
    public IReadOnlyList<IncidentSummary> Raised { get; private set; } = [];
    public FieldErrors Errors { get; private set; } = new();
    public Reason? Conflict { get; private set; }

    /// <summary>What the repair that led here came to; null when none did.</summary>
    public string? CameTo { get; private set; }

    /// <summary>The ids of the variables that are to change, and what was entered for them.</summary>
    public IReadOnlyCollection<string> Changed { get; private set; } = [];
    public string? Outcome { get; private set; }

    public CurrentPerson Person => CurrentPerson.In(User);
    public bool IsOpen => Item.ResolvedAt is null;
    public bool OpensCase => Item is { SeesContent: true, IsCase: true };
    public bool SeesDiagram => OpensCase || Policies.Allows(Policies.DesignProcedures, Person);
    public bool MayCancel => IncidentWork.MayCancel(Person, Item);
    public string OutlineAddress => OutlinePageModel.Address(Item.DefinitionId, Item.DefinitionVersion) + (Item.Anchor is null ? "" : $"#{Uri.EscapeDataString(Item.Anchor)}");

    public static string ValueField(int index) => $"value-{index}";

    public static string ValueName(StepVariable variable) => $"value.{variable.Id}";

    /// <summary>What was entered, else the present value.</summary>
    public string Entered(StepVariable variable) => Changed.Contains(variable.Id) ? Request.Form[ValueName(variable)].ToString() : VariableValues.Shown(variable);

    /// <summary>The type, and the present value when it is short and the reader may see it.</summary>
    public string Known(StepVariable variable)
    {
        var type = Texts.IncidentPages[$"entry.{VariableValues.EntryOf(variable)}"];
        return !Item.SeesContent ? Texts.IncidentPages["variable.hidden", type]
            : VariableValues.Shown(variable) switch
            {
                "" => Texts.IncidentPages["variable.empty", type],
                { Length: > LongestShown } => Texts.IncidentPages["variable.long", type],
                var value => Texts.IncidentPages["variable.now", type, value],
            };
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        CameTo = TempData[Came] as string;
        return Page();
    }

    async Task<bool> LoadAsync(Guid id, CancellationToken token)
    {
        if (await list.FindAsync(Person, id, token) is not { } found)
        {
            return false;
        }
        Item = found;
        Raised = [.. (await list.FindManyAsync(Person, found.Raised, token)).OrderBy(next => next.Id != found.Raised[0])];
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? repair, string? outcome, string[] change, CancellationToken token)
    {
        if (!await LoadAsync(id, token))
        {
            return NotFound();
        }
        (Changed, Outcome) = (change, outcome);
        var values = repair == Change && IsOpen ? ReadValues() : [];
        if (repair == IncidentWork.Skip && IsOpen && Item.Outcomes.Count > 0 && outcome is null)
        {
            Errors.Add(RepairsPageModel.OutcomeField, Texts.IncidentPages["outcome.required"]);
        }
        if (Errors.Any)
        {
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        }
        var asked = repair == IncidentWork.Skip
            ? await work.SkipAsync(Person, id, outcome, null, token)
            : await work.RetryAsync(Person, id, values, null, token);
        if (asked.Done is { } done)
        {
            TempData[Came] = done switch { { StoppedAgain: true } => "again", { Raised.Count: > 0 } => "next", _ => done.Repair };
            return Redirect($"/incidents/{(done.StoppedAgain ? done.Raised[0].Id : id)}");
        }
        if (asked.Refused is { Errors: { } errors })
        {
            foreach (var (field, texts) in errors.ByField)
            {
                texts.ForEach(text => Errors.Add(StandsOnPage(field, repair) ? field : "", text));
            }
        }
        else
        {
            Conflict = asked.Refused;
            // Who was first has dealt with it meanwhile.
            await LoadAsync(id, token);
        }
        return Refuse(asked.Refused!.Status);
    }

    Dictionary<string, Value> ReadValues()
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        for (var i = 0; i < Item.Variables.Count; i++)
        {
            if (Changed.Contains(Item.Variables[i].Id))
            {
                VariableValues.Read(values, Item.Variables[i], Entered(Item.Variables[i]), Errors, ValueField(i));
            }
        }
        if (Changed.Count == 0)
        {
            Errors.Add(IncidentWork.VariablesField, Texts.IncidentPages["variables.none"]);
        }
        return values;
    }

    /// <summary>What is wrong with anything else is about the step as a whole.</summary>
    bool StandsOnPage(string field, string? repair) => field switch
    {
        RepairsPageModel.OutcomeField => Item.Outcomes.Count > 0,
        IncidentWork.VariablesField => Item.Variables.Count > 0 && repair != IncidentWork.Skip,
        _ => false,
    };

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
