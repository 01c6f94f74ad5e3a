using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OpsWorkflows.Host;

/// <summary>
/// The system account that PostgreSQL's programs run under: the host's own, or, because PostgreSQL refuses to be run by root,
/// the owner of the data, <c>postgres</c> or <c>nobody</c>.
/// </summary>
sealed class PostgresAccount
{
    /// <summary>What an account that is not root may be lent so that it reaches data or programs below a directory like /root.</summary>
    static readonly (int Bit, string Name)[] PassingThrough = [(2, "dac_read_search"), (1, "dac_override")];

    readonly string? name;
    string? capability;

    PostgresAccount(string? name) => this.name = name;

    /// <summary>The right that is lent to the account, null when it needs none.</summary>
    public string? LentRight => capability;

    public string Name => name ?? Environment.UserName;

    public static async Task<PostgresAccount> ForAsync(Cluster cluster, CancellationToken token)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null);
        }
        var self = new PostgresAccount(null);
        var owner = (await self.RunAsync("stat", ["-c", "%U", cluster.Directory], token)).Output.Trim();
        foreach (var candidate in new[] { owner, "postgres", "nobody" })
        {
            if (candidate != "root" && (await self.RunAsync("id", ["-u", candidate], token)).Succeeded)
            {
                return new(candidate);
            }
        }
        throw EmbeddedPostgresException.NotPermitted("PostgreSQL refuses to be run by root, and this system has neither an account postgres nor an account nobody.");
    }

    /// <summary>Makes sure that the account reaches these directories.</summary>
    public async Task ReachAsync(IReadOnlyList<string> directories, CancellationToken token)
    {
        if (name is null)
        {
            return;
        }
        // Not test -x: it asks the kernel in a way that overlooks a lent right.
        string[] within = [.. directories.Select(directory => Path.Combine(directory, "."))];
        if ((await RunAsync("stat", within, token)).Succeeded)
        {
            return;
        }
        capability = OwnCapability();
        if (capability is null || !(await RunAsync("stat", within, token)).Succeeded)
        {
            throw EmbeddedPostgresException.NotPermitted(
                $"PostgreSQL refuses to be run by root, and the account {name}, used instead, may not enter {string.Join(" or ", directories)}.");
        }
    }

    static string? OwnCapability()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        var effective = line is null ? 0 : ulong.Parse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return PassingThrough.Where(right => (effective >> right.Bit & 1) == 1).Select(right => right.Name).FirstOrDefault();
    }

    /// <summary>Hands a file or a directory with all in it over to the account.</summary>
    public async Task GiveAsync(string path, CancellationToken token)
    {
        if (name is not null && !(await new PostgresAccount(null).RunAsync("chown", ["-R", $"{name}:", path], token)).Succeeded)
        {
            throw EmbeddedPostgresException.NotPermitted($"The account {name} could not be made the owner of {path}.");
        }
    }

    /// <summary>Runs a program to its end under the account. It gets none of the host's environment but PATH.</summary>
    public async Task<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken token)
    {
        using var process = Start(program, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(token);
            var errors = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            return new(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = capability is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("setpriv",
                [$"--reuid={name}", $"--regid={GroupOf(name!)}", "--init-groups", $"--inh-caps=+{capability}", $"--ambient-caps=+{capability}", "--", program, .. arguments]);
        start.UserName = capability is null ? name : null;
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw EmbeddedPostgresException.NotPermitted($"{program} could not be started under the account {Name}: {exception.Message}.", exception);
        }
    }

    /// <summary>setpriv wants the primary group by name or number, and a user's group need not be named like the user.</summary>
    static string GroupOf(string user)
    {
        var start = new ProcessStartInfo("id", ["-g", user]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var group = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return group;
    }
}

/// <summary>How a program ended and what it printed.</summary>
readonly record struct ProgramResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}
