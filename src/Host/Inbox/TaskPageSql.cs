using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Inbox;

/// <summary>What the page of a task shows beside the task itself.</summary>
public sealed record TaskSurroundings
{
    public string? FamilyName { get; init; }

    /// <summary>Office time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The reader's own unfinished answers, as JSON; null when there are none.</summary>
    public string? Draft { get; init; }
    public DateTimeOffset? DraftSavedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public Guid? ClosedBy { get; init; }
    public string? ClosedByName { get; init; }
    public string? Outcome { get; init; }

    /// <summary>The answers that it was finished with, as JSON.</summary>
    public string? Answers { get; init; }

    /// <summary>The people named in those answers, a JSON object of names by id.</summary>
    public string? PeopleNamed { get; init; }

    public JsonObject DraftAnswers => Draft is null ? [] : JsonNode.Parse(Draft)!.AsObject();

    public JsonObject GivenAnswers => Answers is null ? [] : JsonNode.Parse(Answers)!.AsObject();

    public string? NameOf(Guid person) => names.Value.GetValueOrDefault(person);

    readonly Lazy<Dictionary<Guid, string>> names;

    public TaskSurroundings() =>
        names = new(() => PeopleNamed is null ? [] : JsonSerializer.Deserialize<Dictionary<Guid, string>>(PeopleNamed)!);
}

/// <summary>Reads what stands around a task, and keeps drafts: a person's own, seen by nobody else.</summary>
public sealed class TaskPageSql(NpgsqlDataSource database)
{
    public async Task<TaskSurroundings> ReadAsync(Guid taskId, Guid reader, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleAsync<TaskSurroundings>(new("""
            select f.name as family_name, office_now() as now, d.answers::text as draft, d.saved_at as draft_saved_at,
              t.closed_at, t.closed_by, closer.name as closed_by_name, t.outcome, a.answers::text as answers,
              (select jsonb_object_agg(p.id, p.name) from people p
               where p.id::text in (select value from jsonb_each_text(a.answers)))::text as people_named
            from user_tasks t
            left join cases c on c.instance_id = t.instance_id
            left join families f on f.id = c.family_id
            left join task_drafts d on d.task_id = t.id and d.person_id = @reader
            left join answers a on a.task_id = t.id
            left join people closer on closer.id = t.closed_by
            where t.id = @taskId
            """, new { taskId, reader }, cancellationToken: token));
    }

    public async Task SaveDraftAsync(Guid taskId, Guid person, JsonObject answers, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await connection.ExecuteAsync(new("""
            insert into task_drafts (task_id, person_id, answers, saved_at)
            select id, @person, @answers::jsonb, office_now() from user_tasks where id = @taskId and status = 'open'
            on conflict (task_id, person_id) do update set answers = excluded.answers, saved_at = excluded.saved_at
            """, new { taskId, person, answers = answers.ToJsonString() }, cancellationToken: token));
    }

    /// <summary>Of a task that is over nobody needs a draft any more.</summary>
    public async Task RemoveDraftsAsync(Guid taskId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await connection.ExecuteAsync(new("delete from task_drafts where task_id = @taskId", new { taskId }, cancellationToken: token));
    }
}
