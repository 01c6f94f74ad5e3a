using OpsWorkflows.Definitions;

namespace OpsWorkflows.Instances;

/// <summary>Where an execution of an activity stands; the names are Elsa's.</summary>
public enum ActivityStatus
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One live execution of an activity: kept in the state of the instance until it has completed or was cancelled.</summary>
public sealed class Execution(ExecutionId id, ActivityNode node, Execution? parent)
{
    public ExecutionId Id { get; } = id;
    public ActivityNode Node { get; } = node;
    public Execution? Parent { get; } = parent;
    public ActivityStatus Status { get; set; } = ActivityStatus.Pending;

    /// <summary>Whether a connection that closes a loop led here; the flowchart counts such visits differently.</summary>
    public bool Backward { get; set; }

    /// <summary>What the execution waits for; null while nothing from outside can resume it.</summary>
    public Bookmark? Bookmark { get; set; }

    /// <summary>The task that a person has to do before this execution goes on.</summary>
    public OpenUserTask? UserTask { get; set; }

    /// <summary>Counters of a flowchart.</summary>
    public FlowCounters? Flow { get; set; }

    /// <summary>How far a container with an order has come (the index of the child that runs).</summary>
    public int Position { get; set; }

    /// <summary>Whether the completion of this execution was already told to its owner.</summary>
    public bool OwnerTold { get; set; }

    public bool IsLive => Status is not (ActivityStatus.Completed or ActivityStatus.Canceled);
}

/// <summary>A place where an instance waits, and for which stimulus.</summary>
/// <param name="Name">The activity type that waits.</param>
/// <param name="Key">What a stimulus must match, for waits that are found by it from outside (an event's name); null otherwise.</param>
/// <param name="DueAt">When a timer ends the wait; null when none does.</param>
public sealed record Bookmark(string Name, string? Key, DateTimeOffset? DueAt);

/// <summary>What the engine has to remember of a task while it is open; the whole task is a row of user_tasks.</summary>
public sealed record OpenUserTask(Guid Id, string? Role, Guid? Assignee);

/// <summary>
/// Visit counters of one execution of a flowchart in Elsa's counter-based mode, by the order of its activities and connections.
/// </summary>
public sealed class FlowCounters(int activities, int connections)
{
    public int[] ActivityVisits { get; } = new int[activities];
    public int[] ConnectionVisits { get; } = new int[connections];
    public bool[] LastFollowed { get; } = new bool[connections];

    public FlowCounters Clone()
    {
        var copy = new FlowCounters(ActivityVisits.Length, ConnectionVisits.Length);
        ActivityVisits.CopyTo(copy.ActivityVisits, 0);
        ConnectionVisits.CopyTo(copy.ConnectionVisits, 0);
        LastFollowed.CopyTo(copy.LastFollowed, 0);
        return copy;
    }
}
