using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Procedures;

/// <param name="Severity"><c>error</c> keeps the procedure from being published, <c>warning</c> does not.</param>
/// <param name="ActivityId">The step as the designer knows it.</param>
/// <param name="Step">The step as people call it.</param>
/// <param name="Path">Where in the document.</param>
/// <param name="Code">What kind of finding it is; stable.</param>
public sealed record FindingView(string Severity, string ActivityId, string Step, string Path, string Code, string Reason)
{
    /// <summary>Errors first.</summary>
    public static IReadOnlyList<FindingView> ListOf(IEnumerable<Finding> findings) => [.. findings.OrderByDescending(finding => finding.IsError).Select(finding =>
        new FindingView(finding.IsError ? "error" : "warning", finding.Activity.Id, FindingTexts.Step(finding), finding.Path, finding.Kind.ToString(), FindingTexts.Reason(finding)))];
}

/// <summary>What the checks before publishing say about a procedure as it is drawn now.</summary>
public static class FindingEndpoints
{
    public static void MapFindings(this RouteGroupBuilder procedures) =>
        procedures.MapGet("/{definitionId}/findings", ListAsync).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("What is wrong with a version of a procedure, by default the latest")
            .Produces<Items<FindingView>>().ProducesProblem(404);

    static async Task<IResult> ListAsync(string definitionId, int? version, DefinitionStore definitions, DefinitionChecks checks, CancellationToken token)
    {
        var found = version is { } number ? await definitions.FindAsync(definitionId, number, token) : await definitions.FindLatestAsync(definitionId, token);
        return found is null
            ? Problems.Of(Errors.Reason.NotFound)
            : TypedResults.Ok(new Items<FindingView>(FindingView.ListOf((await checks.OfAsync(found, token)).Findings)));
    }
}
