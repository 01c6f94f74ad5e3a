using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;

namespace OpsWorkflows.Outbox;

/// <summary>A mail that this host is to send, with all that its text may say.</summary>
public sealed record ClaimedMail
{
    public required Guid Id { get; init; }
    public required Guid InstanceId { get; init; }

    /// <summary>How often it was claimed, this time included; tells a claim from an earlier one whose lease has ended.</summary>
    public required int Attempt { get; init; }
    public required MailKind Kind { get; init; }

    /// <summary>The key of the text in the resources of the definition version.</summary>
    public required string Text { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required Guid PersonId { get; init; }
    public required string PersonName { get; init; }
    public required string Email { get; init; }

    /// <summary>Whether the person still works here; who does not gets no mail.</summary>
    public required bool PersonIsActive { get; init; }
    public required string? CaseMark { get; init; }
    public required string Procedure { get; init; }

    /// <summary>Whether nobody has published the version of the procedure that the run is on.</summary>
    public required bool IsTrial { get; init; }
    public required Guid? TaskId { get; init; }
    public required string Step { get; init; }

    /// <summary>The title of the task that the mail is about; null when it is about none.</summary>
    public required string? TaskTitle { get; init; }

    /// <summary>The last day of the limit that the mail is about; null when there is none.</summary>
    public required DateOnly? DueOn { get; init; }
    public required Guid? LimitId { get; init; }
    public required DateTimeOffset? TaskOpenedAt { get; init; }
    public required DateTimeOffset? LimitMissedAt { get; init; }

    /// <summary>The explanation of that day, as JSON.</summary>
    public required string? DueReason { get; init; }
    public required JsonObject Data { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The role in which the person gets it.</summary>
    public required string? Role { get; init; }

    /// <summary>Office time of the claim.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }
}

/// <summary>
/// Claims mail that is due and keeps what became of it. Office time decides what is due and when it is tried again, machine time how long a claim holds.
/// </summary>
public sealed class OutboxSql(NpgsqlDataSource database)
{
    /// <summary>What <see cref="ReadMail"/> reads, of a mail <c>m</c>.</summary>
    private const string MailColumns = """
        m.id, m.instance_id, m.attempts, m.kind, m.text, i.definition_version_id, m.person_id, p.name, p.email, p.active,
        c.case_mark, d.name, m.task_id, m.step, t.title, coalesce(l.last_day, t.due_on), coalesce(l.explanation, t.due_reason), m.data, m.due_at,
        m.limit_id, t.opened_at, l.missed_at, m.role, (select office_now()), d.published_at is null
        """;

    private const string MailTables = """
        join workflow_instances i on i.id = m.instance_id
        join definition_versions d on d.id = i.definition_version_id
        join people p on p.id = m.person_id
        left join cases c on c.instance_id = m.instance_id
        left join user_tasks t on t.id = m.task_id
        left join time_limits l on l.id = m.limit_id
        """;

    /// <summary>
    /// Claims up to <paramref name="count"/> mails that are due, in their order. A claim that is not settled within the lease is claimed again,
    /// and the mail then sent a second time under the same id.
    /// </summary>
    /// <param name="host">Who claims, for <see cref="FreeAbandonedAsync"/>; null: nobody who could be seen to die.</param>
    public async Task<IReadOnlyList<ClaimedMail>> ClaimDueAsync(int count, TimeSpan lease, int? host = null, CancellationToken token = default)
    {
        await using var command = database.CreateCommand($"""
            with due as (
              select id from outbox
              where status in ('waiting', 'sending') and due_at <= office_now() and (leased_until is null or leased_until < clock_timestamp())
              order by due_at limit $1 for update skip locked),
            claimed as (
              update outbox set status = 'sending', attempts = attempts + 1, leased_until = clock_timestamp() + $2, leased_by = $3
              from due where outbox.id = due.id
              returning outbox.*)
            select {MailColumns} from claimed m {MailTables}
            order by m.due_at, m.id
            """);
        command.Parameters.With(count).With(lease).With(host, NpgsqlDbType.Integer);
        await using var row = await command.ExecuteReaderAsync(token);
        var claimed = new List<ClaimedMail>();
        while (await row.ReadAsync(token))
            claimed.Add(ReadMail(row));
        return claimed;
    }

    private static ClaimedMail ReadMail(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        InstanceId = row.GetGuid(1),
        Attempt = row.GetInt32(2),
        Kind = Enum.Parse<MailKind>(row.GetString(3), ignoreCase: true),
        Text = row.GetString(4),
        DefinitionVersionId = row.GetString(5),
        PersonId = row.GetGuid(6),
        PersonName = row.GetString(7),
        Email = row.GetString(8),
        PersonIsActive = row.GetBoolean(9),
        CaseMark = row.TextOrNull(10),
        Procedure = row.GetString(11),
        TaskId = row.OrNull<Guid>(12),
        Step = row.GetString(13),
        TaskTitle = row.TextOrNull(14),
        DueOn = row.OrNull<DateOnly>(15),
        DueReason = row.TextOrNull(16),
        Data = JsonNode.Parse(row.GetString(17))!.AsObject(),
        DueAt = row.Get<DateTimeOffset>(18),
        LimitId = row.OrNull<Guid>(19),
        TaskOpenedAt = row.OrNull<DateTimeOffset>(20),
        LimitMissedAt = row.OrNull<DateTimeOffset>(21),
        Role = row.TextOrNull(22),
        ClaimedAt = row.Get<DateTimeOffset>(23),
        IsTrial = row.GetBoolean(24),
    };

    /// <summary>Frees what hosts had claimed that do not live any more; it is sent once more if it had left already.</summary>
    public async Task FreeAbandonedAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            with abandoned as (
              select id from outbox
              where status = 'sending' and due_at <= office_now() and leased_until > clock_timestamp() and leased_by is not null and not host_lives(leased_by)
              for update skip locked)
            update outbox set leased_until = null, leased_by = null from abandoned where outbox.id = abandoned.id
            """);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>The mail has left.</summary>
    /// <returns>False when the lease had ended and the mail is in other hands.</returns>
    public Task<bool> MarkSentAsync(ClaimedMail mail, string to, string subject, CancellationToken token = default) => SettleAsync("""
        update outbox set status = 'sent', sent_at = office_now(), sent_to = $3, subject = $4, leased_until = null, last_error = null
        where id = $1 and attempts = $2 and status = 'sending'
        """, mail, token, to, subject);

    /// <summary>
    /// The mail did not leave and falls due again after a while of office time; until then it can still be cancelled. When what it is
    /// about ended while it was being sent, it is cancelled now.
    /// </summary>
    /// <returns>False when the lease had ended and the mail is in other hands.</returns>
    public async Task<bool> RetryAsync(ClaimedMail mail, TimeSpan delay, string error, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            update outbox set due_at = office_now() + $3, leased_until = null, last_error = $4, status = case
              when exists (select from user_tasks where id = outbox.task_id and status <> 'open')
                or exists (select from time_limits where id = outbox.limit_id and closed_at is not null) then 'cancelled'
              else 'waiting' end
            where id = $1 and attempts = $2 and status = 'sending'
            """);
        command.Parameters.With(mail.Id).With(mail.Attempt).With(delay).With(error);
        return await command.ExecuteNonQueryAsync(token) == 1;
    }

