using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What Studio offers to do is decided by these.</summary>
public sealed record ElsaLink(string Href, string Rel, string Method);

/// <summary>A version of a procedure in a list of Studio.</summary>
public sealed record DefinitionRow
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required int Version { get; init; }
    public string? ToolVersion { get; init; }
    public required bool IsLatest { get; init; }
    public required bool IsPublished { get; init; }
    public required bool IsReadonly { get; init; }
    public required bool IsSystem { get; init; }
    public string? ProviderName { get; init; }
    public string MaterializerName { get; init; } = "Json";
    public bool IsMaterializerAvailable { get; init; } = true;
    public required DateTimeOffset CreatedAt { get; init; }
    public required IReadOnlyList<ElsaLink> Links { get; init; }

    public static DefinitionRow Of(DefinitionSummary version, CurrentPerson person) => new()
    {
        Id = version.VersionId,
        DefinitionId = version.DefinitionId,
        Name = version.Name,
        Description = version.Description,
        Version = version.Version,
        ToolVersion = version.ToolVersion,
        IsLatest = version.IsLatest,
        IsPublished = version.IsPublished,
        IsReadonly = version.IsReadonly,
        IsSystem = version.IsSystem,
        CreatedAt = version.CreatedAt,
        Links = DefinitionLinks.OfVersion(version.DefinitionId, person),
    };
}

/// <summary>Which links a person gets: without <c>publish</c> (<c>bulk-publish</c> on lists) Studio shows and changes nothing.</summary>
public static class DefinitionLinks
{
    const string Root = "/workflow-definitions";

    public static IReadOnlyList<ElsaLink> OfList(CurrentPerson person) => !Policies.Allows(Policies.DesignProcedures, person) ? [] :
    [
        new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
        new("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
        new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
        new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
        new($"{Root}/import", "import", "POST"),
        new($"{Root}/import-files", "import-files", "POST"),
        new(Root, "create", "POST"),
    ];

    public static IReadOnlyList<ElsaLink> OfVersion(string definitionId, CurrentPerson person)
    {
        var path = $"{Root}/{Uri.EscapeDataString(definitionId)}";
        List<ElsaLink> links = [new($"{Root}/by-definition-id/{Uri.EscapeDataString(definitionId)}", "self", "GET"), new($"{path}/export", "export", "GET")];
        if (Policies.Allows(Policies.DesignProcedures, person))
        {
            links.AddRange(
            [
                new($"{path}/execute", "execute", "POST"),
                new($"{path}/publish", "publish", "POST"),
                new($"{path}/retract", "retract", "POST"),
                new(path, "delete", "DELETE"),
                new($"{path}/import", "import", "PUT"),
                new($"{path}/update-references", "update-references", "POST"),
            ]);
        }
        return links;
    }

    /// <summary>For somebody who may look but not change, such as while somebody else edits.</summary>
    public static IReadOnlyList<ElsaLink> ToRead(IReadOnlyList<ElsaLink> links) => [.. links.Where(link => link.Method == "GET")];
}

/// <summary>Whole documents as Studio gets them.</summary>
public sealed class DefinitionDocuments(DefinitionLeaseSql leases, DefinitionStore definitions)
{
    /// <summary>While somebody else edits the procedure, the document has no links that change it, and Studio opens it to read.</summary>
    public async Task<JsonObject> MakeAsync(DefinitionVersion version, CurrentPerson person, CancellationToken token)
    {
        var links = DefinitionLinks.OfVersion(version.DefinitionId, person);
        if (Policies.Allows(Policies.DesignProcedures, person) && await leases.FindAsync(version.DefinitionId, token) is { } lease && lease.PersonId != person.Id)
        {
            links = DefinitionLinks.ToRead(links);
        }
        var json = StudioDocument.For(version, await definitions.EmbeddedInAsync(version.ToDefinition(), token));
        json["links"] = JsonSerializer.SerializeToNode(links, JsonSerializerOptions.Web);
        return json;
    }
}
