using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsWorkflows.Host;

/// <summary>One set of PostgreSQL's programs: the directory with initdb, pg_ctl and postgres, and its major version.</summary>
public sealed partial record PostgresPrograms(string Directory, int MajorVersion)
{
    const int OldestVersion = 15;

    static readonly string[] Names = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>The system's programs, newest first, then those published with the host, then those of the npm package.</summary>
    public static IReadOnlyList<string> DefaultSearchPaths() => [.. SystemDirectories(), .. BundledDirectories()];

    public static IEnumerable<string> SystemDirectories() =>
        !System.IO.Directory.Exists("/usr/lib/postgresql")
            ? []
            : System.IO.Directory.GetDirectories("/usr/lib/postgresql")
                .Where(path => int.TryParse(Path.GetFileName(path), out _))
                .OrderByDescending(path => int.Parse(Path.GetFileName(path)))
                .Select(path => Path.Combine(path, "bin"));

    public static IEnumerable<string> BundledDirectories()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "postgres", "bin");
        var npm = typeof(PostgresPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "NpmPostgres")?.Value;
        if (npm is not null)
        {
            yield return Path.Combine(npm, "bin");
        }
    }

    /// <summary>The first programs that can open data of this major version (or make new ones, when null).</summary>
    internal static PostgresPrograms Find(IReadOnlyList<string> searchPaths, string cluster, int? dataVersion)
    {
        var found = new List<PostgresPrograms>();
        foreach (var programs in searchPaths.Select(TryRead).OfType<PostgresPrograms>())
        {
            if (dataVersion is null ? programs.MajorVersion >= OldestVersion : programs.MajorVersion == dataVersion)
            {
                return programs;
            }
            found.Add(programs);
        }
        throw dataVersion is { } version && found.Count > 0
            ? EmbeddedPostgresException.OtherVersion(cluster, version, found)
            : EmbeddedPostgresException.NoPrograms(searchPaths);
    }

    static PostgresPrograms? TryRead(string directory)
    {
        if (!Names.All(name => File.Exists(Path.Combine(directory, name))))
        {
            return null;
        }
        MakeMissingLinks(Path.GetDirectoryName(Path.GetFullPath(directory))!);
        var start = new ProcessStartInfo(Path.Combine(directory, "postgres"), ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var match = VersionNumber().Match(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return match.Success ? new(Path.GetFullPath(directory), int.Parse(match.Groups["major"].Value)) : null;
    }

    /// <summary>The npm package carries its library links as a list, for its install script; newer npm does not run such scripts.</summary>
    static void MakeMissingLinks(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var path = Path.Combine(native, "lib", Path.GetFileName(link.GetProperty("target").GetString()!));
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
        }
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex VersionNumber();
}
