using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Requests;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;
using OpsWorkflows.Engine;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>What procedures ask other systems, and what they must not ask.</summary>
public sealed class RequestWorkerTests : IAsyncLifetime
{
    WorkerOffice office = null!;

    public async Task InitializeAsync() => office = await WorkerOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    [Fact]
    public async Task A_procedure_goes_on_with_what_the_other_system_answers()
    {
        await using var system = await OtherSystem.OpenAsync(context => context.Response.WriteAsJsonAsync(new { income = 1200 }));
        var id = await StartAsync(system.Url + "/income", "Elsa.FlowSendHttpRequest", """{"method":"POST","content":"{\"a\":1}","contentType":"application/json"}""",
            """{"requestHeaders":{"X-Office":"OPS"},"expectedStatusCodes":[200,404]}""");
        var host = HostThatAllows("localhost");

        (await host.RunOnceAsync(CancellationToken.None)).ShouldBe(1);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        (await NameOfAsync(id)).ShouldBe("200 1200");
        var asked = system.Asked.ShouldHaveSingleItem();
        (asked.Method, asked.Path, asked.Header, asked.Body).ShouldBe(("POST", "/income", "OPS", """{"a":1}"""));
        Guid.TryParse(asked.Key, out _).ShouldBeTrue();
        (await office.AskAsync("select count(*) from http_requests")).ShouldBe(0L);
    }

    [Fact]
    public async Task Nobody_is_asked_whom_the_office_has_not_allowed()
    {
        await using var system = await OtherSystem.OpenAsync(_ => Task.CompletedTask);
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");

        await office.Of<RequestWorker>().RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        system.Asked.ShouldBeEmpty();
        (await IncidentOfAsync(id)).ShouldContain("'localhost'");
    }

    [Fact]
    public async Task An_allowed_name_that_leads_into_the_office_s_own_network_is_not_asked_either()
    {
        await using var system = await OtherSystem.OpenAsync(_ => Task.CompletedTask);
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");

        await HostThatAllows("localhost", ownNetwork: false).RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        system.Asked.ShouldBeEmpty();
        (await IncidentOfAsync(id)).ShouldContain("Requests:AllowPrivateAddresses");
    }

    [Fact]
    public async Task An_answer_that_points_elsewhere_is_not_followed()
    {
        await using var system = await OtherSystem.OpenAsync(context =>
        {
            context.Response.Redirect("http://169.254.169.254/secrets");
            return Task.CompletedTask;
        });
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");

        await HostThatAllows("localhost").RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        system.Asked.Count.ShouldBe(1);
        (await NameOfAsync(id)).ShouldStartWith("302");
    }

    [Fact]
    public async Task An_answer_that_is_too_large_becomes_an_incident_that_can_be_tried_again()
    {
        var length = 2_000_000;
        await using var system = await OtherSystem.OpenAsync(context => context.Response.WriteAsync(new string('x', length)));
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");
        var host = HostThatAllows("localhost");
        await host.RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);
        (await IncidentOfAsync(id)).ShouldContain("larger than 1000000 bytes");

