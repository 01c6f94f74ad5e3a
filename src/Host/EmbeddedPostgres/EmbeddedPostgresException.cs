namespace OpsWorkflows.Host;

/// <summary>The host's own PostgreSQL cannot run; the message says what happened, where, and what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner)
{
    const string OtherDatabase = "or set ConnectionStrings__Ops to a PostgreSQL 15 or newer of your own";

    static readonly string[] DiskFullWords = ["No space left on device", "Check free disk space", "Disk quota exceeded"];

    internal static EmbeddedPostgresException NoPrograms(IEnumerable<string> searched) => new(
        $"No PostgreSQL 15 or newer was found on this machine. Searched: {Listed(searched)}. "
        + $"Install it (on Debian: apt install postgresql), or run npm ci in src/Host, {OtherDatabase}.");

    internal static EmbeddedPostgresException OtherVersion(string cluster, int version, IEnumerable<PostgresPrograms> found) => new(
        $"The data in {cluster} were written by PostgreSQL {version}; found here: "
        + $"{Listed(found.Select(programs => $"PostgreSQL {programs.MajorVersion} in {programs.Directory}"))}. "
        + "PostgreSQL opens only data of its own major version. "
        + $"Install PostgreSQL {version}, or move the data over with its pg_dump, {OtherDatabase}.");

    internal static EmbeddedPostgresException NotACluster(string cluster) => new(
        $"The directory {cluster} is not empty and holds no PostgreSQL data. Move it away, or choose another data directory with Ops__DataDirectory.");

    internal static EmbeddedPostgresException InUse(string dataDirectory, Exception inner) => new(
        $"Another host is running on the data directory {dataDirectory}. Stop it, or give this host a directory of its own with Ops__DataDirectory.", inner);

    internal static EmbeddedPostgresException PortTaken(int port, Exception? inner = null) => new(
        $"Port {port} on 127.0.0.1, where PostgreSQL should listen, is taken by another program. Stop that program, or choose another port.", inner);

    internal static EmbeddedPostgresException DiskFull(string directory, Exception? inner = null) => new(
        $"There is no space left on the disk that holds {directory}. Free some space and start again; the data are not harmed.", inner);

    internal static EmbeddedPostgresException NotPermitted(string what, Exception? inner = null) => new(
        $"{what} Give that account the access, or choose another data directory with Ops__DataDirectory, {OtherDatabase}.", inner);

    internal static EmbeddedPostgresException WrongPassword(string passwordFile, Exception? inner = null) => new(
        $"The PostgreSQL data do not accept the password in {passwordFile}. Put back the file that belongs to these data.", inner);

    internal static EmbeddedPostgresException Foreign(int port, string cluster) => new(
        $"The PostgreSQL that answers on port {port} does not serve the data in {cluster}. Stop it and start the host again.");

    internal static EmbeddedPostgresException NotSupported() => new(
        "The host brings its own PostgreSQL on Linux only. Set ConnectionStrings__Ops to a PostgreSQL 15 or newer.");

    /// <summary>Recognises the common causes in what a PostgreSQL program printed.</summary>
    internal static EmbeddedPostgresException FromOutput(string what, string cluster, int? port, string output)
    {
        if (DiskFullWords.Any(words => output.Contains(words, StringComparison.Ordinal)))
        {
            return DiskFull(cluster);
        }
        if (port is { } taken && output.Contains("Address already in use", StringComparison.Ordinal))
        {
            return PortTaken(taken);
        }
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(5);
        var said = string.Join(" | ", lines);
        return output.Contains("ermission denied", StringComparison.Ordinal)
            ? NotPermitted($"{what} in {cluster}: it said: {said}.")
            : new($"{what} in {cluster}: it said: {said}.");
    }

    static string Listed(IEnumerable<string> parts) => string.Join(", ", parts.DefaultIfEmpty("nothing"));
}
