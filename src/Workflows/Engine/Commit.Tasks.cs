using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NpgsqlTypes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Database;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Engine;

// The journal, tasks and what belongs to them: the wide rows.
internal sealed partial class Commit
{
    /// <summary>The event of a commit whose burst told nothing: the row is needed as the lock of the revision.</summary>
    private const string NothingTold = "Changed";

    private const NpgsqlDbType Uuids = NpgsqlDbType.Array | NpgsqlDbType.Uuid;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Jsons = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
    private const NpgsqlDbType Dates = NpgsqlDbType.Array | NpgsqlDbType.Date;
    private const NpgsqlDbType Instants = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private void WriteJournal()
    {
        var journal = _changes.Journal;
        if (journal.Count == 0)
            journal = [new JournalEntry(NothingTold, null, execution: null)];
        Statement(CommitSql.InsertJournal).With(Id).With(_changes.Instance.Revision).With(_changes.At)
            .With(Column(journal, entry => entry.Event))
            .With(Column(journal, entry => entry.Activity?.Id), Texts)
            .With(Column(journal, entry => entry.Execution?.ToString()), Texts)
            .With(Column(journal, entry => entry.Parent?.ToString()), Texts)
            .With(Column(journal, entry => entry.PersonId), Uuids)
            .With(Column(journal, DataOf), Jsons)
            .With(Column(journal, entry => entry.OfCase));
    }

    private static string? DataOf(JournalEntry entry)
    {
        if (entry.Outcomes is not { Count: > 0 } outcomes)
            return entry.Data?.ToJsonString(Plain);
        var data = entry.Data?.DeepClone().AsObject() ?? [];
        data["outcomes"] = new JsonArray([.. outcomes.Select(outcome => JsonValue.Create(outcome))]);
        return data.ToJsonString(Plain);
    }

    private void WriteTasks()
    {
        var (opened, closed) = (_changes.OpenedTasks, _changes.ClosedTasks);
        if (opened.Count == 0 && closed.Count == 0)
            return;
        Statement(CommitSql.WriteTasks).With(Id).With(_changes.At)
            .With(Column(closed, task => task.Id)).With(Column(closed, task => task.Outcome), Texts).With(Column(closed, task => task.PersonId), Uuids)
            .With(Column(opened, task => task.Id))
            .With(Column(opened, task => task.ActivityId))
            .With(Column(opened, task => task.Step))
            .With(Column(opened, task => task.Title))
            .With(Column(opened, task => task.Instructions), Texts)
            .With(Column(opened, task => task.Role), Texts)
            .With(Column(opened, task => task.Assignee), Uuids)
            .With(Column(opened, task => task.Form), Texts)
            .With(Column(opened, task => JsonSerializer.Serialize(task.Outcomes, Plain)), Jsons)
            .With(Column(opened, task => JsonSerializer.Serialize(task.OutcomeLabels, Plain)), Jsons)
            .With(Column(opened, task => task.Priority))
            .With(Column(opened, task => task.Limit?.LastDay), Dates)
            .With(Column(opened, task => task.EndsAt ?? task.Limit?.EndsAt), Instants)
            .With(Column(opened, task => ExplanationOf(task.Limit)), Jsons)
            .With(Column(opened, task => ClosingOf(task) switch { null => "open", { Outcome: null } => "cancelled", _ => "completed" }))
            .With(Column(opened, task => ClosingOf(task) is null ? null : (DateTimeOffset?)_changes.At), Instants)
            .With(Column(opened, task => ClosingOf(task)?.PersonId), Uuids)
            .With(Column(opened, task => ClosingOf(task)?.Outcome), Texts);

        ClosedTask? ClosingOf(UserTask task) => closed.Find(closing => closing.Id == task.Id);
    }

    private void WriteAssignments()
    {
        if (_changes.AssignedTasks.Count == 0)
            return;
        // One task may have been given away and its limit moved in the same burst: the later entry adds to the earlier.
        var byTask = new Dictionary<Guid, AssignedTask>();
        foreach (var task in _changes.AssignedTasks)
        {
            var earlier = byTask.GetValueOrDefault(task.Id);
            byTask[task.Id] = task with { Limit = task.Limit ?? earlier?.Limit, EndsAt = task.EndsAt ?? earlier?.EndsAt };
        }
        List<AssignedTask> assigned = [.. byTask.Values];
        Statement(CommitSql.AssignTasks)
            .With(Column(assigned, task => task.Id))
            .With(Column(assigned, task => task.Assignee), Uuids)
            .With(Column(assigned, task => task.Limit?.LastDay), Dates)
            .With(Column(assigned, task => task.EndsAt ?? task.Limit?.EndsAt), Instants)
            .With(Column(assigned, task => ExplanationOf(task.Limit)), Jsons);
    }

