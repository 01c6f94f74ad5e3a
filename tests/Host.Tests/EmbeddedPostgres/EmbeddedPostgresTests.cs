using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests;

[SupportedOSPlatform("linux")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    readonly TestDirectory directory = new();

    string ClusterDirectory => directory.PathOf("postgres");

    public void Dispose() => directory.Dispose();

    EmbeddedPostgresOptions Options => new() { DataDirectory = directory.Path, Durable = false };

    static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) => EmbeddedPostgres.StartAsync(options, NullLogger.Instance);

    static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    [Fact]
    public async Task A_second_start_reuses_the_data_and_the_port()
    {
        int port;
        await using (var first = await StartAsync(Options))
        {
            port = first.Port;
            await AskAsync(first.ConnectionString, "create table families (mark text); insert into families values ('Łódź 1')");
        }

        await using var second = await StartAsync(Options);

        second.Port.ShouldBe(port);
        (await AskAsync(second.ConnectionString, "select upper(mark) from families")).ShouldBe("ŁÓDŹ 1");
    }

    [Fact]
    public async Task Stopping_leaves_no_process_and_nothing_to_recover()
    {
        var postgres = await StartAsync(Options);
        var processId = postgres.ProcessId;

        await postgres.DisposeAsync();

        postgres.ProcessId.ShouldBe(0);
        Runs(processId).ShouldBeFalse();
        await using var again = await StartAsync(Options);
        (await File.ReadAllTextAsync(Path.Combine(ClusterDirectory, "ops.log"))).ShouldNotContain("not properly shut down");
    }

    /// <summary>A dead process that nobody has collected yet has no command line.</summary>
    static bool Runs(int processId) => File.Exists($"/proc/{processId}/cmdline") && File.ReadAllText($"/proc/{processId}/cmdline") != "";

    [Fact]
    public async Task A_host_that_was_killed_leaves_its_server_to_the_next_one()
    {
        var (host, orphan) = await StartHostAsync();
        host.Kill();
        await host.WaitForExitAsync();

        await using var next = await StartAsync(Options);

        next.ProcessId.ShouldBe(orphan);
        (await AskAsync(next.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_file_that_a_crashed_server_leaves_does_not_hinder_a_start()
    {
        var (host, orphan) = await StartHostAsync();
        host.Kill();
        Process.GetProcessById(orphan).Kill();
        await host.WaitForExitAsync();
        // The number of the dead server belongs to another process by now: to this one.
        var file = Path.Combine(ClusterDirectory, "postmaster.pid");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(orphan.ToString(), Environment.ProcessId.ToString(), StringComparison.Ordinal));

        await using var next = await StartAsync(Options);

        next.ProcessId.ShouldNotBe(orphan);
        (await AskAsync(next.ConnectionString, "select 1")).ShouldBe(1);
    }

    async Task<(Process Host, int PostgresId)> StartHostAsync()
    {
        var host = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, directory.Path])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return (host, int.Parse((await host.StandardOutput.ReadLineAsync())!));
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_is_told_so()
    {
        await using var first = await StartAsync(Options);

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options));

        refused.Message.ShouldContain("Another host is running on the data directory " + directory.Path);
        (await AskAsync(first.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_server_is_closed_to_strangers()
    {
        await using var postgres = await StartAsync(Options);

        (await AskAsync(postgres.ConnectionString, "show listen_addresses")).ShouldBe("127.0.0.1");
        (await AskAsync(postgres.ConnectionString, "select rolsuper from pg_roles where rolname = current_user")).ShouldBe(false);
        var stranger = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guessed" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => AskAsync(stranger, "select 1"))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        File.GetUnixFileMode(Path.Combine(ClusterDirectory, "ops.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        SessionOf(postgres.ProcessId).ShouldNotBe(SessionOf(Environment.ProcessId));
    }

    static string SessionOf(int processId) => File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1].Split(' ')[3];

    [Fact]
    public async Task The_log_names_no_values()
    {
        await using var postgres = await StartAsync(Options);
        await AskAsync(postgres.ConnectionString, "create table families (mark text unique); insert into families values ('Kowalska')");

        await Should.ThrowAsync<PostgresException>(() => AskAsync(postgres.ConnectionString, "insert into families values ('Kowalska')"));
        await Should.ThrowAsync<PostgresException>(() => AskAsync(postgres.ConnectionString, "select 'Kowalska'::integer"));

        (await File.ReadAllTextAsync(Path.Combine(ClusterDirectory, "ops.log"))).ShouldNotContain("Kowalska");
    }

    [Fact]
    public async Task The_hosts_own_data_are_flushed_to_disk_unless_a_test_says_otherwise()
    {
        await using (var hurried = await StartAsync(Options))
        {
            (await AskAsync(hurried.ConnectionString, "show fsync")).ShouldBe("off");
        }

        await using var durable = await StartAsync(new() { DataDirectory = directory.Path });

        (await AskAsync(durable.ConnectionString, "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"))
            .ShouldBe("fsync=on full_page_writes=on synchronous_commit=on");
    }

    public static TheoryData<string> InstalledPrograms => [.. PostgresPrograms.SystemDirectories(), PostgresPrograms.BundledDirectories().Last()];

    [Theory, MemberData(nameof(InstalledPrograms))]
    public async Task Each_set_of_programs_on_this_machine_serves(string programs)
    {
        await using var postgres = await StartAsync(Options with { SearchPaths = [programs] });

        (await AskAsync(postgres.ConnectionString, "show server_version_num")).ShouldBeOfType<string>().ShouldStartWith($"{postgres.MajorVersion}0");
        (await AskAsync(postgres.ConnectionString, "select lower('ŻÓŁĆ') || (select string_agg(name, '' order by name collate \"pl-x-icu\") from unnest(array['z', 'ł', 'l', 'm']) name)"))
            .ShouldBe("żółćlłmz");
    }

    [Fact]
    public async Task Programs_that_fit_the_data_are_preferred_to_newer_ones()
    {
        var bundled = PostgresPrograms.BundledDirectories().Last();
        await using (await StartAsync(Options with { SearchPaths = [bundled] }))
        {
        }

        await using var postgres = await StartAsync(Options with { SearchPaths = [FakePrograms(99), bundled] });

        postgres.MajorVersion.ShouldBe(18);
    }

    [Fact]
    public async Task Without_programs_the_message_names_where_they_were_sought_and_what_to_do()
    {
        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options with { SearchPaths = [directory.PathOf("nowhere")] }));

        refused.Message.ShouldStartWith("No PostgreSQL 15 or newer was found");
        refused.Message.ShouldContain(directory.PathOf("nowhere"));
        refused.Message.ShouldContain("ConnectionStrings__Ops");
    }

    [Fact]
    public async Task Programs_older_than_15_do_not_count()
    {
        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options with { SearchPaths = [FakePrograms(14)] }));

        refused.Message.ShouldStartWith("No PostgreSQL 15 or newer was found");
    }

    [Theory, InlineData("99"), InlineData("14"), InlineData("9.6")]
    public async Task Data_of_another_version_are_left_alone(string version)
    {
        Directory.CreateDirectory(ClusterDirectory);
        await File.WriteAllTextAsync(Path.Combine(ClusterDirectory, "PG_VERSION"), version + "\n");

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options));

        refused.Message.ShouldStartWith($"The data in {ClusterDirectory} were written by PostgreSQL {version.Split('.')[0]}; found here: PostgreSQL ");
        Directory.GetFiles(ClusterDirectory).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_directory_with_other_things_in_it_is_left_alone()
    {
        Directory.CreateDirectory(ClusterDirectory);
        await File.WriteAllTextAsync(Path.Combine(ClusterDirectory, "notes.txt"), "mine");

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options));

        refused.Message.ShouldContain("is not empty and holds no PostgreSQL data");
    }

    [Fact]
    public async Task A_wanted_port_that_is_taken_is_an_error_and_a_remembered_one_is_replaced()
    {
        int port;
        await using (var first = await StartAsync(Options))
        {
            port = first.Port;
        }
        using var stranger = new TcpListener(IPAddress.Loopback, port);
        stranger.Start();

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options with { Port = port }));
        await using var second = await StartAsync(Options);

        refused.Message.ShouldStartWith($"Port {port} on 127.0.0.1, where PostgreSQL should listen, is taken");
        second.Port.ShouldNotBe(port);
    }

    [Fact]
    public async Task Data_below_a_directory_that_nobody_else_may_enter_are_served_too()
    {
        var closed = Directory.CreateDirectory(directory.PathOf("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var postgres = await StartAsync(Options with { DataDirectory = Path.Combine(closed.FullName, "data") });

        (await AskAsync(postgres.ConnectionString, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_full_disk_is_named_as_the_cause()
    {
        var programs = FakePrograms(15, initdb: "echo 'initdb: error: could not write: No space left on device' >&2; exit 1");

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options with { SearchPaths = [programs] }));

        refused.Message.ShouldStartWith($"There is no space left on the disk that holds {ClusterDirectory}");
    }

    [Fact]
    public async Task A_creation_that_was_broken_off_starts_anew()
    {
        var programs = FakePrograms(15, initdb: "touch \"$2\"/half; exit 1");
        await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options with { SearchPaths = [programs] }));

        await using var postgres = await StartAsync(Options);

        File.Exists(Path.Combine(ClusterDirectory, "half")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_password_file_of_other_data_is_named_as_the_cause()
    {
        await using (await StartAsync(Options))
        {
        }
        var file = Path.Combine(ClusterDirectory, "ops.password");
        var password = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, "another");

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(() => StartAsync(Options));

        refused.Message.ShouldContain(file);
        refused.Message.ShouldNotContain("another");
        await File.WriteAllTextAsync(file, password);
        await using var postgres = await StartAsync(Options);
    }

    /// <summary>Programs that only say which version they are.</summary>
    string FakePrograms(int version, string initdb = "exit 1")
    {
        var bin = directory.PathOf($"fake-{version}", "bin");
        Directory.CreateDirectory(bin);
        foreach (var (name, body) in new[] { ("postgres", $"echo 'postgres (PostgreSQL) {version}.1'"), ("initdb", initdb), ("pg_ctl", "exit 1") })
        {
            var file = Path.Combine(bin, name);
            File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }
        return bin;
    }
}
