using Npgsql;
using OpsWorkflows.Definitions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;
using static OpsWorkflows.Workflows.Tests.Engine.EngineOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

public sealed class DueWorkTests : IAsyncLifetime
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    EngineOffice office = null!;
    TimerSql timers = null!;
    OutboxSql outbox = null!;

    public async Task InitializeAsync()
    {
        office = await OpenAsync();
        await MoveClock("0 days");
        timers = new TimerSql(office.Database);
        outbox = new OutboxSql(office.Database);
    }

    public async Task DisposeAsync() => await office.DisposeAsync();

    /// <summary>Counted from noon of a Monday: how soon a timer or a mail is due depends on the day and the hour at which it is set.</summary>
    Task MoveClock(string offset) => office.ExecuteAsync($"update office set clock_offset = timestamptz '2030-01-14 12:00 Europe/Warsaw' - now() + '{offset}'");

    /// <summary>Mail waits for the office to open; a week is always enough.</summary>
    Task LetMailFallDue() => MoveClock("7 days");

    [Fact]
    public async Task Where_nothing_is_to_come_workers_are_not_woken()
    {
        (await new TriggerSql(office.Database).NextDueInAsync()).ShouldBeNull();
        (await timers.NextClaimInAsync()).ShouldBeNull();
        (await outbox.NextClaimInAsync()).ShouldBeNull();
        (await new RequestSql(office.Database).NextClaimInAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_timer_is_claimed_once_it_is_due_and_by_one_host_only()
    {
        await office.StartedAsync();
        var early = await timers.ClaimDueAsync(10, Lease);
        var wait = await timers.NextClaimInAsync();
        await MoveClock("30 days");

        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => timers.ClaimDueAsync(10, Lease)));

        early.ShouldBeEmpty();
        wait!.Value.ShouldBeInRange(TimeSpan.FromDays(5), TimeSpan.FromDays(15));
        claims.SelectMany(claim => claim).ShouldHaveSingleItem();
        (await timers.NextClaimInAsync())!.Value.ShouldBeInRange(TimeSpan.FromSeconds(30), Lease);
    }

    [Fact]
    public async Task A_claim_whose_lease_has_ended_is_claimed_again()
    {
        await office.StartedAsync();
        await MoveClock("30 days");

        var lost = await timers.ClaimDueAsync(10, TimeSpan.Zero);
        var next = await timers.ClaimDueAsync(10, Lease);

        next.Select(timer => timer.Id).ShouldBe(lost.Select(timer => timer.Id));
        next.ShouldNotBeEmpty();
        await timers.DropAsync(lost[0]);
        (await office.AskAsync("select count(*) from timers")).ShouldBe(1L, "who claimed it before has no say any more");
    }

    [Fact]
    public async Task What_a_host_had_claimed_is_free_again_once_it_has_died()
    {
        const int Host = 77;
        await office.StartedAsync();
        await MoveClock("30 days");
        await using (var alive = await office.Database.OpenConnectionAsync())
        {
            await using (var command = new NpgsqlCommand($"select pg_advisory_lock_shared(7420202, {Host})", alive))
                await command.ExecuteNonQueryAsync();
            (await timers.ClaimDueAsync(10, Lease, Host)).ShouldHaveSingleItem();
            (await outbox.ClaimDueAsync(10, Lease, Host)).ShouldNotBeEmpty();
            await timers.FreeAbandonedAsync();
            await outbox.FreeAbandonedAsync();
            (await timers.ClaimDueAsync(10, Lease)).ShouldBeEmpty();
            (await outbox.ClaimDueAsync(10, Lease)).ShouldBeEmpty();
            await using var death = new NpgsqlCommand($"select pg_advisory_unlock_shared(7420202, {Host})", alive);
            await death.ExecuteNonQueryAsync();
        }

        await timers.FreeAbandonedAsync();
        await outbox.FreeAbandonedAsync();

        var claimed = (await timers.ClaimDueAsync(10, Lease)).ShouldHaveSingleItem();
        (await outbox.ClaimDueAsync(10, Lease)).ShouldNotBeEmpty();
        await timers.PutOffAsync(claimed, Lease);
        await timers.FreeAbandonedAsync();
        (await timers.ClaimDueAsync(10, Lease)).ShouldBeEmpty("a failed run waits, whoever lives");
    }

    [Fact]
    public async Task The_run_of_a_timer_moves_it_to_the_next_rung_and_frees_it()
    {
        var (id, _) = await office.StartedAsync();
        await MoveClock("12 days");
        var claimed = (await timers.ClaimDueAsync(10, Lease)).ShouldHaveSingleItem();

        await office.Runner.RunAsync(id, new Stimulus.TimerDue(claimed.Id));

        (await office.AskAsync($"select due_at > office_now() and leased_until is null from timers where id = '{claimed.Id}'")).ShouldBe(true);
        (await office.AskAsync("select count(*) from outbox where kind = 'reminder'")).ShouldBe(1L);
        await timers.DropAsync(claimed);
        (await office.AskAsync("select count(*) from timers")).ShouldBe(1L, "a timer that moved is not dropped by who claimed it before");
    }

    [Fact]
    public async Task A_timer_that_was_put_off_or_dropped_is_not_claimed_now()
    {
        await office.StartedAsync();
        await MoveClock("30 days");
        var claimed = (await timers.ClaimDueAsync(10, TimeSpan.Zero)).ShouldHaveSingleItem();

        await timers.PutOffAsync(claimed, TimeSpan.FromMinutes(5));
        var putOff = await timers.ClaimDueAsync(10, Lease);
        await office.ExecuteAsync("update timers set leased_until = null");
        var again = (await timers.ClaimDueAsync(10, Lease)).ShouldHaveSingleItem();
        await timers.DropAsync(again);

        putOff.ShouldBeEmpty();
        again.Failures.ShouldBe(1);
        (await timers.NextClaimInAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_due_mail_is_claimed_once_with_all_that_its_text_may_say()
    {
        var (_, interview) = await office.StartedAsync();
        await LetMailFallDue();

        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => outbox.ClaimDueAsync(10, Lease)));

        var mail = claims.SelectMany(claim => claim).ShouldHaveSingleItem();
        mail.ShouldSatisfyAllConditions(
            () => mail.Email.ShouldBe("w@office.example"),
            () => mail.PersonIsActive.ShouldBeTrue(),
            () => mail.CaseMark.ShouldNotBeNull().ShouldStartWith("PS.5201.1."),
            () => mail.Procedure.ShouldBe("Visit a family"),
            () => mail.DefinitionVersionId.ShouldBe("visit-family:1"),
            () => (mail.Kind, mail.Text, mail.Step, mail.TaskTitle, mail.TaskId).ShouldBe((MailKind.Assigned, "assigned", "interview", "Interview", interview)),
            () => mail.DueOn.ShouldNotBeNull(),
            () => mail.DueReason.ShouldNotBeNull().ShouldContain("lastDay"),
            () => mail.Attempt.ShouldBe(1));
    }

    [Fact]
    public async Task A_mail_is_tried_again_after_its_delay_and_settled_only_by_its_last_claim()
    {
        await office.StartedAsync();
        await LetMailFallDue();
        var first = (await outbox.ClaimDueAsync(10, TimeSpan.Zero)).Single();
        var second = (await outbox.ClaimDueAsync(10, Lease)).Single();

        (await outbox.MarkSentAsync(first, "x@office.example", "late")).ShouldBeFalse();
        (await outbox.RetryAsync(second, TimeSpan.FromMinutes(5), "451")).ShouldBeTrue();
        (await outbox.ClaimDueAsync(10, Lease)).ShouldBeEmpty();
        (await outbox.NextClaimInAsync())!.Value.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        await MoveClock("7 days 6 minutes");
        var third = (await outbox.ClaimDueAsync(10, Lease)).Single();
        (await outbox.MarkSentAsync(third, "w@office.example", "A task")).ShouldBeTrue();

        (await office.AskAsync("select format('%s %s %s %s %s', status, attempts, sent_to, subject, last_error is null) from outbox")).ShouldBe("sent 3 w@office.example A task t");
        (await outbox.NextClaimInAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_mail_that_failed_is_not_tried_again_when_its_task_was_finished_meanwhile()
    {
        var (id, interview) = await office.StartedAsync();
        await LetMailFallDue();
        var mail = (await outbox.ClaimDueAsync(10, Lease)).Single();
        await office.Runner.RunAsync(id, Interviewed(interview));

        await outbox.RetryAsync(mail, TimeSpan.FromMinutes(5), "451");

        (await office.AskAsync($"select status from outbox where id = '{mail.Id}'")).ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_mail_that_was_given_up_is_listed_with_its_reason()
    {
        await office.StartedAsync();
        await LetMailFallDue();
        await outbox.MarkFailedAsync((await outbox.ClaimDueAsync(10, Lease)).Single(), "550 no such mailbox");

        var failed = (await outbox.ListAsync(new MailQuery(Status: "failed"))).ShouldHaveSingleItem();

        (failed.To, failed.Mail.Kind, failed.LastError, failed.Mail.Attempt).ShouldBe(("w@office.example", MailKind.Assigned, "550 no such mailbox", 1));
    }

    [Fact]
    public async Task Completing_a_task_stops_its_mail_that_waits_but_not_what_is_being_sent()
    {
        var (id, interview) = await office.StartedAsync();
        var (other, otherInterview) = await office.StartedAsync();
        await office.ExecuteAsync($"update outbox set status = 'sending', attempts = 1 where instance_id = '{other}'");

        await office.Runner.RunAsync(id, Interviewed(interview));
        await office.Runner.RunAsync(other, Interviewed(otherInterview));

        (await office.AskAsync($"select status from outbox where task_id = '{interview}'")).ShouldBe("cancelled");
        (await office.AskAsync($"select status from outbox where task_id = '{otherInterview}'")).ShouldBe("sending");
    }

    [Fact]
    public async Task The_mail_list_comes_in_pages_and_shows_only_what_the_viewer_may_see()
    {
        for (var i = 0; i < 5; i++)
            await office.StartedAsync();
        var hidden = (Guid)(await office.AskAsync("select instance_id from cases where mark_number = 3"))!;
        await office.ExecuteAsync($"update case_people set person_id = '{SecondWorker}' where instance_id = '{hidden}'");
        var visible = new VisibleMail("exists (select from case_people v where v.instance_id = m.instance_id and v.person_id = @viewer)", Worker);

        var first = await outbox.ListAsync(new MailQuery(Take: 3, Visible: visible));
        var second = await outbox.ListAsync(new MailQuery(Take: 3, After: first[^1].Place, Visible: visible));
        var one = await outbox.ListAsync(new MailQuery(CaseId: hidden));

        first.Concat(second).Select(mail => mail.Mail.CaseMark!.Split('.')[2]).ShouldBe(["5", "4", "2", "1"]);
        one.ShouldHaveSingleItem().Mail.InstanceId.ShouldBe(hidden);
    }

    [Fact]
    public async Task A_closed_task_names_who_closed_it_and_when()
    {
        var (id, interview) = await office.StartedAsync();
        var tasks = new UserTaskSql(office.Database);
        var open = await tasks.FindAsync(interview);
        await office.Runner.RunAsync(id, Interviewed(interview));

        var closed = (await tasks.FindAsync(interview))!;

        open.ShouldBe(new TaskPlace(id, true, null, null, null, null));
        (closed.InstanceId, closed.IsOpen, closed.ClosedBy, closed.ClosedByName, closed.Outcome).ShouldBe((id, false, Worker, "Worker", "Done"));
        closed.ClosedAt.ShouldNotBeNull();
        (await tasks.FindAsync(Guid.CreateVersion7())).ShouldBeNull();
    }

    [Fact]
    public async Task Workers_are_woken_when_something_was_set_that_is_due_soon()
    {
        await using var listener = await office.Database.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("listen ops_due", listener))
            await listen.ExecuteNonQueryAsync();
        var heard = new TaskCompletionSource();
        listener.Notification += (_, _) => heard.TrySetResult();

        for (var i = 0; i < 100; i++)
            office.Due.Notify();
        await listener.WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

        heard.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }
}
