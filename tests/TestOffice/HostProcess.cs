using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace OpsWorkflows.TestOffice;

/// <summary>How a host is started for a test. Environment variables are what an operator would set.</summary>
public sealed record HostSettings
{
    /// <summary>Null: the host brings its own PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Null: a new directory that is removed with the host.</summary>
    public string? DataDirectory { get; init; }

    public string AspNetEnvironment { get; init; } = "Development";

    /// <summary>Set over what the test process has; a null removes.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The host counts as started when this answers 200.</summary>
    public string ReadyPath { get; init; } = "/health/ready";

    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>The real, built host as a process of its own, which a test may kill and start again with the same settings and address.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    const int Interrupt = 2;

    readonly HostSettings settings;
    readonly TestDirectory? ownDirectory;
    readonly StringBuilder output = new();
    Process? process;
    IDisposable? lastWill;

    HostProcess(HostSettings settings)
    {
        ownDirectory = settings.DataDirectory is null ? new TestDirectory() : null;
        this.settings = settings;
        DataDirectory = settings.DataDirectory ?? ownDirectory!.Path;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Client = NewClient();
    }

    public Uri Address { get; }

    public string DataDirectory { get; }

    /// <summary>Keeps cookies, follows no redirects.</summary>
    public HttpClient Client { get; }

    public int ProcessId => process?.Id ?? throw new InvalidOperationException("The host is not running.");

    /// <summary>All that the host printed, over its restarts.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts a host and waits until it is ready.</summary>
    public static async Task<HostProcess> StartAsync(HostSettings settings)
    {
        var host = new HostProcess(settings);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Starts the process without waiting until it is ready.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.HostProgram])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Where the README's command is given.
            WorkingDirectory = Repository.Directory,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = settings.AspNetEnvironment;
        start.Environment["Ops__DataDirectory"] = DataDirectory;
        start.Environment["ConnectionStrings__Ops"] = settings.ConnectionString;
        // A test that wants them says so; living through their past takes a while.
        start.Environment["Ops__DemoFamilies"] = "false";
        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }
        process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        lastWill = LastWill.Write("kill -KILL \"$1\" 2>/dev/null", process.Id.ToString());
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }

    /// <summary>Fails with the host's output when it ends or is not ready in time.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var client = NewClient();
        client.Timeout = TimeSpan.FromSeconds(5);
        using var limit = new CancellationTokenSource(settings.StartLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await AnswersAsync(client))
        {
            if (process is null or { HasExited: true } || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The host is not ready. It printed:\n{Output}");
            }
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(settings.ReadyPath);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoAnswer(exception) || exception is TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a request failed because nobody answered. A host that dies right after it took a connection shows as a bare
    /// <see cref="SocketException"/>: HttpClient asks the socket for its other end outside of what it wraps.
    /// </summary>
    public static bool IsNoAnswer(Exception exception) => exception is HttpRequestException or IOException or SocketException;

    /// <summary>A further client, with cookies of its own.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>kill -9: the host gets no chance to say anything. Its own PostgreSQL, if it brought one, stays.</summary>
    public async Task KillAsync()
    {
        process?.Kill();
        await EndAsync();
    }

    /// <summary>Ctrl+C; returns the exit code. Fails when the host has not stopped after half a minute.</summary>
    public async Task<int> StopAsync()
    {
        if (process is not { HasExited: false })
        {
            throw new InvalidOperationException($"The host is not running. It printed:\n{Output}");
        }
        _ = kill(process.Id, Interrupt);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new InvalidOperationException($"The host did not stop at Ctrl+C. It printed:\n{Output}", exception);
        }
        var code = process.ExitCode;
        await EndAsync();
        return code;
    }

    /// <summary>Waits until the process has ended by itself; returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken token = default)
    {
        await process!.WaitForExitAsync(token);
        return process.ExitCode;
    }

    async Task EndAsync()
    {
        if (process is not null)
        {
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
        }
        lastWill?.Dispose();
        lastWill = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
        }
        await EndAsync();
        Client.Dispose();
        ownDirectory?.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressMessage("Style", "IDE1006", Justification = "The name that the C library gives it.")]
    static extern int kill(int processId, int signal);
}
