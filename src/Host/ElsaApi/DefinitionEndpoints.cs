using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Procedures as Studio lists and opens them.</summary>
public static class DefinitionEndpoints
{
    internal const string Root = "/workflow-definitions";

    /// <summary>More than this on one page is nobody's page.</summary>
    const int LargestPage = 1000;

    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup(Root).RequireAuthorization(Policies.SignedIn);
        definitions.MapGet("/", ListAsync)
            .WithSummary("Versions of procedures, with filters and pages").Produces<DefinitionRows>();
        definitions.MapGet("/by-definition-id/{definitionId}", FindAsync).WithSummary("A version of a procedure, by default the latest").Produces<JsonObject>().ProducesProblem(404);
        definitions.MapGet("/by-id/{id}", FindByIdAsync).WithSummary("A version of a procedure by its own id").Produces<JsonObject>().ProducesProblem(404);
        definitions.MapGet("/many-by-id", FindManyAsync).WithSummary("Versions of procedures by their own ids");
        definitions.MapGet("/query/count", async (DefinitionStore store, CancellationToken token) => new DefinitionCount(await store.CountAsync(token)))
            .WithSummary("How many procedures there are");
        definitions.MapGet("/validation/is-name-unique", async (string? name, string? definitionId, DefinitionStore store, CancellationToken token) =>
                new NameCheck(!await store.IsNameTakenAsync(name ?? "", definitionId, token)))
            .WithSummary("Whether no other procedure has this name");
        definitions.MapGet("/{definitionId}/consumers", async (string definitionId, DefinitionStore store, CancellationToken token) =>
                new Consumers([.. (await store.FindConsumersAsync(definitionId, token)).Select(consumer => consumer.DefinitionId)]))
            .WithSummary("The procedures that embed this one as an activity");
    }

    static async Task<IResult> ListAsync([AsParameters] DefinitionListRequest request, CurrentPerson person, DefinitionStore store, CancellationToken token)
    {
        if (VersionFilter.Parse(request.VersionOptions) is not { } versions)
        {
            return MalformedParameter(nameof(request.VersionOptions));
        }
        if (!Enum.TryParse<DefinitionOrder>(request.OrderBy ?? nameof(DefinitionOrder.Name), ignoreCase: true, out var order) || !Enum.IsDefined(order))
        {
            return MalformedParameter(nameof(request.OrderBy));
        }
        var size = request.PageSize is { } asked ? Math.Clamp(asked, 1, LargestPage) : (int?)null;
        var page = await store.ListAsync(new()
        {
            Versions = versions,
            Search = request.SearchTerm,
            DefinitionIds = Given(request.DefinitionIds),
            VersionIds = Given(request.Ids),
            IsSystem = request.IsSystem,
            IsReadonly = request.IsReadonly,
            Order = order,
            Descending = string.Equals(request.OrderDirection, "Descending", StringComparison.OrdinalIgnoreCase),
            Offset = (int)Math.Min((long)Math.Max(request.Page ?? 0, 0) * (size ?? 0), int.MaxValue),
            Limit = size,
        }, token);
        return TypedResults.Ok(new DefinitionRows([.. page.Items.Select(version => DefinitionRow.Of(version, person))], page.TotalCount, DefinitionLinks.OfList(person)));
    }

    /// <summary>An empty list does not restrict.</summary>
    static string[]? Given(string[]? values) => values?.Where(value => value.Length > 0).ToArray() is { Length: > 0 } given ? given : null;

    internal static IResult MalformedParameter(string name) => Problems.Of(StatusCodes.Status400BadRequest, "malformed-parameter",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["parameter"] = char.ToLowerInvariant(name[0]) + name[1..] });

    static async Task<IResult> FindAsync(
        string definitionId, string? versionOptions, CurrentPerson person, DefinitionStore store, DefinitionDocuments documents, CancellationToken token)
    {
        var asked = string.IsNullOrEmpty(versionOptions) ? "Latest" : versionOptions;
        if (VersionFilter.Parse(asked) is not { } filter)
        {
            return MalformedParameter(nameof(versionOptions));
        }
        return await store.FindAsync(definitionId, filter, token) is { } version
            ? TypedResults.Ok(await documents.MakeAsync(version, person, token))
            : Problems.Of(Reason.NotFound);
    }

    static async Task<IResult> FindByIdAsync(string id, CurrentPerson person, DefinitionStore store, DefinitionDocuments documents, CancellationToken token) =>
        await store.FindAsync(id, token) is { } version ? TypedResults.Ok(await documents.MakeAsync(version, person, token)) : Problems.Of(Reason.NotFound);

    static async Task<ElsaList<JsonObject>> FindManyAsync(
        [FromQuery] string[]? ids, CurrentPerson person, DefinitionStore store, DefinitionDocuments documents, CancellationToken token)
    {
        var versions = await store.FindManyAsync(ids ?? [], token);
        var found = new List<JsonObject>(versions.Count);
        foreach (var version in versions)
        {
            found.Add(await documents.MakeAsync(version, person, token));
        }
        return new(found);
    }
}

/// <summary>What a list of versions is asked for; <see cref="Page"/> counts from 0.</summary>
/// <param name="OrderBy">One of <see cref="DefinitionOrder"/>, in large or small letters.</param>
public sealed record DefinitionListRequest(
    string? VersionOptions, string? SearchTerm, string[]? DefinitionIds, string[]? Ids, bool? IsSystem, bool? IsReadonly,
    string? OrderBy, string? OrderDirection, int? Page, int? PageSize);

/// <param name="Links">Without <c>bulk-publish</c> Studio shows the whole list to read only.</param>
public sealed record DefinitionRows(IReadOnlyList<DefinitionRow> Items, long TotalCount, IReadOnlyList<ElsaLink> Links);

public sealed record DefinitionCount(long Count);

public sealed record NameCheck(bool IsUnique);

public sealed record Consumers(IReadOnlyList<string> ConsumingWorkflowDefinitionIds);
