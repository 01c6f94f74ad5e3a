using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Activities;

// Tasks, their limits, ladders and mail.
public sealed partial class BurstRun
{
    /// <summary>What happened; some activities read from it what a person said.</summary>
    public Stimulus Stimulus { get; internal init; } = null!;

    public DateOnly Today => OfficeTime.DateOf(Facts.Now);

    /// <summary>Whether the person is active and holds the role (any, when none is asked for).</summary>
    public bool IsEligible(Guid personId, string? role) =>
        Facts.Office.Find(personId) is { Active: true } person && (role is null || person.Roles.Contains(role));

    internal void OpenTask(Execution execution, UserTask task, string? ladder)
    {
        execution.UserTask = new OpenUserTask(task.Id, task.Role, task.Assignee);
        Changes.OpenedTasks.Add(task with { EndsAt = task.Limit?.EndsAt });
        LogCase(JournalEvents.TaskOpened, execution.Node, null, new JsonObject
        {
            ["task"] = task.Id,
            ["step"] = task.Step,
            ["title"] = task.Title,
            ["role"] = task.Role,
            ["assignee"] = task.Assignee,
            ["dueOn"] = task.Limit is null ? null : Text(task.Limit.LastDay),
        });
        MailPeople(WhoDoes(execution.UserTask), MailKind.Assigned, MailKey(execution, DefinitionResources.AssignedMail), task.Step, task.Id, null, DataOf(task.Limit, null));
        if (task.Limit is { } limit)
            OpenLimit(task.Step, task.Id, limit, ladder);
    }

    /// <summary>Ends a task: with an outcome by a person, or withdrawn when there is none.</summary>
    internal void CloseTask(Execution execution, OpenUserTask task, string? outcome, Guid? personId)
    {
        execution.UserTask = null;
        var openedHere = Changes.OpenedTasks.FindIndex(opened => opened.Id == task.Id);
        Changes.ClosedTasks.Add(new ClosedTask(task.Id, outcome, personId));
        Changes.CancelledMailOf.Add(task.Id);
        if (openedHere >= 0)
            Changes.Mails.RemoveAll(mail => mail.TaskId == task.Id);
        LogCase(outcome is null ? JournalEvents.TaskCancelled : JournalEvents.TaskCompleted, execution.Node, personId, new JsonObject
        {
            ["task"] = task.Id,
            ["step"] = execution.Node.Name ?? execution.Node.OwnId,
            ["outcome"] = outcome,
        });
        var limit = Instance.Limits.FindIndex(open => open.TaskId == task.Id);
        if (limit >= 0)
            CloseLimit(limit, outcome is null ? LimitStatus.Stopped : LimitStatus.Met, Today);
    }

    /// <summary>Gives an open task to a person: the mail that waits for others is withdrawn, the new one is told.</summary>
    internal void AssignTask(Execution execution, Guid personId, bool tell)
    {
        var task = execution.UserTask! with { Assignee = personId };
        execution.UserTask = task;
        Changes.AssignedTasks.Add(new AssignedTask(task.Id, personId));
        Changes.CancelledMailOf.Add(task.Id);
        var limit = Instance.Limits.Find(open => open.TaskId == task.Id);
        if (tell)
            MailPeople([(personId, task.Role)], MailKind.Assigned, MailKey(execution, DefinitionResources.AssignedMail), execution.Node.Name ?? execution.Node.OwnId, task.Id, null, DataOf(limit?.Limit, null));
    }

    /// <summary>Counts a limit from a milestone of the case, or from now.</summary>
    internal TimeLimit CountLimit(string? from, int count, LimitUnit unit)
    {
        if (from is null or UserTaskActivity.FromOpening)
            return TimeLimit.Count(Facts.Now, count, unit);
        return Instance.Milestones.TryGetValue(from, out var day)
            ? TimeLimit.Count(day, count, unit)
            : throw new ActivityFault($"the limit counts from the date '{from}', which the case does not have yet");
    }

