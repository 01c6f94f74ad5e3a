using Dapper;
using Npgsql;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Which lines are read.</summary>
/// <param name="Activities">Ids; null for all.</param>
/// <param name="WithoutActivities">Ids.</param>
/// <param name="Events">Null for all.</param>
public sealed record JournalQuery(string[]? Activities, string[] WithoutActivities, string[]? Events);

/// <summary>A line of the run of activities.</summary>
public sealed record RunRow
{
    /// <summary>Room for the lines of one commit: a burst executes at most some ten thousand activities.</summary>
    const long LinesOfOneCommit = 1_000_000;

    public required int Revision { get; init; }
    public required int Seq { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Event { get; init; }
    public required string ActivityId { get; init; }
    public required string Execution { get; init; }
    public string? ParentExecution { get; init; }

    /// <summary>JSON array.</summary>
    public string? Outcomes { get; init; }

    /// <summary>Of a fault.</summary>
    public string? Message { get; init; }

    /// <summary>Grows from line to line.</summary>
    public long Sequence => Revision * LinesOfOneCommit + Seq;
}

/// <summary>Reads the run of activities of one instance from its journal.</summary>
public sealed class JournalSql(NpgsqlDataSource database)
{
    const string Of = """
        from journal j
        where j.instance_id = @id and not j.of_case and j.execution is not null
          and (@activities::text[] is null or j.activity_id = any(@activities)) and not j.activity_id = any(@without)
          and (@events::text[] is null or j.event = any(@events))
        """;

    const string Read = $"""
        select count(*) {Of};

        select j.revision, j.seq, j.at, j.event, j.activity_id, j.execution, j.parent_execution, (j.data->'outcomes')::text as outcomes,
          case when j.event = '{JournalEvents.Faulted}' then (
            select raised.message from incidents raised
            where raised.instance_id = j.instance_id and raised.execution = j.execution and raised.raised_at = j.at order by raised.id limit 1) end as message
        {Of}
        order by j.revision, j.seq offset @skip limit @take;
        """;

    public async Task<(IReadOnlyList<RunRow> Rows, long Total)> ReadAsync(JournalQuery query, Guid id, int skip, int take, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var results = await connection.QueryMultipleAsync(new(Read,
            new { id, activities = query.Activities, without = query.WithoutActivities, events = query.Events, skip, take }, cancellationToken: token));
        var total = await results.ReadSingleAsync<long>();
        return ((await results.ReadAsync<RunRow>()).AsList(), total);
    }
}
