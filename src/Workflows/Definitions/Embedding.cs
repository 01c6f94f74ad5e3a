using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>Which procedure an activity stands for, as its document says.</summary>
/// <param name="VersionId">The version that it is pinned to; null where <paramref name="Version"/> or the published one counts.</param>
public sealed record EmbeddingReference(string DefinitionId, string? VersionId, int? Version)
{
    internal const string DefinitionProperty = "workflowDefinitionId";
    internal const string VersionProperty = "workflowDefinitionVersionId";

    /// <summary>Null for an activity that stands for no procedure.</summary>
    internal static EmbeddingReference? Of(JsonObject activity, string type) =>
        WorkflowDefinition.Text(activity, DefinitionProperty) is { } definitionId && ActivityRegistry.Find(type, 1) is null
            ? new(definitionId, WorkflowDefinition.Text(activity, VersionProperty), WorkflowDefinition.Number(activity, "version"))
            : null;

    /// <summary>Lets the published version count.</summary>
    internal static void Unpin(JsonObject activity)
    {
        activity.Remove("version");
        activity.Remove(VersionProperty);
    }
}

/// <summary>An activity that stands for a procedure, with what was found for it.</summary>
public sealed record Embedding
{
    public required EmbeddingReference Reference { get; init; }

    /// <summary>What people call the procedure; its id where there is none.</summary>
    public required string Name { get; init; }

    /// <summary>The version whose graph runs here; null when there is none that can.</summary>
    public EmbeddableVersion? Procedure { get; init; }

    /// <summary>The version that is published now; designers tell when it is a newer one.</summary>
    public EmbeddableVersion? Published { get; init; }

    /// <summary>The forms, ladders and mail texts of the version, as JSON.</summary>
    public string Resources { get; init; } = "{}";

    /// <summary>Why nothing runs here.</summary>
    public EmbeddingProblem? Problem { get; init; }
}

/// <summary>Why a procedure cannot be embedded.</summary>
public enum EmbeddingProblem
{
    Missing,

    /// <summary>No version of it is published, or none of those can be used as an activity.</summary>
    NotPublished,

    /// <summary>It would contain itself, directly or through others.</summary>
    InItself,

    /// <summary>Too deep or too many activities in all.</summary>
    TooLarge,
}
