using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.ElsaApi;

/// <param name="VersionOptions">Which version to run: by default the published one; Studio asks for the latest, which may be a draft.</param>
public sealed record ExecuteRequest(string? CorrelationId, string? TriggerActivityId, string? VersionOptions, Dictionary<string, JsonElement>? Input);

public sealed record ExecutedWorkflow(WorkflowState? WorkflowState);

public sealed record RunTaskResult(JsonElement Result);

/// <param name="ActivityInstanceId">The one execution that the event is for.</param>
/// <param name="WorkflowExecutionMode">Asynchronous or Synchronous; the event is delivered after the answer either way, see docs/decisions/009-elsa-api.md.</param>
public sealed record TriggerRequest(string? CorrelationId, Guid? WorkflowInstanceId, string? ActivityInstanceId, string? WorkflowExecutionMode, JsonElement Input);

/// <summary>The answer when nothing was started, and why.</summary>
/// <param name="Message">The reasons as one text.</param>
public sealed record NoRun(object? WorkflowState, string Message, IReadOnlyList<string> Reasons);

/// <summary>What begins a run and what it waits for from outside: a start, an event, the work of another system.</summary>
public static class RunEndpoints
{
    const string InstanceHeader = "x-elsa-workflow-instance-id";
    const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-definitions/{definitionId}/execute", ExecuteAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Runs a version of a procedure that needs no family, by default the published one").Produces<ExecutedWorkflow>().ProducesProblem(400);
        api.MapPost("/tasks/{taskId}/complete", CompleteAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Says that the work of a RunTask is done; a repeat changes nothing").Produces(202);
        api.MapPost("/events/{eventName}/trigger", TriggerAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Publishes an event to what waits for it").Produces(202).ProducesProblem(400);
    }

    /// <summary>Studio breaks on other statuses than 200 here; the headers say whether there is a run.</summary>
    static async Task<IResult> ExecuteAsync(
        string definitionId, ExecuteRequest request, CurrentPerson person, DefinitionStore definitions, DefinitionChecks checks, WorkflowRunner runner,
        InstanceViewer viewer, HttpResponse response, CancellationToken token)
    {
        var asked = string.IsNullOrEmpty(request.VersionOptions) ? "Published" : request.VersionOptions;
        if (VersionFilter.Parse(asked) is not { } filter)
        {
            return DefinitionEndpoints.MalformedParameter(nameof(request.VersionOptions));
        }
        if (await definitions.FindAsync(definitionId, filter, token) is not { } version)
        {
            return CannotStart(response, Texts.Instances[filter == VersionFilter.Published ? "execute.notPublished" : "execute.noVersion"]);
        }
        var definition = await definitions.CompiledAsync(version, token);
        if (definition.Resources.Forms.ContainsKey(Activities.DefinitionResources.StartForm) || ProcedureNames.Custom(definition, "startRole") is not null)
        {
            return CannotStart(response, Texts.Instances["execute.case"]);
        }
        if (version.PublishedAt is null && FindingTexts.Errors((await checks.OfAsync(version, token)).Findings) is { Count: > 0 } errors)
        {
            return CannotStart(response, errors);
        }
        var id = Guid.CreateVersion7();
        var inputs = (request.Input ?? []).ToDictionary(input => input.Key, input => Value.From(input.Value), StringComparer.Ordinal);
        var started = await runner.StartVersionAsync(version.VersionId, new Stimulus.Started(id, person.Id, inputs, request.CorrelationId, request.TriggerActivityId), token);
        if (started is not RunResult.Committed)
        {
            return CannotStart(response, Texts.Instances["execute.notActivated"]);
        }
        response.Headers[InstanceHeader] = id.ToString();
        response.Headers[CannotStartHeader] = "False";
        return TypedResults.Ok(new ExecutedWorkflow((await viewer.FindAsync(person, id, token))?.WorkflowState));
    }

    static Ok<NoRun> CannotStart(HttpResponse response, params IReadOnlyList<string> reasons)
    {
        response.Headers[CannotStartHeader] = "True";
        return TypedResults.Ok(new NoRun(null, string.Join(' ', reasons), reasons));
    }

    static async Task<IResult> CompleteAsync(string taskId, RunTaskResult? request, WorkflowRunner runner, CancellationToken token) =>
        await runner.CompleteRunTaskAsync(taskId, ValueOf(request?.Result ?? default), token) is RunResult.Refused(var refusal) && refusal.Code != RefusalCode.InstanceFinished
            ? Problems.Of(refusal.ToReason())
            : TypedResults.Accepted((string?)null);

    static async Task<IResult> TriggerAsync(string eventName, TriggerRequest? request, WorkflowRunner runner, CancellationToken token)
    {
        if (request?.WorkflowExecutionMode is { Length: > 0 } mode && mode is not ("Asynchronous" or "Synchronous"))
        {
            return DefinitionEndpoints.MalformedParameter(nameof(request.WorkflowExecutionMode));
        }
        var (instance, execution) = (request?.WorkflowInstanceId, (ExecutionId?)null);
        if (request?.ActivityInstanceId is { Length: > 0 } only)
        {
            if (ActivityRunId.Parse(only) is not { } run || run.Instance != (instance ?? run.Instance))
            {
                return DefinitionEndpoints.MalformedParameter(nameof(request.ActivityInstanceId));
            }
            (instance, execution) = (run.Instance, ExecutionId.Parse(run.Execution));
        }
        await runner.PublishEventAsync(eventName, ValueOf(request?.Input ?? default), request?.CorrelationId, instance, execution, token);
        return TypedResults.Accepted((string?)null);
    }

    static Value ValueOf(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? Value.Undefined : Value.From(json);
}
