using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OpsWorkflows.TestOffice;
using Xunit.Abstractions;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>
/// Cases are carried through the whole procedure while the host is killed again and again; then PostgreSQL and the mail server are asked,
/// past all code of the service, whether anything was lost, doubled or left stuck. <c>OPS_KILL_SEED</c> repeats a run, <c>OPS_KILL_CASES</c>
/// makes it longer.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Two assistants have room for 30 families at a time.</summary>
    private const int AtOnce = 34;

    private static readonly TimeSpan WorkResumesWithin = TimeSpan.FromSeconds(30);

    private static readonly NamedWalk[] Routes =
    [
        new("other-support", Tests.Routes.OtherSupportAsync, "institution"),
        new("worse", Tests.Routes.WorseAndASecondRoundAsync),
        new("consent-refused", Tests.Routes.ConsentRefusedAsync, "family"),
        new("third-attempt", Tests.Routes.MeetingAtTheThirdAttemptAsync),
        new("ended", Tests.Routes.EndedByTheFirstAssessmentAsync, Urgent: true),
        new("sent-back", Tests.Routes.RequestSentBackAndRefusedAsync),
        new("court-order", Tests.Routes.CourtOrderAsync, "court-order"),
        new("plan-changed", Tests.Routes.PlanChangedTwiceAsync),
        new("two-years", Tests.Routes.EndedByTheDirectorAsync),
        new("nothing-needed", Tests.Routes.NothingNeededAsync, "neighbour"),
        new("prolonged", Tests.Routes.ProlongedAndEndedByAnAssessmentAsync),
    ];

    [Fact]
    public async Task Nothing_is_lost_doubled_or_stuck_when_the_host_is_killed_at_any_moment()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        var sql = new OwnSql(connectionString);
        await sql.MakeOfficeWithoutPastAsync();
        await using var mail = await SmtpServer.StartAsync();
        await using var host = await HostProcess.StartAsync(new() { ConnectionString = connectionString, Environment = mail.HostEnvironment });
        var (walks, killer) = await WalkAndKillAsync(host, Number("OPS_KILL_CASES", AtOnce));

        await CheckAsync(sql, walks);
        killer.Kills.ShouldBeGreaterThanOrEqualTo(10);
        await CheckMailAsync(sql, [.. (await mail.MessagesAsync()).Select(message => message.MessageId!)], killer.Kills);
        CheckResumption(killer);
    }

    [Fact]
    public async Task A_host_that_is_killed_takes_over_the_PostgreSQL_that_it_left_and_goes_on()
    {
        await using var host = await HostProcess.StartAsync(new());
        var postgres = OwnPostgres(host);
        var sql = new OwnSql(postgres.ConnectionString);
        var (walks, killer) = await WalkAndKillAsync(host, 11);

        OwnPostgres(host).ShouldBe(postgres);
        await CheckAsync(sql, walks);
        killer.Kills.ShouldBeGreaterThanOrEqualTo(3);
        await CheckMailAsync(sql, [.. Directory.GetFiles(Path.Combine(host.DataDirectory, "mail"), "*.eml").Select(file => new Mime(File.ReadAllText(file)).Header("Message-ID"))], 0);
        (await host.StopAsync()).ShouldBe(0);
    }

    private async Task<(List<CaseWalk> Walks, Killer Killer)> WalkAndKillAsync(HostProcess host, int cases)
    {
        var seed = Number("OPS_KILL_SEED", Random.Shared.Next());
        output.WriteLine($"OPS_KILL_SEED={seed}");
        var killer = new Killer(host, new Random(seed));
        using var api = new ApiWalk(host.Address) { UntilBack = killer.UntilBackAsync, Answered = killer.Answered };
        foreach (var account in (string[])["social-worker", "assistant", "assistant2", "director"])
            await api.SignInAsync(account);
        var watch = Stopwatch.StartNew();
        var clock = new OfficeClock(api, runsAhead: TimeSpan.FromDays(6));
        var walks = new List<CaseWalk>();
        var work = clock.WalkAsync(await api.NowAsync(), Enumerable.Range(0, cases).Select(number => (Func<OfficeClock.Turn, Task>)(async turn =>
        {
            var route = Routes[number % Routes.Length];
            var walk = await CaseWalk.StartAsync(api, turn, $"{route.Name} {number}", route.Source, route.Urgent);
            lock (walks)
                walks.Add(walk);
            await route.Walk(walk);
        })), AtOnce);
        await killer.KillUntilAsync(work);
        try
        {
            await work;
        }
        finally
        {
            Report(killer, walks, clock, watch.Elapsed);
        }
        await api.AdvanceToAsync(await api.NowAsync());
        return (walks, killer);
    }

    private void Report(Killer killer, List<CaseWalk> walks, OfficeClock clock, TimeSpan took)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {walks.Count} cases, {walks.Sum(walk => walk.Log.Count)} completions, {clock.Moves} moves of the clock in {took.TotalSeconds:0} s
            {killer.Kills} kills at work and {killer.KillsWhileStarting} while starting
            longest start {Longest(killer.Restarts)} s, then to the first completion {Longest(killer.FirstCompletions)} s, to all that was due {Longest(killer.FirstClockAnswers)} s
            """));
    }

    private static string Longest(List<TimeSpan> times) => times.Count == 0 ? "-" : times.Max().TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static async Task CheckAsync(OwnSql sql, List<CaseWalk> walks)
    {
        (await Truths.BrokenAsync(rows => sql.RowsAsync(rows))).ShouldBeEmpty();
        foreach (var walk in walks)
        {
            (await sql.RowsAsync("select step || ':' || outcome from user_tasks where instance_id = @id and status = 'completed' order by closed_at", ("id", walk.Id)))
                .ShouldBe(walk.Path, walk.Family);
        }
        var acknowledged = walks.SelectMany(walk => walk.Log).Select(done => done.TaskId).ToArray();
        (await sql.RowsAsync("select id from unnest(@done) id where id not in (select id from user_tasks where status = 'completed')", ("done", acknowledged))).ShouldBeEmpty();
        (await sql.RowsAsync("""
            select f.name, count(*) from cases c join families f on f.id = c.family_id
            where f.name like @marker || '%' group by f.name having count(*) <> 1
            """, ("marker", CaseWalk.Marker))).ShouldBeEmpty();
        (await sql.RowsAsync("""
            select i.id, f.name, i.status from families f join cases c on c.family_id = f.id join workflow_instances i on i.id = c.instance_id
            where f.name like @marker || '%' and (i.status <> 'Finished' or not i.id = any(@known))
            """, ("marker", CaseWalk.Marker), ("known", walks.Select(walk => walk.Id).ToArray()))).ShouldBeEmpty();
    }

    /// <summary>Nothing is lost; a mail came twice only if a host was killed between sending and noting it, and each kill can do that to the few that were under way.</summary>
    private static async Task CheckMailAsync(OwnSql sql, List<string> messageIds, int kills)
    {
        const int UnderWay = 8;
        var rows = await sql.RowsAsync("select '<' || replace(id::text, '-', '') || '@opsworkflows>', attempts from outbox where status = 'sent'");
        var sent = rows.Select(row => row.Split(' ')).ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var arrived = messageIds.GroupBy(id => id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        sent.Keys.Where(id => !arrived.ContainsKey(id)).ShouldBeEmpty();
        arrived.Keys.Where(id => !sent.ContainsKey(id)).ShouldBeEmpty();
        arrived.Where(mail => mail.Value > sent[mail.Key]).ShouldBeEmpty();
        arrived.Values.Sum(times => times - 1).ShouldBeLessThanOrEqualTo(kills * UnderWay);
    }

    private static void CheckResumption(Killer killer)
    {
        killer.FirstCompletions.ShouldAllBe(time => time < WorkResumesWithin);
        killer.FirstClockAnswers.ShouldAllBe(time => time < WorkResumesWithin);
    }

    /// <summary>The cluster of the host, found by its files.</summary>
    private static (int ProcessId, string ConnectionString) OwnPostgres(HostProcess host)
    {
        var directory = Path.Combine(host.DataDirectory, "postgres");
        var postmaster = File.ReadAllLines(Path.Combine(directory, "postmaster.pid"));
        return (int.Parse(postmaster[0], CultureInfo.InvariantCulture), new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(postmaster[3], CultureInfo.InvariantCulture),
            Username = "ops",
            Database = "ops",
            Password = File.ReadAllText(Path.Combine(directory, "ops.password")).Trim(),
            Pooling = false,
        }.ConnectionString);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

/// <summary>For tests that want the machine for themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
