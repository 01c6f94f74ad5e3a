using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What a Studio asks before it shows parts of itself that not every server has.</summary>
public static class FeatureEndpoints
{
    static readonly InstalledFeature[] Installed =
    [
        new("RealTimeWorkflowUpdates", "Elsa", "Elsa.RealTimeWorkflowUpdates", "Real-time workflow updates", "The viewer follows an instance without being reloaded"),
    ];

    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        api.MapGet("/features/installed", () => new ElsaList<InstalledFeature>(Installed)).RequireAuthorization(Policies.SignedIn)
            .WithSummary("The optional features that this service has");
        api.MapGet("/features/installed/{fullName}", IResult (string fullName) => Array.Find(Installed, feature => feature.FullName == fullName) is { } found
                ? TypedResults.Ok(found)
                : Problems.Of(Reason.NotFound)).RequireAuthorization(Policies.SignedIn)
            .WithSummary("An optional feature, if this service has it").Produces<InstalledFeature>().ProducesProblem(404);
    }
}

/// <param name="FullName">What Studio looks for.</param>
public sealed record InstalledFeature(string Name, string Namespace, string FullName, string DisplayName, string Description);

/// <summary>A whole list as Elsa answers it.</summary>
public sealed record ElsaList<T>(IReadOnlyList<T> Items)
{
    public int Count => Items.Count;
}

/// <summary>A page of a list as Elsa answers it; <paramref name="TotalCount"/> is that of the whole list.</summary>
public sealed record ElsaPage<T>(IReadOnlyList<T> Items, long TotalCount);
