using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Host;

namespace OpsWorkflows.Bench;

/// <summary>
/// The yardstick of PostgreSQL's own benchmark program: the recorded statements of a case, one round trip each, every step a
/// transaction, prepared.
/// </summary>
sealed partial class PgBench : IDisposable
{
    /// <summary>In seconds.</summary>
    private const int WarmUp = 3;

    private readonly string _program;
    private readonly string _script;
    private readonly NpgsqlConnectionStringBuilder _target;

    private PgBench(string program, string script, string connectionString)
    {
        (_program, _script, _target) = (program, Path.GetTempFileName(), new NpgsqlConnectionStringBuilder(connectionString));
        File.WriteAllText(_script, script);
    }

    /// <summary>Null when the machine has no pgbench beside its PostgreSQL.</summary>
    public static PgBench? Find(BenchOffice office, BareLoop loop)
    {
        var program = new EmbeddedPostgresOptions { DataDirectory = "" }.SearchPaths.Select(path => Path.Combine(path, "pgbench")).FirstOrDefault(File.Exists);
        return program is null ? null : new PgBench(program, ScriptOf(loop), office.ConnectionString);
    }

    /// <summary>Measures the window after a warm-up in which every connection prepares and plans its statements.</summary>
    public async Task<Load> RunAsync(int clients, TimeSpan window, CpuClock cpu)
    {
        var seconds = (int)window.TotalSeconds;
        using var process = Start(clients, WarmUp + seconds + 1);
        var output = process.StandardOutput.ReadToEndAsync();
        var progress = process.StandardError.ReadToEndAsync();
        await Task.Delay(TimeSpan.FromSeconds(WarmUp));
        var before = cpu.Read(process);
        await Task.Delay(window);
        var after = cpu.Read(process);
        await process.WaitForExitAsync();
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"pgbench failed: {await progress}");
        var casesPerSecond = Progress().Matches(await progress).Skip(WarmUp).Take(seconds)
            .Average(match => double.Parse(match.Groups["tps"].Value, CultureInfo.InvariantCulture));
        return Load.Of(casesPerSecond * BenchOffice.StepsOfCase, seconds, before, after);
    }

    private Process Start(int clients, int seconds) => Process.Start(new ProcessStartInfo(_program)
    {
        ArgumentList =
        {
            "-n", "-M", "prepared", "-P", "1", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}", "-f", _script,
            "-h", _target.Host!, "-p", $"{_target.Port}", "-U", _target.Username!, _target.Database!,
        },
        Environment = { ["PGPASSWORD"] = _target.Password },
        UseShellExecute = false,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    [GeneratedRegex(@"^progress: [\d.]+ s, (?<tps>[\d.]+) tps", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Progress();

    private static string ScriptOf(BareLoop loop)
    {
        var script = new StringBuilder();
        // An instance's id follows the clock, those of its rows are random.
        script.Append("select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || substr(md5(random()::text), 13))::uuid as id0");
        script.Append(", lpad((:client_id + 1)::text, 32, '0')::uuid as id1");
        for (var i = 2; i < loop.Ids.Count; i++)
            script.Append(CultureInfo.InvariantCulture, $", gen_random_uuid() as id{i}");
        script.Append(" \\gset\n");
        foreach (var step in loop.Steps)
        {
            script.Append("begin;\n").Append(TextOf(loop, step.Read)).Append(";\n");
            foreach (var statement in step.Batch)
                script.Append(TextOf(loop, statement)).Append(";\n");
            script.Append("commit;\n");
        }
        return script.ToString();
    }

    private static string TextOf(BareLoop loop, BareLoop.Statement statement) =>
        Positional().Replace(statement.Sql, match => Literal(loop, statement.Parameters[int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) - 1].Recorded));

    [GeneratedRegex(@"\$(?<number>\d+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Positional();

    private static string Literal(BareLoop loop, NpgsqlParameter parameter)
    {
        var type = TypeOf(parameter.NpgsqlDbType & ~NpgsqlDbType.Array);
        if (parameter.Value is not Array items || items is byte[])
            return $"{Literal(loop, parameter.Value)}::{type}";
        var elements = string.Join(',', items.Cast<object?>().Select(item => Literal(loop, item)));
        return $"array[{elements}]::{type}[]";
    }

    private static string Literal(BareLoop loop, object? value) => value switch
    {
        null or DBNull => "null",
        Guid id when loop.Ids.TryGetValue(id, out var index) => $":id{index}",
        byte[] json => Quoted(Encoding.UTF8.GetString(json)),
        DateOnly date => Quoted(date.ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => Quoted(moment.ToString("O", CultureInfo.InvariantCulture)),
        _ => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    /// <summary>pgbench takes a colon before a letter for a variable, and a line's end may not stand in a text.</summary>
    private static string Quoted(string text) =>
        "E'" + text.Replace("\\", "\\\\").Replace("'", "''").Replace(":", "\\x3A").Replace("\n", "\\n") + "'";

    private static string TypeOf(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Uuid => "uuid",
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.Integer => "integer",
        NpgsqlDbType.Boolean => "boolean",
        NpgsqlDbType.TimestampTz => "timestamptz",
        NpgsqlDbType.Date => "date",
        NpgsqlDbType.Jsonb => "jsonb",
        _ => throw new NotSupportedException($"A commit has a parameter of type {type}."),
    };

    public void Dispose() => File.Delete(_script);
}
