using System.Diagnostics;

namespace OpsWorkflows.Bench;

/// <summary>Ways to measure on a machine that others use too.</summary>
static class Measure
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>
    /// Microseconds and bytes of one call: the median of five repeats, each the median of many rounds of about a millisecond, so that
    /// rounds in which the operating system gave the core to another program fall out.
    /// </summary>
    public static (double Microseconds, double Bytes) Call(Action action)
    {
        const int Rounds = 300;
        var calls = 1;
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < TimeSpan.FromSeconds(2);)
            action();
        while (Time(action, calls) < TimeSpan.FromMilliseconds(0.5))
            calls *= 2;
        var repeats = new List<(double Time, double Bytes)>();
        for (var repeat = 0; repeat < 5; repeat++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var rounds = Enumerable.Range(0, Rounds).Select(_ => Time(action, calls).TotalMicroseconds / calls).ToList();
            repeats.Add((Median(rounds), (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Rounds * calls)));
        }
        return (Median(repeats.Select(repeat => repeat.Time)), Median(repeats.Select(repeat => repeat.Bytes)));
    }

    private static TimeSpan Time(Action action, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
            action();
        return Stopwatch.GetElapsedTime(start);
    }
}
