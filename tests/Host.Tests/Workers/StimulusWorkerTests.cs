using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>What instances promise one another, and what starts them by itself.</summary>
public sealed class StimulusWorkerTests : IAsyncLifetime
{
    WorkerOffice office = null!;

    public async Task InitializeAsync() => office = await WorkerOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    [Fact]
    public async Task A_procedure_waits_for_the_one_it_executes_and_gets_its_output()
    {
        await PublishAsync("child", Activity("work", "Elsa.RunTask", ("taskName", "translate")),
            Activity("give", "Elsa.SetOutput", ("outputName", "answer"), ("outputValue", "=getOutputFrom('work') + '!'")));
        await PublishAsync("parent", Bound(Activity("run", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "child")), "result", "got"),
            Activity("told", "Elsa.SetName", ("value", "=getVariable('got').output.answer + ' ' + getVariable('got').subStatus")));
        var parent = await StartAsync("parent");
        await DeliverAsync();

        (await StatusOfAsync(parent)).ShouldBe("Suspended");
        var (task, child) = await OpenTaskAsync();
        (await office.Runner.CompleteRunTaskAsync(task, Value.Of("done"))).ShouldBeOfType<RunResult.Committed>();
        (await office.Runner.CompleteRunTaskAsync(task, Value.Of("done"))).ShouldBeOfType<RunResult.Nothing>();
        await DeliverAsync();

