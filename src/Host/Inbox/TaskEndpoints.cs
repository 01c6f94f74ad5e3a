using System.Text.Json.Nodes;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Inbox;

/// <summary><paramref name="Outcome"/> is one of the task's outcomes; <paramref name="Answers"/> are by the names of the form's fields.</summary>
public sealed record CompletionRequest(string? Outcome, JsonObject? Answers);

public sealed record AssignmentRequest(Guid? PersonId);

public static class TaskEndpoints
{
    public static IServiceCollection AddInbox(this IServiceCollection services) =>
        services.AddSingleton<TaskSql>().AddSingleton<CompletionSql>().AddSingleton<TaskList>().AddSingleton<TaskWork>();

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapApi("/api/tasks", "Tasks");
        tasks.MapGet("/", ListAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("Open tasks that the caller may see, by their limit")
            .WithDescription("mine: assigned to the caller, or to nobody and open to a role of theirs. overdue: whose limit has passed. Pages are continued with after, the value of next.");
        tasks.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("A task with its form")
            .Produces<TaskView>().ProducesProblem(404);
        tasks.MapPost("/{id:guid}/claim", ClaimAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("Takes a task that is open to a role of the caller")
            .Produces<TaskView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        tasks.MapPost("/{id:guid}/completion", CompleteAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("Finishes a task with an outcome and the answers to its form")
            .WithDescription("A repeat is answered as the first time; 409 says by whom and at what time the task was finished otherwise.")
            .Produces<CompletedTask>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        tasks.MapPost("/{id:guid}/assignment", AssignAsync).RequireAuthorization(Policies.Supervise)
            .WithSummary("Gives a task to another person")
            .Produces<TaskAssignment>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    static async Task<Page<TaskView>> ListAsync(
        CurrentPerson person, TaskList list, bool? mine, bool? overdue, Guid? caseId, PageKey? after, int? limit, CancellationToken token) =>
        await list.ListAsync(person, new(mine, overdue, caseId, after, PageLength.Of(limit)), token);

    static async Task<IResult> FindAsync(Guid id, CurrentPerson person, TaskList list, CancellationToken token) =>
        await list.FindAsync(person, id, token) is { } task ? TypedResults.Ok(task) : Problems.Of(Reason.NotFound);

    static async Task<IResult> ClaimAsync(Guid id, CurrentPerson person, TaskWork work, HttpRequest http, CancellationToken token)
    {
        var key = RequestIdentity.KeyOf(http, person, "", StatusCodes.Status200OK, id);
        return (await work.ClaimAsync(person, id, key, token)).ToResult(task => TypedResults.Ok(task));
    }

    static async Task<IResult> CompleteAsync(
        Guid id, CompletionRequest request, CurrentPerson person, TaskWork work, HttpRequest http, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(request.Outcome))
        {
            return Problems.Invalid(new FieldErrors().Require("outcome", request.Outcome));
        }
        var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status201Created, id);
        var asked = await work.CompleteAsync(person, id, request.Outcome, request.Answers ?? [], key, token);
        return asked.ToResult(completed => TypedResults.Created($"/api/tasks/{id}", completed));
    }

    static async Task<IResult> AssignAsync(
        Guid id, AssignmentRequest request, CurrentPerson person, TaskWork work, HttpRequest http, CancellationToken token)
    {
        if (request.PersonId is not { } to)
        {
            return Problems.Invalid(new FieldErrors().Add("personId", Texts.Problems["field.required"]));
        }
        var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status201Created, new TaskAssignment(id, to));
        var asked = await work.AssignAsync(person, id, to, key, token);
        return asked.ToResult(assigned => TypedResults.Created($"/api/tasks/{id}", assigned));
    }
}
