using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Calendars;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Forms;

namespace OpsWorkflows.Host.Inbox;

/// <summary>A task as it is shown.</summary>
public sealed record TaskView
{
    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public required string? CaseMark { get; init; }
    public required string Procedure { get; init; }

    /// <summary>What screens call its run: the case mark, or the procedure where there is no case.</summary>
    [JsonIgnore]
    public string Run { get; private init; } = "";

    /// <summary>The stable key of the step.</summary>
    public required string Step { get; init; }
    public required string Title { get; init; }
    public required string? Instructions { get; init; }

    /// <summary>The key of the role that it is open to.</summary>
    public required string? Role { get; init; }

    /// <summary>Who has taken it or was given it; null while anyone of the role may.</summary>
    public required Guid? Assignee { get; init; }
    public required string? AssigneeName { get; init; }

    /// <summary>low, normal or high.</summary>
    public required string Priority { get; init; }

    /// <summary>open, completed or cancelled.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The last day of its time limit.</summary>
    public required DateOnly? DueOn { get; init; }

    /// <summary>The moment at which the limit passes.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Why that day, in a sentence.</summary>
    public required string? DueReason { get; init; }
    public required bool Overdue { get; init; }
    public required bool CaseSuspended { get; init; }

    /// <summary>The keys of the outcomes that it can be finished with.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>What to show for each of them.</summary>
    public required IReadOnlyDictionary<string, string> OutcomeLabels { get; init; }

    /// <summary>What is asked when it is finished; left out where tasks are only named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FormView? Form { get; init; }

    public static TaskView Of(TaskRow row, FormView? form = null) => new()
    {
        Id = row.Id,
        CaseId = row.CaseId,
        CaseMark = row.CaseMark,
        Procedure = row.Procedure,
        Run = CaseTexts.Run(row.CaseMark, row.Procedure, row.IsTrial),
        Step = row.Step,
        Title = row.Title,
        Instructions = row.Instructions,
        Role = row.Role,
        Assignee = row.Assignee,
        AssigneeName = row.AssigneeName,
        Priority = row.Priority,
        Status = row.Status,
        OpenedAt = row.OpenedAt,
        DueOn = row.DueOn,
        DueAt = row.DueAt,
        DueReason = LimitReason.Read(row.DueReason),
        Overdue = row.Overdue,
        CaseSuspended = row.CaseSuspended,
        Outcomes = JsonSerializer.Deserialize<string[]>(row.Outcomes)!,
        OutcomeLabels = JsonSerializer.Deserialize<Dictionary<string, string>>(row.OutcomeLabels)!,
        Form = form,
    };
}

/// <summary>Turns a stored explanation of a limit into a sentence for the person who asks.</summary>
public static class LimitReason
{
    public static string? Read(string? explanation) => explanation is null ? null
        : LimitTexts.Render(JsonSerializer.Deserialize<LimitExplanation>(explanation)!, CultureInfo.CurrentUICulture);
}
