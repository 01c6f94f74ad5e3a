using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Which lines of a journal are asked for; an empty list leaves a thing open.</summary>
public sealed record JournalFilter(
    IReadOnlyList<string>? ActivityIds, IReadOnlyList<string>? ActivityNodeIds, IReadOnlyList<string>? ExcludedActivityTypes, IReadOnlyList<string>? EventNames);

public sealed record JournalRequest(JournalFilter? Filter);

/// <summary>A line of the run of activities.</summary>
public sealed record JournalRecord
{
    public required string Id { get; init; }
    public required string ActivityInstanceId { get; init; }
    public string? ParentActivityInstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required string ActivityType { get; init; }
    public required int ActivityTypeVersion { get; init; }
    public string? ActivityName { get; init; }
    public required string NodeId { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public required long Sequence { get; init; }
    public required string EventName { get; init; }

    /// <summary>What stopped the activity; to who does not see the content only that something did.</summary>
    public string? Message { get; init; }
    public string? Source => null;
    public JsonObject ActivityState { get; } = [];
    public JsonObject? Payload { get; init; }
}

/// <summary>The journal of an instance: which activities ran when, and with which outcomes.</summary>
public sealed class InstanceJournal(WorkflowInstanceSql instances, JournalSql journal, DefinitionStore definitions)
{
    /// <summary>Null when there is no such instance or the person may not know of it.</summary>
    public async Task<ElsaPage<JournalRecord>?> ReadAsync(CurrentPerson viewer, Guid id, JournalFilter? filter, int skip, int take, CancellationToken token)
    {
        if (await instances.FindAsync(viewer, id, token) is not { } instance)
        {
            return null;
        }
        var nodes = await definitions.NodesOfAsync(instance, token);
        var (rows, total) = await journal.ReadAsync(QueryOf(filter, nodes), id, skip, take, token);
        return new([.. rows.Select(row => RecordOf(row, instance, nodes))], total);
    }

    static JournalQuery QueryOf(JournalFilter? filter, InstanceNodes nodes)
    {
        IReadOnlyList<string>? activities = filter?.ActivityIds is { Count: > 0 } ids ? [.. nodes.ActivitiesNamed(ids)] : null;
        if (filter?.ActivityNodeIds is { Count: > 0 } nodeIds)
        {
            var at = nodes.ActivitiesAt(nodeIds);
            activities = activities is null ? at : [.. activities.Intersect(at, StringComparer.Ordinal)];
        }
        return new(
            activities is null ? null : [.. activities],
            filter?.ExcludedActivityTypes is { Count: > 0 } types ? nodes.ActivitiesOf(types) : [],
            filter?.EventNames is { Count: > 0 } events ? [.. events] : null);
    }

    static JournalRecord RecordOf(RunRow row, InstanceSummary instance, InstanceNodes nodes)
    {
        var node = nodes.Of(row.ActivityId);
        return new()
        {
            Id = $"{instance.Id:N}-{row.Revision}-{row.Seq}-{row.Event}",
            ActivityInstanceId = new ActivityRunId(instance.Id, row.Execution).ToString(),
            ParentActivityInstanceId = row.ParentExecution is null ? null : new ActivityRunId(instance.Id, row.ParentExecution).ToString(),
            ActivityId = node.Id,
            ActivityType = node.Type,
            ActivityTypeVersion = node.Version,
            ActivityName = node.Name,
            NodeId = node.NodeId,
            Timestamp = row.At,
            Sequence = row.Sequence,
            EventName = row.Event,
            Message = row.Event == JournalEvents.Faulted ? FaultTexts.Of(instance, row.Message) : null,
            Payload = Payloads.Of(row.Outcomes),
        };
    }
}

/// <summary>What Elsa keeps with the end of an activity.</summary>
static class Payloads
{
    /// <param name="outcomes">A JSON array; null when the activity has not completed.</param>
    public static JsonObject? Of(string? outcomes) => outcomes is null ? null : new() { ["Outcomes"] = JsonNode.Parse(outcomes) };
}

/// <summary>A fault may repeat what somebody wrote, so not everybody reads it.</summary>
static class FaultTexts
{
    public static string Of(InstanceSummary instance, string? message) =>
        instance.SeesContent && message is { Length: > 0 } ? message : Texts.Instances["fault.hidden"];
}

public static class JournalEndpoints
{
    const int Longest = 1000;

    public static void MapJournal(this IEndpointRouteBuilder api) =>
        api.MapPost("/workflow-instances/{id:guid}/journal", ReadAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("The run of the activities of an instance, in its order")
            .Produces<ElsaPage<JournalRecord>>().ProducesProblem(404);

    static async Task<IResult> ReadAsync(
        Guid id, JournalRequest? request, int? skip, int? take, CurrentPerson person, InstanceJournal journal, CancellationToken token) =>
        await journal.ReadAsync(person, id, request?.Filter, Math.Max(skip ?? 0, 0), Math.Clamp(take ?? PageLength.Usual, 1, Longest), token) is { } page
            ? TypedResults.Ok(page)
            : Problems.Of(Reason.NotFound);
}
