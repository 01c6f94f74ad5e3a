using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Incidents;

/// <summary>A step that a fault has stopped, as lists show it.</summary>
public record IncidentSummary
{
    public required Guid Id { get; init; }
    public required Guid InstanceId { get; init; }

    /// <summary>Null for a run that is no case.</summary>
    public required string? CaseMark { get; init; }
    public required string DefinitionId { get; init; }
    public required string Procedure { get; init; }
    public required string ActivityId { get; init; }

    /// <summary>The title of the step.</summary>
    public required string Step { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Why it has stopped; for who is not on the case, nothing that anybody wrote there.</summary>
    public required string Reason { get; init; }

    /// <summary>Null while nobody has dealt with it.</summary>
    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Whether the reader sees what was written in the course of the case.</summary>
    [JsonIgnore]
    public bool SeesContent { get; init; }

    [JsonIgnore]
    public string DefinitionVersionId { get; init; } = "";

    [JsonIgnore]
    public bool IsCase => CaseMark is not null;

    /// <summary>Whether it is of a case or of a run that was started for one.</summary>
    [JsonIgnore]
    public bool BelongsToCase { get; init; }
}

/// <summary>A step that a fault has stopped, with what can be done about it.</summary>
public sealed record IncidentView : IncidentSummary
{
    public required int DefinitionVersion { get; init; }

    /// <summary>What sort of activity the step is.</summary>
    public required string Kind { get; init; }

    /// <summary>How often it has failed, this time included.</summary>
    public required long Tries { get; init; }

    /// <summary>Whether nothing else in the case goes on meanwhile.</summary>
    public required bool StopsAll { get; init; }

    /// <summary>Who has dealt with it; null while nobody has, and where it was overtaken.</summary>
    public required string? ResolvedBy { get; init; }

    /// <summary>retried, skipped, cancelled (with the case) or overtaken (the case went on or ended by itself); null while it is open.</summary>
    public required string? Repair { get; init; }

    /// <summary>The incidents that the repair led to, the same step first.</summary>
    public required IReadOnlyList<Guid> Raised { get; init; }

    /// <summary>Whether it is of a step that can be tried again or left out; where the procedure as a whole has stopped there is none.</summary>
    public required bool MayBeRepaired { get; init; }

    /// <summary>The outcomes by which it can be left out; none where it has but one way on.</summary>
    public required IReadOnlyList<OutcomeView> Outcomes { get; init; }

    /// <summary>What the step sees and a repair may change.</summary>
    public required IReadOnlyList<StepVariable> Variables { get; init; }

    /// <summary>Where the step stands in the procedure as it is told in words; null when the version does not tell it.</summary>
    [JsonIgnore]
    public string? Anchor { get; init; }
}

/// <summary>An end of a step.</summary>
public sealed record OutcomeView(string Outcome, string Label);

/// <summary>A variable as a step sees it.</summary>
/// <param name="Value">Null also for who does not see the content of the case.</param>
public sealed record StepVariable(string Id, string Name, string Type, bool IsArray, JsonNode? Value);

/// <summary>What came of a repair.</summary>
/// <param name="Repair">retried, skipped or cancelled.</param>
/// <param name="StoppedAgain">Whether the same step has failed once more.</param>
/// <param name="Raised">The steps that have stopped after it, the same one first.</param>
public sealed record IncidentRepair(Guid IncidentId, Guid InstanceId, string Repair, DateTimeOffset At, bool StoppedAgain, IReadOnlyList<IncidentSummary> Raised);

/// <summary>The steps that faults have stopped, as who repairs them reads them.</summary>
public sealed class IncidentList(IncidentSql incidents, DefinitionStore definitions)
{
    public Task<IReadOnlyList<StoppedProcedure>> CountAsync(CancellationToken token) => incidents.CountAsync(token);

    /// <summary>Open ones, the latest first.</summary>
    public async Task<Page<IncidentSummary>> ListAsync(CurrentPerson viewer, IncidentQuery query, CancellationToken token)
    {
        var rows = await incidents.ListAsync(viewer, query, token);
        return new(await SummariesOfAsync(rows.Take(query.Length), token), rows.Count > query.Length ? rows[query.Length - 1].Key.ToString() : null);
    }

