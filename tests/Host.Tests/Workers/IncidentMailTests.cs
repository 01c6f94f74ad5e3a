using System.Text.Json.Nodes;
using OpsWorkflows.Cases;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>Who hears that a step has stopped, from a real mail server's point of view.</summary>
public sealed class IncidentMailTests : IAsyncLifetime
{
    WorkerOffice office = null!;
    SmtpServer server = null!;

    public async Task InitializeAsync()
    {
        office = await WorkerOffice.OpenAsync();
        server = await SmtpServer.StartAsync();
        await office.PublishAsync("""
            {"definitionId": "late", "name": "Wizyta z terminem", "options": {"incidentStrategyType": "ContinueWithIncidentsStrategy"},
              "variables": [{"id": "days", "name": "days", "typeName": "Object", "value": "\"many\""}],
              "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [
                {"id": "visit", "type": "Ops.UserTask", "version": 1, "name": "visit", "title": {"expression": {"type": "Literal", "value": "Wizyta w domu"}},
                  "role": {"expression": {"type": "Literal", "value": "social-worker"}}, "outcomes": {"expression": {"type": "Object", "value": "[\"Done\"]"}},
                  "limitCount": {"expression": {"type": "JavaScript", "value": "getVariable('days')"}}}]}}
            """, new JsonObject { ["mails"] = new JsonObject { ["assigned"] = "Subject: Zadanie {{step}}\n\nJest zadanie." } });
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await office.DisposeAsync();
    }

    async Task<Guid> StartAsync()
    {
        var (id, family) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await office.ExecuteAsync($"insert into families (id, name, address, created_at) values ('{family}', 'Kowalscy', 'Sosnowa {family}', office_now())");
        (await office.Runner.StartAsync("late", new Stimulus.Started(id, WorkerOffice.Worker, new Dictionary<string, Value>(),
            Case: new NewCase(family, "social-worker", WorkerOffice.Monday, false, new JsonObject())))).ShouldBeOfType<RunResult.Committed>();
        return id;
    }

    [Fact]
    public async Task Who_repairs_is_led_to_the_repair_and_whose_step_it_is_to_the_case()
    {
        await using var host = await HostProcess.StartAsync(new() { ConnectionString = office.ConnectionString, Environment = server.HostEnvironment });
        var id = await StartAsync();

        var messages = await server.WaitForMessagesAsync(2);

        var incident = await office.AskAsync("select id from incidents");
        var read = messages.ToDictionary(message => message.To.Single(), message => new Mime(message.Raw));
        read.Keys.ShouldBe(["procedure-manager@demo.example", "worker@office.example"], ignoreOrder: true);
        var (repairs, works) = (read["procedure-manager@demo.example"], read["worker@office.example"]);
        repairs.Subject.ShouldBe("Zatrzymany krok procedury Wizyta z terminem, sprawa PS.5201.1.2030");
        repairs.Body.ShouldContain($"/incidents/{incident}");
        repairs.Body.ShouldContain("krok Wizyta w domu procedury Wizyta z terminem zatrzymał się z powodu błędu");
        works.Subject.ShouldBe("Zatrzymany krok w sprawie PS.5201.1.2030: Wizyta w domu");
        works.Body.ShouldContain($"/cases/{id}");
        works.Body.ShouldContain("nie musisz nic robić");
        foreach (var mail in read.Values)
        {
            mail.Body.ShouldNotContain("Kowalscy");
            mail.Body.ShouldNotContain("many");
            mail.Body.ShouldNotContain("{{");
        }
    }

    [Fact]
    public async Task Where_nobody_draws_procedures_who_runs_the_office_is_told_and_nobody_any_more_once_it_is_repaired()
    {
        await office.MoveClockAsync("12 hours");
        var id = await StartAsync();
        (await office.ListAsync("select format('%s %s', text, p.email) from outbox m join people p on p.id = m.person_id where m.status = 'waiting' order by 1"))
            .ShouldBe(["incident director@office.example", "stopped-step worker@office.example"]);
        var incident = (Guid)(await office.AskAsync("select id from incidents"))!;

        (await office.Runner.RunAsync(id, new Stimulus.IncidentsRetried([incident], new Dictionary<string, Value> { ["days"] = Value.Of(14) }, WorkerOffice.Director)))
            .ShouldBeOfType<RunResult.Committed>();

        (await office.ListAsync("select format('%s %s', text, status) from outbox order by 1")).ShouldBe(["assigned waiting", "incident cancelled", "stopped-step cancelled"]);
    }
}
