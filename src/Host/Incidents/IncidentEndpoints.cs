using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Incidents;

/// <summary>New values by the ids or names of variables that the step sees.</summary>
public sealed record RetryIncidentRequest(JsonObject? Variables);

/// <summary>One of the step's outcomes; none for a step that has but one way on.</summary>
public sealed record SkipIncidentRequest(string? Outcome);

/// <summary>The steps that faults have stopped, and their repair.</summary>
public static class IncidentEndpoints
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) =>
        services.AddSingleton<IncidentSql>().AddSingleton<IncidentList>().AddSingleton<IncidentWork>();

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapApi("/api/incidents", "Incidents");
        incidents.MapGet("/", ListAsync).RequireAuthorization(Policies.RepairSteps)
            .WithSummary("Steps that faults have stopped and nobody has dealt with, the latest first")
            .WithDescription("definitionId: of one procedure. Pages are continued with after, the value of next. The reason says nothing that anybody wrote in a case, unless the caller sees its content.")
            .Produces<Page<IncidentSummary>>();
        incidents.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Policies.RepairSteps)
            .WithSummary("A stopped step with what can be done about it, or what was done")
            .WithDescription("Values of variables are null for who does not see the content of the case; a new value can be given all the same.")
            .Produces<IncidentView>().ProducesProblem(404);
        incidents.MapPost("/{id:guid}/retry", RetryAsync).RequireAuthorization(Policies.RepairSteps)
            .WithSummary("Tries the step again, after variables were changed where they are given")
            .WithDescription("The answer says whether the step has stopped again, or which came after it. 409 says by whom and at what time the incident was dealt with before, or that no step has stopped but the whole procedure.")
            .Produces<IncidentRepair>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        incidents.MapPost("/{id:guid}/skip", SkipAsync).RequireAuthorization(Policies.RepairSteps)
            .WithSummary("Leaves the step out: the case goes on as if it had ended with the outcome")
            .WithDescription("409 says by whom and at what time the incident was dealt with before.")
            .Produces<IncidentRepair>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        incidents.MapPost("/bulk", BulkAsync).RequireAuthorization(Policies.RepairSteps)
            .WithSummary("Repairs several incidents one after another: retry, skip, or cancel with the whole case")
            .WithDescription("What becomes of one stops no other: the answer lists what was done, and what was refused and why. skip is for incidents of one and the same step, with one of its outcomes. cancel ends runs that are no cases, and for the director cases, with a reason.")
            .Produces<BulkRepair>().ProducesProblem(422);
    }

    static async Task<Page<IncidentSummary>> ListAsync(
        CurrentPerson person, IncidentList list, string? definitionId, PageKey? after, int? limit, CancellationToken token) =>
        await list.ListAsync(person, new(string.IsNullOrEmpty(definitionId) ? null : definitionId, after, PageLength.Of(limit)), token);

    static async Task<IResult> FindAsync(Guid id, CurrentPerson person, IncidentList list, CancellationToken token) =>
        await list.FindAsync(person, id, token) is { } found ? TypedResults.Ok(found) : Problems.Of(Reason.NotFound);

    static async Task<IResult> RetryAsync(
        Guid id, RetryIncidentRequest request, CurrentPerson person, IncidentList list, IncidentWork work, HttpRequest http, CancellationToken token)
    {
        if (await list.FindAsync(person, id, token) is not { } found)
        {
            return Problems.Of(Reason.NotFound);
        }
        var errors = new FieldErrors();
        // What was dealt with has no step any more that sees variables; who asks again is told by whom it was, and when.
        var values = found.ResolvedAt is null ? VariableValues.Read(found.Variables, request.Variables ?? [], errors) : new Dictionary<string, Value>();
        if (errors.Any)
        {
            return Problems.Invalid(errors);
        }
        var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status200OK, id);
        return (await work.RetryAsync(person, id, values, key, token)).ToResult(repair => TypedResults.Ok(repair));
    }

    static async Task<IResult> SkipAsync(Guid id, SkipIncidentRequest request, CurrentPerson person, IncidentWork work, HttpRequest http, CancellationToken token)
    {
        var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status200OK, id);
        return (await work.SkipAsync(person, id, request.Outcome, key, token)).ToResult(repair => TypedResults.Ok(repair));
    }

    static async Task<IResult> BulkAsync(BulkRepairRequest request, CurrentPerson person, IncidentWork work, CancellationToken token) =>
        (await work.RunAsync(person, request, token)).ToResult(repair => TypedResults.Ok(repair));
}
