using System.Globalization;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Bench;

/// <summary>P9: what a case that waits costs this process, and how it has grown after many steps.</summary>
static class MemoryBench
{
    private const int Clients = 16;
    private const int IdleCases = 2_000;

    /// <summary>Until connections, plans and compiled code are there.</summary>
    private const int WarmUpCases = 1_000;

    private const int BurstsInMemory = 1_000_000;

    /// <summary>Steps against PostgreSQL; BENCH_STEPS=1000000 is the long run.</summary>
    private static int Steps => int.TryParse(Environment.GetEnvironmentVariable("BENCH_STEPS"), CultureInfo.InvariantCulture, out var steps) ? steps : 20_000;

    public static async Task RunAsync(Report report, BenchOffice office)
    {
        report.Section("P9 · memory of this process");
        await RunCasesAsync(WarmUpCases, office.RunCaseAsync);
        var before = Live();
        await RunCasesAsync(IdleCases, async client => BenchOffice.Committed(await office.StartAsync(BenchOffice.Start(client))));
        report.Add($"managed memory for each of {IdleCases:N0} cases that wait", $"{Math.Max(Live() - before, 0) / (double)IdleCases:0} bytes", "0");

        var resident = Resident();
        await RunCasesAsync(Steps / BenchOffice.StepsOfCase, office.RunCaseAsync);
        report.Add($"**resident size after {Steps:N0} steps on PostgreSQL / before**", $"**{Resident() / (double)resident:0.00}** ({resident / 1e6:0} MB before)", "≤ 1.1");

        resident = Resident();
        RunInMemory();
        report.Add($"**resident size after {BurstsInMemory:N0} steps in memory / before**", $"**{Resident() / (double)resident:0.00}**", "≤ 1.1");
    }

    private static async Task RunCasesAsync(int count, Func<int, Task> run)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await run(client);
        })));
    }

    /// <summary>A wait that is resumed again and again, its state written and read each time.</summary>
    private static void RunInMemory()
    {
        var flow = Flow.Straight("loop", [Flow.Activity("wait", "Elsa.Event", ("eventName", "Literal", "go")), Flow.Activity("line", "Elsa.WriteLine", ("text", "Literal", "a line"))]);
        ((System.Text.Json.Nodes.JsonArray)flow["root"]!["connections"]!).Add(Flow.Connection("line", "wait"));
        var definition = CompiledDefinition.Compile(WorkflowDefinition.Read(flow), DefinitionResources.None);
        var facts = new Facts { Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), Office = OfficeDirectory.Empty, Calendar = OfficeCalendar.Default };
        WorkflowInstance? instance = null;
        Stimulus stimulus = new Stimulus.Started(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), null, new Dictionary<string, Value>());
        for (var i = 0; i < BurstsInMemory; i++)
        {
            var next = ((BurstResult.Done)Burst.Run(definition, instance, stimulus, facts)).Changes.Instance;
            instance = next.StoredAndRead();
            stimulus = new Stimulus.EventReceived("go", Value.Undefined);
        }
        if (instance!.Revision != BurstsInMemory || instance.Incidents.Count > 0)
            throw new InvalidOperationException("The measured loop has stopped.");
    }

    private static long Live() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
