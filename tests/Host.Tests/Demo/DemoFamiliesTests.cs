using Npgsql;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Demo;

public sealed class DemoFamiliesTests
{
    static readonly string[] Steps =
        ["analysis", "assessment", "consent", "decision", "end", "first-meeting", "interview", "monitoring", "plan", "prolongation", "request"];

    [Fact]
    public async Task An_empty_office_gets_a_past_with_every_step_once_also_when_the_first_start_is_killed()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var server = await SmtpServer.StartAsync();
        await using var host = await HostProcess.StartAsync(new()
        {
            ConnectionString = connectionString,
            Environment = new Dictionary<string, string?>(server.HostEnvironment) { ["Ops__DemoFamilies"] = "true" },
        });
        await host.KillAsync();
        // As if the host had died while it made the past.
        await AskAsync("update office set clock_offset = interval '-1 hour'");
        await AskAsync("delete from cases where mark_number % 2 = 0");

        await host.StartAsync();
        var made = await AskAsync("select format('%s %s', count(*), max(opened_at)) from cases");
        await host.StopAsync();
        await host.StartAsync();

        (await AskAsync("select array_agg(distinct step order by step) from user_tasks where status = 'open'")).ShouldBe(Steps);
        (await AskAsync("select count(*) > 11 and count(suspended_on) = 1 and bool_or(urgent) and bool_or(case_status = 'closed') from cases")).ShouldBe(true);
        (await AskAsync("select count(*) > 0 from answers where form = 'start' and answers ->> 'source' = 'court-order'")).ShouldBe(true);
        (await AskAsync("select count(distinct instance_id) > 2 from outbox where kind = 'escalation' and status = 'sent'")).ShouldBe(true);
        (await AskAsync("select max(cases) from (select count(*) as cases from case_people where role = 'assistant' and until is null group by person_id) taken")).ShouldBe(4L);
        (await AskAsync("select count(*) from outbox where sent_at - due_at > interval '1 hour'")).ShouldBe(0L);
        (await AskAsync("select clock_offset from office")).ShouldBe(TimeSpan.Zero);
        (await AskAsync("select format('%s %s', count(*), max(opened_at)) from cases")).ShouldBe(made, "a second start adds nothing");
        (await server.MessagesAsync()).ShouldAllBe(message => message.Mode == "accept");
        var sentFromThePast = (long)(await AskAsync("select count(*) from outbox where status = 'sent' and sent_at < now() - interval '1 day'"))!;
        sentFromThePast.ShouldBeGreaterThan(50);
        (await server.MessagesAsync()).Count.ShouldBeLessThan(20, "no mail server sees a past that never was");

        async Task<object?> AskAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
    }
}
