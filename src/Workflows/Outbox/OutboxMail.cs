using System.Text.Json.Nodes;

namespace OpsWorkflows.Outbox;

/// <summary>Why a mail is sent.</summary>
public enum MailKind
{
    Assigned,
    Reminder,
    Escalation,
    Notice,
}

/// <summary>A mail promised in a commit, for one person. It names the step and dates, never anything about the family.</summary>
/// <param name="Role">The role in which the person gets it; the office hours of that role decide when it leaves.</param>
/// <param name="Text">The key of the mail text in the resources of the definition version.</param>
/// <param name="Data">Values for the text besides those of the case: <c>dueOn</c>, <c>rung</c>…</param>
public sealed record OutboxMail(
    Guid Id,
    Guid? TaskId,
    Guid? LimitId,
    Guid PersonId,
    string? Role,
    MailKind Kind,
    string Text,
    string Step,
    JsonObject Data,
    DateTimeOffset DueAt);
