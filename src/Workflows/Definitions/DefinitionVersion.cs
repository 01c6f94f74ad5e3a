using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>A version of a procedure as it is stored, without its document: what lists show.</summary>
public record DefinitionSummary
{
    public required string VersionId { get; init; }
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required bool IsLatest { get; init; }
    public required bool IsPublished { get; init; }

    /// <summary>When it was first published, in office time; null for a draft. From then on it never changes.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it what it is; null for a version that came with the program.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>The hash of the shipped folder that it came from; null for versions made in the application.</summary>
    public string? ShippedHash { get; init; }

    /// <summary>The version of the designer that wrote it.</summary>
    public string? ToolVersion { get; init; }
    public bool IsSystem { get; init; }
    public bool IsReadonly { get; init; }

    /// <summary>Counts the changes to a draft.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>When it was last changed, in machine time.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The tab of the designer that made it what it is; null for what no designer made.</summary>
    public string? SavedByTab { get; init; }
}

/// <summary>A version of a procedure with its Elsa 3 document and the resources that it is pinned to, both as JSON text.</summary>
public sealed record DefinitionVersion : DefinitionSummary
{
    [SetsRequiredMembers]
    internal DefinitionVersion(DefinitionSummary head, string content, string resources)
        : base(head) => (Content, Resources) = (content, resources);

    public string Content { get; }
    public string Resources { get; }

    /// <summary>The document as it came, with the members that the server decides.</summary>
    public JsonObject ToJson()
    {
        var json = JsonNode.Parse(Content, documentOptions: DefinitionJson.Reading)!.AsObject();
        json["id"] = VersionId;
        json["definitionId"] = DefinitionId;
        json["version"] = Version;
        json["isLatest"] = IsLatest;
        json["isPublished"] = IsPublished;
        json["createdAt"] = CreatedAt;
        return json;
    }

    /// <param name="embedded">The procedures that it embeds, whose activities are read with its own; null leaves them out.</param>
    public WorkflowDefinition ToDefinition(EmbeddedVersions? embedded = null) => WorkflowDefinition.Read(ToJson(), embedded);
}
