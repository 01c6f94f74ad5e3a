using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>One instance as the viewer shows it.</summary>
public sealed class InstanceViewer(WorkflowInstanceSql instances, DefinitionStore definitions)
{
    /// <summary>Null when there is no such instance or the person may not know of it.</summary>
    public async Task<InstanceView?> FindAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        if (await instances.FindStateAsync(viewer, id, token) is not { } found)
        {
            return null;
        }
        var (summary, nodes) = (found.Summary, await definitions.NodesOfAsync(found.Summary, token));
        var incidents = found.Incidents.Select(incident => IncidentOf(incident, summary, nodes)).ToList();
        return new()
        {
            Id = summary.Id,
            DefinitionId = summary.DefinitionId,
            DefinitionVersionId = summary.DefinitionVersionId,
            Version = summary.Version,
            Status = summary.Status,
            SubStatus = summary.SubStatus,
            CorrelationId = summary.CorrelationId,
            Name = summary.Name,
            IncidentCount = summary.IncidentCount,
            CreatedAt = summary.CreatedAt,
            UpdatedAt = summary.UpdatedAt,
            FinishedAt = summary.FinishedAt,
            WorkflowState = new()
            {
                Id = summary.Id,
                DefinitionId = summary.DefinitionId,
                DefinitionVersionId = summary.DefinitionVersionId,
                DefinitionVersion = summary.Version,
                CorrelationId = summary.CorrelationId,
                Status = summary.Status,
                SubStatus = summary.SubStatus,
                Bookmarks = BookmarksOf(found, nodes),
                Incidents = incidents,
                Fault = summary.SubStatus == "Faulted" ? incidents.FirstOrDefault() : null,
                Input = summary.SeesContent && found.Inputs is { } inputs ? JsonNode.Parse(inputs)!.AsObject() : [],
                Output = summary.SeesContent && found.Outputs is { } outputs ? JsonNode.Parse(outputs)!.AsObject() : [],
                CreatedAt = summary.CreatedAt,
                UpdatedAt = summary.UpdatedAt,
                FinishedAt = summary.FinishedAt,
            },
        };
    }

    static IncidentView IncidentOf(IncidentRow incident, InstanceSummary instance, InstanceNodes nodes)
    {
        var node = nodes.Of(incident.ActivityId);
        return new(node.Id, node.NodeId, node.Type, FaultTexts.Of(instance, incident.Message), incident.RaisedAt);
    }

    static List<BookmarkView> BookmarksOf(InstanceState state, InstanceNodes nodes)
    {
        using var executions = JsonDocument.Parse(state.Executions);
        return [.. executions.RootElement.EnumerateArray().Where(execution => execution.TryGetProperty("waits", out _)).Select(execution =>
        {
            var node = nodes.Of(execution.GetProperty("activity").GetString()!);
            var run = new ActivityRunId(state.Summary.Id, execution.GetProperty("id").GetString()!).ToString();
            return new BookmarkView(run, execution.GetProperty("waits").GetProperty("name").GetString()!, node.Id, node.NodeId, run);
        })];
    }

    /// <summary>Every variable that the procedure declares; null when the person may not know of the instance.</summary>
    public async Task<IReadOnlyList<VariableView>?> FindVariablesAsync(CurrentPerson viewer, Guid id, CancellationToken token)
    {
        if (await instances.FindStateAsync(viewer, id, token) is not { } found)
        {
            return null;
        }
        var nodes = await definitions.NodesOfAsync(found.Summary, token);
        var values = found.Summary.SeesContent && found.Variables is { } json ? JsonNode.Parse(json)!.AsObject() : [];
        return [.. nodes.Definition.Nodes.SelectMany(node => node.Variables).DistinctBy(variable => variable.Id)
            .Select(variable => new VariableView(variable.Id, variable.Name, values[variable.Id]?.DeepClone()))];
    }
}

/// <summary>Instances: their list, and what Studio's viewer reads of one.</summary>
public static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-instances", ListAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("Instances that the caller may know of")
            .Produces<ElsaPage<InstanceSummary>>();
        api.MapGet("/workflow-instances/{id:guid}", FindAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("An instance with its state, as far as the caller may see it")
            .Produces<InstanceView>().ProducesProblem(404);
        api.MapGet("/workflow-instances/{id:guid}/execution-state", StateAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("Whether an instance still runs")
            .Produces<ExecutionStateView>().ProducesProblem(404);
        api.MapGet("/workflow-instances/{id:guid}/variables", VariablesAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("The variables of an instance; without values for who does not see its content")
            .Produces<ElsaList<VariableView>>().ProducesProblem(404);
    }

    static async Task<IResult> ListAsync(InstanceListRequest? request, CurrentPerson person, WorkflowInstanceSql instances, CancellationToken token)
    {
        var query = InstanceQuery.Of(request ?? new(), new(person));
        return query.Problems.Count > 0 ? ElsaErrors.Of("bad-request", query.Problems) : TypedResults.Ok(await instances.ListAsync(query, token));
    }

    static async Task<IResult> FindAsync(Guid id, CurrentPerson person, InstanceViewer viewer, CancellationToken token) =>
        await viewer.FindAsync(person, id, token) is { } found ? TypedResults.Ok(found) : Problems.Of(Reason.NotFound);

    static async Task<IResult> StateAsync(Guid id, CurrentPerson person, WorkflowInstanceSql instances, CancellationToken token) =>
        await instances.FindAsync(person, id, token) is { } found
            ? TypedResults.Ok(new ExecutionStateView(found.Status, found.SubStatus, found.UpdatedAt))
            : Problems.Of(Reason.NotFound);

    static async Task<IResult> VariablesAsync(Guid id, CurrentPerson person, InstanceViewer viewer, CancellationToken token) =>
        await viewer.FindVariablesAsync(person, id, token) is { } variables
            ? TypedResults.Ok(new ElsaList<VariableView>(variables))
            : Problems.Of(Reason.NotFound);
}
