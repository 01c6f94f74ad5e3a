using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Inbox;

/// <summary>What a finished task came to, as of the moment when it was finished: the same whenever it is read.</summary>
public sealed record CompletedTask
{
    public required Guid TaskId { get; init; }
    public required Guid CaseId { get; init; }
    public required string? CaseMark { get; init; }
    public required string Outcome { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>open or closed.</summary>
    public required string Status { get; init; }

    /// <summary>The phase that the procedure had come to.</summary>
    public required string? CaseStatus { get; init; }

    /// <summary>What was to be done on the case then.</summary>
    public IReadOnlyList<NextTask> OpenTasks { get; init; } = [];
}

/// <summary>A task that was open when another was finished.</summary>
public sealed record NextTask(Guid Id, string Step, string Title);

/// <summary>How a task ended: completed by a person with answers, or withdrawn, by whom then is not always known.</summary>
public sealed record TaskEnd
{
    public Guid? ClosedBy { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }
    public string? Outcome { get; init; }

    /// <summary>JSON object.</summary>
    public string? Answers { get; init; }

    /// <summary>Whether the same person asks for the same again.</summary>
    public bool IsBy(Guid person, string outcome, JsonObject answers) =>
        ClosedBy == person && Outcome == outcome && JsonNode.DeepEquals(Answers is null ? new JsonObject() : JsonNode.Parse(Answers), answers);
}

/// <summary>Who has a task, and since when.</summary>
public sealed record TaskHolder
{
    public required string Name { get; init; }
    public required DateTimeOffset Since { get; init; }
}

/// <summary>Reads what became of tasks that are over or taken.</summary>
public sealed class CompletionSql(NpgsqlDataSource database)
{
    /// <summary>Null when the task is not finished.</summary>
    public async Task<CompletedTask?> FindCompletedAsync(Guid taskId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new("""
            select t.id as task_id, t.instance_id as case_id, c.case_mark, t.outcome, t.closed_at as at,
              case when i.finished_at <= t.closed_at then 'closed' else 'open' end as status,
              (select j.data->>'status' from journal j
               where j.instance_id = t.instance_id and j.of_case and j.event = 'CaseStatusSet' and j.at <= t.closed_at
               order by j.revision desc, j.seq desc limit 1) as case_status
            from user_tasks t
            join workflow_instances i on i.id = t.instance_id
            left join cases c on c.instance_id = t.instance_id
            where t.id = @taskId and t.status = 'completed';
            select next.id, next.step, next.title
            from user_tasks t
            join user_tasks next on next.instance_id = t.instance_id
              and next.opened_at <= t.closed_at and (next.closed_at is null or next.closed_at > t.closed_at)
            where t.id = @taskId
            order by next.opened_at, next.id
            """, new { taskId }, cancellationToken: token));
        return await results.ReadSingleOrDefaultAsync<CompletedTask>() is not { } completed ? null : completed with { OpenTasks = (await results.ReadAsync<NextTask>()).AsList() };
    }

    /// <summary>Null while the task is open. For a withdrawn one: who did what withdrew it, where a person did.</summary>
    public async Task<TaskEnd?> FindEndAsync(Guid taskId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<TaskEnd>(new("""
            select t.closed_by, t.outcome, a.answers::text, p.name as by_name, t.closed_at
            from user_tasks t
            left join answers a on a.task_id = t.id
            left join people p on p.id = coalesce(t.closed_by, (
              select j.person_id from journal j
              where j.instance_id = t.instance_id and j.of_case and j.at = t.closed_at and j.person_id is not null
              order by j.revision desc, j.seq limit 1))
            where t.id = @taskId and t.status <> 'open'
            """, new { taskId }, cancellationToken: token));
    }

    /// <summary>Null when nobody has it.</summary>
    public async Task<TaskHolder?> FindHolderAsync(Guid taskId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<TaskHolder>(new("""
            select p.name, coalesce((
              select max(j.at) from journal j
              where j.instance_id = t.instance_id and j.of_case and j.event in ('TaskClaimed', 'TaskReassigned') and j.data->>'task' = t.id::text),
              t.opened_at) as since
            from user_tasks t
            join people p on p.id = t.assignee
            where t.id = @taskId
            """, new { taskId }, cancellationToken: token));
    }
}
