using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>
/// What a case starts works for its family: it is the manager's neither to end nor to read. What a case tells a manager's own run is not
/// theirs to read either.
/// </summary>
[Collection(ApiOffice.Collection)]
public class RunsForCasesTests(ApiOffice office)
{
    const string Waits = """{"id": "wait", "type": "Elsa.Event", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "never"} } }""";

    static string Starts(string procedure, string type = "Elsa.ExecuteWorkflow") => $$$"""
        {"id": "sub", "type": "{{{type}}}", "version": 1, "workflowDefinitionId": {"expression": {"type": "Literal", "value": "{{{procedure}}}"} },
          "input": {"expression": {"type": "JavaScript", "value": "({ note: getInput('note') })"} }, "result": {"typeName": "Object", "memoryReference": {"id": "v"} } }
        """;

    static string Hears(string name) => $$$"""
        {"id": "hear", "type": "Elsa.Event", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "{{{name}}}"} },
          "result": {"typeName": "Object", "memoryReference": {"id": "v"} } }
        """;

    static string Says(string name) => $$$"""
        {"id": "say", "type": "Elsa.PublishEvent", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "{{{name}}}"} },
          "payload": {"expression": {"type": "JavaScript", "value": "getInput('note')"} } }
        """;

    /// <summary>Does one activity after the other.</summary>
    async Task<string> PublishAsync(params string[] activities)
    {
        var id = Drawn.NewId();
        await PublishAsync(Drawn.Document(id), activities);
        return id;
    }

    /// <summary>The same, for a family.</summary>
    async Task<string> PublishForFamiliesAsync(params string[] activities)
    {
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["customProperties"] = new JsonObject
        {
            ["startRole"] = "social-worker",
            ["opsResources"] = new JsonObject { ["forms"] = new JsonObject { ["start"] = HomeVisit.Resources()["forms"]!["start"]!.DeepClone() } },
        };
        await PublishAsync(document, activities);
        return id;
    }

    async Task PublishAsync(JsonObject document, string[] activities)
    {
        var manager = await office.AsAsync("procedure-manager");
        document["inputs"] = JsonNode.Parse("""[{"name": "note", "type": "String"}]""");
        document["outputs"] = JsonNode.Parse("""[{"name": "told", "type": "Object"}]""");
        document["variables"] = JsonNode.Parse("""[{"id": "v", "name": "wynik", "typeName": "Object", "value": null, "storageDriverTypeName": "WorkflowStorageDriver"}]""");
        document["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Sequence",
            ["version"] = 1,
            ["activities"] = new JsonArray([.. activities.Select(activity => JsonNode.Parse(activity))]),
        };
        var imported = await manager.PostAsync("/elsa/api/workflow-definitions/import", document);
        ((bool)imported.Body["isPublished"]!).ShouldBeTrue(imported.Body.ToJsonString());
    }

    async Task<Guid> StartCaseAsync(string procedure, string note = "x")
    {
        var worker = await office.AsAsync("social-worker");
        var answers = new { receivedOn = "2031-03-03", source = "family", urgent = false, familyName = $"Rodzina {Guid.CreateVersion7():N}", note };
        var started = await worker.PostAsync($"/api/procedures/{procedure}/cases", new { answers });
        started.Status.ShouldBe(HttpStatusCode.Created, started.Body.ToJsonString());
        return (Guid)started.Body["id"]!;
    }

    async Task<Guid> RunAsync(string procedure)
    {
        var manager = await office.AsAsync("procedure-manager");
        var answer = await manager.PostAsync($"/elsa/api/workflow-definitions/{procedure}/execute", new { versionOptions = "Latest" });
        answer.Body["workflowState"].ShouldNotBeNull(answer.Body.ToJsonString());
        return (Guid)answer.Body["workflowState"]!["id"]!;
    }

    /// <summary>The one instance of a procedure, once a worker has started it.</summary>
    async Task<Guid> InstanceOfAsync(string procedure)
    {
        await office.UntilAsync($"exists (select from workflow_instances where definition_id = '{procedure}')");
        return await office.AskAsync<Guid>($"select id from workflow_instances where definition_id = '{procedure}'");
    }

    async Task<string> SeenByManagerAsync(Guid instance)
    {
        var manager = await office.AsAsync("procedure-manager");
        var answers = new List<Answer>
        {
            await manager.GetAsync($"/elsa/api/workflow-instances/{instance}"),
            await manager.GetAsync($"/elsa/api/workflow-instances/{instance}/variables"),
            await manager.GetAsync($"/elsa/api/activity-executions/list?workflowInstanceId={instance}"),
        };
        answers.ForEach(answer => answer.Status.ShouldBe(HttpStatusCode.OK));
        return string.Concat(answers.Select(answer => answer.Body.ToJsonString()));
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", false)]
    [InlineData("Elsa.ExecuteWorkflow", true)]
    [InlineData("Elsa.DispatchWorkflow", false)]
    public async Task What_runs_for_a_case_is_neither_ended_nor_deleted_by_a_procedure_manager(string type, bool deeper)
    {
        var innermost = await PublishAsync(Waits);
        await StartCaseAsync(await PublishForFamiliesAsync(Starts(deeper ? await PublishAsync(Starts(innermost)) : innermost, type)));
        var child = await InstanceOfAsync(innermost);
        var manager = await office.AsAsync("procedure-manager");

        foreach (var (refused, sentence) in new[]
        {
            (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{child}", null), "Sprawy nie można usunąć"),
            (await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { child } }), "Sprawy nie można usunąć"),
            (await manager.PostAsync($"/elsa/api/cancel/workflow-instances/{child}", new { }), "Sprawę zamyka tylko dyrektor"),
            (await manager.PostAsync("/elsa/api/bulk-actions/cancel/workflow-instances", new { definitionId = innermost }), "Sprawę zamyka tylko dyrektor"),
        })
        {
            refused.Sentences().ShouldHaveSingleItem().ShouldStartWith(sentence);
        }
        ((string)(await manager.GetAsync($"/elsa/api/workflow-instances/{child}")).Body["status"]!).ShouldBe("Running");
    }

