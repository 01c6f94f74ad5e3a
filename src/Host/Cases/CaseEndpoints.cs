using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Cases;

/// <summary>Why something is done to a case: goes on its timeline, so it names nobody of the family.</summary>
public sealed record ReasonRequest(string? Reason);

public sealed record PersonRequest(string? Role, Guid? PersonId, string? Reason);

public static class CaseEndpoints
{
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services.AddSingleton<CaseSql>().AddSingleton<FamilySql>().AddSingleton<CaseFile>().AddSingleton<CaseStart>().AddSingleton<CaseWork>();

    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        var cases = routes.MapApi("/api/cases", "Cases");
        cases.MapGet("/", ListAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("Cases that the caller may see, the latest first")
            .WithDescription("status: open, suspended or closed. query: the beginning of a case mark or of a family's name. Pages are continued with after, the value of next.")
            .Produces<Page<CaseSummary>>().ProducesProblem(422);
        cases.MapGet("/{id:guid}", FindAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("A case: its dates, people, open tasks, limits and timeline")
            .Produces<CaseView>().ProducesProblem(404);
        cases.MapGet("/{id:guid}/answers", AnswersAsync).RequireAuthorization(Policies.CaseWork)
            .WithSummary("What was recorded at each step of a case")
            .Produces<Items<StepAnswers>>().ProducesProblem(404);
        MapChange(cases, "suspension", Policies.PauseCases, "Suspends a case: its limits stop running and no mail leaves",
            (work, by, id, reason, key, token) => work.SuspendAsync(by, id, reason, key, token), CaseWork.Suspended);
        MapChange(cases, "resumption", Policies.PauseCases, "Lets a suspended case go on; its limits are longer by the days of the pause",
            (work, by, id, reason, key, token) => work.ResumeAsync(by, id, reason, key, token), CaseWork.Resumed);
        MapChange(cases, "closure", Policies.DirectCases, "Closes a case before its procedure ends",
            (work, by, id, reason, key, token) => work.CloseAsync(by, id, reason, key, token), CaseWork.Closed);
        cases.MapPost("/{id:guid}/people", ChangePersonAsync).RequireAuthorization(Policies.DirectCases)
            .WithSummary("Gives a role of a case to another person")
            .Produces<PersonOnCase>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    delegate Task<Asked<CaseChange>> Change(CaseWork work, CurrentPerson by, Guid id, string reason, Engine.RequestKey? key, CancellationToken token);

    static void MapChange(RouteGroupBuilder cases, string name, string policy, string summary, Change change, Func<Guid, CaseChange> doneOf) =>
        cases.MapPost($"/{{id:guid}}/{name}", async (Guid id, ReasonRequest request, CurrentPerson person, CaseWork work, HttpRequest http, CancellationToken token) =>
        {
            var errors = ReasonText.Check(request.Reason);
            if (errors.Any)
            {
                return Problems.Invalid(errors);
            }
            var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status201Created, doneOf(id));
            return (await change(work, person, id, ReasonText.Clean(request.Reason!), key, token)).ToResult<CaseChange>(done => TypedResults.Created($"/api/cases/{id}", done));
        })
        .RequireAuthorization(policy).WithSummary(summary)
        .Produces<CaseChange>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    static async Task<IResult> ListAsync(
        CurrentPerson person, CaseFile file, string? status, string? query, PageKey? after, int? limit, CancellationToken token)
    {
        if (!string.IsNullOrEmpty(status) && !CaseStates.All.Contains(status))
        {
            return Problems.Invalid(new FieldErrors().Add("status", Texts.Problems["field.oneOf", string.Join(", ", CaseStates.All)]));
        }
        var search = string.IsNullOrWhiteSpace(query) ? null : ReasonText.Clean(query);
        return TypedResults.Ok(await file.ListAsync(person, new(status, search, after, PageLength.Of(limit)), token));
    }

    static async Task<IResult> FindAsync(Guid id, CurrentPerson person, CaseFile file, CancellationToken token) =>
        await file.FindAsync(person, id, token) is { } found ? TypedResults.Ok(found) : Problems.Of(Reason.NotFound);

    static async Task<IResult> AnswersAsync(Guid id, CurrentPerson person, CaseFile file, CancellationToken token) =>
        await file.FindAnswersAsync(person, id, token) is { } answers ? TypedResults.Ok(new Items<StepAnswers>(answers)) : Problems.Of(Reason.NotFound);

    static async Task<IResult> ChangePersonAsync(
        Guid id, PersonRequest request, CurrentPerson person, CaseWork work, HttpRequest http, CancellationToken token)
    {
        var errors = ReasonText.Check(request.Reason).Require("role", request.Role).Require("personId", request.PersonId?.ToString());
        if (errors.Any)
        {
            return Problems.Invalid(errors);
        }
        var done = new PersonOnCase(id, request.Role!, request.PersonId!.Value);
        var key = RequestIdentity.KeyOf(http, person, request, StatusCodes.Status201Created, done);
        var asked = await work.ChangePersonAsync(person, id, done.Role, done.PersonId, ReasonText.Clean(request.Reason!), key, token);
        return asked.ToResult(changed => TypedResults.Created($"/api/cases/{id}", changed));
    }
}
