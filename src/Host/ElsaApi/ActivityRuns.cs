using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>One execution of an activity as lists show it.</summary>
public record ActivityRunSummary
{
    public required string Id { get; init; }
    public required Guid WorkflowInstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required string ActivityNodeId { get; init; }
    public required string ActivityType { get; init; }
    public required int ActivityTypeVersion { get; init; }
    public string? ActivityName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required bool HasBookmarks { get; init; }
    public required string Status { get; init; }
    public required int AggregateFaultCount { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public JsonObject Metadata { get; } = [];
    public string? SchedulingActivityExecutionId { get; init; }
    public string? SchedulingActivityId { get; init; }
    public Guid? SchedulingWorkflowInstanceId { get; init; }
    public required int CallStackDepth { get; init; }
}

/// <summary>One execution of an activity with what it worked on. Keys are the names of the activity's inputs and outputs as its descriptor writes them.</summary>
public sealed record ActivityRun : ActivityRunSummary
{
    public required JsonObject ActivityState { get; init; }
    public JsonObject? Payload { get; init; }
    public JsonObject Outputs { get; init; } = [];
    public JsonObject Properties { get; } = [];
    public ExceptionView? Exception { get; init; }
}

/// <summary>What the badge of an activity on the canvas counts.</summary>
public sealed record ActivityStats
{
    public required string ActivityId { get; init; }
    public required string ActivityNodeId { get; init; }
    public required long StartedCount { get; init; }
    public required long CompletedCount { get; init; }
    public required long UncompletedCount { get; init; }
    public required bool IsBlocked { get; init; }
    public required bool IsFaulted { get; init; }

    /// <summary>Of the activity and of all inside it.</summary>
    public required long AggregateFaultCount { get; init; }
    public JsonObject Metadata { get; } = [];
}

/// <summary>Tells how the activities of an instance ran.</summary>
public sealed class ActivityRuns(WorkflowInstanceSql instances, ActivityRunSql runs, DefinitionStore definitions)
{
    /// <summary>The executions at these nodes (all of them, when none is named), the earliest first; null when the person may not know of the instance.</summary>
    public async Task<IReadOnlyList<ActivityRun>?> ListAsync(CurrentPerson viewer, Guid id, IReadOnlyCollection<string> nodeIds, CancellationToken token)
    {
        if (await instances.FindAsync(viewer, id, token) is not { } instance)
        {
            return null;
        }
        var nodes = await definitions.NodesOfAsync(instance, token);
        var rows = await runs.ReadAsync(id, nodeIds.Count == 0 ? null : nodes.ActivitiesAt(nodeIds), null, token);
        return await MakeAsync(instance, nodes, rows, token);
    }

    /// <summary>Null when there is none or the person may not know of its instance.</summary>
    public async Task<ActivityRun?> FindAsync(CurrentPerson viewer, ActivityRunId id, CancellationToken token) =>
        await FindAllAsync(viewer, id.Instance, [id.Execution], token) is [var found, ..] ? found : null;

    /// <summary>The containers around an execution from the outermost one, and itself; empty when the person may not know of it.</summary>
    public async Task<IReadOnlyList<ActivityRun>> FindChainAsync(CurrentPerson viewer, ActivityRunId id, CancellationToken token) =>
        await FindAllAsync(viewer, id.Instance, await runs.ReadChainAsync(id.Instance, id.Execution, token), token);

    async Task<IReadOnlyList<ActivityRun>> FindAllAsync(CurrentPerson viewer, Guid id, string[] executions, CancellationToken token)
    {
        if (await instances.FindAsync(viewer, id, token) is not { } instance)
        {
            return [];
        }
        var nodes = await definitions.NodesOfAsync(instance, token);
        return await MakeAsync(instance, nodes, await runs.ReadAsync(id, null, executions, token), token);
    }

    async Task<IReadOnlyList<ActivityRun>> MakeAsync(InstanceSummary instance, InstanceNodes nodes, IReadOnlyList<ActivityRunRow> rows, CancellationToken token)
    {
        if (!instance.SeesContent || rows.Count == 0)
        {
            return [.. rows.Select(row => RunOf(row, null, [], instance, nodes))];
        }
        string[] executions = [.. rows.Select(row => row.Execution)];
        var tasks = await runs.ReadTasksAsync(instance.Id, executions, token);
        var recorded = await runs.ReadRecordedAsync(instance.Id, executions, token);
        return [.. rows.Select(row => RunOf(row, tasks.GetValueOrDefault(row.Execution), recorded[row.Execution], instance, nodes))];
    }

