using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

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

    /// <summary>Tokens of a flowchart in token-based mode.</summary>
    public List<FlowToken>? Tokens { get; set; }

    /// <summary>How far a container with an order has come: the index of the child or item that runs, or how many have ended.</summary>
    public int Position { get; set; }

    /// <summary>Whether a Break has asked for the end of this container.</summary>
    public bool Breaking { get; set; }

    /// <summary>Variables that this execution declares for itself and what is inside it, by id.</summary>
    public Dictionary<string, Value>? Locals { get; set; }

    /// <summary>How often it has ended. At each end it forgets which children it wanted to hear of; what it schedules after that it hears of again.</summary>
    public int Ends { get; set; }

    /// <summary>The owner's <see cref="Ends"/> when it scheduled this execution.</summary>
    public int OwnerEnds { get; init; }

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

/// <summary>A token on its way from one activity of a flowchart to another, both by their place in it.</summary>
/// <param name="Port">The port that the token left by.</param>
public readonly record struct FlowToken(int From, int To, string Port, FlowTokenState State = FlowTokenState.Live);

/// <summary>What became of a token.</summary>
public enum FlowTokenState
{
    Live,
    Consumed,

    /// <summary>Stands for an arrival that is to have no effect.</summary>
    Blocked,
}
