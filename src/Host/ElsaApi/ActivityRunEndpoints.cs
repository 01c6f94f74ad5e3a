using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

public sealed record ReportRequest(Guid? WorkflowInstanceId, IReadOnlyList<string>? ActivityNodeIds);

public sealed record ActivityReport(IReadOnlyList<ActivityStats> Stats);

/// <summary>The containers that an execution stands in, from the outermost one, and itself.</summary>
public sealed record CallStack(string ActivityExecutionId, IReadOnlyList<ActivityRun> Items, long TotalCount);

/// <summary>How activities ran: the badges on the canvas, and each execution with its state.</summary>
public static class ActivityRunEndpoints
{
    public static void MapActivityRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/activity-executions/report", ReportAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("How often the activities of an instance ran")
            .Produces<ActivityReport>().ProducesProblem(404);
        api.MapGet("/activity-executions/list", ListAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("The executions of an activity in an instance")
            .Produces<ElsaList<ActivityRun>>().ProducesProblem(404);
        api.MapGet("/activity-executions/by-id", ByIdAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("One execution of an activity")
            .Produces<ActivityRun>().ProducesProblem(404);
        api.MapGet("/activity-execution-summaries/list", SummariesAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("The executions of an activity in an instance, without what they worked on")
            .Produces<ElsaList<ActivityRunSummary>>().ProducesProblem(404);
        api.MapGet("/activity-executions/{id}/call-stack", CallStackAsync).RequireAuthorization(Policies.SeeDiagrams)
            .WithSummary("What an execution of an activity is part of")
            .Produces<CallStack>();
    }

    static async Task<IResult> ReportAsync(ReportRequest request, CurrentPerson person, ActivityRuns runs, CancellationToken token) =>
        request.WorkflowInstanceId is { } id && await runs.CountAsync(person, id, request.ActivityNodeIds ?? [], token) is { } stats
            ? TypedResults.Ok(new ActivityReport(stats))
            : Problems.Of(Reason.NotFound);

    static async Task<IResult> ListAsync(
        Guid? workflowInstanceId, string? activityNodeId, bool? completed, CurrentPerson person, ActivityRuns runs, CancellationToken token) =>
        await FindAsync(workflowInstanceId, activityNodeId, completed, person, runs, token) is { } found
            ? TypedResults.Ok(new ElsaList<ActivityRun>(found))
            : Problems.Of(Reason.NotFound);

    static async Task<IResult> SummariesAsync(
        Guid? workflowInstanceId, string? activityNodeId, bool? completed, CurrentPerson person, ActivityRuns runs, CancellationToken token) =>
        await FindAsync(workflowInstanceId, activityNodeId, completed, person, runs, token) is { } found
            ? TypedResults.Ok(new ElsaList<ActivityRunSummary>(found))
            : Problems.Of(Reason.NotFound);

    static async Task<IReadOnlyList<ActivityRun>?> FindAsync(
        Guid? instanceId, string? nodeId, bool? completed, CurrentPerson person, ActivityRuns runs, CancellationToken token)
    {
        if (instanceId is not { } id || await runs.ListAsync(person, id, nodeId is { Length: > 0 } ? [nodeId] : [], token) is not { } found)
        {
            return null;
        }
        return completed is null ? found : [.. found.Where(run => run.CompletedAt is not null == completed)];
    }

    static async Task<IResult> ByIdAsync(string? id, CurrentPerson person, ActivityRuns runs, CancellationToken token) =>
        ActivityRunId.Parse(id) is { } asked && await runs.FindAsync(person, asked, token) is { } run
            ? TypedResults.Ok(run)
            : Problems.Of(Reason.NotFound);

    /// <summary>Studio breaks where this is not found, so what nobody may know of has no containers.</summary>
    static async Task<CallStack> CallStackAsync(string id, int? skip, int? take, CurrentPerson person, ActivityRuns runs, CancellationToken token)
    {
        var chain = ActivityRunId.Parse(id) is { } asked ? await runs.FindChainAsync(person, asked, token) : [];
        return new(id, [.. chain.Skip(Math.Max(skip ?? 0, 0)).Take(Math.Clamp(take ?? PageLength.Longest, 1, PageLength.Longest))], chain.Count);
    }
}
