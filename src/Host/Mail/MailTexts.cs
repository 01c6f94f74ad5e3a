using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Calendars;
using OpsWorkflows.Host.Layout;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Notifications;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Mail;

/// <summary>
/// Fills in the mail texts that the version of a case's procedure is pinned to, in Polish: the case mark, the step and the dates, and
/// nothing about the family.
/// </summary>
public sealed class MailTexts(DefinitionStore definitions, OfficeName officeName, PublicAddress address)
{
    readonly ConcurrentDictionary<(string VersionId, string Text), MailTemplate> templates = new();

    /// <summary>The same for every attempt at a mail, so that a repeat can be told.</summary>
    public static string MessageIdOf(Guid mailId) => $"<{mailId:N}@opsworkflows>";

    /// <exception cref="FormatException">The version has no such text, or one that cannot be filled in.</exception>
    public async Task<(string Subject, string Body)> RenderAsync(ClaimedMail mail, CancellationToken token)
    {
        var definition = await definitions.FindCompiledAsync(mail.DefinitionVersionId, token)
            ?? throw new FormatException($"There is no version {mail.DefinitionVersionId} of the procedure.");
        var template = templates.GetOrAdd((mail.DefinitionVersionId, mail.Text), _ => Parse(definition.Resources, mail.Text));
        return template.Render(await ValuesOfAsync(mail, definition, token));
    }

    static MailTemplate Parse(DefinitionResources resources, string key)
    {
        var template = MailTemplate.Parse(resources.Mails.GetValueOrDefault(key)
            ?? Texts.MailValues.FindIn(Languages.Polish, $"text.{key}") ?? throw new FormatException("The procedure has no such text."));
        template.Check(MailTemplate.AllowedNames);
        return template;
    }

    async Task<Dictionary<string, object?>> ValuesOfAsync(ClaimedMail mail, CompiledDefinition definition, CancellationToken token)
    {
        var today = OfficeTime.DateOf(mail.ClaimedAt);
        var reason = mail.DueReason is null ? null : JsonSerializer.Deserialize<LimitExplanation>(mail.DueReason);
        var dueOn = mail.DueOn ?? Date(mail.Data, "dueOn");
        return new(StringComparer.Ordinal)
        {
            ["caseMark"] = mail.CaseMark ?? (definition.Resources.Mails.ContainsKey(mail.Text) ? RunOf(mail) : null),
            ["step"] = mail.TaskTitle ?? TitleOf(mail, definition),
            ["procedure"] = mail.Procedure,
            ["startedOn"] = reason?.From ?? Date(mail.Data, "startedOn"),
            ["openedOn"] = mail.TaskOpenedAt is { } opened ? OfficeTime.DateOf(opened) : null,
            ["missedOn"] = mail.LimitMissedAt is { } missed ? OfficeTime.DateOf(missed) : null,
            ["dueOn"] = dueOn,
            ["dueReason"] = reason is null ? null : LimitTexts.Render(reason, Languages.Polish),
            ["daysLeft"] = dueOn >= today ? dueOn.Value.DayNumber - today.DayNumber : null,
            ["daysLate"] = dueOn < today ? today.DayNumber - dueOn.Value.DayNumber : null,
            ["rung"] = mail.Data["rung"] is JsonValue value && value.TryGetValue(out int rung) ? rung : null,
            ["kind"] = Texts.MailValues.FindIn(Languages.Polish, $"kind.{mail.Kind.ToString().ToLowerInvariant()}"),
            ["role"] = mail.Role is null ? null : Texts.Access.FindIn(Languages.Polish, $"role.{mail.Role}"),
            ["officeName"] = await officeName.ReadAsync(token),
            ["link"] = LinkOf(mail),
        };
    }

    /// <summary>What follows „w sprawie” in the texts of a procedure; our own ask whether there is a case.</summary>
    static string RunOf(ClaimedMail mail) =>
        string.Format(Languages.Polish, Texts.MailValues.FindIn(Languages.Polish, mail.IsTrial ? "run.trial" : "run")!, mail.Procedure);

    /// <summary>What a mail that is about no task is about: a limit of the case, or the step that the procedure names.</summary>
    static string TitleOf(ClaimedMail mail, CompiledDefinition definition)
    {
        var limit = mail.LimitId is null ? null : definition.Activities.FirstOrDefault(activity => activity.Behaviour is StartLimit && Literal(activity, "limit") == mail.Step);
        var step = definition.Activities.FirstOrDefault(activity => activity.Behaviour is UserTaskActivity && activity.Node.Name == mail.Step);
        return (limit ?? step) is { } found && Literal(found, "title") is { } title ? title
            : definition.Activities.FirstOrDefault(activity => (activity.Node.Name ?? activity.Node.OwnId) == mail.Step)?.Node.Title ?? mail.Step;
    }

    static string? Literal(CompiledActivity activity, string input) =>
        activity.Inputs.TryGetValue(input, out var expression) && expression is Expression.Literal { Value: var value } && value.AsText() is { Length: > 0 } text ? text : null;

    static DateOnly? Date(JsonObject data, string name) =>
        DateOnly.TryParseExact((string?)data[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>New work opens at once, and for who repairs it a stopped step; of anything else the whole case is to be looked at.</summary>
    string LinkOf(ClaimedMail mail) => mail switch
    {
        { Kind: MailKind.Assigned, TaskId: { } task } => address.Of($"/tasks/{task}"),
        { Text: BurstRun.IncidentMail } when (string?)mail.Data[BurstRun.IncidentOfMail] is { } incident => address.Of($"/incidents/{incident}"),
        { Text: BurstRun.StoppedStepMail, CaseMark: null } or { TaskId: null, CaseMark: null } => address.Of("/"),
        { TaskId: { } task, CaseMark: null } => address.Of($"/tasks/{task}"),
        _ => address.Of($"/cases/{mail.InstanceId}"),
    };
}
