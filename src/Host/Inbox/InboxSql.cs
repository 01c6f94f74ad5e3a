using Dapper;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;

namespace OpsWorkflows.Host.Inbox;

/// <summary>Where a task stands in the inbox, by the end of its limit and the day at the office; a week ends on Sunday.</summary>
public enum InboxSection
{
    Overdue,
    Today,
    ThisWeek,
    Later,
    Available,
}

/// <summary>How many open tasks a person has in each part of the inbox.</summary>
public sealed record InboxCounts(long Overdue, long Today, long ThisWeek, long Later, long Available, DateOnly Day)
{
    public long Mine => Overdue + Today + ThisWeek + Later;

    public long Of(InboxSection section) => section switch
    {
        InboxSection.Overdue => Overdue,
        InboxSection.Today => Today,
        InboxSection.ThisWeek => ThisWeek,
        InboxSection.Later => Later,
        _ => Available,
    };
}

/// <summary>A line of the inbox. The family's name is for the screen alone.</summary>
public sealed record InboxRow
{
    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public string? CaseMark { get; init; }
    public string? FamilyName { get; init; }

    /// <summary>The procedure where there is no case.</summary>
    public string? Procedure { get; init; }

    /// <summary>Whether nobody has published the version that a run without a case is on.</summary>
    public required bool IsTrial { get; init; }
    public required string Title { get; init; }
    public string? Role { get; init; }
    public required string Priority { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required bool Overdue { get; init; }
    public required bool CaseSuspended { get; init; }
    public required bool HasDraft { get; init; }

    /// <summary>A name of <see cref="InboxSection"/>.</summary>
    public required string Section { get; init; }

    public PageKey Key => new(DueAt, Id);

    public string Run => CaseTexts.Run(CaseMark, Procedure ?? "", IsTrial);
}

/// <summary>What the inbox shows: all of it in one round trip.</summary>
public sealed record InboxRead(InboxCounts Counts, IReadOnlyList<InboxRow> Mine, IReadOnlyList<InboxRow> Available);

/// <summary>Which part of the inbox is read.</summary>
/// <param name="After">The last row of the page before.</param>
/// <param name="Mine">How many of one's own tasks at most.</param>
/// <param name="Available">How many of those that may be taken.</param>
public sealed record InboxQuery(PageKey? After, int Mine, int Available);

/// <summary>Reads the inbox by the indexes of open tasks.</summary>
public sealed class InboxSql(NpgsqlDataSource database)
{
    const string Section = """
        case when t.assignee is null then 'Available'
          when t.due_at <= clock.now then 'Overdue'
          when t.due_on = clock.day then 'Today'
          when t.due_on <= clock.day + (7 - extract(isodow from clock.day)::int) then 'ThisWeek'
          else 'Later' end
        """;

    const string Clock = "(select now, (now at time zone 'Europe/Warsaw')::date as day from (select office_now() as now) office) clock";

    const string Counts = $"""
        select count(*) filter (where section = 'Overdue') as overdue, count(*) filter (where section = 'Today') as today,
          count(*) filter (where section = 'ThisWeek') as this_week, count(*) filter (where section = 'Later') as later,
          count(*) filter (where section = 'Available') as available, (select day from {Clock}) as day
        from (
          select {Section} as section from user_tasks t cross join {Clock}
          where t.status = 'open' and (t.assignee = @viewer or (t.assignee is null and t.role = any(@roles)))) mine;
        """;

    /// <summary>Of the tasks under a condition, the next ones by their limit, those without one last; one more than asked for, when there are more.</summary>
    static string Rows(string condition, string take, PageKey? after) => $"""
        select t.id, t.instance_id as case_id, c.case_mark, f.name as family_name, d.name as procedure, d.id is not null and d.published_at is null as is_trial, t.title, t.role, t.priority, t.due_on, t.due_at,
          coalesce(t.due_at <= clock.now, false) as overdue, c.suspended_on is not null as case_suspended,
          exists (select from task_drafts d where d.task_id = t.id and d.person_id = @viewer) as has_draft, {Section} as section
        from user_tasks t
        cross join {Clock}
        left join cases c on c.instance_id = t.instance_id
        left join families f on f.id = c.family_id
        left join workflow_instances i on i.id = t.instance_id and c.instance_id is null
        left join definition_versions d on d.id = i.definition_version_id
        where t.status = 'open' and {condition}
        {(after switch { null => "", { At: null } => "and t.due_at is null and t.id > @afterId", _ => "and ((t.due_at, t.id) > (@afterAt, @afterId) or t.due_at is null)" })}
        order by t.due_at, t.id
        limit {take};
        """;

    public async Task<InboxRead> ReadAsync(CurrentPerson viewer, InboxQuery query, CancellationToken token)
    {
        var mine = Rows("t.assignee = @viewer", "@mine", query.Available == 0 ? query.After : null);
        var available = Rows("t.assignee is null and t.role = any(@roles)", "@available", query.Mine == 0 ? query.After : null);
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(Counts + mine + available, new
        {
            viewer = viewer.Id,
            roles = viewer.Roles.ToArray(),
            afterAt = query.After?.At,
            afterId = query.After?.Id,
            mine = query.Mine == 0 ? 0 : query.Mine + 1,
            available = query.Available == 0 ? 0 : query.Available + 1,
        }, cancellationToken: token));
        return new(await results.ReadSingleAsync<InboxCounts>(), (await results.ReadAsync<InboxRow>()).AsList(), (await results.ReadAsync<InboxRow>()).AsList());
    }
}