        length = 2;
        (await office.Runner.RunAsync(id, new Stimulus.IncidentsRetried(null, new Dictionary<string, Value>(), WorkerOffice.Director))).ShouldBeOfType<RunResult.Committed>();
        await host.RunOnceAsync(CancellationToken.None);
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        (await NameOfAsync(id)).ShouldStartWith("200");
        system.Asked.Select(asked => asked.Key).Distinct().Count().ShouldBe(2, "the second is no repeat of the first");
    }

    [Fact]
    public async Task A_system_that_is_out_of_order_is_asked_again_under_the_same_key()
    {
        var answers = new Queue<int>([503, 503, 200]);
        await using var system = await OtherSystem.OpenAsync(context =>
        {
            context.Response.StatusCode = answers.Dequeue();
            return Task.CompletedTask;
        });
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");
        var host = HostThatAllows("localhost");

        for (var i = 0; i < 4; i++)
        {
            await host.RunOnceAsync(CancellationToken.None);
            await office.MoveClockAsync("1 minute");
        }
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        (await NameOfAsync(id)).ShouldStartWith("200");
        system.Asked.Count.ShouldBe(3);
        system.Asked.Select(asked => asked.Key).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_system_that_cannot_be_reached_is_what_was_drawn_for_that_or_an_incident()
    {
        var drawn = await StartAsync("http://localhost:1/", "Elsa.SendHttpRequest", failedToConnect: true);
        var bare = await StartAsync("http://localhost:1/", "Elsa.SendHttpRequest");
        var host = HostThatAllows("localhost");

        for (var i = 0; i < 4; i++)
        {
            await host.RunOnceAsync(CancellationToken.None);
            await office.MoveClockAsync("5 minutes");
        }
        await office.Stimuli.RunOnceAsync(CancellationToken.None);

        (await NameOfAsync(drawn)).ShouldContain("unreachable");
        (await IncidentOfAsync(bare)).ShouldContain("could not be asked");
    }

    [Fact]
    public async Task A_request_that_nobody_waits_for_any_more_is_not_made()
    {
        await using var system = await OtherSystem.OpenAsync(_ => Task.CompletedTask);
        var id = await StartAsync(system.Url, "Elsa.FlowSendHttpRequest");
        await office.Runner.RunAsync(id, new Stimulus.Cancelled(null));

        (await HostThatAllows("localhost").RunOnceAsync(CancellationToken.None)).ShouldBe(0);
        system.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("93.184.216.34", false, true)]
    [InlineData("10.1.2.3", false, false)]
    [InlineData("10.1.2.3", true, true)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("::ffff:127.0.0.1", false, false)]
    [InlineData("172.31.255.255", false, false)]
    [InlineData("172.32.0.1", false, true)]
    [InlineData("fd00::1", false, false)]
    [InlineData("169.254.169.254", true, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("64:ff9b::7f00:1", true, false)]
    [InlineData("0.0.0.0", true, false)]
    [InlineData("::", true, false)]
    [InlineData("2a00:1450:401b::1", false, true)]
    public void Only_addresses_of_the_public_network_are_asked_unless_the_office_says_otherwise(string address, bool ownNetwork, bool asked) =>
        NetworkAddress.MayBeAsked(IPAddress.Parse(address), ownNetwork).ShouldBe(asked);

    RequestWorker HostThatAllows(string name, bool ownNetwork = true) => office.NewHost("Development",
        new("Requests:AllowedHosts:0", name), new("Requests:AllowPrivateAddresses", ownNetwork.ToString())).Services.GetRequiredService<RequestWorker>();

    async Task<Guid> StartAsync(string url, string type, string literals = "{}", string objects = "{}", bool failedToConnect = false)
    {
        var ask = Activity("ask", type, ("url", "Literal", url));
        foreach (var (name, value) in JsonNode.Parse(literals)!.AsObject())
        {
            ask[name] = Input("Literal", value!.GetValue<string>());
        }
        foreach (var (name, value) in JsonNode.Parse(objects)!.AsObject())
        {
            ask[name] = Input("Object", value!.ToJsonString());
        }
        if (failedToConnect)
        {
            ask["failedToConnect"] = Activity("failed", "Elsa.SetVariable", ("value", "Literal", "unreachable"));
            ask["failedToConnect"]!["variable"] = new JsonObject { ["id"] = "got", ["name"] = "got" };
        }
        var id = Guid.CreateVersion7();
        await office.PublishAsync(new JsonObject
        {
            ["definitionId"] = "ask-" + id,
            ["name"] = "ask",
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "got", ["name"] = "got", ["typeName"] = "String", ["value"] = "" }),
            ["root"] = new JsonObject
            {
                ["id"] = "sequence",
                ["type"] = "Elsa.Sequence",
                ["activities"] = new JsonArray(ask, Activity("name", "Elsa.SetName",
                    ("value", "JavaScript", "getOutputFrom('ask', 'StatusCode') + ' ' + (getOutputFrom('ask', 'ParsedContent')?.income ?? '') + getVariable('got')"))),
            },
        }.ToJsonString(), []);
        (await office.Runner.StartAsync("ask-" + id, new Stimulus.Started(id, null, new Dictionary<string, Value>()))).ShouldBeOfType<RunResult.Committed>();
        return id;
    }

    async Task<string> NameOfAsync(Guid id) => (string)(await office.AskAsync($"select name from workflow_instances where id = '{id}' and sub_status = 'Finished'")).ShouldNotBeNull("it has not finished");

    async Task<string> IncidentOfAsync(Guid id) => (string)(await office.AskAsync($"select message from incidents where instance_id = '{id}'")).ShouldNotBeNull();

    static JsonObject Activity(string id, string type, params (string Name, string Type, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, expression, value) in inputs)
        {
            activity[name] = Input(expression, value);
        }
        return activity;
    }

    static JsonObject Input(string type, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}