    /// <summary>Lets a limit run: of a task, or of the case when there is no task.</summary>
    internal void OpenLimit(string key, Guid? taskId, TimeLimit limit, string? ladder, string? title = null)
    {
        var open = new OpenLimit { Id = NextRowId(), Key = key, TaskId = taskId, Limit = limit, EndsAt = limit.EndsAt, Ladder = ladder };
        Instance.Limits.Add(Climb(open, 0, null));
        Store(Instance.Limits[^1], LimitStatus.Running, null);
        if (taskId is null)
            LogCase(JournalEvents.LimitStarted, null, null, new JsonObject { ["limit"] = key, ["title"] = title, ["lastDay"] = Text(limit.LastDay) });
    }

    /// <summary>Ends a limit as met, unless it had passed before; a missed one stays on record.</summary>
    /// <param name="on">The day on which what it asks for was done.</param>
    internal void CloseLimit(int index, LimitStatus status, DateOnly on)
    {
        var open = Instance.Limits[index];
        var passed = open.Limit.Unit == Calendars.LimitUnit.Hours ? Facts.Now >= open.EndsAt : on > open.Limit.LastDay;
        if (status == LimitStatus.Met && passed && !open.Missed)
            open = Miss(open);
        Instance.Limits.RemoveAt(index);
        RemoveTimer(open.Id);
        Changes.CancelledMailOf.Add(open.Id);
        Store(open, open.Missed ? LimitStatus.Missed : status, Facts.Now);
        if (open.TaskId is null)
            LogCase(JournalEvents.LimitEnded, null, null, new JsonObject { ["limit"] = open.Key, ["on"] = Text(on), ["missed"] = open.Missed });
    }

    /// <summary>A rung of a limit's ladder has come: who it names is told, and the next one is set.</summary>
    internal void ClimbRung(int index)
    {
        var open = Instance.Limits[index];
        var rung = LadderOf(open).Rungs[open.NextRung];
        if (Facts.Now >= open.EndsAt && !open.Missed)
            open = Miss(open);
        var kind = rung.IsReminder ? MailKind.Reminder : MailKind.Escalation;
        var people = rung.To.SelectMany(to => to == LadderRung.Assignee ? WhoIsToAct(open) : InRole(to)).ToList();
        if (people.Count == 0 && rung.To.Count > 0)
            people = Fallback();
        var told = MailPeople(people, kind, rung.Mail, open.Key, open.TaskId, open.Id, DataOf(open.Limit, open.NextRung + 1));
        if (rung.To.Count > 0)
        {
            LogCase(rung.IsReminder ? JournalEvents.Reminded : JournalEvents.Escalated, null, null, new JsonObject
            {
                ["limit"] = open.Key,
                ["task"] = open.TaskId,
                ["rung"] = open.NextRung + 1,
                ["lastDay"] = Text(open.Limit.LastDay),
                ["to"] = new JsonArray([.. told.Select(id => JsonValue.Create(id))]),
            });
        }
        var repeats = rung.When.Kind == RungKind.EveryWorkingDays;
        Instance.Limits[index] = open = Climb(open, repeats ? open.NextRung : open.NextRung + 1, open.NextRungAt);
        if (open.NextRungAt is null)
            RemoveTimer(open.Id);
        Store(open, open.Missed ? LimitStatus.Missed : LimitStatus.Running, null);
    }

    private OpenLimit Miss(OpenLimit open)
    {
        LogCase(JournalEvents.LimitMissed, null, null, new JsonObject { ["limit"] = open.Key, ["task"] = open.TaskId, ["lastDay"] = Text(open.Limit.LastDay) });
        return open with { Missed = true };
    }

