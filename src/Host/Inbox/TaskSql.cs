using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Inbox;

/// <summary>Which open tasks a list has; null leaves a thing open.</summary>
/// <param name="Mine">Assigned to the viewer, or to nobody yet and open to one of their roles.</param>
public sealed record TaskQuery(bool? Mine = null, bool? Overdue = null, Guid? CaseId = null, PageKey? After = null, int Length = PageLength.Usual);

/// <summary>A task as it is stored, with what lists show of its case.</summary>
public sealed record TaskRow
{
    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public string? CaseMark { get; init; }
    public required string Procedure { get; init; }

    /// <summary>Whether nobody has published the version that its run is on.</summary>
    public required bool IsTrial { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required string ActivityId { get; init; }
    public required string Step { get; init; }
    public required string Title { get; init; }
    public string? Instructions { get; init; }
    public string? Role { get; init; }
    public Guid? Assignee { get; init; }
    public string? AssigneeName { get; init; }
    public string? Form { get; init; }

    /// <summary>JSON array of keys.</summary>
    public required string Outcomes { get; init; }

    /// <summary>JSON object of labels by key.</summary>
    public required string OutcomeLabels { get; init; }
    public required string Priority { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The explanation of the limit, as JSON.</summary>
    public string? DueReason { get; init; }
    public required bool Overdue { get; init; }

    /// <summary>open, completed or cancelled.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required bool CaseSuspended { get; init; }

    /// <summary>JSON object: who is on the case, by role.</summary>
    public string? PeopleOfCase { get; init; }

    /// <summary>Whether the viewer sees the case, or finished this task themselves.</summary>
    public required bool Visible { get; init; }

    public PageKey Key => new(DueAt, Id);
}

/// <summary>Reads tasks for the inbox: one round trip a list.</summary>
public sealed class TaskSql(NpgsqlDataSource database)
{
    const string Columns = """
        t.id, t.instance_id as case_id, c.case_mark, d.name as procedure, d.published_at is null as is_trial, i.definition_version_id, t.activity_id, t.step, t.title, t.instructions,
        t.role, t.assignee, p.name as assignee_name, t.form, t.outcomes::text, t.outcome_labels::text, t.priority, t.due_on, t.due_at,
        t.due_reason::text, coalesce(t.status = 'open' and t.due_at <= clock.now, false) as overdue, t.status, t.opened_at,
        c.suspended_on is not null as case_suspended,
        (select jsonb_object_agg(present.role, present.person_id) from case_people present
         where present.instance_id = t.instance_id and present.until is null)::text as people_of_case
        """;

    const string Tables = """
        user_tasks t
        cross join (select office_now() as now) clock
        join workflow_instances i on i.id = t.instance_id
        join definition_versions d on d.id = i.definition_version_id
        left join cases c on c.instance_id = t.instance_id
        left join people p on p.id = t.assignee
        """;

    /// <summary>A statement for the open tasks of one case, which the viewer may see: it reads <c>@caseId</c>.</summary>
    public const string OpenOfCase = $"""
        select {Columns}, true as visible
        from {Tables}
        where t.instance_id = @caseId and t.status = 'open'
        order by t.due_at, t.id
        """;

    /// <summary>Open tasks by their limit, those without one last; one more than asked for, when there are more.</summary>
    public async Task<IReadOnlyList<TaskRow>> ListAsync(CurrentPerson viewer, TaskQuery query, CancellationToken token)
    {
        var sql = $"""
            select {Columns}, true as visible
            from {Tables}
            where t.status = 'open' and {CaseAccess.Of(viewer).Condition("t.instance_id")}
            {(query.Mine switch { true => $"and {IsMine}", false => $"and not {IsMine}", null => "" })}
            {(query.Overdue switch { true => "and t.due_at <= clock.now", false => "and (t.due_at > clock.now or t.due_at is null)", null => "" })}
            {(query.CaseId is null ? "" : "and t.instance_id = @caseId")}
            {(query.After switch { null => "", { At: null } => "and t.due_at is null and t.id > @afterId", _ => "and ((t.due_at, t.id) > (@afterAt, @afterId) or t.due_at is null)" })}
            order by t.due_at, t.id
            limit @take
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        var rows = await connection.QueryAsync<TaskRow>(new(sql, new
        {
            viewer = viewer.Id,
            roles = viewer.Roles.ToArray(),
            caseId = query.CaseId,
            afterAt = query.After?.At,
            afterId = query.After?.Id,
            take = query.Length + 1,
        }, cancellationToken: token));
        return rows.AsList();
    }

    const string IsMine = "(t.assignee = @viewer or t.assignee is null and t.role = any(@roles))";

    /// <summary>A task, whoever may see it (<see cref="TaskRow.Visible"/>); null when there is none.</summary>
    public async Task<TaskRow?> FindAsync(CurrentPerson viewer, Guid taskId, CancellationToken token)
    {
        var sql = $"""
            select {Columns}, coalesce({CaseAccess.Of(viewer).Condition("t.instance_id")} or t.closed_by = @viewer, false) as visible
            from {Tables}
            where t.id = @taskId
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<TaskRow>(new(sql, new { viewer = viewer.Id, taskId }, cancellationToken: token));
    }
}
