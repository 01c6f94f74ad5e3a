using System.Text.Json.Nodes;
using Npgsql;
using OpsWorkflows.Activities;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;
using static OpsWorkflows.Workflows.Tests.Engine.EngineOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

public sealed class CommitTests : IAsyncLifetime
{
    /// <summary>How much there is in every table that a commit writes.</summary>
    const string Everything = """
        select string_agg(format('%s:%s', name, rows), ' ' order by name) from (
          select 'instances' as name, string_agg(format('%s-%s', revision, state), ',') as rows from workflow_instances
          union all select 'journal', count(*)::text from journal union all select 'cases', count(*)::text from cases
          union all select 'marks', sum(last_number)::text from case_mark_numbers union all select 'people', string_agg(person_id::text, ',') from case_people
          union all select 'milestones', count(*)::text from milestones union all select 'tasks', string_agg(status, ',') from user_tasks
          union all select 'answers', count(*)::text from answers union all select 'limits', string_agg(status, ',') from time_limits
          union all select 'timers', string_agg(id::text, ',') from timers union all select 'mail', string_agg(status, ',') from outbox
          union all select 'keys', count(*)::text from idempotency_keys) tables
        """;

    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    static RequestKey Key => new(Worker, "key", "hash", 201, "{}");

    [Theory]
    [InlineData("journal")]
    [InlineData("idempotency_keys")]
    [InlineData("case_people")]
    [InlineData("user_tasks")]
    [InlineData("answers")]
    [InlineData("time_limits")]
    [InlineData("timers")]
    [InlineData("outbox")]
    public async Task A_statement_that_fails_leaves_nothing_of_the_commit(string table)
    {
        var (id, interview) = await office.StartedAsync();
        var before = await office.AskAsync(Everything);
        await office.ExecuteAsync($"""
            create function fail() returns trigger language plpgsql as $$ begin raise exception 'stopped here'; end $$;
            create trigger fail before insert or update on {table} for each row execute function fail();
            """);

        await Should.ThrowAsync<PostgresException>(() => office.Runner.RunAsync(id, Interviewed(interview), Key));
        var after = await office.AskAsync(Everything);
        await office.ExecuteAsync("drop function fail cascade");
        var again = await office.Runner.RunAsync(id, Interviewed(interview), Key);

        after.ShouldBe(before);
        again.ShouldBeOfType<RunResult.Committed>();
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_gap_in_the_case_marks()
    {
        await office.StartedAsync();
        await office.ExecuteAsync("""
            create function fail() returns trigger language plpgsql as $$ begin raise exception 'stopped here'; end $$;
            create trigger fail before insert on outbox for each row execute function fail();
            """);
        await Should.ThrowAsync<PostgresException>(office.StartAsync);
        await office.ExecuteAsync("drop function fail cascade");

        (await office.StartAsync()).CaseMark.ShouldStartWith("PS.5201.2.");
    }

    [Fact]
    public async Task A_commit_is_one_transaction_and_an_ordinary_step_has_few_statements()
    {
        var (id, interview) = await office.StartedAsync();
        var again = (await office.Runner.RunAsync(id, new Stimulus.TaskCompleted(interview, Worker, "Again", []))).ShouldBeOfType<RunResult.Committed>();

        await using var batch = new NpgsqlBatch();
        _ = new Commit(batch, again.Changes.Instance, again.Changes, null);

        // Instance, journal, tasks, answers, limits, timers, mail.
        batch.BatchCommands.Count.ShouldBe(7);
        (await office.AskAsync($"""
            select count(distinct xmin::text) from (
              select xmin from workflow_instances where id = '{id}' union all select xmin from journal where revision = 2
              union all select xmin from user_tasks union all select xmin from answers where task_id is not null union all select xmin from time_limits
              union all select xmin from timers union all select xmin from outbox) written
            """)).ShouldBe(1L);
    }

    [Fact]
    public async Task A_burst_that_tells_nothing_still_takes_its_revision()
    {
        var (id, _) = await office.StartedAsync();
        var changes = await NothingToTell(id);

        var first = await Commit.WriteAsync(office.Database, changes.Instance, changes, null, default);
        var second = await Commit.WriteAsync(office.Database, changes.Instance, changes, null, default);

        first.ShouldBeOfType<CommitResult.Written>();
        second.ShouldBeOfType<CommitResult.LostRace>();
        (await office.AskAsync("select event from journal where revision = 2")).ShouldBe("Changed");
    }

    async Task<Changes> NothingToTell(Guid id)
    {
        var read = await InstanceSql.ReadAsync(office.Database, id, null, null, default);
        var definition = (await office.Definitions.FindCompiledAsync(read.Instance!.DefinitionVersionId))!;
        var instance = InstanceJson.Read(read.Instance, definition.Definition);
        instance.Revision++;
        return new Changes { Instance = instance, At = read.Now };
    }

    [Fact]
    public async Task A_task_that_opened_and_closed_in_one_burst_is_stored_closed_and_its_mail_never_waits()
    {
        var (id, _) = await office.StartedAsync();
        var changes = await NothingToTell(id);
        var task = Guid.CreateVersion7();
        changes.OpenedTasks.Add(new() { Id = task, ActivityId = "plan", Step = "plan", Title = "Plan", Role = "assistant", Outcomes = ["Agreed"], OutcomeLabels = new Dictionary<string, string>(), Priority = "normal" });
        changes.ClosedTasks.Add(new(task, null, null));
        changes.CancelledMailOf.Add(task);

        await Commit.WriteAsync(office.Database, changes.Instance, changes, null, default);

        (await office.AskAsync($"select format('%s %s', status, closed_at = opened_at) from user_tasks where id = '{task}'")).ShouldBe("cancelled t");
    }

    [Fact]
    public async Task The_journal_keeps_outcomes_and_data_together()
    {
        var (id, interview) = await office.StartedAsync();
        await office.Runner.RunAsync(id, Interviewed(interview));

        (await office.AskAsync("select data->'outcomes' from journal where event = 'Completed' and activity_id = 'interview'")).ShouldBe("""["Done"]""");
        var opened = JsonNode.Parse((string)(await office.AskAsync("select data from journal where event = 'TaskOpened' and revision = 2"))!)!;
        ((string?)opened["step"]).ShouldBe("plan");
        (await office.AskAsync("select bool_and(parent_execution is not null) from journal where execution is not null and activity_id <> 'Workflow1'")).ShouldBe(true);
    }
}