        (await StatusOfAsync(child)).ShouldBe("Finished");
        (await StatusOfAsync(parent)).ShouldBe("Finished");
        (await office.AskAsync($"select name from workflow_instances where id = '{parent}'")).ShouldBe("done! Finished");
    }

    [Fact]
    public async Task Whoever_executes_a_procedure_that_is_not_published_hears_that_it_has_failed()
    {
        await PublishAsync("gone", Activity("line", "Elsa.WriteLine", ("text", "x")));
        await PublishAsync("parent", Bound(Activity("run", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "gone")), "result", "got"),
            Activity("told", "Elsa.SetName", ("value", "=getVariable('got').subStatus")));
        await office.RetractAsync("gone");
        var parent = await StartAsync("parent");

        await DeliverAsync();

        (await office.AskAsync($"select name from workflow_instances where id = '{parent}'")).ShouldBe("Faulted");
    }

    [Fact]
    public async Task One_procedure_starts_for_each_item_and_the_last_that_ends_lets_the_other_go_on()
    {
        await PublishAsync("child", Activity("name", "Elsa.SetName", ("value", "=getInput('Item')")), Activity("decide", "Elsa.FlowDecision", ("condition", "=getInput('Item') == 'b'")),
            Activity("fail", "Elsa.Fault", ("message", "no")));
        var bulk = Activity("bulk", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", "child"), ("items", "=['a', 'b', 'c']"));
        bulk["childFaulted"] = Activity("failed", "Elsa.SetVariable", ("value", "=getVariable('got') + 'x'"));
        bulk["childFaulted"]!["variable"] = new JsonObject { ["id"] = "got", ["name"] = "got" };
        bulk["childCompleted"] = Activity("ended", "Elsa.SetVariable", ("value", "=getVariable('got') + 'o'"));
        bulk["childCompleted"]!["variable"] = new JsonObject { ["id"] = "got", ["name"] = "got" };
        await PublishAsync("parent", bulk, Activity("told", "Elsa.SetName", ("value", "=getVariable('got')")));
        var parent = await StartAsync("parent");

        await DeliverAsync();

        (await office.ListAsync("select name || ' ' || sub_status from workflow_instances where definition_id = 'child' order by 1"))
            .ShouldBe(["a Finished", "b Faulted", "c Finished"]);
        (await StatusOfAsync(parent)).ShouldBe("Suspended", "the one that failed can still be repaired");

        var failed = (Guid)(await office.AskAsync("select id from workflow_instances where definition_id = 'child' and sub_status = 'Faulted'"))!;
        (await office.Runner.RunAsync(failed, new Stimulus.Cancelled(null))).ShouldBeOfType<RunResult.Committed>();
        await DeliverAsync();

        (await StatusOfAsync(parent)).ShouldBe("Finished");
        ((string)(await office.AskAsync($"select name from workflow_instances where id = '{parent}'"))!).Order().ShouldBe("oox");
    }

    [Fact]
    public async Task Procedures_that_start_one_another_without_end_become_an_incident()
    {
        await PublishAsync("again", Activity("more", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "again")));
        await StartAsync("again");

        await DeliverAsync();

        (await office.AskAsync("select count(*) from workflow_instances where definition_id = 'again'")).ShouldBe(21L);
        (await office.AskAsync("select count(*) from incidents where message like '%nested deeper than 20'")).ShouldBe(1L);
    }

    [Fact]
    public async Task An_event_reaches_every_instance_that_waits_for_it_and_starts_the_procedures_that_begin_with_it()
    {
        await PublishAsync("waits", Activity("letter", "Elsa.Event", ("eventName", "letter")));
        await PublishAsync("begins", Trigger(Activity("letter", "Elsa.Event", ("eventName", "letter"))), Activity("name", "Elsa.SetName", ("value", "=getLastResult()")));
        await PublishAsync("begins-too", Trigger(Activity("letter", "Elsa.Event", ("eventName", "letter"))));
        await PublishAsync("sends", Activity("send", "Elsa.PublishEvent", ("eventName", "letter"), ("payload", "hello")));
        Guid[] waiting = [await StartAsync("waits"), await StartAsync("waits")];

        await StartAsync("sends");
        await DeliverAsync();

        foreach (var id in waiting)
        {
            (await StatusOfAsync(id)).ShouldBe("Finished");
        }
        (await office.ListAsync("select coalesce(name, definition_id) from workflow_instances where definition_id like 'begins%' order by 1")).ShouldBe(["begins-too", "hello"]);
        (await office.AskAsync("select count(*) from stimuli")).ShouldBe(0L);
    }

    [Fact]
    public async Task An_event_that_comes_before_anyone_waits_is_kept_for_who_waits_then()
    {
        await PublishAsync("waits", Activity("letter", "Elsa.Event", ("eventName", "letter")), Activity("again", "Elsa.Event", ("eventName", "letter")));
        await office.Runner.PublishEventAsync("letter", Value.Of("early"));
        await DeliverAsync();
        (await office.AskAsync("select count(*) from stimuli")).ShouldBe(1L);
        var id = await StartAsync("waits");
        await office.ExecuteAsync("update stimuli set leased_until = null");

        await DeliverAsync();

        (await office.AskAsync("select count(*) from stimuli")).ShouldBe(0L);
        (await office.AskAsync($"select count(*) from bookmarks where instance_id = '{id}'")).ShouldBe(1L, "the event is used up by the first wait");
    }

    [Fact]
    public async Task An_event_with_a_correlation_id_is_for_its_instance_alone()
    {
        await PublishAsync("waits", Activity("letter", "Elsa.Event", ("eventName", "letter")));
        var (one, other) = (await StartAsync("waits", "A/1"), await StartAsync("waits", "A/2"));

        await office.Runner.PublishEventAsync("letter", Value.Of("hello"), correlationId: "A/2");
        await DeliverAsync();

        (await StatusOfAsync(one)).ShouldBe("Suspended");
        (await StatusOfAsync(other)).ShouldBe("Finished");
    }

    [Fact]
    public async Task An_event_for_one_execution_is_for_it_alone()
    {
        await PublishAsync("waits", Activity("letter", "Elsa.Event", ("eventName", "letter")));
        var id = await StartAsync("waits");
        var execution = ExecutionId.Parse((string)(await office.AskAsync($"select execution from bookmarks where instance_id = '{id}'"))!);

        await office.Runner.PublishEventAsync("letter", Value.Null, onlyTo: id, onlyAt: execution with { Counter = execution.Counter + 1 });
        await DeliverAsync();
        (await StatusOfAsync(id)).ShouldBe("Suspended");
        await office.Runner.PublishEventAsync("letter", Value.Null, onlyTo: id, onlyAt: execution);
        await DeliverAsync();

        (await StatusOfAsync(id)).ShouldBe("Finished");
        (await office.AskAsync("select count(*) from stimuli")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_timer_starts_an_instance_each_time_however_many_hosts_there_are_and_whatever_is_published()
    {
        var timer = Trigger(Activity("tick", "Elsa.Timer", ("interval", "01:00:00")));
        await PublishAsync("hourly", timer);
        var hosts = new[] { office.NewHost(), office.NewHost() }.Select(host => host.Services.GetRequiredService<StimulusWorker>()).ToList();
        await office.MoveClockAsync("30 minutes");
        await PublishAsync("hourly", timer.DeepClone().AsObject(), Activity("more", "Elsa.WriteLine", ("text", "x")));

        await office.MoveClockAsync("31 minutes");
        await Task.WhenAll(hosts.Select(host => host.RunOnceAsync(CancellationToken.None)));
        (await CountAsync("hourly")).ShouldBe(1);

        await office.MoveClockAsync("5 hours");
        await Task.WhenAll(hosts.Select(host => host.RunOnceAsync(CancellationToken.None)));
        (await CountAsync("hourly")).ShouldBe(2, "what was missed is made up for once");

        await office.RetractAsync("hourly");
        await office.MoveClockAsync("5 hours");
        await DeliverAsync();
        (await CountAsync("hourly")).ShouldBe(2);
    }

    [Fact]
    public async Task A_moment_that_has_gone_by_starts_one_instance_and_no_other_after_publishing_again()
    {
        var start = Trigger(Activity("at", "Elsa.StartAt", ("dateTime", "2030-03-01T08:00:00+01:00")));
        await PublishAsync("once", start);
        await DeliverAsync();
        await office.RetractAsync("once");
        await PublishAsync("once", start.DeepClone().AsObject(), Activity("more", "Elsa.WriteLine", ("text", "x")));

        await DeliverAsync();

        (await CountAsync("once")).ShouldBe(1);
    }

    [Fact]
    public async Task A_cron_expression_starts_an_instance_at_each_of_its_moments()
    {
        await PublishAsync("daily", Trigger(Activity("at", "Elsa.Cron", ("cronExpression", "0 0 6 * * MON-FRI"))));

        await office.Clock.AdvanceAsync(TimeSpan.FromDays(7), CancellationToken.None);

        (await CountAsync("daily")).ShouldBe(5);
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "01:00:00", 2)]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 6 * * *", 2)]
    [InlineData("Elsa.StartAt", "dateTime", "2030-03-05T08:00:00+01:00", 1)]
    public async Task What_came_due_while_no_host_ran_starts_one_instance_although_a_new_version_came_in_the_meantime(string type, string input, string value, int afterTheNextMoment)
    {
        var trigger = Trigger(Activity("at", type, (input, value)));
        await PublishAsync("timed", trigger);
        await office.MoveClockAsync("3 days");
        await PublishAsync("timed", trigger.DeepClone().AsObject(), Activity("more", "Elsa.WriteLine", ("text", "x")));
        (await CountAsync("timed")).ShouldBe(0);

        var hosts = new[] { office.NewHost(), office.NewHost() }.Select(host => host.Services.GetRequiredService<StimulusWorker>()).ToList();
        await Task.WhenAll(hosts.Select(host => host.RunOnceAsync(CancellationToken.None)));
        await PublishAsync("timed", trigger.DeepClone().AsObject());
        await DeliverAsync();
        (await CountAsync("timed")).ShouldBe(1);

        await office.MoveClockAsync("1 day");
        await Task.WhenAll(hosts.Select(host => host.RunOnceAsync(CancellationToken.None)));
        (await CountAsync("timed")).ShouldBe(afterTheNextMoment);
    }

    [Theory]
    [InlineData("Elsa.Timer", "interval", "01:00:00", 0, 1)]
    [InlineData("Elsa.Cron", "cronExpression", "0 0 6 * * *", 0, 1)]
    [InlineData("Elsa.StartAt", "dateTime", "2030-03-05T08:00:00+01:00", 1, 1)]
    public async Task What_came_due_while_a_procedure_was_retracted_does_not_start_it_but_a_moment_is_not_lost(string type, string input, string value, int onceItIsBack, int afterTheNextMoment)
    {
        var trigger = Trigger(Activity("at", type, (input, value)));
        await PublishAsync("timed", trigger);
        await office.RetractAsync("timed");
        await office.MoveClockAsync("3 days");
        await DeliverAsync();
        (await CountAsync("timed")).ShouldBe(0);

        await PublishAsync("timed", trigger.DeepClone().AsObject());
        await DeliverAsync();
        (await CountAsync("timed")).ShouldBe(onceItIsBack);

        await office.MoveClockAsync("1 day");
        await DeliverAsync();
        (await CountAsync("timed")).ShouldBe(afterTheNextMoment);
    }

    [Theory]
    [InlineData("SingletonStrategy", null, 1)]
    [InlineData("CorrelatedSingletonStrategy", "A/1", 1)]
    [InlineData("CorrelationStrategy", "A/1", 1)]
    [InlineData("CorrelationStrategy", null, 8)]
    [InlineData("AllowAlwaysStrategy", "A/1", 8)]
    public async Task Only_as_many_instances_run_as_the_activation_strategy_lets(string strategy, string? correlationId, int expected)
    {
        await PublishAsync("waits", [Activity("letter", "Elsa.Event", ("eventName", "letter"))], strategy);

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => office.Runner.StartAsync("waits", NewRun(correlationId))));

        started.OfType<RunResult.Committed>().Count().ShouldBe(expected);
        started.OfType<RunResult.Refused>().ShouldAllBe(refused => refused.Refusal.Code == RefusalCode.NotActivated);
        (await CountAsync("waits")).ShouldBe(expected);
        await office.Runner.PublishEventAsync("letter", Value.Null);
        await DeliverAsync();
        (await office.Runner.StartAsync("waits", NewRun(correlationId))).ShouldBeOfType<RunResult.Committed>("those that have ended don't count");
    }

    [Fact]
    public async Task What_is_delivered_by_two_hosts_at_once_happens_once()
    {
        await PublishAsync("child", Activity("name", "Elsa.SetName", ("value", "child")));
        await PublishAsync("parent", [.. Enumerable.Range(0, 10).Select(i => Activity($"run{i}", "Elsa.DispatchWorkflow", ("workflowDefinitionId", "child")))]);
        await StartAsync("parent");
        var claimed = await office.Of<StimulusSql>().ClaimAsync(100, TimeSpan.FromMinutes(1));

        var results = await Task.WhenAll(claimed.Concat(claimed).Select(stimulus => office.Runner.DeliverAsync(stimulus.Promised)));

        results.OfType<RunResult.Committed>().Count().ShouldBe(10);
        (await CountAsync("child")).ShouldBe(10);
        (await office.AskAsync("select count(*) from stimuli")).ShouldBe(0L);
    }

    Task<int> DeliverAsync() => office.Stimuli.RunOnceAsync(CancellationToken.None);

    static Stimulus.Started NewRun(string? correlationId = null) => new(Guid.CreateVersion7(), null, new Dictionary<string, Value>(), correlationId);

    async Task<Guid> StartAsync(string definitionId, string? correlationId = null) =>
        (await office.Runner.StartAsync(definitionId, NewRun(correlationId))).ShouldBeOfType<RunResult.Committed>().Changes.Instance.Id;

    async Task<string> StatusOfAsync(Guid id) => (string)(await office.AskAsync($"select sub_status from workflow_instances where id = '{id}'"))!;

    async Task<long> CountAsync(string definitionId) => (long)(await office.AskAsync($"select count(*) from workflow_instances where definition_id = '{definitionId}'"))!;

    async Task<(string TaskId, Guid Instance)> OpenTaskAsync() => (
        ((string)(await office.AskAsync("select key from bookmarks where key like 'task:%'"))!)["task:".Length..],
        (Guid)(await office.AskAsync("select instance_id from bookmarks where key like 'task:%'"))!);

    Task PublishAsync(string id, params JsonObject[] activities) => PublishAsync(id, activities, null);

    /// <summary>A chain of activities, with the variable <c>got</c>.</summary>
    Task PublishAsync(string id, JsonObject[] activities, string? activationStrategy) => office.PublishAsync(new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "got", ["name"] = "got", ["typeName"] = "Object", ["value"] = "" }),
        ["options"] = new JsonObject { ["activationStrategyType"] = activationStrategy },
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray([.. activities]),
            ["connections"] = new JsonArray([.. activities.Zip(activities.Skip(1), (from, to) => new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = (string)from["id"]!, ["port"] = (string)from["type"]! == "Elsa.FlowDecision" ? "True" : "Done" },
                ["target"] = new JsonObject { ["activity"] = (string)to["id"]!, ["port"] = "In" },
            })]),
        },
    }.ToJsonString(), []);

    /// <summary>A text that begins with <c>=</c> is a JavaScript expression.</summary>
    static JsonObject Activity(string id, string type, params (string Name, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs)
        {
            activity[name] = new JsonObject
            {
                ["typeName"] = "Object",
                ["expression"] = new JsonObject { ["type"] = value.StartsWith('=') ? "JavaScript" : "Literal", ["value"] = value.TrimStart('=') },
            };
        }
        return activity;
    }

    static JsonObject Trigger(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    static JsonObject Bound(JsonObject activity, string output, string variable)
    {
        activity[output] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };
        return activity;
    }
}
