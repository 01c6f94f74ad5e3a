using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Procedures changed one at a time, by Studio or by a script: saved, published, retracted, brought back, deleted.</summary>
public static class DefinitionChangeEndpoints
{
    public static void MapDefinitionChanges(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup(DefinitionEndpoints.Root).RequireAuthorization(Policies.DesignProcedures);
        definitions.MapPost("/", SaveAsync).WithMetadata(new RequestSizeLimitAttribute(DefinitionChanges.LargestDocument))
            .WithSummary("Keeps a document as the draft of its procedure; publishes it when publish is true");
    }

    static Task<IResult> SaveAsync(SaveRequest request, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
        changes.SaveAsync(request.Model, request.Publish == true, person, token);
}

public sealed record SaveRequest(JsonObject Model, bool? Publish);

/// <summary>The answer to a save and to publishing.</summary>
/// <param name="ConsumingWorkflowCount">How many procedures that embed this one were changed with it.</param>
public sealed record SavedDefinition(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount);
