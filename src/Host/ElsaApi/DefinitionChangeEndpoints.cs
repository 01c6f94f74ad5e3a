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
            .WithSummary("Keeps a document as the draft of its procedure; publishes it when publish is true")
            .Produces<SavedDefinition>().ProducesProblem(400);
        definitions.MapPost("/{definitionId}/publish", (string definitionId, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.PublishAsync(definitionId, person, token))
            .WithSummary("Makes the latest version the one that new cases take").Produces<SavedDefinition>().ProducesProblem(400).ProducesProblem(404);
        definitions.MapPost("/{definitionId}/retract", (string definitionId, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.RetractAsync(definitionId, person, token))
            .WithSummary("Lets no new case take the procedure; those that run go on").Produces<JsonObject>().ProducesProblem(400).ProducesProblem(404);
        definitions.MapPost("/{definitionId}/revert/{version:int}", (string definitionId, int version, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.RevertAsync(definitionId, version, person, token))
            .WithSummary("Begins a new draft with what an older version held").Produces<DefinitionRow>().ProducesProblem(400).ProducesProblem(404);
        definitions.MapPost("/{definitionId}/update-references", async (string definitionId, CurrentPerson person, DefinitionEditor editor, CancellationToken token) =>
                new AffectedDefinitions(await editor.UpdateReferencesAsync(definitionId, person.Id, token)))
            .WithSummary("Lets the procedures that embed this one embed its published version");
        definitions.MapDelete("/{definitionId}", (string definitionId, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.DeleteAsync(definitionId, person, token))
            .WithSummary("Deletes a procedure that no case ever took").Produces(204).ProducesProblem(400).ProducesProblem(404);
        api.MapDelete("/workflow-definition-versions/{id}", (string id, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.DeleteVersionAsync(id, person, token)).RequireAuthorization(Policies.DesignProcedures)
            .WithSummary("Deletes a version that no case ever took").Produces(204).ProducesProblem(400).ProducesProblem(404);
    }

    /// <param name="tab">By which our page tells the saves of Studio, and one tab's from another's.</param>
    static Task<IResult> SaveAsync(
        SaveRequest request, CurrentPerson person, DefinitionChanges changes, [FromHeader(Name = "Ops-Tab")] string? tab, CancellationToken token) =>
        changes.SaveAsync(request.Model?.Json, request.Publish == true, person, tab, token);
}

public sealed record SaveRequest(DefinitionDocument? Model, bool? Publish);

/// <summary>The answer to a save and to publishing.</summary>
/// <param name="ConsumingWorkflowCount">How many procedures that embed this one were changed with it.</param>
/// <param name="Warnings">What checks say about what was published, a sentence each; Studio does not show them.</param>
public sealed record SavedDefinition(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount, IReadOnlyList<string> Warnings);

/// <param name="AffectedWorkflows">The definition ids of those that changed.</param>
public sealed record AffectedDefinitions(IReadOnlyList<string> AffectedWorkflows);