    /// <summary>Open and closed ones, the latest first; those that there are.</summary>
    public async Task<IReadOnlyList<IncidentSummary>> FindManyAsync(CurrentPerson viewer, IReadOnlyCollection<Guid> ids, CancellationToken token) =>
        ids.Count == 0 ? [] : await SummariesOfAsync(await incidents.FindManyAsync(viewer, ids, token), token);

    /// <summary>What somebody has chosen to repair; none of more than may be chosen at once.</summary>
    public async Task<IReadOnlyList<IncidentSummary>> FindChosenAsync(CurrentPerson viewer, IReadOnlyCollection<Guid> ids, CancellationToken token) =>
        ids.Count > PageLength.Longest ? [] : await FindManyAsync(viewer, ids, token);

    /// <summary>What is open in one instance, the earliest first.</summary>
    public async Task<IReadOnlyList<IncidentSummary>> OfInstanceAsync(CurrentPerson viewer, Guid instanceId, CancellationToken token) =>
        await SummariesOfAsync(await incidents.OfInstanceAsync(viewer, instanceId, token), token);

    async Task<IReadOnlyList<IncidentSummary>> SummariesOfAsync(IEnumerable<IncidentRow> rows, CancellationToken token)
    {
        var summaries = new List<IncidentSummary>();
        foreach (var row in rows)
        {
            summaries.Add(SummaryOf(row, await DefinitionOfAsync(row, token)));
        }
        return summaries;
    }

    async ValueTask<CompiledDefinition> DefinitionOfAsync(IncidentRow row, CancellationToken token) =>
        await definitions.FindCompiledAsync(row.DefinitionVersionId, token)
        ?? throw new InvalidOperationException($"Version {row.DefinitionVersionId} has vanished from definition_versions.");

    static IncidentSummary SummaryOf(IncidentRow row, CompiledDefinition definition)
    {
        var activity = ActivityOf(row, definition);
        return new()
        {
            Id = row.Id,
            InstanceId = row.InstanceId,
            CaseMark = row.CaseMark,
            DefinitionId = row.DefinitionId,
            Procedure = row.Procedure,
            ActivityId = row.ActivityId,
            Step = TitleOf(row, activity),
            RaisedAt = row.RaisedAt,
            Reason = FaultReasons.Of(row.Message, activity, row.SeesContent),
            ResolvedAt = row.ResolvedAt,
            SeesContent = row.SeesContent,
            BelongsToCase = row.BelongsToCase,
            DefinitionVersionId = row.DefinitionVersionId,
        };
    }

    static CompiledActivity? ActivityOf(IncidentRow row, CompiledDefinition definition) =>
        definition.Definition.Find(row.ActivityId) is { } node ? definition.Of(node) : null;

    static string TitleOf(IncidentRow row, CompiledActivity? activity) => activity switch
    {
        null => row.ActivityId,
        { Parent: null } => Texts.IncidentPages["wholeProcedure"],
        _ => OutlineFacts.TitleOf(activity),
    };

