using OpsWorkflows.Host.Inbox;

namespace OpsWorkflows.Host.Cases;

/// <summary>A case as lists show it.</summary>
public record CaseSummary
{
    public required Guid Id { get; init; }
    public required string CaseMark { get; init; }
    public required string FamilyName { get; init; }
    public required string DefinitionId { get; init; }
    public required string Procedure { get; init; }

    /// <summary>open, suspended or closed.</summary>
    public required string Status { get; init; }

    /// <summary>The phase that the procedure last announced: intake, analysis, assignment, support, ending, monitoring, closed.</summary>
    public required string? CaseStatus { get; init; }
    public required string? CaseStatusLabel { get; init; }
    public required DateOnly ReceivedOn { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required bool Urgent { get; init; }

    /// <summary>The last day of the limit that ends first among open tasks.</summary>
    public required DateOnly? NextDueOn { get; init; }

    /// <summary>Whether that limit has passed.</summary>
    public required bool Overdue { get; init; }

    public static CaseSummary Of(CaseRow row) => new()
    {
        Id = row.Id,
        CaseMark = row.CaseMark,
        FamilyName = row.FamilyName,
        DefinitionId = row.DefinitionId,
        Procedure = row.Procedure,
        Status = row.Status,
        CaseStatus = row.CaseStatus,
        CaseStatusLabel = row.CaseStatus is null ? null : CaseTexts.Phase(row.CaseStatus),
        ReceivedOn = row.ReceivedOn,
        OpenedAt = row.OpenedAt,
        Urgent = row.Urgent,
        NextDueOn = row.NextDueOn,
        Overdue = row.Overdue,
    };
}

/// <summary>A case with all that its page tells.</summary>
public sealed record CaseView : CaseSummary
{
    public required string FamilyAddress { get; init; }
    public required int DefinitionVersion { get; init; }
    public required DateOnly? SuspendedOn { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required string? ClosedReason { get; init; }

    /// <summary>Named dates of the case, the earliest first.</summary>
    public required IReadOnlyList<MilestoneView> Milestones { get; init; }

    /// <summary>How many steps of the case faults have stopped; they wait for a repair.</summary>
    public required int OpenIncidents { get; init; }

    /// <summary>Who is on the case now.</summary>
    public required IReadOnlyList<CasePersonView> People { get; init; }
    public required IReadOnlyList<TaskView> OpenTasks { get; init; }

    /// <summary>Every limit that was ever set, the one that ends first at the top.</summary>
    public required IReadOnlyList<LimitView> Limits { get; init; }

    /// <summary>What happened, the earliest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }
}

public sealed record MilestoneView(string Name, string Label, DateOnly Day);

public sealed record CasePersonView(string Role, string RoleLabel, Guid Id, string Name, DateTimeOffset Since);

/// <summary>A time limit.</summary>
/// <param name="Key">The step, or the key of a limit of the whole case.</param>
/// <param name="TaskId">Null for a limit of the whole case.</param>
/// <param name="Status">running, met, missed (for ever, also when the work was done later) or stopped.</param>
/// <param name="Reason">Why that day, in a sentence.</param>
/// <param name="ClosedAt">When it stopped running, also when it had been missed before; null while the work is not done.</param>
public sealed record LimitView(string Key, string Label, Guid? TaskId, DateOnly LastDay, string Status, string Reason, DateTimeOffset? MissedAt, DateTimeOffset? ClosedAt);

/// <summary>A line of the case's story.</summary>
/// <param name="Event">A stable key.</param>
/// <param name="Text">What happened, in a sentence.</param>
/// <param name="By">Who did it; null for the service itself.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Event, string Text, string? By, Guid? TaskId);

/// <summary>What was recorded at one step.</summary>
/// <param name="TaskId">Null for the form that started the case.</param>
/// <param name="Answers">As they were given, by the names of fields.</param>
/// <param name="Fields">The same as a person reads it.</param>
public sealed record StepAnswers(
    Guid? TaskId,
    string Step,
    string Title,
    string? Outcome,
    string? OutcomeLabel,
    string? By,
    DateTimeOffset At,
    System.Text.Json.Nodes.JsonObject Answers,
    IReadOnlyList<AnsweredField> Fields)
{
    /// <summary>The questions, as the version of the procedure has them; for pages.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Forms.FormView? Form { get; init; }
}

public sealed record AnsweredField(string Name, string Label, string Text);

/// <summary>A list that is always whole.</summary>
public sealed record Items<T>(IReadOnlyList<T> List)
{
    [System.Text.Json.Serialization.JsonPropertyName("items")]
    public IReadOnlyList<T> List { get; } = List;
}
