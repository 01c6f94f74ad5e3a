using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace OpsWorkflows.Host;

/// <summary>The files of a PostgreSQL cluster as the host sees them; what the host adds is named <c>ops.*</c>.</summary>
sealed class Cluster(string dataDirectory)
{
    public const string LogName = "ops.log";

    const int Interrupt = 2, Quit = 3;

    public string Directory { get; } = Path.Combine(dataDirectory, "postgres");

    /// <summary>A cluster is made here and then renamed, so that one half made is never taken for a whole one.</summary>
    public string HalfMadeDirectory => Directory + ".new";

    public string PasswordFile => Path.Combine(Directory, "ops.password");

    public string LogFile => Path.Combine(Directory, LogName);

    string PortFile => Path.Combine(Directory, "ops.port");

    string PostmasterFile => Path.Combine(Directory, "postmaster.pid");

    /// <summary>The major version that wrote the data; null when there are none yet.</summary>
    public int? MajorVersion()
    {
        var file = Path.Combine(Directory, "PG_VERSION");
        if (File.Exists(file))
        {
            return int.TryParse(File.ReadAllText(file).Trim().Split('.')[0], out var version) ? version : throw EmbeddedPostgresException.NotACluster(Directory);
        }
        return System.IO.Directory.Exists(Directory) && System.IO.Directory.EnumerateFileSystemEntries(Directory).Any()
            ? throw EmbeddedPostgresException.NotACluster(Directory)
            : null;
    }

    public string Password() => File.Exists(PasswordFile) ? File.ReadAllText(PasswordFile).Trim() : throw EmbeddedPostgresException.WrongPassword(PasswordFile);

    public int? RememberedPort() => File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), out var port) ? port : null;

    public void Remember(int port) => File.WriteAllText(PortFile, port.ToString());

    /// <summary>The server that runs on these data; null when there is none, even where a crash left its file behind.</summary>
    public Postmaster? Running() =>
        TryReadText(PostmasterFile) is { } text && Postmaster.TryParse(text) is { } postmaster
            && TryReadText($"/proc/{postmaster.ProcessId}/cwd/postmaster.pid") is { } own && Postmaster.TryParse(own) is { } seen
            && seen.IsSameServer(postmaster)
            ? postmaster
            : null;

    /// <summary>A crash leaves the file; PostgreSQL refuses to start if a stranger has the same process number now.</summary>
    public void ForgetDeadServer() => File.Delete(PostmasterFile);

    static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stops the server: fast (open transactions are rolled back), or at once when it takes longer than a minute.</summary>
    public async Task StopAsync()
    {
        if (Running() is not { } postmaster)
        {
            return;
        }
        _ = kill(postmaster.ProcessId, Interrupt);
        for (var waited = 0; !HasEnded(postmaster.ProcessId); waited++)
        {
            if (waited == 6000)
            {
                _ = kill(postmaster.ProcessId, Quit);
            }
            await Task.Delay(10);
        }
    }

    /// <summary>A dead process that nobody has collected yet (Z) has ended too.</summary>
    static bool HasEnded(int processId) =>
        TryReadText($"/proc/{processId}/stat") is not { } stat || stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressMessage("Style", "IDE1006", Justification = "The name that the C library gives it.")]
    static extern int kill(int processId, int signal);
}

/// <summary>What postmaster.pid says of the running server.</summary>
sealed record Postmaster(int ProcessId, string StartedAt, int Port, string Status)
{
    public bool IsReady => Status == "ready";

    public bool IsSameServer(Postmaster other) => (ProcessId, StartedAt) == (other.ProcessId, other.StartedAt);

    public static Postmaster? TryParse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length >= 4 && int.TryParse(lines[0], out var id) && int.TryParse(lines[3], out var port)
            ? new(id, lines[2], port, lines.Length > 7 ? lines[7] : "starting")
            : null;
    }
}