    static ActivityRun RunOf(ActivityRunRow row, TaskOfRun? task, IEnumerable<(string Input, string Value)> recorded, InstanceSummary instance, InstanceNodes nodes)
    {
        var node = nodes.Of(row.ActivityId);
        var status = StatusOf(row, instance);
        return new()
        {
            Id = new ActivityRunId(instance.Id, row.Execution).ToString(),
            WorkflowInstanceId = instance.Id,
            ActivityId = node.Id,
            ActivityNodeId = node.NodeId,
            ActivityType = node.Type,
            ActivityTypeVersion = node.Version,
            ActivityName = node.Name,
            StartedAt = row.StartedAt,
            HasBookmarks = Waits(row, instance),
            Status = status,
            AggregateFaultCount = status == JournalEvents.Faulted ? 1 : 0,
            CompletedAt = status is JournalEvents.Completed or JournalEvents.Canceled ? instance.FinishedAt < row.At ? instance.FinishedAt : row.At : null,
            SchedulingActivityExecutionId = row.ParentExecution is null ? null : new ActivityRunId(instance.Id, row.ParentExecution).ToString(),
            SchedulingActivityId = nodes.Definition.Find(row.ActivityId)?.Parent?.OwnId,
            CallStackDepth = node.Depth,
            ActivityState = StateOf(nodes.Definition.Find(row.ActivityId), task, recorded),
            Payload = Payloads.Of(row.Outcomes),
            Outputs = task?.Answers is { } answers ? new() { ["Result"] = JsonNode.Parse(answers) } : [],
            Exception = status == JournalEvents.Faulted ? new(FaultTexts.Of(instance, row.Message)) : null,
        };
    }

    static bool Waits(ActivityRunRow row, InstanceSummary instance) => row.Event == JournalEvents.Suspended && instance.FinishedAt is null;

    /// <summary>What had not ended when its instance was closed ended with it, without a line of its own.</summary>
    static string StatusOf(ActivityRunRow row, InstanceSummary instance) => row.Event switch
    {
        JournalEvents.Completed or JournalEvents.Canceled or JournalEvents.Faulted => row.Event,
        _ when instance.FinishedAt is not null => JournalEvents.Canceled,
        _ => "Running",
    };

    /// <summary>What the inputs were: those that the procedure gives as values, and of the others those on record where the caller may see that.</summary>
    static JsonObject StateOf(ActivityNode? node, TaskOfRun? task, IEnumerable<(string Input, string Value)> recorded)
    {
        var state = new JsonObject();
        foreach (var (name, value) in node?.Json ?? [])
        {
            if (value is JsonObject { Count: > 0 } wrapped && wrapped["expression"] is JsonObject expression && TryGiven(expression, out var given))
            {
                state[KeyOf(name)] = given;
            }
        }
        foreach (var (input, value) in recorded)
        {
            state[input] = value;
        }
        if (task is not null)
        {
            state["Title"] = task.Title;
            state["Instructions"] = task.Instructions;
            state["Role"] = task.Role;
            state["Person"] = task.Person;
            state["Form"] = task.Form;
            state["Outcomes"] = JsonNode.Parse(task.Outcomes);
            state["OutcomeLabels"] = JsonNode.Parse(task.OutcomeLabels);
            state["Priority"] = task.Priority;
            state["DueOn"] = task.DueOn?.ToString("O", CultureInfo.InvariantCulture);
            // An urgent case may have taken the other limit.
            if (task.LimitCount is { } count && !(task.Urgent && node?.Json["urgentLimitCount"] is not null))
            {
                state.TryAdd("LimitCount", count);
                state.TryAdd("LimitUnit", task.LimitUnit);
            }
        }
        return state;
    }

    /// <summary>A script, or a variable, comes to something else each time.</summary>
    static bool TryGiven(JsonObject expression, out JsonNode? value)
    {
        (var isGiven, value) = Expression.Read(JsonSerializer.SerializeToElement(expression, DefinitionJson.Plain)) switch
        {
            Expression.Literal literal => (true, literal.Value.ToJson()),
            Expression.Object { Error: null } json => (true, json.Value.ToJson()),
            _ => (false, null),
        };
        return isGiven;
    }

    static string KeyOf(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>The badges at these nodes (all of them, when none is named); null when the person may not know of the instance.</summary>
    public async Task<IReadOnlyList<ActivityStats>?> CountAsync(CurrentPerson viewer, Guid id, IReadOnlyCollection<string> nodeIds, CancellationToken token)
    {
        if (await instances.FindAsync(viewer, id, token) is not { } instance)
        {
            return null;
        }
        var nodes = await definitions.NodesOfAsync(instance, token);
        var counts = (await runs.CountAsync(id, token)).Select(count => (Count: count, Node: nodes.Of(count.ActivityId))).ToList();
        return [.. counts.Where(one => nodeIds.Count == 0 || nodeIds.Contains(one.Node.NodeId)).Select(one => StatsOf(one.Count, one.Node, instance, counts))];
    }

    static ActivityStats StatsOf(ActivityCounts count, NodeName node, InstanceSummary instance, List<(ActivityCounts Count, NodeName Node)> all)
    {
        var isOver = instance.FinishedAt is not null && instance.SubStatus != "Faulted";
        return new()
        {
            ActivityId = node.Id,
            ActivityNodeId = node.NodeId,
            StartedCount = count.Started,
            CompletedCount = count.Completed,
            UncompletedCount = isOver ? 0 : count.Started - count.Completed - count.Canceled,
            IsBlocked = count.Waiting > 0 && instance.FinishedAt is null,
            IsFaulted = count.Faulted > 0,
            AggregateFaultCount = all.Where(one => one.Node == node || one.Node.NodeId.StartsWith(node.NodeId + ":", StringComparison.Ordinal)).Sum(one => one.Count.Faulted),
        };
    }
}
