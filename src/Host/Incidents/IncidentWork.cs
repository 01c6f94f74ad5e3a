using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Incidents;

/// <summary>What is to be done about several incidents.</summary>
/// <param name="Repair">retry, skip or cancel.</param>
/// <param name="Outcome">The outcome by which a step is left out.</param>
/// <param name="Reason">Why cases are closed: goes on their timelines, so it names nobody of a family.</param>
public sealed record BulkRepairRequest(string? Repair, IReadOnlyList<Guid>? Ids, string? Outcome = null, string? Reason = null);

/// <summary>What came of each of several incidents.</summary>
public sealed record BulkRepair(IReadOnlyList<IncidentRepair> Done, IReadOnlyList<RefusedRepair> Refused);

/// <summary>An incident to which nothing was done, and why.</summary>
/// <param name="Status">What the repair of it alone would have been answered with.</param>
/// <param name="Code">A stable key.</param>
/// <param name="By">Who was first; null when nobody was or nobody knows.</param>
public sealed record RefusedRepair(Guid IncidentId, int Status, string Code, string Title, string? Detail, string? By, DateTimeOffset? At);

/// <summary>What people do about steps that faults have stopped. Pages and API ask here.</summary>
public sealed partial class IncidentWork(IncidentSql incidents, IncidentList list, WorkflowRunner runner, ILogger<IncidentWork> logger)
{
    public const string Retry = "retry";
    public const string Skip = "skip";
    public const string Cancel = "cancel";

    /// <summary>The field under which it stands that what follows a step is not allowed now.</summary>
    public const string VariablesField = "variables";

    /// <summary>For a step that has but one way on the engine asks for no particular outcome.</summary>
    const string OnlyOutcome = "Done";

    public static IReadOnlyList<string> All { get; } = [Retry, Skip, Cancel];

    public async Task<Asked<IncidentRepair>> RetryAsync(
        CurrentPerson by, Guid id, IReadOnlyDictionary<string, Value> variables, RequestKey? key, CancellationToken token) =>
        // The engine would take the incident off the list and raise it again.
        await list.FindAsync(by, id, token) is { ResolvedAt: null, MayBeRepaired: false }
            ? Reason.Conflict("incident-of-no-step")
            : await RunAsync(by, id, new Stimulus.IncidentsRetried([id], variables, by.Id), key, token);

    /// <param name="outcome">Null for a step that has but one way on.</param>
    public Task<Asked<IncidentRepair>> SkipAsync(CurrentPerson by, Guid id, string? outcome, RequestKey? key, CancellationToken token) =>
        RunAsync(by, id, new Stimulus.IncidentSkipped(id, outcome ?? OnlyOutcome, by.Id), key, token);

    /// <summary>Ends the whole case or what runs for it, which only its director may, or a run that belongs to no case.</summary>
    /// <param name="reason">For a case.</param>
    async Task<Asked<IncidentRepair>> CancelAsync(CurrentPerson by, IncidentSummary incident, string? reason, CancellationToken token)
    {
        if (!MayCancel(by, incident))
        {
            return new Reason(StatusCodes.Status403Forbidden, "case-not-yours-to-close");
        }
        return incident.ResolvedAt is not null
            ? await AnsweredBeforeAsync(by, incident.Id, token)
            : await RunAsync(by, incident.Id, incident.IsCase ? new Stimulus.CaseClosed(by.Id, reason!) : new Stimulus.Cancelled(by.Id), null, token);
    }

    public static bool MayCancel(CurrentPerson by, IncidentSummary incident) => !incident.BelongsToCase || Policies.Allows(Policies.DirectCases, by);

    async Task<Asked<IncidentRepair>> RunAsync(CurrentPerson by, Guid id, Stimulus stimulus, RequestKey? key, CancellationToken token)
    {
        if ((await incidents.FindManyAsync(by, [id], token)).SingleOrDefault() is not { } incident)
        {
            return Reason.NotFound;
        }
        return await runner.RunAsync(incident.InstanceId, stimulus, key, token) switch
        {
            RunResult.Refused({ Code: RefusalCode.IncidentNotOpen or RefusalCode.InstanceFinished }) => await AnsweredBeforeAsync(by, id, token),
            RunResult.Refused(var refusal) => refusal.ToReason(VariablesField),
            _ => await list.ReadRepairAsync(by, id, token),
        };
    }

