namespace OpsWorkflows.Engine;

/// <summary>
/// The statements of a commit, in the order in which they run. Their texts never change and their parameters are positional,
/// so that each is prepared once per connection and sent without being rewritten.
/// </summary>
internal static class CommitSql
{
    /// <summary>Whoever changes the draft waits for this commit, and then changes another version; see <c>WriteDraftAsync</c>.</summary>
    internal const string RequireDraft = """
        with draft as (select from definition_versions where id = $1 and revision = $2 for share)
        select require(count(*) = 1, 'draft') from draft
        """;

    internal const string InsertInstance = """
        insert into workflow_instances (id, revision, definition_id, definition_version_id, status, sub_status, correlation_id, name,
          open_incidents, state, created_at, updated_at, finished_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    internal const string UpdateInstance = """
        update workflow_instances set revision = $2, definition_version_id = $3, status = $4, sub_status = $5, name = $6,
          correlation_id = $7, open_incidents = $8, state = $9, updated_at = $10, finished_at = $11
        where id = $1 and revision = $2 - 1
        """;

    /// <summary>The lock: who comes second to a revision finds its key taken, and all of the batch is undone.</summary>
    internal const string InsertJournal = """
        insert into journal (instance_id, revision, at, event, activity_id, execution, parent_execution, person_id, data, of_case, seq)
        select $1, $2, $3, entry.*
        from unnest($4, $5, $6, $7, $8, $9, $10) with ordinality entry
        """;

    internal const string InsertIdempotencyKey = """
        insert into idempotency_keys (person_id, key, request_hash, status, response) values ($1, $2, $3, $4, $5)
        """;

    /// <summary>Whoever gives cases to the same people waits here, and then counts what the other has given.</summary>
    internal const string LockPeople = """
        select from people where id = any($1) order by id for no key update
        """;

    internal const string RequireRoom = """
        select require(count(taken.instance_id) < guard.maximum, 'caseload')
        from unnest($2, $3, $4) guard (person_id, role, maximum)
        left join (case_people taken join workflow_instances i on i.id = taken.instance_id and i.status = 'Running')
          on taken.person_id = guard.person_id and taken.role = guard.role and taken.until is null and taken.instance_id <> $1
        group by guard.person_id, guard.role, guard.maximum
        """;

    /// <summary>Whoever starts an instance of the same definition or key waits here, and then sees the other.</summary>
    internal const string LockActivation = """
        select pg_advisory_xact_lock(74203, hashtext(lock)) from unnest($1) lock order by lock
        """;

    /// <summary>$4: only of the definition; $5: only of the correlation id.</summary>
    internal const string RequireAlone = """
        select require(not exists (
          select from workflow_instances other
          where other.status = 'Running' and other.id <> $1
            and (not $4 or other.definition_id = $2) and (not $5 or other.correlation_id = $3)), 'activation')
        """;

    /// <summary>Once delivered, a stimulus is gone; who delivers it a second time finds nothing and changes nothing.</summary>
    internal const string TakeStimulus = """
        with taken as (delete from stimuli where id = $1 returning id)
        select require(count(*) = 1, 'stimulus') from taken
        """;

    internal const string InsertStimuli = """
        insert into stimuli (created_at, id, instance_id, definition_id, key, correlation_id, content)
        select $1, stimulus.* from unnest($2, $3, $4, $5, $6, $7) stimulus
        """;

    internal const string InsertCase = """
        with mark as (
          insert into case_mark_numbers as numbers (symbol, class, year, last_number)
          select mark_symbol, mark_class, $9, 1 from office
          on conflict (symbol, class, year) do update set last_number = numbers.last_number + 1
          returning symbol, class, year, last_number)
        insert into cases (instance_id, family_id, received_on, urgent, opened_at, case_status, suspended_on, closed_reason,
          mark_symbol, mark_class, mark_year, mark_number)
        select $1, $2, $3, $4, $5, $6, $7, $8, symbol, class, year, last_number from mark
        returning case_mark
        """;

    internal const string UpdateCase = """
        update cases set case_status = $2, suspended_on = $3, closed_reason = coalesce($4, closed_reason) where instance_id = $1
        """;

    internal const string EndPeople = """
        update case_people present set until = $2
        from unnest($3, $4) change (role, person_id)
        where present.instance_id = $1 and present.role = change.role and present.until is null
          and present.person_id is distinct from change.person_id
        """;

    /// <summary>A plain workflow has no case and so no people on it.</summary>
    internal const string InsertPeople = """
        insert into case_people (instance_id, role, person_id, since)
        select $1, change.role, change.person_id, $2
        from unnest($3, $4) change (role, person_id) join cases on cases.instance_id = $1
        where change.person_id is not null
          and not exists (select from case_people present where present.instance_id = $1 and present.role = change.role and present.until is null)
        """;

    internal const string SetMilestones = """
        insert into milestones (instance_id, set_at, name, day)
        select $1, $2, milestone.* from unnest($3, $4) milestone
        on conflict (instance_id, name) do update set day = excluded.day, set_at = excluded.set_at
        """;

    /// <summary>
    /// A task that opened and closed in one burst is inserted closed: the update cannot see it. That a task is open the state knows;
    /// asked here too, PostgreSQL would read all open tasks through a partial index to find the one.
    /// </summary>
    internal const string WriteTasks = """
        with closed as (
          update user_tasks task set status = case when change.outcome is null then 'cancelled' else 'completed' end,
            closed_at = $2, closed_by = change.person_id, outcome = change.outcome
          from unnest($3, $4, $5) change (id, outcome, person_id)
          where task.id = change.id)
        insert into user_tasks (instance_id, opened_at, id, activity_id, step, title, instructions, role, assignee, form, outcomes,
          outcome_labels, priority, due_on, due_at, due_reason, status, closed_at, closed_by, outcome)
        select $1, $2, task.*
        from unnest($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) task
        """;

    internal const string AssignTasks = """
        update user_tasks task set assignee = change.assignee, due_on = coalesce(change.due_on, task.due_on),
          due_at = coalesce(change.due_at, task.due_at), due_reason = coalesce(change.due_reason, task.due_reason)
        from unnest($1, $2, $3, $4, $5) change (id, assignee, due_on, due_at, due_reason)
        where task.id = change.id
        """;

    internal const string InsertAnswers = """
        insert into answers (id, instance_id, task_id, form, answers, person_id, given_at) values ($1, $2, $3, $4, $5, $6, $7)
        """;

    internal const string WriteLimits = """
        insert into time_limits as known (instance_id, id, task_id, key, starts_on, last_day, ends_at, explanation, status, missed_at, closed_at)
        select $1, row.* from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) row
        on conflict (id) do update set last_day = excluded.last_day, ends_at = excluded.ends_at, explanation = excluded.explanation,
          status = excluded.status, missed_at = coalesce(known.missed_at, excluded.missed_at), closed_at = excluded.closed_at
        """;

    internal const string WriteTimers = """
        with removed as (delete from timers where id = any($2))
        insert into timers (instance_id, id, due_at)
        select $1, timer.* from unnest($3, $4) timer
        on conflict (id) do update set due_at = excluded.due_at, leased_until = null, failures = 0
        """;

    internal const string WriteBookmarks = """
        with removed as (delete from bookmarks where instance_id = $1 and execution = any($2))
        insert into bookmarks (instance_id, execution, key)
        select $1, bookmark.* from unnest($3, $4) bookmark
        on conflict (instance_id, execution) do update set key = excluded.key
        """;

    internal const string WriteRequests = """
        with removed as (delete from http_requests where id = any($3))
        insert into http_requests (instance_id, created_at, due_at, id, activity_id, method, url, headers, content_type, content)
        select $1, $2, $2, row.* from unnest($4, $5, $6, $7, $8, $9, $10) row
        """;

    /// <summary>The update cannot see the mail of this statement, only what waited before.</summary>
    internal const string WriteMail = """
        with cancelled as (
          update outbox set status = 'cancelled'
          where instance_id = $1 and status = 'waiting' and ($3 or task_id = any($4) or limit_id = any($4) or (data->>'incident')::uuid = any($4)))
        insert into outbox (instance_id, created_at, id, task_id, limit_id, person_id, role, kind, text, step, data, due_at)
        select $1, $2, mail.* from unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14) mail
        """;

    internal const string ResolveIncidents = """
        update incidents set resolved_at = $1, resolved_by = $2 where id = any($3)
        """;

    internal const string InsertIncidents = """
        insert into incidents (instance_id, raised_at, id, activity_id, execution, message)
        select $1, $2, incident.* from unnest($3, $4, $5, $6) incident
        """;
}
