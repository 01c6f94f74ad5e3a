using Dapper;
using Npgsql;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>One execution of an activity, put together from its lines in the journal.</summary>
public sealed record ActivityRunRow
{
    public required string Execution { get; init; }
    public string? ParentExecution { get; init; }
    public required string ActivityId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The latest line.</summary>
    public required string Event { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>JSON array.</summary>
    public string? Outcomes { get; init; }

    /// <summary>Of the fault that holds it up.</summary>
    public string? Message { get; init; }
}

/// <summary>How often an activity ran; the outcome of all of its executions.</summary>
public sealed record ActivityCounts
{
    public required string ActivityId { get; init; }
    public required long Started { get; init; }
    public required long Completed { get; init; }
    public required long Canceled { get; init; }
    public required long Waiting { get; init; }
    public required long Faulted { get; init; }
}

/// <summary>What a user task was about when it ran; JSON where a text.</summary>
public sealed record TaskOfRun
{
    public required string Execution { get; init; }
    public required string Title { get; init; }
    public string? Instructions { get; init; }
    public string? Role { get; init; }
    public string? Person { get; init; }
    public string? Form { get; init; }
    public required string Outcomes { get; init; }
    public required string OutcomeLabels { get; init; }
    public required string Priority { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>What the limit was counted by.</summary>
    public int? LimitCount { get; init; }
    public string? LimitUnit { get; init; }

    /// <summary>Of the case.</summary>
    public bool Urgent { get; init; }
    public string? Answers { get; init; }
}

/// <summary>Puts the executions of one instance together from its journal.</summary>
public sealed class ActivityRunSql(NpgsqlDataSource database)
{
    /// <summary>The last line of each execution says where it stands.</summary>
    const string Runs = $"""
        select run.*, case when run.event = '{JournalEvents.Faulted}' then (
          select raised.message from incidents raised
          where raised.instance_id = @id and raised.execution = run.execution and raised.resolved_at is null order by raised.raised_at desc limit 1) end as message
        from (
          select j.execution, max(j.activity_id) as activity_id, max(j.parent_execution) as parent_execution, min(j.at) as started_at, max(j.at) as at,
            (array_agg(j.event order by j.revision desc, j.seq desc))[1] as event,
            (array_agg((j.data->'outcomes')::text order by j.revision desc, j.seq desc))[1] as outcomes,
            min(array[j.revision, j.seq]) as place
          from journal j
          where j.instance_id = @id and not j.of_case and j.execution is not null
            and (@activities::text[] is null or j.activity_id = any(@activities)) and (@executions::text[] is null or j.execution = any(@executions))
          group by j.execution) run
        order by run.place
        """;

    const string Counts = $"""
        with latest as (
          select distinct on (j.execution) j.activity_id, j.event
          from journal j
          where j.instance_id = @id and not j.of_case and j.execution is not null
          order by j.execution, j.revision desc, j.seq desc)
        select activity_id, count(*) as started,
          count(*) filter (where event = '{JournalEvents.Completed}') as completed, count(*) filter (where event = '{JournalEvents.Canceled}') as canceled,
          count(*) filter (where event = '{JournalEvents.Suspended}') as waiting, count(*) filter (where event = '{JournalEvents.Faulted}') as faulted
        from latest group by activity_id
        """;

    /// <summary>From the outermost container to the execution itself.</summary>
    const string Chain = """
        with recursive chain as (
          select begun.execution, begun.parent_execution, 0 as up
          from (select j.execution, j.parent_execution from journal j where j.instance_id = @id and j.execution = @execution limit 1) begun
          union all
          select above.execution, above.parent_execution, chain.up + 1
          from chain
          cross join lateral (select j.execution, j.parent_execution from journal j where j.instance_id = @id and j.execution = chain.parent_execution limit 1) above)
        select execution from chain order by up desc
        """;

    /// <summary>A task opens in the same commit as the line that its execution began or went on with, after it.</summary>
    const string Tasks = $"""
        select run.execution, t.title, t.instructions, t.role, p.name as person, t.form, t.outcomes::text as outcomes, t.outcome_labels::text as outcome_labels,
          t.priority, t.due_on, (t.due_reason->>'count')::integer as limit_count, t.due_reason->>'unit' as limit_unit, coalesce(c.urgent, false) as urgent, a.answers::text as answers
        from journal opened
        join user_tasks t on t.id = (opened.data->>'task')::uuid
        cross join lateral (
          select j.execution from journal j
          where j.instance_id = @id and j.revision = opened.revision and j.seq < opened.seq and j.activity_id = opened.activity_id and not j.of_case
          order by j.seq desc limit 1) run
        left join people p on p.id = t.assignee
        left join answers a on a.task_id = t.id
        left join cases c on c.instance_id = t.instance_id
        where opened.instance_id = @id and opened.of_case and opened.event = '{JournalEvents.TaskOpened}' and run.execution = any(@executions)
        order by opened.revision, opened.seq
        """;

    /// <summary>What an execution did to its case stands in the same commit after its line, with what its inputs came to.</summary>
    const string Recorded = $"""
        select run.execution, input.name, input.value
        from journal done
        cross join lateral (
          select j.execution from journal j
          where j.instance_id = @id and j.revision = done.revision and j.seq < done.seq and j.activity_id = done.activity_id and not j.of_case
          order by j.seq desc limit 1) run
        left join people p on p.id = (done.data->>'person')::uuid
        cross join lateral (values
          ('Milestone', done.data->>'milestone'), ('Date', done.data->>'day'), ('Status', done.data->>'status'), ('Reason', done.data->>'reason'),
          ('Role', done.data->>'role'), ('Person', p.name)) input (name, value)
        where done.instance_id = @id and done.of_case and run.execution = any(@executions) and input.value is not null
          and done.event in ('{JournalEvents.MilestoneSet}', '{JournalEvents.CaseStatusSet}', '{JournalEvents.PersonAssigned}')
        order by done.revision, done.seq
        """;

    /// <param name="activities">Ids; null for all.</param>
    /// <param name="executions">Null for all.</param>
    public async Task<IReadOnlyList<ActivityRunRow>> ReadAsync(Guid id, string[]? activities, string[]? executions, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<ActivityRunRow>(new(Runs, new { id, activities, executions }, cancellationToken: token))).AsList();
    }

    public async Task<IReadOnlyList<ActivityCounts>> CountAsync(Guid id, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<ActivityCounts>(new(Counts, new { id }, cancellationToken: token))).AsList();
    }

    public async Task<string[]> ReadChainAsync(Guid id, string execution, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return [.. await connection.QueryAsync<string>(new(Chain, new { id, execution }, cancellationToken: token))];
    }

    /// <summary>Values of inputs by execution and the input's name, as far as they were recorded.</summary>
    public async Task<ILookup<string, (string Input, string Value)>> ReadRecordedAsync(Guid id, string[] executions, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return (await connection.QueryAsync<(string Execution, string Input, string Value)>(new(Recorded, new { id, executions }, cancellationToken: token)))
            .ToLookup(row => row.Execution, row => (row.Input, row.Value), StringComparer.Ordinal);
    }

    /// <summary>By execution; of one that opened its task again the latest.</summary>
    public async Task<Dictionary<string, TaskOfRun>> ReadTasksAsync(Guid id, string[] executions, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var tasks = new Dictionary<string, TaskOfRun>(StringComparer.Ordinal);
        foreach (var task in await connection.QueryAsync<TaskOfRun>(new(Tasks, new { id, executions }, cancellationToken: token)))
        {
            tasks[task.Execution] = task;
        }
        return tasks;
    }
}