    /// <summary>Who has dealt with it, and when; or that it is of no single step, which alone could be repaired.</summary>
    async Task<Reason> AnsweredBeforeAsync(CurrentPerson by, Guid id, CancellationToken token) => await incidents.FindAsync(by, id, token) switch
    {
        null => Reason.NotFound,
        { ResolvedAt: { } at } found => Reason.Conflict("incident-not-open") with { By = found.ResolvedBy, At = at },
        _ => Reason.Conflict("incident-of-no-step"),
    };

    /// <summary>One after another, each in a commit of its own: what becomes of one stops no other.</summary>
    public async Task<Asked<BulkRepair>> RunAsync(CurrentPerson by, BulkRepairRequest request, CancellationToken token)
    {
        var ids = (request.Ids ?? []).Distinct().ToList();
        var found = await list.FindChosenAsync(by, ids, token);
        if (Check(by, request, ids, found) is { Any: true } errors)
        {
            return Reason.Invalid(errors);
        }
        var (done, refused) = (new List<IncidentRepair>(), new List<RefusedRepair>());
        foreach (var id in ids)
        {
            var incident = found.FirstOrDefault(one => one.Id == id);
            var asked = incident is null ? Reason.NotFound
                : request.Repair == Cancel && done.Exists(other => other.InstanceId == incident.InstanceId) ? await list.ReadRepairAsync(by, id, token)
                : await TryAsync(by, incident, request, token);
            if (asked.Done is { } repair)
            {
                done.Add(repair);
            }
            else
            {
                refused.Add(RefusedOf(id, asked.Refused!));
            }
        }
        return new BulkRepair(done, refused);
    }

    /// <summary>What is wrong with the request as a whole.</summary>
    public static FieldErrors Check(CurrentPerson by, BulkRepairRequest request, IReadOnlyCollection<Guid> ids, IReadOnlyList<IncidentSummary> found)
    {
        var errors = CheckChoice(request.Repair, ids, found);
        if (request.Repair == Cancel && found.Any(incident => incident is { IsCase: true, ResolvedAt: null } && MayCancel(by, incident)))
        {
            foreach (var (field, texts) in Cases.ReasonText.Check(request.Reason).ByField)
            {
                texts.ForEach(text => errors.Add(field, text));
            }
        }
        return errors;
    }

    /// <summary>What is wrong with the choice of incidents and of what is to be done about them.</summary>
    public static FieldErrors CheckChoice(string? repair, IReadOnlyCollection<Guid> ids, IReadOnlyList<IncidentSummary> found)
    {
        var errors = new FieldErrors();
        if (repair is null || !All.Contains(repair))
        {
            errors.Add("repair", Texts.Problems["field.oneOf", string.Join(", ", All)]);
        }
        if (ids.Count == 0)
        {
            errors.Add("ids", Texts.IncidentPages["ids.none"]);
        }
        else if (ids.Count > PageLength.Longest)
        {
            errors.Add("ids", Texts.IncidentPages["ids.tooMany", PageLength.Longest]);
        }
        else if (repair == Skip && found.DistinctBy(incident => (incident.DefinitionId, incident.ActivityId)).Count() > 1)
        {
            errors.Add("ids", Texts.IncidentPages["ids.notOneStep"]);
        }
        return errors;
    }

    async Task<Asked<IncidentRepair>> TryAsync(CurrentPerson by, IncidentSummary incident, BulkRepairRequest request, CancellationToken token)
    {
        try
        {
            return request.Repair switch
            {
                Retry => await RetryAsync(by, incident.Id, new Dictionary<string, Value>(), null, token),
                Skip => await SkipAsync(by, incident.Id, request.Outcome, null, token),
                _ => await CancelAsync(by, incident, request.Reason is { } reason ? Cases.ReasonText.Clean(reason) : null, token),
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, incident.Id, exception);
            return new Reason(StatusCodes.Status500InternalServerError, "internal-error");
        }
    }

    static RefusedRepair RefusedOf(Guid id, Reason reason) => new(id, reason.Status, reason.Code, Texts.Problems[$"{reason.Code}.title"],
        reason.Errors is { } errors ? string.Join(" ", errors.ByField.SelectMany(error => error.Value)) : Texts.Problems.Find($"{reason.Code}.detail"),
        reason.By, reason.At);

    [LoggerMessage(Level = LogLevel.Error, Message = "The repair of incident {Incident} failed.")]
    private static partial void LogFailed(ILogger logger, Guid incident, Exception exception);
}
