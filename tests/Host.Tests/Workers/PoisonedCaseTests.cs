using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>A case that a fault has stopped as a whole: nothing behind it waits, and nothing of it is lost.</summary>
public sealed class PoisonedCaseTests : IAsyncLifetime
{
    WorkerOffice office = null!;
    OtherSystem system = null!;

    public async Task InitializeAsync()
    {
        office = await WorkerOffice.OpenAsync();
        system = await OtherSystem.OpenAsync(context => context.Response.WriteAsJsonAsync(new { income = 1200 }));
    }

    public async Task DisposeAsync()
    {
        await system.DisposeAsync();
        await office.DisposeAsync();
    }

    [Theory]
    [InlineData("Elsa.Event", "eventName", "letter")]
    [InlineData("Elsa.Delay", "timeSpan", "00:10:00")]
    [InlineData("Elsa.SendHttpRequest", "url", null)]
    public async Task What_is_for_a_stopped_case_holds_up_no_other_and_happens_after_its_repair(string type, string input, string? value)
    {
        await PublishAsync("sound", ["B"], type, input, value ?? system.Url);
        await PublishAsync("poisoned", ["A", "B"], type, input, value ?? system.Url);
        var poisoned = await StartAsync("poisoned");
        Guid[] sound = [await StartAsync("sound"), await StartAsync("sound"), await StartAsync("sound")];
        if (type == "Elsa.Event")
        {
            await office.Runner.PublishEventAsync("letter", Value.Of("hello"));
        }
        await office.MoveClockAsync("11 minutes");

        await RunWorkersAsync();

        foreach (var id in sound)
        {
            (await StateOfAsync(id)).ShouldBe("Finished done");
        }
        (await StateOfAsync(poisoned)).ShouldBe("Faulted ");
        (await office.AskAsync("select count(*) from (select failures from timers union all select failures from stimuli) waiting where failures = 1")).ShouldBe(1L);

        var incident = (Guid)(await office.AskAsync($"select id from incidents where instance_id = '{poisoned}' and resolved_at is null"))!;
        (await office.Runner.RunAsync(poisoned, new Stimulus.IncidentSkipped(incident, "Done", WorkerOffice.Director))).ShouldBeOfType<RunResult.Committed>();
        // A timer is woken by the repair; what else was put off comes back after some seconds.
        await office.ExecuteAsync("update stimuli set leased_until = null");
        await RunWorkersAsync();

        (await StateOfAsync(poisoned)).ShouldBe("Finished done");
    }

    async Task RunWorkersAsync()
    {
        var host = office.NewHost("Development", new("Requests:AllowedHosts:0", "localhost"), new("Requests:AllowPrivateAddresses", "true"));
        await host.Services.GetRequiredService<RequestWorker>().RunOnceAsync(CancellationToken.None);
        await office.Timers.RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);
    }

    async Task<string> StateOfAsync(Guid id) => (string)(await office.AskAsync($"select sub_status || ' ' || coalesce(name, '') from workflow_instances where id = '{id}'"))!;

    async Task<Guid> StartAsync(string definitionId)
    {
        var id = Guid.CreateVersion7();
        (await office.Runner.StartAsync(definitionId, new Stimulus.Started(id, null, new Dictionary<string, Value>()))).ShouldBeOfType<RunResult.Committed>();
        return id;
    }

    /// <summary>A fault in the branch A; in the branch B something is waited for, and then the name says that it came.</summary>
    Task PublishAsync(string id, string[] branches, string type, string input, string value) => office.PublishAsync(new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["options"] = new JsonObject { ["incidentStrategyType"] = "FaultStrategy" },
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray(
                Activity("fork", "Elsa.FlowFork", "branches", "Object", new JsonArray([.. branches.Select(branch => JsonValue.Create(branch))]).ToJsonString()),
                Activity("boom", "Elsa.Fault", "message", "Literal", "no"),
                new JsonObject
                {
                    ["id"] = "sequence",
                    ["type"] = "Elsa.Sequence",
                    ["activities"] = new JsonArray(Activity("wait", type, input, "Literal", value), Activity("name", "Elsa.SetName", "value", "Literal", "done")),
                }),
            ["connections"] = new JsonArray(Connection("A", "boom"), Connection("B", "sequence")),
        },
    }.ToJsonString(), []);

    static JsonObject Activity(string id, string type, string input, string expression, string value) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["version"] = 1,
        [input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } },
    };

    static JsonObject Connection(string port, string target) => new()
    {
        ["source"] = new JsonObject { ["activity"] = "fork", ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    };
}
