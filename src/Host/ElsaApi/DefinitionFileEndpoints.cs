using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Procedures as files: taken in one by one or many in a zip, and given out in the form that Elsa servers exchange.</summary>
public static class DefinitionFileEndpoints
{
    internal const string Multipart = "multipart/form-data";

    public static void MapDefinitionFiles(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup(DefinitionEndpoints.Root);
        definitions.MapPost("/import", (DefinitionDocument document, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.ImportAsync(document.Json, null, person, token))
            .RequireAuthorization(Policies.DesignProcedures).WithMetadata(new RequestSizeLimitAttribute(DefinitionChanges.LargestDocument))
            .WithSummary("Takes a document in as the draft of its procedure; publishes it when it says so and can run")
            .Produces<JsonObject>().ProducesProblem(400);
        definitions.MapPut("/{definitionId}/import", (string definitionId, DefinitionDocument document, CurrentPerson person, DefinitionChanges changes, CancellationToken token) =>
                changes.ImportAsync(document.Json, definitionId, person, token))
            .RequireAuthorization(Policies.DesignProcedures).WithMetadata(new RequestSizeLimitAttribute(DefinitionChanges.LargestDocument))
            .WithSummary("Takes a document in as the draft of this procedure, whichever it names")
            .Produces<JsonObject>().ProducesProblem(400);
        definitions.MapPost("/import-files", async (IFormFileCollection files, CurrentPerson person, DefinitionFiles import, CancellationToken token) =>
                await import.ImportAsync(files, person, token))
            .RequireAuthorization(Policies.DesignProcedures).WithMetadata(new RequestSizeLimitAttribute(DefinitionChanges.LargestDocument)).DisableAntiforgery()
            .Accepts<IFormFileCollection>(Multipart)
            .WithSummary("Takes JSON files and zips of them in as drafts; all files are read before the first is kept")
            .Produces<ImportedFiles>().ProducesProblem(400);
        definitions.MapGet("/{definitionId}/export", ExportAsync).RequireAuthorization(Policies.SignedIn)
            .WithSummary("A version of a procedure as a file; with those that embed it, as a zip").Produces<JsonObject>().ProducesProblem(404);
        api.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync).RequireAuthorization(Policies.SignedIn)
            .WithSummary("Versions of procedures as files in a zip").Produces(200, contentType: DefinitionFiles.Zip).Produces(204);
    }

    /// <summary>Whether an endpoint takes files of a form, which other sites can send too: its origin is then what protects it.</summary>
    public static bool TakesForms(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>()?.ContentTypes.Contains(Multipart) == true;

    static async Task<IResult> ExportAsync(
        string definitionId, string? versionOptions, string? includeConsumingWorkflows, DefinitionStore store, DefinitionFiles files, CancellationToken token)
    {
        if (VersionFilter.Parse(string.IsNullOrEmpty(versionOptions) ? "Latest" : versionOptions) is not { } filter)
        {
            return DefinitionEndpoints.MalformedParameter(nameof(versionOptions));
        }
        if (await store.FindAsync(definitionId, filter, token) is not { } version)
        {
            return Problems.Of(Reason.NotFound);
        }
        return bool.TryParse(includeConsumingWorkflows, out var include) && include && await files.WithConsumersAsync([version], token) is { Count: > 1 } several
            ? ZipOf(several)
            : TypedResults.File(DefinitionFile.Write(version), "application/json", DefinitionFile.NameOf(version));
    }

    static async Task<IResult> ExportManyAsync(ExportRequest request, DefinitionStore store, DefinitionFiles files, CancellationToken token)
    {
        var versions = await store.FindManyAsync(request.Ids ?? [], token);
        if (request.IncludeConsumingWorkflows == true)
        {
            versions = await files.WithConsumersAsync(versions, token);
        }
        return versions.Count == 0 ? TypedResults.NoContent() : ZipOf(versions);
    }

    static FileContentHttpResult ZipOf(IReadOnlyList<DefinitionVersion> versions) =>
        TypedResults.File(DefinitionFiles.Pack(versions), DefinitionFiles.Zip, "workflow-definitions.zip");
}

public sealed record ExportRequest(string[]? Ids, bool? IncludeConsumingWorkflows);

public sealed record ImportedFiles(int Count);
