using System.Text.Json.Serialization;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Mail;

/// <summary>A mail as lists show it.</summary>
public sealed record MailView
{
    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public required string? CaseMark { get; init; }

    /// <summary>What screens call its run: the case mark, or the procedure where there is no case.</summary>
    [JsonIgnore]
    public string Run { get; init; } = "";

    /// <summary>The address that it went to, or goes to.</summary>
    public required string To { get; init; }
    public required string PersonName { get; init; }
    public required string Subject { get; init; }

    /// <summary>assigned, reminder, escalation or notice.</summary>
    public required string Kind { get; init; }

    /// <summary>The key of the step or of the limit of the case that it is about.</summary>
    public required string Step { get; init; }
    public required string? TaskTitle { get; init; }

    /// <summary>waiting, sending, sent, failed or cancelled.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset? SentAt { get; init; }
    public required string MessageId { get; init; }
    public required int Attempts { get; init; }
    public required string? LastError { get; init; }
}

/// <summary>The mail of the cases that a person may see.</summary>
public sealed class MailList(OutboxSql outbox, MailTexts texts)
{
    public static IReadOnlyList<string> Statuses { get; } = ["waiting", "sending", "sent", "failed", "cancelled"];

    /// <summary>The latest first.</summary>
    public async Task<Page<MailView>> ListAsync(
        CurrentPerson viewer, Guid? caseId, string? status, PageKey? after, int length, CancellationToken token)
    {
        var access = CaseAccess.OfMail(viewer);
        var place = after is { At: { } at } ? new MailPlace(at, after.Id) : null;
        var mails = await outbox.ListAsync(new(caseId, status, place, length + 1,
            access.SeesAll ? null : new VisibleMail(access.Condition("m.instance_id"), access.Viewer)), token);
        var views = new List<MailView>(mails.Count);
        foreach (var mail in mails.Take(length))
        {
            views.Add(ToView(mail, await SubjectOfAsync(mail, token)));
        }
        return new(views, mails.Count > length ? KeyOf(mails[length - 1]).ToString() : null);
    }

    static PageKey KeyOf(ListedMail mail) => new(mail.CreatedAt, mail.Mail.Id);

    /// <summary>What was sent, or what would be.</summary>
    async ValueTask<string> SubjectOfAsync(ListedMail mail, CancellationToken token)
    {
        if (mail.Subject is { } sent)
        {
            return sent;
        }
        try
        {
            return (await texts.RenderAsync(mail.Mail, token)).Subject;
        }
        catch (FormatException)
        {
            // The worker says so in the mail's last error once it falls due.
            return mail.Mail.Text;
        }
    }

    static MailView ToView(ListedMail listed, string subject) => new()
    {
        Id = listed.Mail.Id,
        CaseId = listed.Mail.InstanceId,
        CaseMark = listed.Mail.CaseMark,
        Run = CaseTexts.Run(listed.Mail.CaseMark, listed.Mail.Procedure, listed.Mail.IsTrial),
        To = listed.To,
        PersonName = listed.Mail.PersonName,
        Subject = subject,
        Kind = listed.Mail.Kind.ToString().ToLowerInvariant(),
        Step = listed.Mail.Step,
        TaskTitle = listed.Mail.TaskTitle,
        Status = listed.Status,
        DueAt = listed.Mail.DueAt,
        SentAt = listed.SentAt,
        MessageId = MailTexts.MessageIdOf(listed.Mail.Id),
        Attempts = listed.Mail.Attempt,
        LastError = listed.LastError,
    };
}
