using System.Text.Json.Nodes;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using static OpsWorkflows.Workflows.Tests.Engine.EngineOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

public sealed class WorkflowRunnerTests : IAsyncLifetime
{
    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    [Fact]
    public async Task A_version_is_compiled_once_for_all_its_instances_and_steps()
    {
        var (first, interview) = await office.StartedAsync();
        var used = new List<OpsWorkflows.Definitions.WorkflowDefinition>();
        used.Add((await office.Runner.RunAsync(first, EngineOffice.Interviewed(interview))).ShouldBeOfType<RunResult.Committed>().Changes.Instance.Definition);
        used.AddRange((await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => office.StartAsync()))).Select(started => started.Changes.Instance.Definition));

        used.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_started_case_is_stored_with_its_mark_its_task_and_all_that_belongs_to_it()
    {
        var started = await office.StartAsync();

        var year = started.Changes.At.Year;
        started.CaseMark.ShouldBe($"PS.5201.1.{year}");
        (await office.AskAsync($"""
            select format('%s %s %s %s %s', i.revision, i.status, i.sub_status, c.case_mark, c.received_on)
            from workflow_instances i join cases c on c.instance_id = i.id where i.id = '{started.Changes.Instance.Id}'
            """)).ShouldBe($"1 Running Suspended PS.5201.1.{year} 2026-03-02");
        (await office.AskAsync("select format('%s %s %s %s %s', step, status, role, assignee, due_at = (select ends_at from time_limits)) from user_tasks"))
            .ShouldBe($"interview open social-worker {Worker} t");
        (await office.AskAsync("select string_agg(format('%s:%s', role, person_id), ',') from case_people where until is null")).ShouldBe($"social-worker:{Worker}");
        (await office.AskAsync("select name from milestones")).ShouldBe("received");
        (await office.AskAsync("select answers->>'source' from answers where task_id is null")).ShouldBe("institution");
        (await office.AskAsync("select format('%s %s', kind, person_id) from outbox where status = 'waiting'")).ShouldBe($"assigned {Worker}");
        (await office.AskAsync("select count(*) from timers t join time_limits l on l.id = t.id")).ShouldBe(1L);
        (await office.AskAsync("select bool_and(seq = n) from (select seq, row_number() over (order by seq) n from journal) s")).ShouldBe(true);
    }

    [Fact]
    public async Task A_completed_task_closes_with_its_limit_and_opens_the_next()
    {
        var (id, interview) = await office.StartedAsync();

        var done = (await office.Runner.RunAsync(id, Interviewed(interview))).ShouldBeOfType<RunResult.Committed>();

        done.Changes.Instance.Revision.ShouldBe(2);
        (await office.AskAsync("select string_agg(format('%s:%s:%s:%s', step, status, outcome, closed_by), ' ' order by step) from user_tasks"))
            .ShouldBe($"interview:completed:Done:{Worker} plan:open::");
        (await office.AskAsync("select string_agg(format('%s:%s', key, status), ' ' order by key) from time_limits")).ShouldBe("interview:met plan:running");
        (await office.AskAsync("select bool_and(id in (select id from time_limits where status = 'running')) from timers")).ShouldBe(true);
        (await office.AskAsync("select string_agg(format('%s:%s', step, status), ' ' order by step) from outbox")).ShouldBe("interview:cancelled plan:waiting");
        (await office.AskAsync("select person_id from case_people where role = 'assistant' and until is null")).ShouldBe(Assistant);
    }

    [Fact]
    public async Task A_case_that_reaches_its_end_is_finished_and_leaves_nothing_open()
    {
        var (id, interview) = await office.StartedAsync();
        var plan = (await office.Runner.RunAsync(id, Interviewed(interview))).ShouldBeOfType<RunResult.Committed>().Changes.OpenedTasks.Single().Id;

        await office.Runner.RunAsync(id, new Stimulus.TaskCompleted(plan, Assistant, "Agreed", []));

        (await office.AskAsync("select format('%s %s %s', status, sub_status, finished_at = updated_at) from workflow_instances")).ShouldBe("Finished Finished t");
        (await office.AskAsync("""
            select (select count(*) from timers) + (select count(*) from user_tasks where status = 'open') + (select count(*) from outbox where status = 'waiting')
              + (select count(*) from time_limits where closed_at is null)
            """)).ShouldBe(0L);
    }

    [Fact]
    public async Task A_loop_opens_the_same_step_again_and_the_stored_counters_carry_it_on()
    {
        var (id, interview) = await office.StartedAsync();
        for (var round = 2; round <= 4; round++)
        {
            var again = await office.NewRunner().RunAsync(id, new Stimulus.TaskCompleted(interview, Worker, "Again", []));
            interview = again.ShouldBeOfType<RunResult.Committed>().Changes.OpenedTasks.Single().Id;
        }

        (await office.Runner.RunAsync(id, Interviewed(interview))).ShouldBeOfType<RunResult.Committed>().Changes.OpenedTasks.Single().Step.ShouldBe("plan");
    }

    [Fact]
    public async Task Of_two_people_who_complete_one_task_at_once_exactly_one_wins()
    {
        const int Tries = 200;
        var other = office.NewRunner();
        for (var i = 0; i < Tries; i++)
        {
            var (id, interview) = await office.StartedAsync();

            var results = await Task.WhenAll(
                office.Runner.RunAsync(id, new Stimulus.TaskCompleted(interview, Worker, "Again", [])),
                other.RunAsync(id, new Stimulus.TaskCompleted(interview, Worker, "Again", [])));

            results.OfType<RunResult.Committed>().Count().ShouldBe(1, $"try {i}");
            results.OfType<RunResult.Refused>().ShouldHaveSingleItem().Refusal.Code.ShouldBe(RefusalCode.TaskClosed);
        }
        (await office.AskAsync("select count(*) from user_tasks where status = 'completed'")).ShouldBe((long)Tries);
        (await office.AskAsync("select count(*) from user_tasks where status = 'open'")).ShouldBe((long)Tries);
        (await office.AskAsync("select count(*) from workflow_instances where revision <> 2")).ShouldBe(0L);
    }

    [Fact]
    public async Task Different_things_that_happen_to_one_case_at_once_all_happen()
    {
        var (id, _) = await office.StartedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            office.Runner.RunAsync(id, new Stimulus.PersonChanged("social-worker", i % 2 == 0 ? Worker : SecondWorker, Supervisor, "leave"))));

        var committed = results.OfType<RunResult.Committed>().Count();
        results.ShouldAllBe(result => result is RunResult.Committed || result is RunResult.Nothing);
        (await office.AskAsync("select revision from workflow_instances")).ShouldBe(1 + committed);
        (await office.AskAsync("select count(*) from case_people where until is null")).ShouldBe(1L);
        (await office.AskAsync("select count(*) from case_people")).ShouldBe(1L + committed);
        (await office.AskAsync("select assignee = (select person_id from case_people where until is null) from user_tasks")).ShouldBe(true);
    }

    [Fact]
    public async Task Fifty_starts_at_once_leave_no_gap_in_the_case_marks()
    {
        var marks = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => (await office.StartAsync()).CaseMark!));

        marks.Select(mark => int.Parse(mark.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture)).Order().ShouldBe(Enumerable.Range(1, 50));
        (await office.AskAsync("select last_number from case_mark_numbers")).ShouldBe(50);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_changes_nothing()
    {
        var (id, interview) = await office.StartedAsync();
        var key = new RequestKey(Worker, "key-1", "hash", 201, """{"outcome": "Done"}""");

        var first = await office.Runner.RunAsync(id, Interviewed(interview), key);
        var second = await office.Runner.RunAsync(id, Interviewed(interview), key);
        var other = await office.Runner.RunAsync(id, Interviewed(interview), key with { RequestHash = "another" });
        var otherPerson = await office.Runner.RunAsync(id, Interviewed(interview), key with { PersonId = SecondWorker });

        first.ShouldBeOfType<RunResult.Committed>();
        second.ShouldBe(new RunResult.Repeated(201, """{"outcome": "Done"}"""));
        other.ShouldBe(new RunResult.Refused(new Refusal(RefusalCode.KeyReused)));
        otherPerson.ShouldBe(new RunResult.Refused(new Refusal(RefusalCode.TaskClosed)));
        (await office.AskAsync("select revision from workflow_instances")).ShouldBe(2);
    }

    [Fact]
    public async Task Of_repeats_that_come_at_once_one_starts_a_case_and_the_others_get_its_answer()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            office.Runner.StartAsync(SampleProcedure.Id, CaseStart(), new RequestKey(Worker, "start", "hash", 201, "{}"))));

        results.OfType<RunResult.Committed>().Count().ShouldBe(1);
        results.OfType<RunResult.Repeated>().Count().ShouldBe(9);
        (await office.AskAsync("select count(*) from cases")).ShouldBe(1L);
        (await office.AskAsync("select last_number from case_mark_numbers")).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_stimulus_writes_nothing_not_even_its_key()
    {
        var (id, interview) = await office.StartedAsync();

        var result = await office.Runner.RunAsync(id, new Stimulus.TaskCompleted(interview, SecondWorker, "Done", []), new RequestKey(SecondWorker, "k", "h", 201, "{}"));

        result.ShouldBe(new RunResult.Refused(new Refusal(RefusalCode.NotYourTask)));
        (await office.AskAsync("select count(*) from idempotency_keys")).ShouldBe(0L);
        (await office.AskAsync("select revision from workflow_instances")).ShouldBe(1);
    }

    [Fact]
    public async Task What_happens_to_unknown_or_finished_instances_is_refused()
    {
        var (id, interview) = await office.StartedAsync();
        await office.Runner.RunAsync(id, new Stimulus.CaseClosed(Supervisor, "moved away"));

        async Task<RunResult> Run(Guid instance, Stimulus stimulus) => await office.Runner.RunAsync(instance, stimulus);
        static RunResult Refused(RefusalCode code) => new RunResult.Refused(new Refusal(code));
        (await Run(id, Interviewed(interview))).ShouldBe(Refused(RefusalCode.TaskClosed));
        (await Run(id, new Stimulus.CaseClosed(Supervisor, "again"))).ShouldBe(Refused(RefusalCode.InstanceFinished));
        (await Run(id, new Stimulus.TimerDue(interview))).ShouldBe(RunResult.Nothing.Instance);
        (await Run(Guid.CreateVersion7(), new Stimulus.CaseClosed(Supervisor, "none"))).ShouldBe(Refused(RefusalCode.InstanceNotFound));
        (await office.Runner.StartAsync("unknown", CaseStart())).ShouldBe(Refused(RefusalCode.DefinitionNotFound));
        (await office.Runner.StartAsync(SampleProcedure.Id, CaseStart(id))).ShouldBe(RunResult.Nothing.Instance);
        (await office.AskAsync("select format('%s %s', case_status, closed_reason) from cases")).ShouldBe("closed moved away");
    }

    [Fact]
    public async Task A_person_without_room_gets_no_further_case()
    {
        for (var i = 0; i < 2; i++)
        {
            var (taken, task) = await office.StartedAsync();
            (await office.Runner.RunAsync(taken, Interviewed(task))).ShouldBeOfType<RunResult.Committed>();
        }
        var (id, interview) = await office.StartedAsync();

        var full = (await office.Runner.RunAsync(id, Interviewed(interview))).ShouldBeOfType<RunResult.Refused>();
        var free = await office.Runner.RunAsync(id, Interviewed(interview, SecondAssistant));

        full.Refusal.Code.ShouldBe(RefusalCode.CaseloadFull);
        full.Refusal.Fields!.Keys.ShouldBe(["assistant"]);
        free.ShouldBeOfType<RunResult.Committed>();
    }

    [Fact]
    public async Task Cases_in_another_role_take_no_room()
    {
        await office.ExecuteAsync($"insert into person_roles values ('{Assistant}', 'social-worker')");
        for (var i = 0; i < 3; i++)
        {
            var (other, _) = await office.StartedAsync();
            await office.Runner.RunAsync(other, new Stimulus.PersonChanged("social-worker", Assistant, Supervisor, "help"));
        }
        var (id, interview) = await office.StartedAsync();

        (await office.Runner.RunAsync(id, Interviewed(interview))).ShouldBeOfType<RunResult.Committed>();
    }

    [Fact]
    public async Task Cases_given_to_one_person_at_once_never_exceed_the_maximum()
    {
        var cases = new List<(Guid Case, Guid Interview)>();
        for (var i = 0; i < 8; i++)
            cases.Add(await office.StartedAsync());

        var results = await Task.WhenAll(cases.Select(started => office.Runner.RunAsync(started.Case, Interviewed(started.Interview))));

        results.OfType<RunResult.Committed>().Count().ShouldBe(2);
        results.OfType<RunResult.Refused>().ShouldAllBe(refused => refused.Refusal.Code == RefusalCode.CaseloadFull);
        (await office.AskAsync($"select count(*) from case_people where person_id = '{Assistant}' and until is null")).ShouldBe(2L);
    }

    [Fact]
    public async Task A_change_of_the_staff_counts_for_the_next_stimulus_on_every_host()
    {
        var (id, interview) = await office.StartedAsync();
        var other = office.NewRunner();
        await other.RunAsync(id, new Stimulus.TaskClaimed(interview, Worker));
        await office.ExecuteAsync($"update people set active = false where id = '{Assistant}'");

        var gone = await other.RunAsync(id, Interviewed(interview));
        await office.ExecuteAsync($"update people set active = true where id = '{Assistant}'");
        var back = await office.Runner.RunAsync(id, Interviewed(interview));

        gone.ShouldBeOfType<RunResult.Refused>().Refusal.Code.ShouldBe(RefusalCode.PersonNotEligible);
        back.ShouldBeOfType<RunResult.Committed>();
    }

    [Fact]
    public async Task A_suspended_case_is_marked_so_and_its_limit_is_longer_afterwards()
    {
        var (id, _) = await office.StartedAsync();
        var before = (DateTime)(await office.AskAsync("select due_at from user_tasks"))!;

        await office.Runner.RunAsync(id, new Stimulus.CaseSuspended(Supervisor, "abroad"));
        var suspended = await office.AskAsync("select suspended_on = (office_now() at time zone 'Europe/Warsaw')::date and (select count(*) from timers) = 0 from cases");
        await office.ExecuteAsync("update office set clock_offset = '7 days'");
        await office.Runner.RunAsync(id, new Stimulus.CaseResumed(Supervisor, "back"));

        suspended.ShouldBe(true);
        (await office.AskAsync("select suspended_on from cases")).ShouldBeNull();
        ((DateTime)(await office.AskAsync("select due_at from user_tasks"))! - before).TotalDays.ShouldBeInRange(5, 11);
        (await office.AskAsync("select t.due_at = l.ends_at and t.due_reason = l.explanation and (l.explanation->>'suspendedDays')::int = 7 from user_tasks t join time_limits l on l.task_id = t.id")).ShouldBe(true);
        (await office.AskAsync("select count(*) from timers")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_missed_limit_stays_missed_with_its_first_moment()
    {
        var (id, interview) = await office.StartedAsync();
        var limit = (Guid)(await office.AskAsync("select id from time_limits"))!;
        await office.ExecuteAsync("update office set clock_offset = '30 days'");
        await office.Runner.RunAsync(id, new Stimulus.TimerDue(limit));
        await office.Runner.RunAsync(id, new Stimulus.TimerDue(limit));
        var missedAt = await office.AskAsync("select missed_at from time_limits where status = 'missed'");
        await office.ExecuteAsync("update office set clock_offset = '40 days'");

        await office.Runner.RunAsync(id, Interviewed(interview));

        missedAt.ShouldNotBeNull();
        (await office.AskAsync($"select missed_at from time_limits where id = '{limit}' and status = 'missed' and closed_at is not null")).ShouldBe(missedAt);
    }
}
