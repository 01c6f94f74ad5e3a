using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>What a published version offers to the procedures that embed it as an activity. It never changes, as the version never does.</summary>
public sealed record EmbeddableVersion
{
    public required string VersionId { get; init; }
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>Where designers list it; null leaves that to them.</summary>
    public string? Category { get; init; }
    public required IReadOnlyList<InputDefinition> Inputs { get; init; }
    public required IReadOnlyList<OutputDefinition> Outputs { get; init; }

    /// <summary>The ends that it can be left by; with none it is left by Done.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>The type of the activities that stand for it.</summary>
    public string ActivityType => ActivityNames.PascalCase(Name);

    /// <summary>Makes an activity stand for this version.</summary>
    internal void PinTo(JsonObject activity)
    {
        activity["type"] = ActivityType;
        activity["version"] = Version;
        activity[EmbeddingReference.VersionProperty] = VersionId;
    }

    internal static EmbeddableVersion Of(DefinitionVersion version)
    {
        var definition = version.ToDefinition();
        return new()
        {
            VersionId = version.VersionId,
            DefinitionId = version.DefinitionId,
            Version = version.Version,
            Name = version.Name,
            Description = version.Description,
            Category = definition.Json["options"] is JsonObject options ? WorkflowDefinition.Text(options, "activityCategory") : null,
            Inputs = definition.Inputs,
            Outputs = definition.Outputs,
            Outcomes = definition.Outcomes,
        };
    }
}

/// <summary>A version that can be embedded, and whether it is the one that is published now.</summary>
public readonly record struct OfferedVersion(EmbeddableVersion Version, bool IsPublished);
