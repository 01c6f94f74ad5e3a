using System.Runtime.InteropServices;
using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Bench;

/// <summary>
/// The yardstick: reads the same row and sends the same batch as the engine, step by step, with values that were recorded from one
/// case. Only ids are fresh in each case.
/// </summary>
sealed class BareLoop
{
    private readonly BenchOffice _office;
    private readonly Guid _instance;
    private readonly Dictionary<Guid, int> _ids = [];

    private BareLoop(BenchOffice office, Guid instance)
    {
        (_office, _instance) = (office, instance);
        IdOf(instance);
        IdOf(BenchOffice.Worker(0));
    }

    /// <summary>What the engine sends to read, and then to commit, one step of a case.</summary>
    public sealed record Step(Statement Read, IReadOnlyList<Statement> Batch);

    /// <summary>A statement and its recorded parameters.</summary>
    public sealed record Statement(string Sql, IReadOnlyList<Parameter> Parameters);

    /// <summary>A recorded parameter; ids of the case in it are replaced in each run.</summary>
    public sealed record Parameter(NpgsqlParameter Recorded, bool HasIds);

    public List<Step> Steps { get; } = [];

    /// <summary>The ids that differ from case to case; the first is the instance's, the second the client's person.</summary>
    public IReadOnlyDictionary<Guid, int> Ids => _ids;

    /// <summary>Runs one case through the engine and keeps what each commit consists of.</summary>
    public static async Task<BareLoop> RecordAsync(BenchOffice office)
    {
        var start = BenchOffice.Start(0);
        var loop = new BareLoop(office, start.InstanceId);
        WorkflowInstance? before = null;
        var changes = BenchOffice.Committed(await office.StartAsync(start));
        for (var i = 0; ; i++)
        {
            loop.Record(before, changes);
            if (i == BenchOffice.TasksOfCase)
                return loop;
            before = changes.Instance;
            changes = BenchOffice.Committed(await office.Runner.RunAsync(start.InstanceId, BenchOffice.Complete(changes.OpenedTasks[0], 0)));
        }
    }

    private void Record(WorkflowInstance? before, Changes changes)
    {
        foreach (var id in IdsOf(changes))
            IdOf(id);
        using var batch = new NpgsqlBatch();
        _ = new Commit(batch, before, changes, null);
        using var read = new NpgsqlCommand(InstanceSql.Read);
        InstanceSql.AddReadParameters(read.Parameters, _instance, before is null ? BenchOffice.Procedure : null, null);
        Steps.Add(new Step(Keep(read.CommandText, read.Parameters),
            [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(command => Keep(command.CommandText, command.Parameters))]));
    }

    private static IEnumerable<Guid> IdsOf(Changes changes) =>
        [.. changes.OpenedTasks.Select(task => task.Id), .. changes.Limits.Select(row => row.Limit.Id), .. changes.Mails.Select(mail => mail.Id),
            .. changes.SetTimers.Select(timer => timer.Id), .. changes.Answers is { } answers ? [answers.Id] : Array.Empty<Guid>()];

    private int IdOf(Guid id) => _ids.TryGetValue(id, out var index) ? index : _ids[id] = _ids.Count;

    private Statement Keep(string sql, NpgsqlParameterCollection parameters) =>
        new(sql, [.. parameters.Cast<NpgsqlParameter>().Select(parameter => new Parameter(parameter, parameter.Value is Guid or Guid[] or Guid?[]))]);

    /// <summary>Does what the engine does for one case, without the engine.</summary>
    public async Task<int> RunCaseAsync(int client)
    {
        var fresh = new Guid[_ids.Count];
        // As in the engine, an instance's id follows the clock and those of its rows are random.
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(fresh.AsSpan()));
        fresh[0] = Guid.CreateVersion7();
        fresh[1] = BenchOffice.Worker(client);
        foreach (var step in Steps)
        {
            await ReadAsync(step.Read, fresh);
            await using var batch = _office.Database.CreateBatch();
            foreach (var statement in step.Batch)
            {
                var command = new NpgsqlBatchCommand(statement.Sql);
                Fill(command.Parameters, statement, fresh);
                batch.BatchCommands.Add(command);
            }
            await using var result = await batch.ExecuteReaderAsync();
            do
            {
                while (await result.ReadAsync())
                    _ = result.FieldCount;
            }
            while (await result.NextResultAsync());
        }
        return Steps.Count;
    }

    private async Task ReadAsync(Statement statement, Guid[] fresh)
    {
        await using var command = _office.Database.CreateCommand(statement.Sql);
        Fill(command.Parameters, statement, fresh);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            if (!row.IsNull(InstanceSql.StateColumn))
                _ = row.Get<byte[]>(InstanceSql.StateColumn);
        }
    }

    private void Fill(NpgsqlParameterCollection parameters, Statement statement, Guid[] fresh)
    {
        foreach (var (recorded, hasIds) in statement.Parameters)
        {
            if (!hasIds)
                parameters.Add(recorded.Clone());
            else if (recorded.Value is Guid[] all)
                parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(all, id => Replace(id, fresh)) });
            else if (recorded.Value is Guid?[] some)
                parameters.Add(new NpgsqlParameter<Guid?[]> { TypedValue = Array.ConvertAll(some, id => id is { } one ? Replace(one, fresh) : (Guid?)null), NpgsqlDbType = recorded.NpgsqlDbType });
            else
                parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Replace((Guid)recorded.Value!, fresh) });
        }
    }

    private Guid Replace(Guid id, Guid[] fresh) => _ids.TryGetValue(id, out var index) ? fresh[index] : id;
}