    /// <summary>
    /// Sets the next rung from a place of the ladder on. Reminders from before now are dropped; what lies at the passing or after it
    /// is due even when its time has gone by.
    /// </summary>
    private OpenLimit Climb(OpenLimit open, int rung, DateTimeOffset? climbedAt)
    {
        var ladder = LadderOf(open);
        var role = open.TaskId is { } task ? ExecutionOf(task)?.UserTask?.Role : null;
        for (; rung < ladder.Rungs.Count; rung++)
        {
            var when = ladder.Rungs[rung].When;
            var at = LadderTimes.Of(when, open.EndsAt, Facts.Calendar, role, climbedAt);
            if (ladder.Rungs[rung].IsReminder && (at < Facts.Now || at <= climbedAt || IsSameReminder(rung + 1, at)))
                continue;
            while (when.Kind == RungKind.EveryWorkingDays && at <= Facts.Now)
                at = LadderTimes.Of(when, open.EndsAt, Facts.Calendar, role, at);
            Changes.SetTimers.Add(new WorkflowTimer(open.Id, at));
            return open with { NextRung = rung, NextRungAt = at };
        }
        return open with { NextRung = rung, NextRungAt = null };

        // Two reminders fall together where a role is seldom at the office; the later rung speaks for both.
        bool IsSameReminder(int next, DateTimeOffset at) =>
            next < ladder.Rungs.Count && ladder.Rungs[next].IsReminder
            && LadderTimes.Of(ladder.Rungs[next].When, open.EndsAt, Facts.Calendar, role, null) <= at;
    }

    private Ladder LadderOf(OpenLimit open) =>
        open.Ladder is null ? Ladder.RecordOnly
        : Definition.Resources.Ladders.TryGetValue(open.Ladder, out var ladder) ? ladder
        : throw new ActivityFault($"there is no ladder '{open.Ladder}'");

    private void Store(OpenLimit open, LimitStatus status, DateTimeOffset? closedAt)
    {
        Changes.Limits.RemoveAll(row => row.Limit.Id == open.Id);
        Changes.Limits.Add(new LimitRow(open, status, open.Missed ? Facts.Now : null, closedAt));
    }

    internal Execution? ExecutionOf(Guid taskId) => Instance.Executions.Find(execution => execution.UserTask?.Id == taskId);

    private IEnumerable<(Guid Person, string? Role)> WhoIsToAct(OpenLimit open) =>
        open.TaskId is { } task
            ? ExecutionOf(task)?.UserTask is { } one ? WhoDoes(one) : []
            : Instance.Executions.Where(execution => execution.UserTask is not null).SelectMany(execution => WhoDoes(execution.UserTask!));

    /// <summary>The assignee of a task, or everyone who may claim it.</summary>
    private IEnumerable<(Guid Person, string? Role)> WhoDoes(OpenUserTask task) =>
        task.Assignee is { } assignee ? [(assignee, task.Role)] : InRole(task.Role!);

    /// <summary>The person of the case in the role, or else everyone at the office who holds it.</summary>
    internal IEnumerable<(Guid Person, string? Role)> InRole(string role) =>
        Instance.People.TryGetValue(role, out var person)
            ? [(person, role)]
            : Facts.Office.InRole(role).Select(found => (found.Id, (string?)role));

    /// <summary>An escalation that finds nobody in its role goes to who runs the office, so that it does not vanish.</summary>
    private List<(Guid Person, string? Role)> Fallback()
    {
        var people = InRole("director").ToList();
        return people.Count > 0 ? people : [.. InRole("administrator")];
    }

    /// <summary>Promises a mail to each of the people once; it leaves in the office hours of the role in which they get it.</summary>
    internal List<Guid> MailPeople(IEnumerable<(Guid Person, string? Role)> people, MailKind kind, string text, string step, Guid? taskId, Guid? limitId, JsonObject data)
    {
        var told = new List<Guid>();
        foreach (var (person, role) in people)
        {
            if (told.Contains(person) || Facts.Office.Find(person) is not { Active: true })
                continue;
            told.Add(person);
            Changes.Mails.Add(new OutboxMail(NextRowId(), taskId, limitId, person, role, kind, text, step,
                (JsonObject)data.DeepClone(), Facts.Calendar.NextOpening(Facts.Now, role)));
        }
        return told;
    }

    private JsonObject DataOf(TimeLimit? limit, int? rung) => new()
    {
        ["startedOn"] = limit is null ? null : Text(limit.From),
        ["dueOn"] = limit is null ? null : Text(limit.LastDay),
        ["rung"] = rung,
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