    /// <summary>The mail cannot be delivered and is given up.</summary>
    /// <returns>False when the lease had ended and the mail is in other hands.</returns>
    public Task<bool> MarkFailedAsync(ClaimedMail mail, string error, CancellationToken token = default) => SettleAsync("""
        update outbox set status = 'failed', last_error = $3, leased_until = null
        where id = $1 and attempts = $2 and status = 'sending'
        """, mail, token, error);

    /// <summary>The mail is not to leave any more, and why.</summary>
    /// <returns>False when the lease had ended and the mail is in other hands.</returns>
    public Task<bool> CancelAsync(ClaimedMail mail, string reason, CancellationToken token = default) => SettleAsync("""
        update outbox set status = 'cancelled', last_error = $3, leased_until = null
        where id = $1 and attempts = $2 and status = 'sending'
        """, mail, token, reason);

    private async Task<bool> SettleAsync(string sql, ClaimedMail mail, CancellationToken token, params string[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.With(mail.Id).With(mail.Attempt);
        foreach (var value in values)
            command.Parameters.With(value);
        return await command.ExecuteNonQueryAsync(token) == 1;
    }

    /// <summary>How long until a mail can be claimed, zero when one can be now; null when none waits.</summary>
    public async Task<TimeSpan?> NextClaimInAsync(CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select min(greatest(due_at - now, leased_until - clock_timestamp(), interval '0'))
            from (select due_at, leased_until, (select office_now()) as now from outbox
                  where status in ('waiting', 'sending') order by due_at limit 1000) next
            """);
        return await command.ExecuteScalarAsync(token) as TimeSpan?;
    }

    /// <summary>A page of the mail list, newest first.</summary>
    public async Task<IReadOnlyList<ListedMail>> ListAsync(MailQuery query, CancellationToken token = default)
    {
        await using var command = database.CreateCommand($"""
            select {MailColumns}, m.status, m.created_at, coalesce(m.sent_to, p.email), m.subject, m.sent_at, m.last_error
            from outbox m {MailTables}
            where (@case is null or m.instance_id = @case)
              and (@status is null or m.status = @status)
              and (@after_at is null or (m.created_at, m.id) < (@after_at, @after_id))
              and ({query.Visible?.Condition ?? "true"})
            order by m.created_at desc, m.id desc
            limit @take
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid?>("case", NpgsqlDbType.Uuid) { TypedValue = query.CaseId });
        command.Parameters.Add(new NpgsqlParameter<string?>("status", NpgsqlDbType.Text) { TypedValue = query.Status });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?>("after_at", NpgsqlDbType.TimestampTz) { TypedValue = query.After?.CreatedAt });
        command.Parameters.Add(new NpgsqlParameter<Guid?>("after_id", NpgsqlDbType.Uuid) { TypedValue = query.After?.Id });
        command.Parameters.Add(new NpgsqlParameter<int>("take", NpgsqlDbType.Integer) { TypedValue = query.Take });
        if (query.Visible is { } visible)
            command.Parameters.Add(new NpgsqlParameter<Guid>("viewer", NpgsqlDbType.Uuid) { TypedValue = visible.Viewer });
        await using var row = await command.ExecuteReaderAsync(token);
        var mails = new List<ListedMail>();
        while (await row.ReadAsync(token))
            mails.Add(ReadListed(row));
        return mails;
    }

    private static ListedMail ReadListed(NpgsqlDataReader row) => new()
    {
        Mail = ReadMail(row),
        Status = row.GetString(25),
        CreatedAt = row.Get<DateTimeOffset>(26),
        To = row.GetString(27),
        Subject = row.TextOrNull(28),
        SentAt = row.OrNull<DateTimeOffset>(29),
        LastError = row.TextOrNull(30),
    };
}

