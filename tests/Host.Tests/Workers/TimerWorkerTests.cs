using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;
using OpsWorkflows.Timers;
using Xunit.Abstractions;

namespace OpsWorkflows.Host.Tests.Workers;

public sealed class TimerWorkerTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The end of the interview's limit, and the reminders before it, lie behind then.</summary>
    const string PastTheInterview = "15 days";

    const string Rungs = "select format('%s %s %s', instance_id, data ->> 'limit', data ->> 'rung') from journal where event in ('Reminded', 'Escalated')";

    WorkerOffice office = null!;

    public async Task InitializeAsync() => office = await WorkerOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    [Fact]
    public async Task Each_timer_fires_once_however_many_hosts_there_are()
    {
        for (var i = 0; i < 20; i++)
        {
            await office.StartCaseAsync();
        }
        await office.MoveClockAsync(PastTheInterview);
        var workers = new[] { office.NewHost(), office.NewHost() }.Select(host => host.Services.GetRequiredService<TimerWorker>()).ToList();

        // The late reminder, and then the passing.
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(workers.Select(worker => worker.RunOnceAsync(CancellationToken.None)));
        }

        var rungs = await office.ListAsync(Rungs);
        rungs.Count.ShouldBe(40);
        rungs.ShouldBeUnique();
        (await office.AskAsync("select count(*) from timers where due_at <= office_now()")).ShouldBe(0L);
        (await office.AskAsync("select count(*) from (select from outbox where kind <> 'assigned' group by limit_id, person_id, data ->> 'rung' having count(*) > 1) twice")).ShouldBe(0L);
    }

    [Fact]
    public async Task What_a_dead_host_had_claimed_is_run_when_its_lease_has_ended_and_not_before()
    {
        await office.StartCaseAsync();
        await office.MoveClockAsync(PastTheInterview);
        (await office.Of<TimerSql>().ClaimDueAsync(10, TimeSpan.FromMinutes(1))).ShouldHaveSingleItem();

        var before = await office.Timers.RunOnceAsync(CancellationToken.None);
        await office.ExecuteAsync("update timers set leased_until = clock_timestamp() - interval '1 second' where leased_until is not null");
        var after = await office.Timers.RunOnceAsync(CancellationToken.None);

        (before, after).ShouldBe((0, 1));
        (await office.ListAsync(Rungs)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_timer_that_fails_holds_up_no_other_and_waits_longer_each_time()
    {
        var broken = await office.StartCaseAsync();
        var sound = await office.StartCaseAsync();
        await office.ExecuteAsync($"update workflow_instances set state = '[]' where id = '{broken}'");
        await office.MoveClockAsync(PastTheInterview);

        await office.Timers.RunOnceAsync(CancellationToken.None);
        var wait = await WaitOfBroken();
        await office.ExecuteAsync("update timers set leased_until = null where failures > 0");
        await office.Timers.RunOnceAsync(CancellationToken.None);
        var longerWait = await WaitOfBroken();

        (await office.ListAsync(Rungs)).ShouldAllBe(rung => rung.StartsWith($"{sound}"));
        (await office.AskAsync($"select failures from timers where instance_id = '{broken}' and failures > 0")).ShouldBe(2);
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        longerWait.ShouldBeInRange(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(10));

        async Task<TimeSpan> WaitOfBroken() => (TimeSpan)(await office.AskAsync($"select leased_until - clock_timestamp() from timers where instance_id = '{broken}' and failures > 0"))!;
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(6, 320)]
    [InlineData(7, 600)]
    [InlineData(1000, 600)]
    public void A_timer_that_fails_is_tried_again_after_a_growing_while_of_at_most_ten_minutes(int failures, int seconds) =>
        TimerWorker.RetryAfter(failures).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task A_row_that_its_instance_does_not_know_goes_away()
    {
        var caseId = await office.StartCaseAsync();
        await office.ExecuteAsync($"insert into timers (id, instance_id, due_at) values (gen_random_uuid(), '{caseId}', office_now())");

        await office.Timers.RunOnceAsync(CancellationToken.None);

        (await office.AskAsync("select count(*) from timers where due_at <= office_now()")).ShouldBe(0L);
        (await office.AskAsync($"select revision from workflow_instances where id = '{caseId}'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_running_worker_goes_on_after_all_connections_were_cut()
    {
        await office.StartCaseAsync();
        await office.Timers.StartAsync(CancellationToken.None);
        await office.UntilAsync("(select count(distinct pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) = 2");
        await office.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

        await UntilDoneAsync(() => office.MoveClockAsync(PastTheInterview));

        await office.UntilAsync("(select count(*) from journal where event = 'Escalated') = 1");
        office.Timers.IsInTrouble.ShouldBeFalse();
        await office.Timers.StopAsync(CancellationToken.None);
    }

    /// <summary>The test's own pool has lost its connections too.</summary>
    static async Task UntilDoneAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Npgsql.NpgsqlException)
            {
                // The next connection from the pool may be a cut one as well.
            }
        }
    }

    [Fact]
    public async Task A_running_worker_fires_a_timer_within_a_second_of_its_time()
    {
        const int Count = 30;
        await office.PublishAsync("""
            {"definitionId":"nap","name":"Nap","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"connections":[],"activities":[
              {"id":"nap","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:00:00.400"}}}]}}
            """, []);
        await office.Timers.StartAsync(CancellationToken.None);

        for (var i = 0; i < Count; i++)
        {
            (await office.Runner.StartAsync("nap", new Stimulus.Started(Guid.CreateVersion7(), null, new Dictionary<string, Value>())))
                .ShouldBeOfType<RunResult.Committed>();
        }
        await office.UntilAsync($"(select count(*) = {Count} from workflow_instances where status = 'Finished')");
        await office.Timers.StopAsync(CancellationToken.None);

        const string Late = "from (select finished_at - created_at - interval '400 milliseconds' as late from workflow_instances) timers";
        var mean = (TimeSpan)(await office.AskAsync($"select avg(late) {Late}"))!;
        var longest = (TimeSpan)(await office.AskAsync($"select max(late) {Late}"))!;
        output.WriteLine($"late by {mean.TotalMilliseconds:0.0} ms in the mean, {longest.TotalMilliseconds:0.0} ms at most");
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        mean.ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
