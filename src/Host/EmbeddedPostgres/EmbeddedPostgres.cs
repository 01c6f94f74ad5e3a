using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Npgsql;

namespace OpsWorkflows.Host;

/// <summary>
/// The PostgreSQL that the host brings along when no connection string is given: started with the host, stopped with it,
/// and taken over when a killed host left it running. Failures to start are <see cref="EmbeddedPostgresException"/>.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    const string Administrator = "postgres", Application = "ops";

    /// <summary>Recovery after a crash can take minutes; nothing else does.</summary>
    const int StartSeconds = 600;

    readonly Cluster cluster;
    readonly EmbeddedPostgresOptions options;
    readonly ILogger logger;
    readonly FileStream lockFile;
    PostgresPrograms programs = null!;
    PostgresAccount account = null!;

    EmbeddedPostgres(EmbeddedPostgresOptions options, ILogger logger, FileStream lockFile)
    {
        cluster = new Cluster(Path.GetFullPath(options.DataDirectory));
        this.options = options;
        this.logger = logger;
        this.lockFile = lockFile;
    }

    /// <summary>For the application's account, which owns its database and may create others, but is no superuser.</summary>
    public string ConnectionString => ConnectTo(Application, Application);

    /// <summary>For the superuser: for tests and repairs.</summary>
    public string AdministratorConnectionString => ConnectTo(Administrator, Application);

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; private set; }

    public int ProcessId => cluster.Running()?.ProcessId ?? 0;

    public int MajorVersion => programs.MajorVersion;

    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken token = default)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw EmbeddedPostgresException.NotSupported();
        }
        try
        {
            var postgres = new EmbeddedPostgres(options, logger, TakeLock(Path.GetFullPath(options.DataDirectory)));
            try
            {
                await postgres.StartAsync(token);
                return postgres;
            }
            catch
            {
                await postgres.lockFile.DisposeAsync();
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw EmbeddedPostgresException.NotPermitted($"The account {Environment.UserName} may not use the data directory {options.DataDirectory}: {exception.Message}", exception);
        }
        catch (IOException exception) when (IsDiskFull(exception))
        {
            throw EmbeddedPostgresException.DiskFull(options.DataDirectory, exception);
        }
    }

    [SupportedOSPlatform("linux")]
    static FileStream TakeLock(string dataDirectory)
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(dataDirectory, Environment.IsPrivilegedProcess ? Own | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Own);
        try
        {
            return new FileStream(Path.Combine(dataDirectory, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && !IsDiskFull(exception))
        {
            throw EmbeddedPostgresException.InUse(dataDirectory, exception);
        }
    }

    static bool IsDiskFull(IOException exception) => (exception.HResult & 0xFFFF) is 28 or 122;

    [SupportedOSPlatform("linux")]
    async Task StartAsync(CancellationToken token)
    {
        var version = cluster.MajorVersion();
        programs = PostgresPrograms.Find(options.SearchPaths, cluster.Directory, version);
        account = await PostgresAccount.ForAsync(cluster, token);
        await account.ReachAsync([Path.GetDirectoryName(cluster.Directory)!, programs.Directory], token);
        if (account.LentRight is { } right)
        {
            LogLentRight(account.Name, cluster.Directory, right);
        }
        if (version is null)
        {
            LogCreating(programs.MajorVersion, cluster.Directory);
            await CreateClusterAsync(token);
        }
        try
        {
            if (!await TakeOverAsync(token))
            {
                await StartServerAsync(token);
            }
            await CreateDatabaseAsync(token);
        }
        catch
        {
            await cluster.StopAsync();
            throw;
        }
    }

    /// <summary>The password is made here and stays in a file that only the account may read.</summary>
    [SupportedOSPlatform("linux")]
    async Task CreateClusterAsync(CancellationToken token)
    {
        var directory = cluster.HalfMadeDirectory;
        var passwordFile = directory + ".password";
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(passwordFile);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using (var file = new StreamWriter(passwordFile, create))
        {
            await file.WriteLineAsync(RandomNumberGenerator.GetHexString(48, lowercase: true).AsMemory(), token);
        }
        await account.GiveAsync(directory, token);
        await account.GiveAsync(passwordFile, token);

        // The same order of letters on each version and system: by code point, with Unicode's upper and lower case.
        string[] locale = programs.MajorVersion >= 17
            ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            : ["--locale=C.UTF-8"];
        string[] sync = options.Durable ? [] : ["--no-sync"];
        var result = await account.RunAsync(programs.InitDb,
            ["-D", directory, "-U", Administrator, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", .. locale, .. sync, "--no-instructions"], token);
        if (!result.Succeeded)
        {
            throw EmbeddedPostgresException.FromOutput("PostgreSQL's initdb could not create a cluster", cluster.Directory, port: null, result.Output);
        }
        File.Move(passwordFile, Path.Combine(directory, Path.GetFileName(cluster.PasswordFile)));
        if (Directory.Exists(cluster.Directory))
        {
            Directory.Delete(cluster.Directory);
        }
        Directory.Move(directory, cluster.Directory);
    }

    /// <summary>A host that was killed leaves its server running: it is used again, or stopped when it cannot be.</summary>
    async Task<bool> TakeOverAsync(CancellationToken token)
    {
        while (cluster.Running() is { } postmaster)
        {
            if (postmaster.IsReady)
            {
                Port = postmaster.Port;
                if ((options.Port is null || options.Port == Port) && await IsUsableAsync(token))
                {
                    LogTakenOver(postmaster.ProcessId, Port);
                    return true;
                }
                await cluster.StopAsync();
            }
            await Task.Delay(20, token);
        }
        cluster.ForgetDeadServer();
        return false;
    }

    /// <summary>A server that is just going down refuses connections.</summary>
    async Task<bool> IsUsableAsync(CancellationToken token)
    {
        try
        {
            return await ServesOurClusterAsync(token);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Whoever answers must know our password and read the same postmaster.pid as we do.</summary>
    async Task<bool> ServesOurClusterAsync(CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(ConnectTo(Administrator, "postgres"));
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand("select pg_read_file('postmaster.pid'), current_setting('fsync') = 'on'", connection);
        await using var reader = await command.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        return Postmaster.TryParse(reader.GetString(0)) is { } theirs && cluster.Running() is { } ours && theirs.IsSameServer(ours)
            && reader.GetBoolean(1) == options.Durable;
    }

    async Task StartServerAsync(CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = options.Port ?? (cluster.RememberedPort() is { } remembered && IsFree(remembered) ? remembered : FreePort());
            if (options.Port is { } wanted && !IsFree(wanted))
            {
                throw EmbeddedPostgresException.PortTaken(wanted);
            }
            var failure = await TryStartServerAsync(token);
            if (failure is null)
            {
                break;
            }
            // Another program may have taken the free port in between.
            if (attempt == 3 || options.Port is not null || !failure.Contains("Address already in use", StringComparison.Ordinal))
            {
                throw EmbeddedPostgresException.FromOutput("PostgreSQL could not start", cluster.Directory, Port, failure);
            }
        }
        cluster.Remember(Port);
        await account.GiveAsync(cluster.Directory, token);
        LogStarted(programs.MajorVersion, cluster.Directory, Port);
    }

    /// <summary>pg_ctl gives the server a session of its own, so that Ctrl+C reaches the host alone. Returns what went wrong.</summary>
    async Task<string?> TryStartServerAsync(CancellationToken token)
    {
        File.Delete(cluster.LogFile);
        var result = await account.RunAsync(programs.PgCtl,
            ["start", "-w", "-t", StartSeconds.ToString(CultureInfo.InvariantCulture), "-D", cluster.Directory, "-l", cluster.LogFile, "-o", ServerOptions()], token);
        return result.Succeeded ? null : result.Output + (File.Exists(cluster.LogFile) ? await File.ReadAllTextAsync(cluster.LogFile, token) : "");
    }

    /// <summary>The log names no statements and no values: they could name families. Errors of statements reach the host anyway.</summary>
    string ServerOptions()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", "unix_socket_directories=", "max_connections=200", "timezone=UTC", "log_timezone=UTC",
            "log_min_messages=log", "log_error_verbosity=terse", "log_min_error_statement=panic", "log_checkpoints=off",
            .. options.Durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        return string.Join(' ', settings.Select(setting => $"-c {setting}"));
    }

    static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    async Task CreateDatabaseAsync(CancellationToken token)
    {
        try
        {
            if (!await ServesOurClusterAsync(token))
            {
                throw EmbeddedPostgresException.Foreign(Port, cluster.Directory);
            }
            await using var connection = new NpgsqlConnection(ConnectTo(Administrator, "postgres"));
            await connection.OpenAsync(token);
            if (!await ExistsAsync(connection, $"select 1 from pg_roles where rolname = '{Application}'", token))
            {
                await ExecuteAsync(connection, $"create role {Application} login createdb password '{cluster.Password()}'", token);
                await ExecuteAsync(connection, $"grant pg_monitor to {Application}", token);
            }
            if (!await ExistsAsync(connection, $"select 1 from pg_database where datname = '{Application}'", token))
            {
                await ExecuteAsync(connection, $"create database {Application} owner {Application}", token);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DiskFull)
        {
            throw EmbeddedPostgresException.DiskFull(cluster.Directory, exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw EmbeddedPostgresException.WrongPassword(cluster.PasswordFile, exception);
        }
    }

    static async Task<bool> ExistsAsync(NpgsqlConnection connection, string query, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync(token) is not null;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(token);
    }

    string ConnectTo(string user, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = user,
        Password = cluster.Password(),
        Database = database,
        // The administrator's few connections are not kept: an open one would hinder stopping and cloning.
        Pooling = user != Administrator,
        // The server is local: encryption and Kerberos would only cost time.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Stops the server; connections of this process that are still open are broken.</summary>
    public async ValueTask DisposeAsync()
    {
        await cluster.StopAsync();
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        await lockFile.DisposeAsync();
        LogStopped(cluster.Directory);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Creating a PostgreSQL {Version} cluster in {Directory}")]
    partial void LogCreating(int version, string directory);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL {Version} serves {Directory} on 127.0.0.1:{Port}")]
    partial void LogStarted(int version, string directory, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Took over the PostgreSQL that a killed host left running (process {ProcessId}, 127.0.0.1:{Port})")]
    partial void LogTakenOver(int processId, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Only root may enter the directories above {Directory} or PostgreSQL's programs, so the account {Account} runs PostgreSQL with the right {Right}; data below a directory that all may enter need no such right")]
    partial void LogLentRight(string account, string directory, string right);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL in {Directory} stopped")]
    partial void LogStopped(string directory);
}
