namespace OpsWorkflows.Procedures.Tests;

/// <summary>What holds in the database of an office whose host was killed as often as you like: each statement lists what breaks its rule.</summary>
internal static class Truths
{
    public static IReadOnlyList<(string Rule, string Violations)> All { get; } =
    [
        ("The journal of an instance has every revision from 1 to the instance's own", """
            select i.id, i.revision, count(distinct j.revision), max(j.revision)
            from workflow_instances i left join journal j on j.instance_id = i.id
            group by i.id having count(distinct j.revision) <> i.revision or max(j.revision) is distinct from i.revision or min(j.revision) <> 1
            """),
        ("The entries of a revision are numbered from 1 without a gap", """
            select instance_id, revision from journal
            group by instance_id, revision having min(seq) <> 1 or max(seq) <> count(*)
            """),
        ("A task that is open belongs to an instance that runs", """
            select t.id, t.step from user_tasks t join workflow_instances i on i.id = t.instance_id where t.status = 'open' and i.status <> 'Running'
            """),
        ("An instance that runs waits for something: a person, a time, an event, or the repair of an incident", """
            select i.id from workflow_instances i
            where i.status = 'Running' and i.open_incidents = 0
              and not exists (select from user_tasks t where t.instance_id = i.id and t.status = 'open')
              and not exists (select from timers t where t.instance_id = i.id)
              and not exists (select from bookmarks b where b.instance_id = i.id)
            """),
        ("A timer belongs to an instance that runs", """
            select t.id from timers t left join workflow_instances i on i.id = t.instance_id where i.status is distinct from 'Running'
            """),
        ("No timer that is due is left lying", """
            select id, due_at from timers where due_at < office_now() - interval '5 seconds'
            """),
        ("No timer is claimed by anyone, and none has failed", """
            select id, leased_until, failures from timers where failures > 0 or leased_until > clock_timestamp()
            """),
        ("No mail that is due is left lying or claimed by anyone", """
            select id, status, due_at, leased_until from outbox
            where status = 'sending' or (status = 'waiting' and due_at < office_now() - interval '5 seconds') or (leased_until is not null and status <> 'waiting')
            """),
        ("No mail was given up", "select id, last_error from outbox where status = 'failed'"),
        ("No mail of a finished instance waits", """
            select m.id from outbox m join workflow_instances i on i.id = m.instance_id where i.status = 'Finished' and m.status not in ('sent', 'cancelled')
            """),
        ("Nothing stopped with an incident", "select instance_id, activity_id, message from incidents"),
        ("A case whose instance has finished is closed, and the other way round", """
            select c.case_mark, c.case_status, i.status from cases c join workflow_instances i on i.id = c.instance_id
            where (c.case_status is not distinct from 'closed') <> (i.status = 'Finished')
            """),
        ("A limit runs as long as its instance", """
            select l.id, l.key, l.status from time_limits l join workflow_instances i on i.id = l.instance_id
            where (l.closed_at is null or l.status = 'running') and i.status = 'Finished'
            """),
        ("A limit of a task ends with the task", """
            select l.id, l.key from time_limits l join user_tasks t on t.id = l.task_id where (l.closed_at is null) <> (t.status = 'open')
            """),
        ("A completed task has its answers and its entry in the journal, each once", """
            select t.id, t.step from user_tasks t
            where t.status = 'completed' and (1 <> (select count(*) from answers a where a.task_id = t.id)
              or 1 <> (select count(*) from journal j where j.instance_id = t.instance_id and j.event = 'TaskCompleted' and j.data->>'task' = t.id::text))
            """),
        ("Every task was opened once", """
            select t.id, t.step from user_tasks t
            where 1 <> (select count(*) from journal j where j.instance_id = t.instance_id and j.event = 'TaskOpened' and j.data->>'task' = t.id::text)
            """),
        ("No step is open twice in a case", """
            select instance_id, step from user_tasks where status = 'open' group by instance_id, step having count(*) > 1
            """),
        ("Case marks are numbered without a gap", """
            select mark_symbol, mark_class, mark_year, count(*), max(mark_number) from cases
            group by mark_symbol, mark_class, mark_year having count(*) <> max(mark_number)
            """),
        ("A person is told once that a task has opened", """
            select task_id, person_id from outbox where kind = 'assigned' group by task_id, person_id having count(*) > 1
            """),
        ("A person is told once of each rung of a ladder", """
            select limit_id, person_id, kind, due_at from outbox where limit_id is not null
            group by limit_id, person_id, kind, due_at having count(*) > 1
            """),
        ("A role of a case is held by one person", """
            select instance_id, role from case_people where until is null group by instance_id, role having count(*) > 1
            """),
    ];

    /// <summary>All broken rules, each with some of what breaks it.</summary>
    public static async Task<List<string>> BrokenAsync(Func<string, Task<List<string>>> rowsOf)
    {
        var broken = new List<string>();
        foreach (var (rule, violations) in All)
        {
            var rows = await rowsOf(violations);
            if (rows.Count > 0)
                broken.Add($"{rule}: {rows.Count} times not so: {string.Join("; ", rows.Take(5))}");
        }
        return broken;
    }
}
