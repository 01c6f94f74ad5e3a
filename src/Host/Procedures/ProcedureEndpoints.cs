using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;

namespace OpsWorkflows.Host.Procedures;

/// <summary>A procedure that can be started: its published version, and the form that starts a case.</summary>
public sealed record ProcedureView(string DefinitionId, string Name, string? Description, int Version, FormView StartForm);

/// <summary><paramref name="Answers"/> are by the names of the start form's fields.</summary>
public sealed record StartRequest(JsonObject? Answers);

/// <summary>The procedures that new cases can take.</summary>
public sealed class ProcedureList(DefinitionStore definitions, FormViews forms)
{
    public async Task<IReadOnlyList<ProcedureView>> ListAsync(CancellationToken token)
    {
        var published = await definitions.ListAsync(VersionFilter.Published, token: token);
        var asked = new List<AskedForm>(published.Count);
        foreach (var version in published)
        {
            asked.Add(FormViews.StartOf((await definitions.FindCompiledAsync(version.VersionId, token))!));
        }
        var shown = await forms.MakeAsync(asked, token);
        return [.. published.Select((version, i) => new ProcedureView(version.DefinitionId, version.Name, version.Description, version.Version, shown[i]))];
    }
}

public static class ProcedureEndpoints
{
    public static IServiceCollection AddProcedures(this IServiceCollection services) => services.AddSingleton<ProcedureList>().AddSingleton<OutlineSql>();

    public static void MapProcedures(this IEndpointRouteBuilder routes)
    {
        var procedures = routes.MapApi("/api/procedures", "Procedures");
        procedures.MapGet("/", async (ProcedureList list, CancellationToken token) => new Items<ProcedureView>(await list.ListAsync(token)))
            .RequireAuthorization(Policies.SignedIn)
            .WithSummary("Published procedures, with the forms that start a case");
        procedures.MapPost("/{definitionId}/cases", StartAsync).RequireAuthorization(Policies.StartCases)
            .WithSummary("Starts a case; the caller becomes its social worker")
            .WithDescription("warnings tells of open cases of the same family.")
            .Produces<StartedCase>(201).ProducesProblem(404).ProducesProblem(422);
        procedures.MapLease();
        procedures.MapFindings();
    }

    static async Task<IResult> StartAsync(
        string definitionId, StartRequest request, CurrentPerson person, CaseStart start, HttpRequest http, CancellationToken token)
    {
        var asked = await start.StartAsync(person, definitionId, request.Answers ?? [],
            kept => RequestIdentity.KeyOf(http, person, request, StatusCodes.Status201Created, kept), token);
        return asked.ToResult(started => TypedResults.Created($"/api/cases/{started.Id}", started));
    }
}
