using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Inbox;

namespace OpsWorkflows.Host.Cases;

/// <summary>Which cases a list has; null leaves a thing open.</summary>
/// <param name="Status">open, suspended or closed.</param>
/// <param name="Search">The beginning of a case mark or of a family's name.</param>
public sealed record CaseQuery(string? Status = null, string? Search = null, PageKey? After = null, int Length = PageLength.Usual);

/// <summary>A case as lists show it.</summary>
public record CaseRow
{
    public required Guid Id { get; init; }
    public required string CaseMark { get; init; }
    public required string FamilyName { get; init; }
    public required string DefinitionId { get; init; }
    public required string Procedure { get; init; }

    /// <summary>open, suspended or closed.</summary>
    public required string Status { get; init; }

    /// <summary>The phase that the procedure last announced.</summary>
    public string? CaseStatus { get; init; }
    public required DateOnly ReceivedOn { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required bool Urgent { get; init; }

    /// <summary>The last day of the limit that ends first among open tasks.</summary>
    public DateOnly? NextDueOn { get; init; }
    public required bool Overdue { get; init; }

    public PageKey Key => new(OpenedAt, Id);
}

/// <summary>A case with all that its page tells.</summary>
public sealed record CaseDetails : CaseRow
{
    public required string FamilyAddress { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public DateOnly? SuspendedOn { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosedReason { get; init; }
    public required int OpenIncidents { get; init; }
    public required long DirectoryVersion { get; init; }
    public required long CalendarVersion { get; init; }
    public IReadOnlyList<CasePersonRow> People { get; init; } = [];
    public IReadOnlyList<MilestoneRow> Milestones { get; init; } = [];
    public IReadOnlyList<TaskRow> OpenTasks { get; init; } = [];
    public IReadOnlyList<TaskTitle> Tasks { get; init; } = [];
    public IReadOnlyList<LimitRow> Limits { get; init; } = [];
    public IReadOnlyList<JournalRow> Journal { get; init; } = [];
}

/// <summary>Who is on the case in which role.</summary>
public sealed record CasePersonRow
{
    public required string Role { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset Since { get; init; }
}

public sealed record MilestoneRow(string Name, DateOnly Day);

/// <summary>What a task of the case was called, however it ended; labels are a JSON object by outcome.</summary>
public sealed record TaskTitle(Guid Id, string Title, string OutcomeLabels);

/// <summary>A limit of the case, or of one of its tasks.</summary>
public sealed record LimitRow
{
    public required string Key { get; init; }
    public Guid? TaskId { get; init; }
    public required DateOnly LastDay { get; init; }
    public required string Status { get; init; }

    /// <summary>JSON.</summary>
    public required string Explanation { get; init; }
    public DateTimeOffset? MissedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>A line of the case's story.</summary>
public sealed record JournalRow
{
    public required DateTimeOffset At { get; init; }
    public required string Event { get; init; }
    public Guid? PersonId { get; init; }

    /// <summary>JSON object.</summary>
    public string? Data { get; init; }
}

/// <summary>What was written into one form of the case.</summary>
public sealed record AnswersRow
{
    public Guid? TaskId { get; init; }
    public string? Step { get; init; }
    public string? Title { get; init; }
    public string? Outcome { get; init; }
    public string? OutcomeLabel { get; init; }
    public required string Form { get; init; }

    /// <summary>JSON object.</summary>
    public required string Answers { get; init; }
    public string? ByName { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required long DirectoryVersion { get; init; }
    public required long CalendarVersion { get; init; }
}

/// <summary>Reads cases that a person may see: one round trip a list, one a case.</summary>
public sealed class CaseSql(NpgsqlDataSource database)
{
    const string Columns = """
        c.instance_id as id, c.case_mark, f.name as family_name, i.definition_id, d.name as procedure,
        case when i.status = 'Finished' then 'closed' when c.suspended_on is not null then 'suspended' else 'open' end as status,
        c.case_status, c.received_on, c.opened_at, c.urgent, next.due_on as next_due_on, coalesce(next.due_at <= clock.now, false) as overdue
        """;

    const string Tables = """
        cases c
        cross join (select office_now() as now) clock
        join workflow_instances i on i.id = c.instance_id
        join definition_versions d on d.id = i.definition_version_id
        join families f on f.id = c.family_id
        left join lateral (
          select t.due_on, t.due_at from user_tasks t
          where t.instance_id = c.instance_id and t.status = 'open' and t.due_at is not null
          order by t.due_at limit 1) next on true
        """;

    /// <summary>The latest first; one more than asked for, when there are more.</summary>
    public async Task<IReadOnlyList<CaseRow>> ListAsync(CurrentPerson viewer, CaseQuery query, CancellationToken token)
    {
        var sql = $"""
            select {Columns}
            from {Tables}
            where {CaseAccess.Of(viewer).Condition("c.instance_id")}
            {query.Status switch
        {
            CaseStates.Open => "and i.status = 'Running' and c.suspended_on is null",
            CaseStates.Suspended => "and i.status = 'Running' and c.suspended_on is not null",
            CaseStates.Closed => "and i.status = 'Finished'",
            _ => "",
        }}
            {(query.Search is null ? "" : Matches)}
            {(query.After is null ? "" : "and (c.opened_at, c.instance_id) < (@afterAt, @afterId)")}
            order by c.opened_at desc, c.instance_id desc
            limit @take
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        var rows = await connection.QueryAsync<CaseRow>(new(sql, new
        {
            viewer = viewer.Id,
            pattern = query.Search is null ? null : PatternOf(query.Search),
            afterAt = query.After?.At,
            afterId = query.After?.Id,
            take = query.Length + 1,
        }, cancellationToken: token));
        return rows.AsList();
    }

    /// <summary>Two index searches, joined before any case is looked at.</summary>
    const string Matches = """
        and c.instance_id in (
          select marked.instance_id from cases marked where lower(marked.case_mark) like lower(@pattern)
          union all
          select named.instance_id from families family join cases named on named.family_id = family.id where lower(family.name) like lower(@pattern))
        """;

    static string PatternOf(string search) =>
        search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    /// <summary>Null when there is no such case or the person may not see it.</summary>
    public async Task<CaseDetails?> FindAsync(CurrentPerson viewer, Guid caseId, CancellationToken token)
    {
        var sql = $"""
            select {Columns}, f.address as family_address, i.definition_version_id, d.version as definition_version, c.suspended_on,
              i.finished_at as closed_at, c.closed_reason, i.open_incidents, office.directory_version, office.calendar_version
            from {Tables}
            cross join office
            where c.instance_id = @caseId and {CaseAccess.Of(viewer).Condition("c.instance_id")};

            select present.role, p.id, p.name, present.since
            from case_people present join people p on p.id = present.person_id
            where present.instance_id = @caseId and present.until is null
            order by present.since, present.role;

            select name, day from milestones where instance_id = @caseId order by day, set_at, name;

            {TaskSql.OpenOfCase};

            select id, title, outcome_labels::text from user_tasks where instance_id = @caseId;

            select key, task_id, last_day, status, explanation::text, missed_at, closed_at
            from time_limits where instance_id = @caseId order by ends_at, id;

            select at, event, person_id, data::text from journal where instance_id = @caseId and of_case order by revision, seq;
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(sql, new { viewer = viewer.Id, caseId }, cancellationToken: token));
        if (await results.ReadSingleOrDefaultAsync<CaseDetails>() is not { } found)
        {
            return null;
        }
        return found with
        {
            People = (await results.ReadAsync<CasePersonRow>()).AsList(),
            Milestones = (await results.ReadAsync<MilestoneRow>()).AsList(),
            OpenTasks = (await results.ReadAsync<TaskRow>()).AsList(),
            Tasks = (await results.ReadAsync<TaskTitle>()).AsList(),
            Limits = (await results.ReadAsync<LimitRow>()).AsList(),
            Journal = (await results.ReadAsync<JournalRow>()).AsList(),
        };
    }

    /// <summary>What was recorded at each step, the earliest first; null when there is no such case or the person may not see it.</summary>
    public async Task<IReadOnlyList<AnswersRow>?> FindAnswersAsync(CurrentPerson viewer, Guid caseId, CancellationToken token)
    {
        var sql = $"""
            select c.instance_id from cases c
            where c.instance_id = @caseId and {CaseAccess.Of(viewer).Condition("c.instance_id")};

            select a.task_id, t.step, t.title, t.outcome, t.outcome_labels->>t.outcome as outcome_label, a.form, a.answers::text,
              p.name as by_name, a.given_at as at, i.definition_version_id, office.directory_version, office.calendar_version
            from answers a
            join workflow_instances i on i.id = a.instance_id
            cross join office
            left join user_tasks t on t.id = a.task_id
            left join people p on p.id = a.person_id
            where a.instance_id = @caseId
            order by a.given_at, a.id;
            """;
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(sql, new { viewer = viewer.Id, caseId }, cancellationToken: token));
        return await results.ReadSingleOrDefaultAsync<Guid?>() is null ? null : (await results.ReadAsync<AnswersRow>()).AsList();
    }

    /// <summary>The mark of a case, and what it was as soon as it was started.</summary>
    public async Task<(string CaseMark, string Status)> ReadStartAsync(Guid caseId, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleAsync<(string, string)>(new("""
            select c.case_mark, case when i.finished_at <= c.opened_at then 'closed' else 'open' end
            from cases c join workflow_instances i on i.id = c.instance_id
            where c.instance_id = @caseId
            """, new { caseId }, cancellationToken: token));
    }

    /// <summary>Whether there is such a case and the person may see it.</summary>
    public async Task<bool> IsVisibleAsync(CurrentPerson viewer, Guid caseId, CancellationToken token)
    {
        var sql = $"select exists (select from cases c where c.instance_id = @caseId and {CaseAccess.Of(viewer).Condition("c.instance_id")})";
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.ExecuteScalarAsync<bool>(new(sql, new { viewer = viewer.Id, caseId }, cancellationToken: token));
    }
}

/// <summary>What a case can be, for lists and filters.</summary>
public static class CaseStates
{
    public const string Open = "open";
    public const string Suspended = "suspended";
    public const string Closed = "closed";

    public static IReadOnlyList<string> All { get; } = [Open, Suspended, Closed];
}
