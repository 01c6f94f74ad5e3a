using System.Diagnostics;
using System.Globalization;

namespace OpsWorkflows.Bench;

/// <summary>
/// Processor time of this process and of its PostgreSQL. Unlike steps a second it hardly depends on what else the machine does.
/// </summary>
sealed class CpuClock(int postmaster)
{
    /// <summary>Ticks of <c>/proc</c> are hundredths of a second.</summary>
    private const double TicksPerMicrosecond = 1e-4;

    private const int State = 2, Parent = 3, UserTicks = 13, SystemTicks = 14, UserTicksOfEnded = 15, SystemTicksOfEnded = 16;

    /// <summary>What was used so far, in microseconds.</summary>
    /// <param name="client">The program that sends the steps; null for this one.</param>
    public (double Client, double Server) Read(Process? client = null) =>
        ((client?.TotalProcessorTime ?? Environment.CpuUsage.TotalTime).TotalMicroseconds, ServerTicks() / TicksPerMicrosecond);

    private long ServerTicks()
    {
        long ticks = 0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var process) || FieldsOf(directory) is not { } fields)
                continue;
            if (process == postmaster)
                ticks += Number(fields, UserTicks) + Number(fields, SystemTicks) + Number(fields, UserTicksOfEnded) + Number(fields, SystemTicksOfEnded);
            else if (Number(fields, Parent) == postmaster)
                ticks += Number(fields, UserTicks) + Number(fields, SystemTicks);
        }
        return ticks;
    }

    /// <summary>The columns after the program's name, which may itself hold blanks; null when the process is gone.</summary>
    private static string[]? FieldsOf(string directory)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(directory, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string[] fields, int column) => long.Parse(fields[column - State], CultureInfo.InvariantCulture);
}

/// <summary>How fast steps went; processor time is in microseconds, of one step.</summary>
readonly record struct Load(double StepsPerSecond, double ClientCpu, double ServerCpu)
{
    public double Cpu => ClientCpu + ServerCpu;

    public static Load Of(double stepsPerSecond, double seconds, (double Client, double Server) before, (double Client, double Server) after) =>
        new(stepsPerSecond, (after.Client - before.Client) / seconds / stepsPerSecond, (after.Server - before.Server) / seconds / stepsPerSecond);
}
