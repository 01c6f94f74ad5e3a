using Microsoft.AspNetCore.Routing;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Timers;

namespace OpsWorkflows.Host.Tests.Workers;

public sealed class DevClockTests : IAsyncLifetime
{
    WorkerOffice office = null!;

    public async Task InitializeAsync() => office = await WorkerOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    Task<ClockAdvance> AdvanceAsync(double days) => office.Clock.AdvanceAsync(TimeSpan.FromDays(days), CancellationToken.None);

    /// <summary>What left, when (office clock), why and to whom.</summary>
    Task<IReadOnlyList<string>> SentAsync(string step) => office.ListAsync($"""
        select format('%s %s %s', to_char(m.sent_at at time zone 'Europe/Warsaw', 'MM-DD HH24:MI'), m.kind, p.name)
        from outbox m join people p on p.id = m.person_id where m.status = 'sent' and m.step = '{step}' order by date_trunc('minute', m.sent_at), p.name
        """);

    [Fact]
    public async Task The_ladder_of_a_late_interview_reaches_worker_supervisor_and_director_in_office_hours()
    {
        await office.StartCaseAsync();

        await AdvanceAsync(26);

        // 14 days from Monday 4 March end on Monday 18 March.
        (await SentAsync("interview")).ShouldBe(
        [
            "03-04 08:00 assigned Worker",
            "03-11 07:00 reminder Worker",
            "03-14 07:00 reminder Worker",
            "03-19 07:00 escalation Supervisor",
            "03-19 07:00 escalation Worker",
            "03-21 07:00 escalation Director",
            "03-28 07:00 escalation Director",
            "03-28 07:00 escalation Supervisor",
            "03-28 07:00 escalation Worker",
        ]);
        // The limit of the case ends on 3 April; who has the open task is reminded.
        (await SentAsync("first-meeting")).ShouldBe(["03-27 07:00 reminder Worker"]);
    }

    [Fact]
    public async Task An_urgent_interview_has_two_working_days_and_a_faster_ladder()
    {
        await office.StartCaseAsync(urgent: true);

        await AdvanceAsync(6);

        (await SentAsync("interview")).ShouldBe(
        [
            "03-04 08:00 assigned Worker",
            "03-05 07:00 reminder Worker",
            "03-07 07:00 escalation Supervisor",
            "03-07 07:00 escalation Worker",
            "03-07 07:00 escalation Director",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Finishing_a_step_stops_what_was_still_to_come()
    {
        var caseId = await office.StartCaseAsync();
        await AdvanceAsync(8);
        await office.FinishAsync(caseId, "interview", "Done");

        await AdvanceAsync(20);

        (await SentAsync("interview")).ShouldBe(["03-04 08:00 assigned Worker", "03-11 07:00 reminder Worker"]);
        (await office.AskAsync("select status from time_limits where key = 'interview'")).ShouldBe("met");
    }

    [Fact]
    public async Task Two_years_pass_with_all_timers_that_set_one_another()
    {
        var caseId = await office.StartCaseAsync();
        foreach (var (step, outcome) in new[]
        {
            ("interview", "Done"), ("analysis", "AssistantNeeded"), ("consent", "Given"), ("request", "Submitted"), ("decision", "Assigned"),
            ("first-meeting", "Held"), ("plan", "Agreed"),
        })
        {
            await office.FinishAsync(caseId, step, outcome);
        }

        await AdvanceAsync(185);
        await office.FinishAsync(caseId, "assessment", "Continue");
        var advance = await AdvanceAsync(25 * 30.5 - 185);

        (await office.ListAsync($"""
            select format('%s %s', step, to_char(opened_at at time zone 'Europe/Warsaw', 'YYYY-MM-DD')) from user_tasks
            where instance_id = '{caseId}' and step in ('assessment', 'prolongation') order by opened_at
            """)).ShouldBe(["assessment 2030-09-04", "assessment 2031-03-04", "prolongation 2032-03-04"]);
        (await office.AskAsync("select count(*) from outbox where status = 'sent' and sent_at - due_at > interval '1 minute'")).ShouldBe(0L);
        (await office.AskAsync("select count(*) from timers where due_at <= office_now()")).ShouldBe(0L);
        advance.Timers.ShouldBeGreaterThan(40, "a late assessment escalates every five working days");
        advance.Mails.ShouldBeGreaterThan(advance.Timers);
    }

    [Fact]
    public async Task An_advance_ends_where_it_was_to_end_and_the_next_one_goes_on_from_there()
    {
        var before = await office.Clock.NowAsync(CancellationToken.None);

        var advances = await Task.WhenAll(AdvanceAsync(2), AdvanceAsync(3));

        var ends = advances.Select(advance => Math.Round((advance.Now - before).TotalDays, 2)).Order().ToList();
        ends[0].ShouldBeOneOf(2, 3);
        ends[1].ShouldBe(5);
        (await office.AskAsync("select extract(day from clock_offset) from office")).ShouldBe(0m, "an offset in days would be an hour off after a change to summer time");
    }

    [Fact]
    public async Task An_advance_waits_for_what_another_host_has_claimed()
    {
        await office.StartCaseAsync();
        await office.MoveClockAsync("15 days");
        var claimed = (await office.Of<TimerSql>().ClaimDueAsync(10, TimeSpan.FromMinutes(1))).ShouldHaveSingleItem();

        var advance = AdvanceAsync(1);
        await office.UntilAsync("not exists (select from outbox where status = 'waiting' and due_at <= office_now())");
        var isDone = advance.IsCompleted;
        await office.ExecuteAsync("update timers set leased_until = clock_timestamp() where leased_until is not null");
        await advance;

        isDone.ShouldBeFalse();
        (await office.AskAsync($"select due_at > office_now() from timers where id = '{claimed.Id}'")).ShouldBe(true);
    }

    [Fact]
    public async Task An_advance_passes_by_a_timer_that_fails()
    {
        var broken = await office.StartCaseAsync();
        await office.StartCaseAsync();
        await office.ExecuteAsync($"update workflow_instances set state = '[]' where id = '{broken}'");

        await AdvanceAsync(16);

        (await office.AskAsync("select count(*) from journal where event = 'Escalated'")).ShouldBe(1L);
        (await office.AskAsync($"select count(*) from timers where instance_id = '{broken}' and failures > 0")).ShouldBe(1L);
    }

    [Fact]
    public void Only_Development_has_a_clock_that_can_be_moved()
    {
        Paths(office.NewHost("Development")).ShouldContain("/api/dev/clock");
        Paths(office.NewHost("Production")).ShouldNotContain("/api/dev/clock");

        static IEnumerable<string?> Paths(IEndpointRouteBuilder host) => host.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText);
    }
}
