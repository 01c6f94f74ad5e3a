using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>One activity of a workflow definition as it was written, with its place in the tree.</summary>
public sealed class ActivityNode
{
    /// <summary>The position in <see cref="WorkflowDefinition.Nodes"/>; 0 is the workflow itself.</summary>
    public required int Index { get; init; }

    /// <summary>What state, journal and tasks know the activity by: unique in the version with all that it embeds.</summary>
    public required string Id { get; init; }

    /// <summary>As its document writes it; inside an embedded procedure the same wherever that stands.</summary>
    public required string OwnId { get; init; }

    /// <summary>The ids from the workflow down to this activity, joined by colons: the key of Studio's badges and journal.</summary>
    public required string NodeId { get; init; }
    public required string Type { get; init; }
    public int Version { get; init; } = 1;

    /// <summary>The author's name of the activity; of a user task it is the step key.</summary>
    public string? Name { get; init; }
    public string? DisplayText { get; init; }

    /// <summary>What people call the activity.</summary>
    public string Title => DisplayText ?? Name ?? OwnId;
    public required ActivityNode? Parent { get; init; }

    /// <summary>The workflow whose document holds the activity; of a workflow itself.</summary>
    public ActivityNode Workflow => Around ?? this;
    internal ActivityNode? Around { get; init; }

    /// <summary>Whether it comes from the document of another procedure.</summary>
    public bool IsEmbedded => Workflow.Parent is not null;

    /// <summary>The activity of the version's own document that leads to this one; the activity itself where it is not embedded.</summary>
    internal ActivityNode Outermost
    {
        get
        {
            var activity = this;
            while (activity.IsEmbedded)
                activity = activity.Workflow.Parent!;
            return activity;
        }
    }

    /// <summary>The procedure that the activity stands for; null for any other.</summary>
    public Embedding? Embedding { get; internal set; }

    /// <summary>Of a workflow: whether its flowcharts carry tokens instead of counting visits.</summary>
    public bool FlowsByTokens { get; internal init; }

    /// <summary>The embedded port of the parent that holds this activity: <c>activities</c>, <c>then</c>, <c>body</c>…</summary>
    public required string? Port { get; init; }

    /// <summary>Where the activity stands in the document, for messages: <c>$.root.activities[3]</c>.</summary>
    public required string Path { get; init; }
    public required JsonObject Json { get; init; }
    public List<ActivityNode> Children { get; } = [];
    public List<Connection> Connections { get; } = [];
    public List<VariableDefinition> Variables { get; init; } = [];

    /// <summary>How branches meet here in a token-based flowchart; null for the usual way.</summary>
    public string? MergeMode => Json["customProperties"] is JsonObject custom ? WorkflowDefinition.Text(custom, "mergeMode") : null;

    public bool CanStartWorkflow => CustomProperty("canStartWorkflow");

    private bool CustomProperty(string name) =>
        Json["customProperties"] is JsonObject custom && custom[name] is JsonValue value && value.TryGetValue(out bool set) && set;

    public override string ToString() => $"{Id} ({Type})";
}

/// <summary>An edge of a flowchart: from a named end of one activity to another activity.</summary>
public sealed record Connection(ActivityNode Source, string SourcePort, ActivityNode Target, string TargetPort);

/// <summary>A variable that a workflow or a container declares; <see cref="Id"/> is what expressions and outputs refer to.</summary>
public sealed record VariableDefinition(string Id, string Name, string TypeName, bool IsArray, string? Value);

/// <summary>A value that a workflow is started with.</summary>
public sealed record InputDefinition(string Name, string Type, string? DisplayName)
{
    public bool IsArray { get; init; }
    public string? Description { get; init; }
    public string? Category { get; init; }

    /// <summary>The editor that designers show for it.</summary>
    public string? UiHint { get; init; }
    public string? StorageDriverType { get; init; }
}

/// <summary>A value that a workflow gives to whoever started or embeds it.</summary>
public sealed record OutputDefinition(string Name, string Type, string? DisplayName, string? Description)
{
    public bool IsArray { get; init; }
}
