using System.Runtime.InteropServices;

namespace OpsWorkflows.Host;

/// <summary>
/// Ctrl+C or SIGTERM while the host still starts, so that its PostgreSQL is stopped and not left behind.
/// Once the host runs, its own lifetime hears the same signals.
/// </summary>
sealed class StartInterruption : IDisposable
{
    readonly CancellationTokenSource interrupted = new();
    readonly PosixSignalRegistration[] signals;

    public StartInterruption() => signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt)];

    public CancellationToken Token => interrupted.Token;

    void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        interrupted.Cancel();
    }

    public void Dispose()
    {
        Array.ForEach(signals, signal => signal.Dispose());
        interrupted.Dispose();
    }
}
