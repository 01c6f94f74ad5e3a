using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>An instance as lists show it. Of a case, who does not see its content gets the case mark for its name and no correlation.</summary>
public record InstanceSummary
{
    public required Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int Version { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public required int IncidentCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether the caller sees what was written in the course of it.</summary>
    [JsonIgnore]
    public bool SeesContent { get; init; }

    /// <summary>Whether it is a case, of a family.</summary>
    [JsonIgnore]
    public bool IsCase { get; init; }
}

/// <summary>An instance with what is known of its state.</summary>
public sealed record InstanceView : InstanceSummary
{
    public WorkflowState? WorkflowState { get; init; }
}

/// <summary>Elsa's state document, as far as ours has the same; what a caller may not see is left empty.</summary>
public sealed record WorkflowState
{
    public required Guid Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public string? CorrelationId { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public IReadOnlyList<BookmarkView> Bookmarks { get; init; } = [];
    public IReadOnlyList<IncidentView> Incidents { get; init; } = [];
    public IncidentView? Fault { get; init; }
    public IReadOnlyList<object> CompletionCallbacks { get; init; } = [];
    public IReadOnlyList<object> ActivityExecutionContexts { get; init; } = [];
    public JsonObject Input { get; init; } = [];
    public JsonObject Output { get; init; } = [];
    public JsonObject Properties { get; init; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A place where an instance waits.</summary>
public sealed record BookmarkView(string Id, string Name, string ActivityId, string ActivityNodeId, string ActivityInstanceId)
{
    public string Hash => Id;
    public JsonObject Payload { get; } = [];
    public bool AutoBurn => true;
    public string? CallbackMethodName => null;
    public JsonObject Metadata { get; } = [];
}

/// <summary>A fault that waits for a person.</summary>
public sealed record IncidentView(string ActivityId, string ActivityNodeId, string ActivityType, string Message, DateTimeOffset Timestamp)
{
    public ExceptionView Exception => new(Message);
}

/// <summary>What stopped an activity. Our engine reports faults in words, not as exceptions of a program.</summary>
public sealed record ExceptionView(string Message)
{
    public string Type => "ActivityFault";
    public string? StackTrace => null;
    public ExceptionView? InnerException => null;
}

/// <summary>Where an instance stands; asked for again and again while it runs.</summary>
public sealed record ExecutionStateView(string Status, string SubStatus, DateTimeOffset UpdatedAt)
{
    public string WorkflowSubStatus => SubStatus;
}

/// <summary>A variable with its present value; null for who does not see the content.</summary>
public sealed record VariableView(string Id, string Name, JsonNode? Value);
