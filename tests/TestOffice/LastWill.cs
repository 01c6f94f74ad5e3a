using System.Diagnostics;

namespace OpsWorkflows.TestOffice;

/// <summary>
/// A shell command that is carried out when this process has ended, however it ended: a small shell waits for its input to close.
/// The runner of the tests gives them no time to tidy up at their exit, and may kill them.
/// </summary>
static class LastWill
{
    /// <summary>The arguments are <c>$1</c>, <c>$2</c>, … of the command. Disposing the result carries it out at once.</summary>
    public static IDisposable Write(string command, params string[] arguments)
    {
        string[] shell = ["-c", "trap '' INT TERM HUP; read -r end; " + command, "last-will", .. arguments];
        return Process.Start(new ProcessStartInfo("sh", shell)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        }) is { } process ? new Executor(process) : throw new InvalidOperationException("The shell did not start.");
    }

    sealed class Executor(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