    private void WriteAnswers()
    {
        if (_changes.Answers is { } answers)
        {
            Statement(CommitSql.InsertAnswers).With(answers.Id).With(Id).With(answers.TaskId, NpgsqlDbType.Uuid).With(answers.Form)
                .With(answers.Answers.ToJsonString(Plain), NpgsqlDbType.Jsonb).With(answers.PersonId, NpgsqlDbType.Uuid).With(_changes.At);
        }
    }

    private void WriteLimits()
    {
        var limits = _changes.Limits;
        if (limits.Count == 0)
            return;
        Statement(CommitSql.WriteLimits).With(Id)
            .With(Column(limits, row => row.Limit.Id))
            .With(Column(limits, row => row.Limit.TaskId), Uuids)
            .With(Column(limits, row => row.Limit.Key))
            .With(Column(limits, row => row.Limit.Limit.From))
            .With(Column(limits, row => row.Limit.Limit.LastDay))
            .With(Column(limits, row => row.Limit.EndsAt.ToUniversalTime()))
            .With(Column(limits, row => ExplanationOf(row.Limit.Limit)), Jsons)
            .With(Column(limits, row => NameOf(row.Status)))
            .With(Column(limits, row => row.MissedAt), Instants)
            .With(Column(limits, row => row.ClosedAt), Instants);
    }

    private void WriteTimers()
    {
        var (set, removed) = (_changes.SetTimers, _changes.RemovedTimers);
        if (set.Count == 0 && removed.Count == 0)
            return;
        // The last moment set is the one that holds; a timer that was withdrawn and set again stays.
        var moments = new Dictionary<Guid, DateTimeOffset>(set.Count);
        foreach (var timer in set)
            moments[timer.Id] = timer.DueAt.ToUniversalTime();
        Guid[] gone = [.. removed.Where(id => !moments.ContainsKey(id))];
        Statement(CommitSql.WriteTimers).With(Id).With(gone).With<Guid[]>([.. moments.Keys]).With<DateTimeOffset[]>([.. moments.Values]);
    }

    private void WriteMail()
    {
        var (mails, cancelled) = (_changes.Mails, _changes.CancelledMailOf);
        // What opened in this burst has no mail that waits.
        Guid[] withdrawn = [.. cancelled.Where(id => !_changes.OpenedTasks.Exists(task => task.Id == id))];
        if (mails.Count == 0 && withdrawn.Length == 0 && !_changes.CancelAllMail)
            return;
        Statement(CommitSql.WriteMail).With(Id).With(_changes.At).With(_changes.CancelAllMail).With(withdrawn)
            .With(Column(mails, mail => mail.Id))
            .With(Column(mails, mail => mail.TaskId), Uuids)
            .With(Column(mails, mail => mail.LimitId), Uuids)
            .With(Column(mails, mail => mail.PersonId))
            .With(Column(mails, mail => mail.Role), Texts)
            .With(Column(mails, mail => NameOf(mail.Kind)))
            .With(Column(mails, mail => mail.Text))
            .With(Column(mails, mail => mail.Step))
            .With(Column(mails, mail => mail.Data.ToJsonString(Plain)), Jsons)
            .With(Column(mails, mail => mail.DueAt.ToUniversalTime()));
    }

    private void WriteRequests()
    {
        var (requests, removed) = (_changes.Requests, _changes.RemovedRequests);
        if (requests.Count == 0 && removed.Count == 0)
            return;
        Statement(CommitSql.WriteRequests).With(Id).With(_changes.At).With(removed.ToArray())
            .With(Column(requests, request => request.Id))
            .With(Column(requests, request => request.ActivityId))
            .With(Column(requests, request => request.Method))
            .With(Column(requests, request => request.Url))
            .With(Column(requests, request => JsonSerializer.Serialize(request.Headers, Plain)), Jsons)
            .With(Column(requests, request => request.ContentType), Texts)
            .With(Column(requests, request => request.Content), Texts);
    }

    private static string? ExplanationOf(TimeLimit? limit) => limit is null ? null : JsonSerializer.Serialize(limit.Explanation, Plain);

    private static string NameOf(LimitStatus status) => status switch
    {
        LimitStatus.Running => "running",
        LimitStatus.Met => "met",
        LimitStatus.Missed => "missed",
        _ => "stopped",
    };

    private static string NameOf(MailKind kind) => kind switch
    {
        MailKind.Assigned => "assigned",
        MailKind.Reminder => "reminder",
        MailKind.Escalation => "escalation",
        _ => "notice",
    };
}
