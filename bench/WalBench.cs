using System.Diagnostics;
using NpgsqlTypes;

namespace OpsWorkflows.Bench;

/// <summary>P8: what a step asks of PostgreSQL: bytes of write-ahead log, statements, round trips, commits.</summary>
static class WalBench
{
    private const int Cases = 50;
    private const int Rounds = 5;

    public static async Task RunAsync(Report report, BenchOffice office)
    {
        var bare = await BareLoop.RecordAsync(office);
        await office.AgeAsync(bare, clients: 4);
        await MeasureAsync(office, office.RunCaseAsync);
        await MeasureAsync(office, bare.RunCaseAsync);
        var engine = new List<Cost>();
        var loop = new List<Cost>();
        for (var round = 1; round <= Rounds; round++)
        {
            engine.Add(await MeasureAsync(office, office.RunCaseAsync));
            loop.Add(await MeasureAsync(office, bare.RunCaseAsync));
            Report.Say($"round {round}: engine {engine[^1]}, bare loop {loop[^1]}");
        }
        var statements = bare.Steps.Select(step => step.Batch.Count + 1).ToList();
        report.Section("P8 · what a step asks of PostgreSQL, one client");
        report.Add("bytes of write-ahead log: engine", $"{Median(engine, cost => cost.WalBytes):#,0}");
        report.Add("bytes of write-ahead log: bare loop", $"{Median(loop, cost => cost.WalBytes):#,0}");
        report.Add("**engine / bare loop**", $"**{Measure.Median(engine.Zip(loop, (a, b) => a.WalBytes / b.WalBytes)):0.00}**", "≤ 1.3");
        report.Add("statements: a completed task; the start of a case", $"{statements[1]}; {statements[0]}", "≤ 8 a step");
        report.Add("round trips: engine (with what wakes the workers)", $"{Median(engine, cost => cost.RoundTrips):0.00}", "2");
        report.Add("transactions that write: engine (with what wakes the workers)", $"{Median(engine, cost => cost.Commits):0.00}", "1");
    }

    private static double Median(List<Cost> costs, Func<Cost, double> figure) => Measure.Median(costs.Select(figure));

    private static async Task<Cost> MeasureAsync(BenchOffice office, Func<int, Task<int>> runCase)
    {
        var roundTrips = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = _ => Interlocked.Increment(ref roundTrips),
        };
        var (wal, transactions) = await CountersAsync(office);
        ActivitySource.AddActivityListener(listener);
        var steps = 0;
        for (var i = 0; i < Cases; i++)
            steps += await runCase(i);
        var counted = roundTrips;
        var (walAfter, transactionsAfter) = await CountersAsync(office);
        return new Cost((double)(walAfter - wal) / steps, (double)(transactionsAfter - transactions) / steps, (double)counted / steps);
    }

    /// <summary>Where the log is written, and how many transactions have taken a number because they write.</summary>
    private static async Task<(ulong Wal, long Transactions)> CountersAsync(BenchOffice office) =>
        ((ulong)await office.ScalarAsync<NpgsqlLogSequenceNumber>("select pg_current_wal_insert_lsn()"),
            await office.ScalarAsync<long>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));

    private readonly record struct Cost(double WalBytes, double Commits, double RoundTrips)
    {
        public override string ToString() => $"{WalBytes:0} bytes, {Commits:0.00} commits, {RoundTrips:0.00} round trips";
    }
}