    [Fact]
    public async Task What_has_stopped_in_a_run_for_a_case_is_cancelled_by_the_director_alone()
    {
        var child = await PublishAsync("""{"id": "stop", "type": "Elsa.Fault", "version": 1, "message": {"expression": {"type": "Literal", "value": "dość"} } }""");
        var parent = await StartCaseAsync(await PublishForFamiliesAsync(Starts(child), Waits));
        await office.UntilAsync($"exists (select from incidents n join workflow_instances i on i.id = n.instance_id where i.definition_id = '{child}')");
        var incident = await office.AskAsync<Guid>($"select n.id from incidents n join workflow_instances i on i.id = n.instance_id where i.definition_id = '{child}'");

        async Task<JsonObject> CancelAsync(string account) =>
            (await (await office.AsAsync(account)).PostAsync("/api/incidents/bulk", new { repair = "cancel", ids = new[] { incident }, reason = "Pomyłka" })).Body;

        ((string)(await CancelAsync("procedure-manager"))["refused"]!.AsArray().ShouldHaveSingleItem()!["code"]!).ShouldBe("case-not-yours-to-close");
        (await CancelAsync("director"))["done"]!.AsArray().ShouldHaveSingleItem();
        await office.UntilAsync($"(select state->'executions' @> '[{{\"activity\": \"wait\"}}]' from workflow_instances where id = '{parent}')");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_test_run_goes_on_when_the_run_that_it_waits_for_is_deleted(bool many)
    {
        var inner = await PublishAsync(Waits);
        var parent = await RunAsync(await PublishAsync(Starts(inner)));
        var child = await InstanceOfAsync(inner);
        var manager = await office.AsAsync("procedure-manager");

        var deleted = many
            ? await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { child } })
            : await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{child}", null);

        deleted.Body.ToJsonString().ShouldBe("""{"deleted":1}""");
        await office.UntilAsync($"(select status = 'Finished' and state->'variables'->'v'->>'subStatus' = 'Cancelled' from workflow_instances where id = '{parent}')");
        (await manager.GetAsync($"/elsa/api/workflow-instances/{child}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_test_run_that_an_event_of_a_case_has_reached_shows_nothing_that_was_written_in_it()
    {
        var secret = $"Tajne{Guid.CreateVersion7():N}";
        var name = Drawn.NewId();
        var run = await RunAsync(await PublishAsync(Hears(name), Waits));

        await StartCaseAsync(await PublishForFamiliesAsync(Says(name)), secret);
        await office.UntilAsync($"(select state::text like '%{secret}%' from workflow_instances where id = '{run}')");

        (await SeenByManagerAsync(run)).ShouldNotContain(secret);
    }

    [Fact]
    public async Task An_event_that_nobody_of_another_run_has_published_hides_nothing()
    {
        var name = Drawn.NewId();
        var outside = await RunAsync(await PublishAsync(Hears(name), Waits));
        var manager = await office.AsAsync("procedure-manager");

        (await manager.PostAsync($"/elsa/api/events/{name}/trigger", new { input = "jawne" })).Status.ShouldBe(HttpStatusCode.Accepted);
        await office.UntilAsync($"(select state::text like '%jawne%' from workflow_instances where id = '{outside}')");

        (await SeenByManagerAsync(outside)).ShouldContain("jawne");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_test_run_shows_what_a_run_that_it_started_comes_to_unless_a_case_has_told_it(bool told)
    {
        var secret = $"Tajne{Guid.CreateVersion7():N}";
        var name = Drawn.NewId();
        var inner = await PublishAsync(Hears(name),
            """{"id": "out", "type": "Elsa.SetOutput", "version": 1, "outputName": {"expression": {"type": "Literal", "value": "told"} }, "outputValue": {"expression": {"type": "JavaScript", "value": "getVariable('wynik')"} } }""");
        var run = await RunAsync(await PublishAsync(Starts(inner), Waits));
        await InstanceOfAsync(inner);

        if (told)
        {
            await StartCaseAsync(await PublishForFamiliesAsync(Says(name)), secret);
        }
        else
        {
            await (await office.AsAsync("procedure-manager")).PostAsync($"/elsa/api/events/{name}/trigger", new { input = secret });
        }
        await office.UntilAsync($"(select state::text like '%{secret}%' from workflow_instances where id = '{run}')");

        (await SeenByManagerAsync(run)).Contains(secret, StringComparison.Ordinal).ShouldBe(!told);
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow")]
    [InlineData("Elsa.DispatchWorkflow")]
    public async Task What_a_case_gives_a_run_that_it_starts_is_not_shown(string type)
    {
        var secret = $"Tajne{Guid.CreateVersion7():N}";
        var child = await PublishAsync(Waits);
        await StartCaseAsync(await PublishForFamiliesAsync(Starts(child, type)), secret);

        var started = await InstanceOfAsync(child);

        (await office.AskAsync<bool>($"select state::text like '%{secret}%' from workflow_instances where id = '{started}'")).ShouldBeTrue();
        (await SeenByManagerAsync(started)).ShouldNotContain(secret);
    }
}