    /// <summary>Null when there is none.</summary>
    public async Task<IncidentView?> FindAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        if (await incidents.FindAsync(viewer, id, token) is not { } row)
        {
            return null;
        }
        var definition = await DefinitionOfAsync(row, token);
        var (summary, activity) = (SummaryOf(row, definition), ActivityOf(row, definition));
        var instance = row.ResolvedAt is null ? InstanceJson.Read(row.Instance, definition.Definition) : null;
        var execution = instance?.Executions.Find(one => one.Id.ToString() == row.Execution);
        return new()
        {
            Id = summary.Id,
            InstanceId = summary.InstanceId,
            CaseMark = summary.CaseMark,
            DefinitionId = summary.DefinitionId,
            Procedure = summary.Procedure,
            ActivityId = summary.ActivityId,
            Step = summary.Step,
            RaisedAt = summary.RaisedAt,
            Reason = summary.Reason,
            ResolvedAt = summary.ResolvedAt,
            SeesContent = summary.SeesContent,
            BelongsToCase = summary.BelongsToCase,
            DefinitionVersionId = summary.DefinitionVersionId,
            DefinitionVersion = row.DefinitionVersion,
            Kind = activity is null ? row.ActivityId : OutlineFacts.KindOf(activity),
            Tries = row.Tries,
            StopsAll = instance?.SubStatus == WorkflowSubStatus.Faulted,
            ResolvedBy = row.ResolvedBy,
            Repair = row.ResolvedAt is null ? null : row.Repair is null ? Repairs.Overtaken : Repairs.ByEvent[row.Repair],
            Raised = row.Raised,
            MayBeRepaired = execution?.Status == ActivityStatus.Faulted,
            Outcomes = activity is null ? [] : OutcomesOf(activity, definition),
            Variables = instance is null ? [] : [.. VariablesSeenBy(execution, instance).Select(seen => seen with { Value = row.SeesContent ? seen.Value : null })],
            Anchor = Outline.AnchorsOf(definition).GetValueOrDefault(row.ActivityId),
        };
    }

    /// <summary>The outcomes of one step that all versions know on which the incidents stand.</summary>
    public async Task<IReadOnlyList<OutcomeView>> OutcomesOfAllAsync(IReadOnlyList<IncidentSummary> ofOneStep, CancellationToken token)
    {
        List<OutcomeView>? common = null;
        foreach (var incident in ofOneStep.DistinctBy(incident => incident.DefinitionVersionId))
        {
            var definition = (await definitions.FindCompiledAsync(incident.DefinitionVersionId, token))!;
            var outcomes = definition.Definition.Find(incident.ActivityId) is { } node ? OutcomesOf(definition.Of(node), definition) : [];
            common = common is null ? outcomes : common.FindAll(known => outcomes.Exists(other => other.Outcome == known.Outcome));
        }
        return common ?? [];
    }

    static List<OutcomeView> OutcomesOf(CompiledActivity activity, CompiledDefinition definition)
    {
        var facts = new OutlineFacts(definition);
        return [.. BurstRun.OutcomesOf(activity.Node).Select(outcome => new OutcomeView(outcome, facts.OutcomeText(activity, outcome)))];
    }

    /// <summary>The nearest of each name, as the engine finds them: those of the containers around the step, then those of the procedure.</summary>
    static List<StepVariable> VariablesSeenBy(Execution? execution, WorkflowInstance instance)
    {
        var seen = new List<StepVariable>();
        for (var around = execution; around is not null; around = around.Parent)
        {
            foreach (var (id, value) in around.Locals ?? [])
            {
                Add(around.Node.Variables.Find(variable => variable.Id == id) ?? new VariableDefinition(id, id, "Object", false, null), value);
            }
        }
        foreach (var variable in instance.Definition.Variables)
        {
            Add(variable, instance.Variables.GetValueOrDefault(variable.Id));
        }
        return seen;

        void Add(VariableDefinition variable, Expressions.Value value)
        {
            if (!seen.Exists(nearer => nearer.Name == variable.Name || nearer.Id == variable.Id))
            {
                seen.Add(new(variable.Id, variable.Name, variable.TypeName, variable.IsArray, value.ToJson()));
            }
        }
    }

    /// <summary>What has come of the repair of an incident that is not open any more.</summary>
    public async Task<IncidentRepair> ReadRepairAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        var row = await incidents.FindAsync(viewer, id, token);
        var raised = row!.Raised.Length == 0 ? [] : await incidents.FindManyAsync(viewer, row.Raised, token);
        return new(id, row.InstanceId, row.Repair is null ? Repairs.Overtaken : Repairs.ByEvent[row.Repair], row.ResolvedAt!.Value,
            raised.Any(next => next.Execution == row.Execution), await SummariesOfAsync(raised.OrderBy(next => next.Execution != row.Execution), token));
    }
}
