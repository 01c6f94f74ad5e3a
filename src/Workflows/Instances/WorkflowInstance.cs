using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Instances;

/// <summary>Elsa's coarse status of an instance.</summary>
public enum WorkflowStatus
{
    Running,
    Finished,
}

/// <summary>Elsa's fine status of an instance.</summary>
public enum WorkflowSubStatus
{
    Pending,
    Executing,
    Suspended,
    Finished,
    Cancelled,
    Faulted,
}

/// <summary>
/// One running case as the engine knows it: only what still runs. What is over lives in the journal and in the tables of the nouns.
/// </summary>
public sealed class WorkflowInstance
{
    public required Guid Id { get; init; }
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>How many commits the instance has had; each commit names the one it is based on.</summary>
    public int Revision { get; set; }
    public WorkflowStatus Status { get; set; } = WorkflowStatus.Running;
    public WorkflowSubStatus SubStatus { get; set; } = WorkflowSubStatus.Pending;
    public string? Name { get; set; }
    public string? CorrelationId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The activity that started the run when a trigger did; the flowchart starts there.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>Which instance started this one; null when a person, the service or a trigger did.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>How many instances have started one another before this one.</summary>
    public int Depth { get; init; }

    /// <summary>Whether another instance has told it something, or told one that it started: what it holds may then be about a family, whoever started it.</summary>
    public bool ToldByOthers { get; set; }

    /// <summary>Whether the case was started as urgent: its tasks take the urgent limit where they have one.</summary>
    public bool Urgent { get; set; }

    /// <summary>The day on which the case was suspended; null while it runs. Limits do not run meanwhile (art. 103 of the Code of Administrative Procedure).</summary>
    public DateOnly? SuspendedOn { get; set; }

    /// <summary>The phase that the procedure last announced.</summary>
    public string? CaseStatus { get; set; }

    /// <summary>Faults that wait for a person, the earliest first.</summary>
    public List<OpenIncident> Incidents { get; } = [];

    /// <summary>Values of variables by the variable's id.</summary>
    public Dictionary<string, Value> Variables { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Value> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What the workflow gives to whoever started it, by the output's name.</summary>
    public Dictionary<string, Value> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Live executions in the order in which they began; parents before children.</summary>
    public List<Execution> Executions { get; } = [];

    /// <summary>The person of the case by role.</summary>
    public Dictionary<string, Guid> People { get; } = new(StringComparer.Ordinal);

    /// <summary>Named dates of the case.</summary>
    public Dictionary<string, DateOnly> Milestones { get; } = new(StringComparer.Ordinal);
    public List<OpenLimit> Limits { get; } = [];

    /// <summary>How far each periodic activity has come, by activity id.</summary>
    public Dictionary<string, Repeat> Repeats { get; } = new(StringComparer.Ordinal);

    /// <summary>A copy that a burst may change without touching this one.</summary>
    public WorkflowInstance Clone()
    {
        var copy = new WorkflowInstance
        {
            Id = Id,
            Definition = Definition,
            Revision = Revision,
            Status = Status,
            SubStatus = SubStatus,
            Name = Name,
            CorrelationId = CorrelationId,
            CreatedAt = CreatedAt,
            TriggerActivityId = TriggerActivityId,
            Parent = Parent,
            Depth = Depth,
            ToldByOthers = ToldByOthers,
            Urgent = Urgent,
            SuspendedOn = SuspendedOn,
            CaseStatus = CaseStatus,
        };
        Copy(Variables, copy.Variables);
        Copy(Inputs, copy.Inputs);
        Copy(Outputs, copy.Outputs);
        Copy(People, copy.People);
        Copy(Milestones, copy.Milestones);
        Copy(Repeats, copy.Repeats);
        foreach (var limit in Limits)
            copy.Limits.Add(limit);
        copy.Incidents.AddRange(Incidents);
        var copies = new Dictionary<Execution, Execution>(Executions.Count);
        foreach (var execution in Executions)
        {
            // An owner that is over is not among the live ones; only a recording of Elsa goes on below one.
            var parent = execution.Parent is null ? null : copies.GetValueOrDefault(execution.Parent, execution.Parent);
            copy.Executions.Add(copies[execution] = new Execution(execution.Id, execution.Node, parent)
            {
                Status = execution.Status,
                Backward = execution.Backward,
                Bookmark = execution.Bookmark,
                UserTask = execution.UserTask,
                Flow = execution.Flow?.Clone(),
                Tokens = execution.Tokens is { } tokens ? [.. tokens] : null,
                Locals = execution.Locals is { } locals ? new(locals, StringComparer.Ordinal) : null,
                Breaking = execution.Breaking,
                Ends = execution.Ends,
                OwnerEnds = execution.OwnerEnds,
                Position = execution.Position,
                OwnerTold = execution.OwnerTold,
            });
        }
        return copy;
    }

    private static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach (var (key, value) in from)
            to[key] = value;
    }
}

/// <summary>A time limit that still runs, with the next rung of its ladder.</summary>
public sealed record OpenLimit
{
    public required Guid Id { get; init; }

    /// <summary>What is to be done in time: a step key, or the key of a limit of the case.</summary>
    public required string Key { get; init; }

    /// <summary>The task that the limit belongs to; null for a limit of the case.</summary>
    public Guid? TaskId { get; init; }
    public required TimeLimit Limit { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public string? Ladder { get; init; }

    /// <summary>The rung that comes next; past the last one when a rung repeats.</summary>
    public int NextRung { get; init; }

    /// <summary>When the next rung is climbed; null when none is left or the case is suspended.</summary>
    public DateTimeOffset? NextRungAt { get; init; }
    public bool Missed { get; init; }
}

/// <summary>What the engine has to remember of a fault until somebody deals with it; the whole incident is a row of incidents.</summary>
public readonly record struct OpenIncident(Guid Id, ExecutionId Execution);

/// <summary>How often a periodic activity has come due, counted from which date.</summary>
public readonly record struct Repeat(DateOnly From, int Done);
