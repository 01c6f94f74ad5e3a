using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What Studio can draw with, and what its property panels offer. Studio breaks where one of these is missing.</summary>
public static class DescriptorEndpoints
{
    public static void MapDescriptors(this IEndpointRouteBuilder api)
    {
        var descriptors = api.MapGroup("/descriptors").RequireAuthorization(Policies.SignedIn);
        descriptors.MapGet("/activities", ListAsync)
            .WithSummary("The activities that this service runs, and the procedures that can be embedded as such");
        descriptors.MapPost("/activities/{typeName}/options/{propertyName}", OptionsAsync)
            .WithSummary("What an input can be chosen from now")
            .WithDescription("The procedure that is drawn is that of the designer's page, as the request's Referer tells.")
            .Produces<OptionsAnswer>().ProducesProblem(404);
        descriptors.MapGet("/expression-descriptors", () => SettingDescriptors.Expressions()).WithSummary("The kinds of expression that this service evaluates");
        descriptors.MapGet("/variables", () => SettingDescriptors.VariableTypes()).WithSummary("The types of variables");
        descriptors.MapGet("/storage-drivers", () => SettingDescriptors.StorageDrivers()).WithSummary("Where variables are kept");
        descriptors.MapGet("/workflow-activation-strategies", () => SettingDescriptors.ActivationStrategies()).WithSummary("When a new case may start");
        descriptors.MapGet("/incident-strategies", () => SettingDescriptors.IncidentStrategies()).WithSummary("What becomes of a case when a step fails");
        descriptors.MapGet("/log-persistence-strategies", () => SettingDescriptors.LogPersistenceStrategies()).WithSummary("What the journal keeps");
        descriptors.MapGet("/commit-strategies/workflows", () => new ElsaList<CommitStrategy>([])).WithSummary("None: a case is saved once for all that follows");
        descriptors.MapGet("/commit-strategies/activities", () => new ElsaList<CommitStrategy>([])).WithSummary("None: a case is saved once for all that follows");
        descriptors.MapGet("/output-converters", () => new ElsaList<OutputConverter>([])).WithSummary("None: outputs are taken as they are");
    }

    /// <summary>Studio asks for the list anew after each save.</summary>
    static async Task<ElsaList<ActivityDescriptor>> ListAsync(
        DefinitionStore definitions, InputOptions options, CurrentPerson by, HttpRequest request, CancellationToken token) =>
        ActivityPalette.List(await definitions.ListEmbeddableAsync(token: token), DrawnIn(request) is { } definitionId ? await options.AllAsync(definitionId, by, token) : null);

    static async Task<IResult> OptionsAsync(
        string typeName, string propertyName, InputOptions options, CurrentPerson by, HttpRequest request, CancellationToken token)
    {
        var input = ActivityRegistry.Find(typeName, 1)?.Inputs.FirstOrDefault(input => ActivityDescriptors.PascalCase(input.Name) == propertyName);
        if (input is null || !InputOptions.Change(input.Options))
        {
            return Problems.Of(Reason.NotFound);
        }
        var items = await options.ListAsync(input.Options, DrawnIn(request), by, token);
        return TypedResults.Ok(new OptionsAnswer(ActivityDescriptors.SpecificationsOf(input, items)));
    }

    /// <summary>The procedure of the page that asks; Studio itself tells only the values of the activity's inputs.</summary>
    static string? DrawnIn(HttpRequest request) =>
        request.GetTypedHeaders().Referer is { IsAbsoluteUri: true } page && page.AbsolutePath.Split('/') is ["", "procedures", { Length: > 0 } id, ..]
            ? Uri.UnescapeDataString(id)
            : null;
}

/// <summary>Takes the place of what the descriptor says of the input's editor.</summary>
public sealed record OptionsAnswer(IReadOnlyDictionary<string, object> Items);
