using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>A published procedure used as an activity of another one, as Studio draws it, runs it and looks into it.</summary>
[Collection(ApiOffice.Collection)]
public class EmbeddedProcedureTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions";
    const string Inside = "Workflow1:flow:part:Workflow1:flow";

    Task<Person> ManagerAsync() => office.AsAsync("procedure-manager");

    static async Task<JsonNode[]> DescribedAsync(Person person, string definitionId, string language = "pl") =>
        [.. (await person.GetAsync("/elsa/api/descriptors/activities", language)).Body["items"]!.AsArray()
            .Where(item => (string?)item!["customProperties"]!["WorkflowDefinitionId"] == definitionId).Select(item => item!)];

    /// <summary>Waits until outside work is done, then gives twice the number it got and completes with Ready.</summary>
    static JsonObject Waiting(string id)
    {
        var document = Drawn.Embeddable(id, $"Czeka {id}");
        document["outcomes"] = new JsonArray("Ready", "Late");
        document["inputs"] = JsonNode.Parse("""[{"name": "Amount", "type": "Int32", "displayName": "Kwota", "description": "Ile", "category": "Dane", "uiHint": "singleline"}]""");
        document["outputs"] = JsonNode.Parse("""[{"name": "Sum", "type": "Int32", "displayName": "Suma"}]""");
        document["root"]!["activities"] = JsonNode.Parse($$$"""
            [{"id": "wait", "type": "Elsa.RunTask", "version": 1, "taskName": {"expression": {"type": "Literal", "value": "{{{id}}}"} } },
             {"id": "give", "type": "Elsa.SetOutput", "version": 1, "outputName": {"expression": {"type": "Literal", "value": "Sum"}},
              "outputValue": {"expression": {"type": "JavaScript", "value": "getInput('Amount') * 2"} } },
             {"id": "end", "type": "Elsa.Complete", "version": 1, "outcomes": {"expression": {"type": "Object", "value": "[\"Ready\"]"} } }]
            """);
        document["root"]!["connections"] = JsonNode.Parse("""
            [{"source": {"activity": "wait", "port": "Done"}, "target": {"activity": "give", "port": "In"}},
             {"source": {"activity": "give", "port": "Done"}, "target": {"activity": "end", "port": "In"}}]
            """);
        return document;
    }

    /// <summary>Gives 21 to the procedure, and keeps what comes of it; the way goes on by Ready.</summary>
    static JsonObject Whole(string id, string part, int? version = 1)
    {
        var document = Drawn.Embedding(id, part, version, """
            {"amount": {"typeName": "Int32", "expression": {"type": "Literal", "value": "21"}}, "sum": {"typeName": "Int32", "memoryReference": {"id": "total"}}}
            """);
        document["variables"] = JsonNode.Parse("""[{"id": "total", "name": "total", "typeName": "Int32", "isArray": false, "value": null}]""");
        document["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id": "after", "type": "Elsa.Event", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "never"}}}"""));
        document["root"]!["connections"] = JsonNode.Parse("""[{"source": {"activity": "part", "port": "Ready"}, "target": {"activity": "after", "port": "In"}}]""");
        return document;
    }

    async Task<(string Part, string Whole)> PublishedAsync(Person manager)
    {
        var (part, whole) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Waiting(part), publish: true);
        await manager.SavedAsync(Whole(whole, part), publish: true);
        return (part, whole);
    }

    static async Task<Guid> RunAsync(Person manager, string definitionId)
    {
        var answer = await manager.PostAsync($"{Root}/{definitionId}/execute", new { versionOptions = "Latest" });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return (Guid)answer.Body["workflowState"]!["id"]!;
    }

    static string[] Texts(JsonNode? items, string name) => [.. items!.AsArray().Select(item => (string)item![name]!)];

    [Fact]
    public async Task A_published_procedure_is_described_as_Elsa_describes_it()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id);
        document["name"] = $"opinia psychologa {id}";
        document["description"] = "Opinia o rodzinie";
        document["options"]!["activityCategory"] = "Opinie";
        document["inputs"]!.AsArray().Add(JsonNode.Parse("""{"name": "Name", "type": "String", "isArray": true}"""));
        await manager.SavedAsync(document, publish: true);

        var described = (await DescribedAsync(manager, id)).ShouldHaveSingleItem();

        var type = $"OpiniaPsychologaD{id[1..]}";
        JsonNode.DeepEquals(described, JsonNode.Parse($$"""
            {"typeName": "{{type}}", "namespace": "", "name": "{{type}}", "version": 1, "category": "Opinie", "displayName": "opinia psychologa {{id}}",
             "description": "Opinia o rodzinie", "kind": "Action", "isContainer": false, "isBrowsable": true, "isStart": false, "isTerminal": false,
             "ports": [{"name": "Root", "displayName": "Wnętrze", "type": "Embedded", "isBrowsable": false},
               {"name": "Ready", "displayName": "Ready", "type": "Flow", "isBrowsable": true}, {"name": "Late", "displayName": "Late", "type": "Flow", "isBrowsable": true}],
             "inputs": [
               {"name": "Amount", "typeName": "Int32", "displayName": "Kwota", "description": "Ile", "order": 0, "isBrowsable": true, "isSynthetic": true, "isWrapped": true,
                "uiHint": "singleline", "category": "Dane", "defaultValue": null, "defaultSyntax": "Literal", "isReadOnly": false, "isSensitive": false,
                "storageDriverType": null, "uiSpecifications": {} },
               {"name": "_Name", "typeName": "String[]", "displayName": "Name", "description": "", "order": 1, "isBrowsable": true, "isSynthetic": true, "isWrapped": true,
                "uiHint": "singleline", "category": null, "defaultValue": null, "defaultSyntax": "Literal", "isReadOnly": false, "isSensitive": false,
                "storageDriverType": null, "uiSpecifications": {} }],
             "outputs": [{"name": "Sum", "typeName": "Int32", "displayName": "Suma", "description": "", "order": 0, "isBrowsable": true, "isSynthetic": true}],
             "customProperties": {"RootType": "WorkflowDefinitionActivity", "WorkflowDefinitionId": "{{id}}", "WorkflowDefinitionVersionId": "{{id}}:1"},
             "constructionProperties": {"WorkflowDefinitionId": "{{id}}", "WorkflowDefinitionVersionId": "{{id}}:1", "Version": 1} }
            """)).ShouldBeTrue(described.ToJsonString());
    }

    [Fact]
    public async Task Outcomes_that_a_manager_named_like_built_in_ones_keep_their_names()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id);
        document["outcomes"] = new JsonArray("Done", "Default");
        await manager.SavedAsync(document, publish: true);

        var ports = (await DescribedAsync(manager, id)).ShouldHaveSingleItem()["ports"];

        Texts(ports, "displayName").ShouldBe(["Wnętrze", "Done", "Default"]);
    }

    [Fact]
    public async Task The_palette_follows_what_is_published_retracted_and_deleted()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Embeddable(id, $"Pierwsza {id}"));
        (await DescribedAsync(manager, id)).ShouldBeEmpty();

        await manager.PostAsync($"{Root}/{id}/publish", new { });
        var first = (await DescribedAsync(manager, id)).ShouldHaveSingleItem();
        ((string?)first["category"], (string?)first["ports"]![1]!["name"], (string?)first["ports"]![1]!["displayName"]).ShouldBe(("Inne procedury", "Done", "Gotowe"));
        await manager.SavedAsync(Drawn.Embeddable(id, $"Druga {id}"), publish: true);
        (await DescribedAsync(manager, id)).Select(item => ((string?)item["displayName"], (bool)item["isBrowsable"]!))
            .ShouldBe([($"Pierwsza {id}", false), ($"Druga {id}", true)], ignoreOrder: true);

        await manager.PostAsync($"{Root}/{id}/retract", new { });
        (await DescribedAsync(manager, id)).ShouldAllBe(item => !(bool)item["isBrowsable"]!);
        await manager.SendAsync(HttpMethod.Delete, $"{Root}/{id}", null);
        (await DescribedAsync(manager, id)).ShouldBeEmpty();
        await manager.SavedAsync(Drawn.Document(id, $"Trzecia {id}"), publish: true);
        (await DescribedAsync(manager, id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_drawn_is_published_run_and_seen_where_it_is_and_its_outcome_and_output_come_out()
    {
        var manager = await ManagerAsync();
        var (part, whole) = await PublishedAsync(manager);
        var step = (await manager.LatestAsync(whole))["root"]!["activities"]![0]!;
        var run = await RunAsync(manager, whole);

        var waiting = (await manager.GetAsync($"/elsa/api/workflow-instances/{run}")).Body["workflowState"]!["bookmarks"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)step["type"], (string?)step["workflowDefinitionVersionId"], (string?)step["latestAvailablePublishedVersionId"], (string?)step["nodeId"])
            .ShouldBe((((string)(await DescribedAsync(manager, part))[0]["typeName"]!), $"{part}:1", $"{part}:1", "Workflow1:flow:part"));
        ((string?)waiting["activityId"], (string?)waiting["activityNodeId"]).ShouldBe(("wait", $"{Inside}:wait"));
        var task = (await office.AskAsync<string>($"select key from bookmarks where instance_id = '{run}'")).Split(':')[1];
        (await manager.PostAsync($"/elsa/api/tasks/{task}/complete", new { result = 1 })).Status.ShouldBe(HttpStatusCode.Accepted);

        var variables = (await manager.GetAsync($"/elsa/api/workflow-instances/{run}/variables")).Body["items"]!.AsArray();
        ((int)variables.Single(variable => (string)variable!["name"]! == "total")!["value"]!).ShouldBe(42);
        var journal = (await manager.PostAsync($"/elsa/api/workflow-instances/{run}/journal?skip=0&take=100", new { })).Body["items"]!;
        journal.AsArray().Where(record => (string)record!["eventName"]! == "Completed").Select(record => $"{record!["nodeId"]} {string.Join(',', Drawn.Strings(record["payload"]?["Outcomes"] ?? new JsonArray()))}")
            .ShouldContain("Workflow1:flow:part Ready");
        Texts((await manager.PostAsync($"/elsa/api/workflow-instances/{run}/journal?skip=0&take=100", new { filter = new { activityNodeIds = new[] { $"{Inside}:give" } } })).Body["items"], "activityId")
            .Distinct().ShouldBe(["give"]);
        var badges = (await manager.PostAsync("/elsa/api/activity-executions/report", new { workflowInstanceId = run, activityNodeIds = new[] { $"{Inside}:give", "Workflow1:flow:part" } })).Body["stats"]!;
        Texts(badges, "activityId").ShouldBe(["give", "part"], ignoreOrder: true);
        badges.AsArray().ShouldAllBe(stats => (long)stats!["completedCount"]! == 1);
        var ran = (await manager.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={run}&ActivityNodeId={Inside}:wait")).Body["items"]!.AsArray().ShouldHaveSingleItem()!;
        Texts((await manager.GetAsync($"/elsa/api/activity-executions/{ran["id"]}/call-stack")).Body["items"], "activityNodeId")
            .ShouldBe(["Workflow1", "Workflow1:flow", "Workflow1:flow:part", "Workflow1:flow:part:Workflow1", Inside, $"{Inside}:wait"]);
        (await manager.GetAsync($"{Root}/{part}/consumers")).Body["consumingWorkflowDefinitionIds"]!.AsArray().Select(id => (string)id!).ShouldBe([whole]);
    }

    [Fact]
    public async Task Studio_looks_into_the_step_and_finds_the_way_to_what_lies_inside()
    {
        var manager = await ManagerAsync();
        var (_, whole) = await PublishedAsync(manager);

        var step = (await manager.GetAsync($"{Root}/subgraph/{whole}:1?parentNodeId=Workflow1:flow:part")).Body;
        var way = (await manager.GetAsync($"{Root}/subgraph/segments/{whole}:1?childNodeId={Inside}:wait")).Body;

        var workflow = step["activity"]!["root"]!;
        ((string?)workflow["type"], (string?)workflow["id"], (string?)workflow["nodeId"]).ShouldBe(("Elsa.Workflow", "Workflow1", "Workflow1:flow:part:Workflow1"));
        var flow = workflow["root"]!;
        ((string?)flow["type"], (string?)flow["nodeId"]).ShouldBe(("Elsa.Flowchart", Inside));
        Texts(flow["activities"], "nodeId").ShouldBe([$"{Inside}:wait", $"{Inside}:give", $"{Inside}:end"]);
        Texts(flow["activities"], "id").ShouldBe(["wait", "give", "end"]);
        ((string?)step["children"]![0]!["port"]).ShouldBe("Root");
        var segment = way["pathSegments"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)segment["activityNodeId"], (string?)segment["activityId"], (string?)segment["portName"]).ShouldBe(("Workflow1:flow:part", "part", "Root"));
        ((string?)way["childNode"]!["activity"]!["id"], (string?)way["container"]!["nodeId"]).ShouldBe(("wait", "Workflow1:flow:part"));
        (await manager.LatestAsync(whole))["root"]!["activities"]![0]!["root"].ShouldBeNull("the designer draws the step, not what lies in it");
    }

    [Fact]
    public async Task A_step_that_cannot_be_embedded_keeps_the_procedure_from_being_published_and_is_named()
    {
        var manager = await ManagerAsync();
        var (part, drafted, whole) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embeddable(part, $"Część {part}"), publish: true);
        await manager.SavedAsync(Drawn.Embeddable(drafted, $"Szkic {drafted}"));

        (await manager.SaveAsync(Drawn.Embedding(whole, "no-such"), publish: true)).Sentences().ShouldBe(["Krok „Krok” (part): nie ma procedury „no-such”"]);
        (await manager.SaveAsync(Drawn.Embedding(whole, drafted), publish: true, language: "en")).Sentences()
            .ShouldBe([$"Step “Krok” (part): no version of the procedure “Szkic {drafted}” is published for use as a step"]);
        await manager.SavedAsync(Drawn.Embedding(whole, part), publish: true);
        var circle = Drawn.Embedding(part, whole);
        circle["options"]!["usableAsActivity"] = true;
        (await manager.SaveAsync(circle, publish: true)).Sentences().ShouldHaveSingleItem().ShouldContain("Krok „Krok” (part)");
        var itself = Drawn.Embedding(part, part);
        (await manager.SaveAsync(itself, publish: true)).Sentences().ShouldBe([$"Krok „Krok” (part): procedura „Część {part}” zawierałaby samą siebie"]);
        var shown = await manager.SavedAsync(Drawn.Embedding(whole, "no-such"));
        ((string?)shown["root"]!["activities"]![0]!["type"]).ShouldBe("Elsa.NotFoundActivity");
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task Several_procedures_are_published_in_the_order_in_which_they_embed_one_another(params int[] chosen)
    {
        var manager = await ManagerAsync();
        var (inner, middle, outer) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embeddable(inner, $"Część {inner}"), publish: true);
        await manager.SavedAsync(Drawn.Embeddable(inner, $"Nowsza {inner}"));
        var embedding = Drawn.Embedding(middle, inner);
        embedding["options"]!["usableAsActivity"] = true;
        await manager.SavedAsync(embedding);
        await manager.SavedAsync(Drawn.Embedding(outer, middle));

        var ids = chosen.Select(place => new[] { inner, middle, outer }[place]);
        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = ids });

        Drawn.Strings(bulk.Body["failed"]).ShouldBeEmpty(string.Join('\n', Drawn.Strings(bulk.Body["warnings"])));
        Drawn.Strings(bulk.Body["published"]).ShouldBe([inner, middle, outer]);
        (await EmbeddedByAsync(middle)).ShouldBe($"{inner}:2");
        (await EmbeddedByAsync(outer)).ShouldBe($"{middle}:1");

        Task<string> EmbeddedByAsync(string id) =>
            office.AskAsync<string>($"select content->'root'->'activities'->0->>'workflowDefinitionVersionId' from definition_versions where definition_id = '{id}' and is_latest");
    }

    [Fact]
    public async Task Procedures_that_embed_one_another_in_a_circle_keep_only_one_another_from_being_published()
    {
        var manager = await ManagerAsync();
        var (one, other, outer, alone) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embedding(one, other));
        await manager.SavedAsync(Drawn.Embedding(other, one));
        await manager.SavedAsync(Drawn.Embedding(outer, one));
        await manager.SavedAsync(Drawn.Document(alone));

        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { outer, one, other, alone, "nothing" } });

        Drawn.Strings(bulk.Body["published"]).ShouldBe([alone]);
        Drawn.Strings(bulk.Body["failed"]).ShouldBe([one, other, outer], ignoreOrder: true);
        Drawn.Strings(bulk.Body["notFound"]).ShouldBe(["nothing"]);
    }

    [Fact]
    public async Task A_procedure_in_words_tells_the_step_by_the_name_of_the_procedure_and_not_what_that_does()
    {
        var manager = await ManagerAsync();
        var (part, whole) = await PublishedAsync(manager);
        using var client = office.Host.NewClient();
        using var signedIn = await client.SignInOnPageAsync("procedure-manager@demo.example", SigningIn.Password);

        var page = WebUtility.HtmlDecode(await client.GetStringAsync($"/procedures/{whole}"));

        page.ShouldContain($"procedura „Czeka {part}”, wersja 1");
        page.ShouldNotContain("Elsa.RunTask");
        page.ShouldNotContain(">wait<");
    }
}
