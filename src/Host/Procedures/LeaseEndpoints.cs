using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Who edits a procedure now; <paramref name="Mine"/> is whether it is the caller, who then may.</summary>
public sealed record LeaseView(bool Mine, string? By, DateTimeOffset Until);

/// <summary>The designer's sign of life: one person at a time changes a procedure, others open it for reading.</summary>
public static class LeaseEndpoints
{
    public static void MapLease(this RouteGroupBuilder procedures)
    {
        procedures.MapPost("/{definitionId}/lease", TakeAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Takes the edit lease of a procedure, or renews it")
            .WithDescription("mine is false when somebody else has it: the procedure is then for reading only.")
            .Produces<LeaseView>().ProducesProblem(404);
        procedures.MapDelete("/{definitionId}/lease", async (string definitionId, CurrentPerson person, DefinitionLeaseSql leases, CancellationToken token) =>
        {
            await leases.ReleaseAsync(definitionId, person.Id, token);
            return TypedResults.NoContent();
        }).RequireAuthorization(Policies.DesignProcedures).WithSummary("Gives the caller's edit lease back");
    }

    static async Task<IResult> TakeAsync(string definitionId, CurrentPerson person, DefinitionStore definitions, DefinitionLeaseSql leases, KnownPeople people, CancellationToken token)
    {
        if (await definitions.FindLatestAsync(definitionId, token) is null)
        {
            return Problems.Of(Reason.NotFound);
        }
        var lease = await leases.TakeAsync(definitionId, person.Id, token);
        return TypedResults.Ok(new LeaseView(lease.PersonId == person.Id, (await people.FindAsync(lease.PersonId, token))?.Name, lease.Until));
    }
}
