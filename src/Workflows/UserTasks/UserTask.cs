using OpsWorkflows.Calendars;

namespace OpsWorkflows.UserTasks;

/// <summary>Work for a person, as it is stored and listed.</summary>
public sealed record UserTask
{
    public required Guid Id { get; init; }
    public required string ActivityId { get; init; }

    /// <summary>The stable English key of the step: the activity's name in the definition.</summary>
    public required string Step { get; init; }
    public required string Title { get; init; }
    public string? Instructions { get; init; }
    public string? Role { get; init; }
    public Guid? Assignee { get; init; }

    /// <summary>The key of the form in the resources of the definition version.</summary>
    public string? Form { get; init; }
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>What screens show for each outcome.</summary>
    public required IReadOnlyDictionary<string, string> OutcomeLabels { get; init; }
    public required string Priority { get; init; }
    public TimeLimit? Limit { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>A task that is over: completed with an outcome by a person, or cancelled when <paramref name="Outcome"/> is null.</summary>
public sealed record ClosedTask(Guid Id, string? Outcome, Guid? PersonId);

/// <summary>A task that a person took or was given; <paramref name="EndsAt"/> and <paramref name="Limit"/> are set when its limit moved.</summary>
public sealed record AssignedTask(Guid Id, Guid? Assignee, TimeLimit? Limit = null, DateTimeOffset? EndsAt = null);
