using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.ElsaApi;

public sealed record ExecuteRequest(string? CorrelationId, string? TriggerActivityId, Dictionary<string, JsonElement>? Input);

public sealed record RunTaskResult(JsonElement Result);

public sealed record TriggerRequest(string? CorrelationId, Guid? WorkflowInstanceId, JsonElement Input);

/// <summary>The answer when nothing was started, and why.</summary>
public sealed record NoRun(object? WorkflowState, string Message);

/// <summary>What begins a run and what it waits for from outside: a start, an event, the work of another system.</summary>
public static class RunEndpoints
{
    const string InstanceHeader = "x-elsa-workflow-instance-id";
    const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-definitions/{definitionId}/execute", ExecuteAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Runs the published version of a procedure that needs no family").Produces(200);
        api.MapPost("/tasks/{taskId}/complete", CompleteAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Says that the work of a RunTask is done; a repeat changes nothing").Produces(202);
        api.MapPost("/events/{eventName}/trigger", TriggerAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Publishes an event to what waits for it").Produces(202);
    }

    /// <summary>Studio breaks on other statuses than 200 here; the headers say whether there is a run.</summary>
    static async Task<IResult> ExecuteAsync(
        string definitionId, ExecuteRequest request, CurrentPerson person, DefinitionStore definitions, WorkflowRunner runner, HttpResponse response, CancellationToken token)
    {
        if (await definitions.FindPublishedCompiledAsync(definitionId, token) is not { } definition)
        {
            return CannotStart(response, "execute.notPublished");
        }
        if (definition.Resources.Forms.ContainsKey(Activities.DefinitionResources.StartForm) || ProcedureNames.Custom(definition, "startRole") is not null)
        {
            return CannotStart(response, "execute.case");
        }
        var id = Guid.CreateVersion7();
        var inputs = (request.Input ?? []).ToDictionary(input => input.Key, input => Value.From(input.Value), StringComparer.Ordinal);
        var started = await runner.StartAsync(definitionId, new Stimulus.Started(id, person.Id, inputs, request.CorrelationId, request.TriggerActivityId), token: token);
        if (started is not RunResult.Committed(var changes, _))
        {
            return CannotStart(response, "execute.notActivated");
        }
        response.Headers[InstanceHeader] = id.ToString();
        response.Headers[CannotStartHeader] = "False";
        return TypedResults.Ok(new { workflowState = new { id, definitionId, status = changes.Instance.Status.ToString(), subStatus = changes.Instance.SubStatus.ToString() } });
    }

    static Ok<NoRun> CannotStart(HttpResponse response, string key)
    {
        response.Headers[CannotStartHeader] = "True";
        return TypedResults.Ok(new NoRun(null, Texts.Instances[key]));
    }

    static async Task<IResult> CompleteAsync(string taskId, RunTaskResult? request, WorkflowRunner runner, CancellationToken token) =>
        await runner.CompleteRunTaskAsync(taskId, ValueOf(request?.Result ?? default), token) is RunResult.Refused(var refusal) && refusal.Code != RefusalCode.InstanceFinished
            ? Problems.Of(refusal.ToReason())
            : TypedResults.Accepted((string?)null);

    static async Task<IResult> TriggerAsync(string eventName, TriggerRequest? request, WorkflowRunner runner, CancellationToken token)
    {
        await runner.PublishEventAsync(eventName, ValueOf(request?.Input ?? default), request?.CorrelationId, request?.WorkflowInstanceId, token);
        return TypedResults.Accepted((string?)null);
    }

    static Value ValueOf(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? Value.Undefined : Value.From(json);
}
