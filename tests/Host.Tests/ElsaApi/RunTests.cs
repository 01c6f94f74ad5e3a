using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Runs that a manager or a script begins, and what it then tells them from outside.</summary>
[Collection(ApiOffice.Collection)]
public class RunTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions";

    Task<Person> ManagerAsync() => office.AsAsync("procedure-manager");

    /// <summary>Waits for an event of the procedure's own name, at two places if asked for.</summary>
    static JsonObject Waiting(string id, string name = "Czeka", bool twice = false)
    {
        var document = Drawn.Document(id, name);
        var waits = JsonNode.Parse($$$"""{"id": "one", "type": "Elsa.Event", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "{{{id}}}"} } }""")!;
        var activities = document["root"]!["activities"]!.AsArray();
        activities.Add(waits);
        if (twice)
        {
            activities.Add(waits.DeepClone());
            activities[2]!["id"] = "two";
        }
        document["root"]!["connections"] = new JsonArray([.. activities.Skip(1).Select(wait => (JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "write", ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = (string)wait!["id"]!, ["port"] = "In" },
        })]);
        return document;
    }

    /// <summary>A variable takes what comes of an activity.</summary>
    static void Keep(JsonObject document, int activity)
    {
        document["variables"] = JsonNode.Parse("""[{"id": "v", "name": "wynik", "typeName": "Object", "value": null, "storageDriverTypeName": "WorkflowStorageDriver"}]""");
        document["root"]!["activities"]![activity]!["result"] = JsonNode.Parse("""{"typeName": "Object", "memoryReference": {"id": "v"}}""");
    }

    async Task<JsonNode> KeptAsync(Run run) =>
        (await (await ManagerAsync()).GetAsync($"/elsa/api/workflow-instances/{run.Instance}/variables")).Body["items"]!.AsArray().ShouldHaveSingleItem()!["value"]!;

    sealed record Run(HttpStatusCode Status, string? Instance, string? CannotStart, JsonObject Body)
    {
        public JsonNode State => Body["workflowState"]!;
    }

    async Task<Run> ExecuteAsync(string id, object request, string language = "pl")
    {
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        using var response = await client.PostAsJsonAsync($"{Root}/{id}/execute", request);
        return new(response.StatusCode, Header("x-elsa-workflow-instance-id"), Header("x-elsa-workflow-cannot-start"), (await response.Content.ReadFromJsonAsync<JsonObject>())!);

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }

    [Fact]
    public async Task A_run_is_told_in_Elsas_headers_and_with_its_state()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id);
        document["inputs"] = JsonNode.Parse("""[{"name": "numer", "type": "String"}]""");
        await manager.SavedAsync(document, publish: true);

        var run = await ExecuteAsync(id, new { correlationId = "K/1", triggerActivityId = (string?)null, versionOptions = "Latest", input = new { numer = "7" } });

        (run.Status, run.CannotStart).ShouldBe((HttpStatusCode.OK, "False"));
        run.Body.ShouldHaveExactly("""
            : workflowState
            workflowState: activityExecutionContexts bookmarks completionCallbacks correlationId createdAt definitionId definitionVersion definitionVersionId fault finishedAt id incidents input output properties status subStatus updatedAt
            workflowState.bookmarks[]: activityId activityInstanceId activityNodeId autoBurn callbackMethodName hash id metadata name payload
            workflowState.input: numer
            """);
        ((string)run.State["id"]!).ShouldBe(run.Instance);
        ((string)run.State["status"]!, (string)run.State["subStatus"]!).ShouldBe(("Running", "Suspended"));
        ((string)run.State["correlationId"]!).ShouldBe("K/1");
        ((string)(await manager.GetAsync($"/elsa/api/workflow-instances/{run.Instance}")).Body["definitionVersionId"]!).ShouldBe($"{id}:1");
    }

    [Fact]
    public async Task Studio_runs_the_draft_and_who_names_no_version_the_published_one()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Waiting(id), publish: true);
        await manager.SavedAsync(Waiting(id, "Szkic"));

        async Task<int> VersionOfAsync(object request) => (int)(await ExecuteAsync(id, request)).State["definitionVersion"]!;

        (await VersionOfAsync(new { versionOptions = "Latest" })).ShouldBe(2);
        (await VersionOfAsync(new { })).ShouldBe(1);
        (await VersionOfAsync(new { versionOptions = "" })).ShouldBe(1);
        (await VersionOfAsync(new { versionOptions = "Published" })).ShouldBe(1);
        (await VersionOfAsync(new { versionOptions = "1" })).ShouldBe(1);
        (await VersionOfAsync(new { versionOptions = "Draft" })).ShouldBe(2);
    }

    [Fact]
    public async Task A_draft_that_runs_stays_as_it_is_and_the_next_save_makes_another_version()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Waiting(id, "Próba"));
        var run = await ExecuteAsync(id, new { versionOptions = "Latest" });

        draft["name"] = "Po próbie";
        var next = await manager.SavedAsync(draft);
        next["name"] = "Dalej";
        await manager.SavedAsync(next);

        (await manager.VersionsAsync(id)).ShouldBe("2L 1");
        ((string)(await manager.LatestAsync(id))["name"]!).ShouldBe("Dalej");
        var kept = (await manager.GetAsync($"{Root}/by-id/{run.State["definitionVersionId"]}")).Body;
        ((string)kept["name"]!).ShouldBe("Próba");
        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{id}:1", null)).Code.ShouldBe("in-use");
    }

    [Fact]
    public async Task A_draft_begins_nothing_by_itself_though_it_can_be_run()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id);
        document["root"]!["activities"]!.AsArray().RemoveAt(0);
        document["root"]!["connections"] = new JsonArray();
        document["root"]!["activities"]![0]!["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        await manager.SavedAsync(document);

        var run = await ExecuteAsync(id, new { versionOptions = "Latest" });

        run.CannotStart.ShouldBe("False", run.Body.ToJsonString());
        (await office.AskAsync<long>($"select count(*) from triggers where definition_id = '{id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_run_is_told_by_the_header_and_in_words()
    {
        var manager = await ManagerAsync();
        var (id, broken) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Waiting(id));
        await manager.SavedAsync(Drawn.Document(broken, type: "Acme.Sign"));

        foreach (var (run, reason) in new[]
        {
            (await ExecuteAsync(id, new { }), "Procedura nie jest opublikowana."),
            (await ExecuteAsync(id, new { versionOptions = "7" }), "Nie ma takiej wersji procedury."),
            (await ExecuteAsync(broken, new { versionOptions = "Latest" }), "Acme.Sign"),
            (await ExecuteAsync(HomeVisit.Id, new { versionOptions = "Latest" }), "Ta procedura prowadzi sprawy rodzin. Sprawę wszczyna pracownik socjalny na stronie „Wszczęcie sprawy”."),
        })
        {
            (run.Status, run.CannotStart, run.Instance).ShouldBe((HttpStatusCode.OK, "True", null), reason);
            run.Body.ShouldHaveExactly(": message reasons workflowState");
            run.Body["workflowState"].ShouldBeNull();
            Drawn.Strings(run.Body["reasons"]).ShouldHaveSingleItem().ShouldContain(reason);
            ((string)run.Body["message"]!).ShouldBe(Drawn.Strings(run.Body["reasons"])[0]);
        }
        (await manager.PostAsync($"{Root}/{id}/execute", new { versionOptions = "newest" })).Sentences().ShouldHaveSingleItem();
        ((string)(await ExecuteAsync(id, new { }, "en")).Body["message"]!).ShouldBe("The procedure is not published.");
    }

    [Fact]
    public async Task A_procedure_that_may_run_once_at_a_time_is_not_run_twice()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id);
        document["options"]!["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime";
        await manager.SavedAsync(document);

        (await ExecuteAsync(id, new { versionOptions = "Latest" })).CannotStart.ShouldBe("False");

        var second = await ExecuteAsync(id, new { versionOptions = "Latest" });
        (second.CannotStart, (string)second.Body["message"]!).ShouldBe(("True", "Procedura nie może teraz zacząć się po raz kolejny."));
    }

    [Fact]
    public async Task An_event_reaches_the_one_execution_that_it_names()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Waiting(id, twice: true);
        Keep(document, 2);
        await manager.SavedAsync(document);
        var run = await ExecuteAsync(id, new { versionOptions = "Latest" });
        var bookmark = run.State["bookmarks"]!.AsArray().Single(one => (string)one!["activityId"]! == "two")!;

        var triggered = await manager.PostAsync($"/elsa/api/events/{id}/trigger",
            new { activityInstanceId = (string)bookmark["activityInstanceId"]!, input = new { ok = true }, workflowExecutionMode = "Asynchronous" });

        triggered.Status.ShouldBe(HttpStatusCode.Accepted);
        await office.UntilAsync($"(select revision = 2 from workflow_instances where id = '{run.Instance}')");
        var state = (await manager.GetAsync($"/elsa/api/workflow-instances/{run.Instance}")).Body["workflowState"]!;
        ((string)state["bookmarks"]!.AsArray().ShouldHaveSingleItem()!["activityId"]!).ShouldBe("one");
        var completed = (await manager.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={run.Instance}&ActivityNodeId=Workflow1:flow:two")).Body["items"]![0]!;
        ((string)completed["status"]!).ShouldBe("Completed");
        (await KeptAsync(run))["ok"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_reaches_the_instance_or_the_correlation_that_it_names_and_else_all_that_wait()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Waiting(id), publish: true);
        var runs = new List<Run>();
        foreach (var correlation in new[] { "1", "2", "3", "4" })
        {
            runs.Add(await ExecuteAsync(id, new { correlationId = id + correlation }));
        }

        await TriggerAsync(new { workflowInstanceId = runs[1].Instance }, "2");
        await TriggerAsync(new { correlationId = id + 3 }, "2,3");
        await TriggerAsync(new { workflowExecutionMode = "Synchronous" }, "1,2,3,4");

        async Task TriggerAsync(object request, string finished)
        {
            (await manager.PostAsync($"/elsa/api/events/{id}/trigger", request)).Status.ShouldBe(HttpStatusCode.Accepted);
            await office.UntilAsync($"""
                (select string_agg(right(correlation_id, 1), ',' order by correlation_id) = '{finished}' from workflow_instances where definition_id = '{id}' and status = 'Finished')
                """);
        }
    }

    [Fact]
    public async Task A_trigger_that_means_nothing_here_is_refused_in_Elsas_shape()
    {
        var manager = await ManagerAsync();

        foreach (var request in new object[]
        {
            new { activityInstanceId = "elsewhere" },
            new { activityInstanceId = $"{Guid.CreateVersion7():N}-1-1", workflowInstanceId = Guid.CreateVersion7() },
            new { workflowExecutionMode = "Sometimes" },
        })
        {
            (await manager.PostAsync("/elsa/api/events/x/trigger", request)).Sentences().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task The_result_of_work_outside_completes_the_task_that_waits_for_it_and_a_repeat_changes_nothing()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["root"]!["activities"] = JsonNode.Parse("""
            [{"id": "work", "type": "Elsa.RunTask", "version": 1, "taskName": {"expression": {"type": "Literal", "value": "Tłumaczenie"} } }]
            """);
        Keep(document, 0);
        await manager.SavedAsync(document);
        var run = await ExecuteAsync(id, new { versionOptions = "Latest" });
        var task = (await office.AskAsync<string>($"select key from bookmarks where instance_id = '{run.Instance}'")).Split(':')[1];

        var completed = await manager.PostAsync($"/elsa/api/tasks/{task}/complete", new { result = new { strony = 3 } });
        var again = await manager.PostAsync($"/elsa/api/tasks/{task}/complete", new { result = 4 });

        (completed.Status, again.Status).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        ((string)(await manager.GetAsync($"/elsa/api/workflow-instances/{run.Instance}")).Body["subStatus"]!).ShouldBe("Finished");
        ((int)(await KeptAsync(run))["strony"]!).ShouldBe(3);
    }
}
