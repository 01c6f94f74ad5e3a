using System.Diagnostics;

namespace OpsWorkflows.Bench;

/// <summary>P1: steps a second through the engine, beside the same reads and batches without it, and beside pgbench.</summary>
static class StepsBench
{
    private const int Clients = 16;
    private const int Rounds = 9;

    /// <summary>Until the just-in-time compiler is done with both.</summary>
    private const int WarmUps = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Report report, BenchOffice office)
    {
        var bare = await BareLoop.RecordAsync(office);
        using var pgbench = PgBench.Find(office, bare);
        var cpu = new CpuClock(office.ServerProcessId);
        var rounds = new List<Round>();
        await office.AgeAsync(bare, Clients);
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            await RunAsync(bare.RunCaseAsync, cpu);
            await RunAsync(office.RunCaseAsync, cpu);
        }
        for (var i = 1; i <= Rounds; i++)
        {
            // Neighbouring windows are compared, because the speed of a shared machine drifts; the order turns with each round.
            var first = await RunAsync(i % 2 == 0 ? bare.RunCaseAsync : office.RunCaseAsync, cpu);
            var second = await RunAsync(i % 2 == 0 ? office.RunCaseAsync : bare.RunCaseAsync, cpu);
            var interactive = pgbench is null ? default : await pgbench.RunAsync(Clients, Window, cpu);
            var round = i % 2 == 0 ? new Round(second, first, interactive) : new Round(first, second, interactive);
            rounds.Add(round);
            Report.Say($"round {i}: engine {round.Engine.StepsPerSecond:0}, bare loop {round.Bare.StepsPerSecond:0}, pgbench {round.Interactive.StepsPerSecond:0} steps/s; "
                + $"processor time {round.Engine.Cpu:0}, {round.Bare.Cpu:0} and {round.Interactive.Cpu:0} µs a step");
        }
        Add(report, rounds, pgbench is not null);
    }

    private static void Add(Report report, List<Round> rounds, bool withPgBench)
    {
        report.Section($"P1 · steps a second, {Clients} clients");
        report.Add("engine", $"{Median(rounds, round => round.Engine.StepsPerSecond):0} steps/s");
        report.Add("bare loop: the same reads and batches, no engine", $"{Median(rounds, round => round.Bare.StepsPerSecond):0} steps/s");
        report.Add("**engine / bare loop**", Ratio(rounds, round => round.Engine.StepsPerSecond / round.Bare.StepsPerSecond), "≥ 0.7 (first cut ≥ 0.4)");
        report.Add("processor time of a step: engine (client + PostgreSQL)", Cpu(rounds, round => round.Engine));
        report.Add("processor time of a step: bare loop (client + PostgreSQL)", Cpu(rounds, round => round.Bare));
        report.Add("**bare loop / engine by processor time**", Ratio(rounds, round => round.Bare.Cpu / round.Engine.Cpu), "≥ 0.7");
        if (!withPgBench)
        {
            report.Add("engine / pgbench", "no pgbench on this machine", "≥ 1.0");
            return;
        }
        report.Add("`pgbench -M prepared`: the same statements one by one in a transaction", $"{Median(rounds, round => round.Interactive.StepsPerSecond):0} steps/s");
        report.Add("**engine / pgbench**", Ratio(rounds, round => round.Engine.StepsPerSecond / round.Interactive.StepsPerSecond), "≥ 1.0");
        report.Add("processor time of a step: pgbench (client + PostgreSQL)", Cpu(rounds, round => round.Interactive));
        report.Add("**pgbench / engine by processor time**", Ratio(rounds, round => round.Interactive.Cpu / round.Engine.Cpu), "≥ 1.0");
    }

    private static double Median(List<Round> rounds, Func<Round, double> figure) => Measure.Median(rounds.Select(figure));

    private static string Ratio(List<Round> rounds, Func<Round, double> ratio) =>
        $"**{Median(rounds, ratio):0.00}** ({rounds.Min(ratio):0.00}–{rounds.Max(ratio):0.00})";

    private static string Cpu(List<Round> rounds, Func<Round, Load> load) =>
        $"{Median(rounds, round => load(round).ClientCpu):0} + {Median(rounds, round => load(round).ServerCpu):0} µs";

    private static async Task<Load> RunAsync(Func<int, Task<int>> runCase, CpuClock cpu)
    {
        var before = cpu.Read();
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var steps = 0;
            while (clock.Elapsed < Window)
                steps += await runCase(client);
            return steps;
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        return Load.Of(done.Sum() / seconds, seconds, before, cpu.Read());
    }

    private readonly record struct Round(Load Engine, Load Bare, Load Interactive);
}