/// <summary>Which mails a page lists.</summary>
/// <param name="Status">waiting, sending, sent, failed or cancelled; null for all.</param>
/// <param name="After">The last mail of the page before.</param>
/// <param name="Visible">What the viewer may see; null for everything.</param>
public sealed record MailQuery(Guid? CaseId = null, string? Status = null, MailPlace? After = null, int Take = 50, VisibleMail? Visible = null);

/// <summary>The place of a mail in the list.</summary>
public sealed record MailPlace(DateTimeOffset CreatedAt, Guid Id);

/// <summary>What a viewer may see.</summary>
/// <param name="Condition">
/// A constant of the program, never anything that a person wrote: an SQL condition on <c>m.instance_id</c> that may use <c>@viewer</c>.
/// </param>
public sealed record VisibleMail(string Condition, Guid Viewer);

/// <summary>A mail as it is listed.</summary>
public sealed record ListedMail
{
    /// <summary>As a claim at the moment of the listing would have it.</summary>
    public required ClaimedMail Mail { get; init; }

    /// <summary>waiting, sending, sent, failed or cancelled.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The address that it went to, or would go to.</summary>
    public required string To { get; init; }

    /// <summary>Null until it was sent.</summary>
    public required string? Subject { get; init; }
    public required DateTimeOffset? SentAt { get; init; }
    public required string? LastError { get; init; }
    public MailPlace Place => new(CreatedAt, Mail.Id);
}
