using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>What Studio's viewer reads of one instance: names and values as Elsa has them.</summary>
[Collection(ApiOffice.Collection)]
public class InstanceViewerTests(ApiOffice office)
{
    const string Flow = "Workflow1:flow";

    static string[] Names(JsonNode? json) => [.. json!.AsObject().Select(member => member.Key)];

    static string[] Texts(JsonNode? items, string name) => [.. items!.AsArray().Select(item => (string)item![name]!)];

    static Task<Answer> JournalAsync(Person person, Guid id, object? filter = null, string query = "skip=0&take=110") =>
        person.PostAsync($"/elsa/api/workflow-instances/{id}/journal?{query}", new { filter });

    [Fact]
    public async Task An_instance_has_Elsas_members_and_what_it_waits_for()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var found = (await worker.GetAsync($"/elsa/api/workflow-instances/{visit.Case}")).Body;

        Names(found).ShouldBe(["workflowState", "id", "definitionId", "definitionVersionId", "version", "status", "subStatus", "correlationId", "name", "incidentCount",
            "createdAt", "updatedAt", "finishedAt"], ignoreOrder: true);
        ((Guid)found["id"]!).ShouldBe(visit.Case);
        ((string)found["definitionId"]!).ShouldBe(HomeVisit.Id);
        ((int)found["version"]!).ShouldBe(1);
        ((string)found["status"]!).ShouldBe("Running");
        ((string)found["subStatus"]!).ShouldBe("Suspended");
        ((string)found["name"]!).ShouldBe(visit.Mark);
        var state = found["workflowState"]!;
        Names(state).ShouldBe(["id", "definitionId", "definitionVersionId", "definitionVersion", "correlationId", "status", "subStatus", "bookmarks", "incidents", "fault",
            "completionCallbacks", "activityExecutionContexts", "input", "output", "properties", "createdAt", "updatedAt", "finishedAt"], ignoreOrder: true);
        ((string)state["input"]!["source"]!).ShouldBe("family");
        var bookmark = state["bookmarks"]!.AsArray().ShouldHaveSingleItem()!;
        Names(bookmark).ShouldBe(["id", "name", "activityId", "activityNodeId", "activityInstanceId", "hash", "payload", "autoBurn", "callbackMethodName", "metadata"], ignoreOrder: true);
        ((string)bookmark["name"]!).ShouldBe("Ops.UserTask");
        ((string)bookmark["activityNodeId"]!).ShouldBe($"{Flow}:visit");
    }

    [Fact]
    public async Task The_state_of_the_run_is_told_in_few_words()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var found = (await worker.GetAsync($"/elsa/api/workflow-instances/{visit.Case}/execution-state")).Body;

        Names(found).ShouldBe(["status", "subStatus", "updatedAt", "workflowSubStatus"], ignoreOrder: true);
        ((string)found["subStatus"]!).ShouldBe("Suspended");
        ((string)found["workflowSubStatus"]!).ShouldBe("Suspended");
    }

    [Fact]
    public async Task Variables_have_their_values()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var found = (await worker.GetAsync($"/elsa/api/workflow-instances/{visit.Case}/variables")).Body;

        found.ShouldHaveExactly(": count items\nitems[]: id name value");
        ((int)found["count"]!).ShouldBe(1);
        var variable = found["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)variable["value"]!).ShouldBe((await office.PersonIdAsync("assistant")).ToString());
    }

    [Fact]
    public async Task The_journal_tells_the_run_in_its_order()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var page = (await JournalAsync(worker, visit.Case)).Body;

        Names(page).ShouldBe(["items", "totalCount"]);
        var records = page["items"]!.AsArray();
        records.Select(record => $"{record!["activityId"]} {record["eventName"]}").ShouldBe(
        [
            "Workflow1 Started", "flow Started", "received Started", "received Completed", "phase Started", "phase Completed", "visit Started", "visit Suspended",
            "visit Resumed", "visit Completed", "assign Started", "assign Completed", "review Started", "review Suspended",
        ]);
        ((long)page["totalCount"]!).ShouldBe(14);
        records.Select(record => (long)record!["sequence"]!).ShouldBeInOrder(SortDirection.Ascending);
        Texts(page["items"], "id").Distinct().Count().ShouldBe(14);
        var completed = records.Single(record => (string)record!["activityId"]! == "visit" && (string)record["eventName"]! == "Completed")!;
        Names(completed).ShouldBe(["id", "activityInstanceId", "parentActivityInstanceId", "activityId", "activityType", "activityTypeVersion", "activityName", "nodeId",
            "timestamp", "sequence", "eventName", "message", "source", "activityState", "payload"], ignoreOrder: true);
        ((string)completed["nodeId"]!).ShouldBe($"{Flow}:visit");
        ((string)completed["activityType"]!).ShouldBe("Ops.UserTask");
        completed["payload"]!["Outcomes"]!.AsArray().Select(outcome => (string)outcome!).ShouldBe(["Done"]);
        ((string)completed["parentActivityInstanceId"]!).ShouldBe((string)records[1]!["activityInstanceId"]!);
    }

    [Fact]
    public async Task The_journal_is_filtered_and_paged_by_the_server()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var inside = await JournalAsync(worker, visit.Case, new { activityNodeIds = new[] { $"{Flow}:visit", $"{Flow}:review" }, eventNames = new[] { "Suspended" } });
        var steps = await JournalAsync(worker, visit.Case, new { excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" } });
        var second = await JournalAsync(worker, visit.Case, new { activityIds = new[] { "visit" } }, "skip=1&take=2");
        var nothing = await JournalAsync(worker, visit.Case, new { activityIds = new[] { "visit" }, activityNodeIds = new[] { $"{Flow}:review" } });

        Texts(inside.Body["items"], "activityId").ShouldBe(["visit", "review"]);
        ((long)steps.Body["totalCount"]!).ShouldBe(12);
        Texts(second.Body["items"], "eventName").ShouldBe(["Suspended", "Resumed"]);
        ((long)second.Body["totalCount"]!).ShouldBe(4);
        ((long)nothing.Body["totalCount"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Badges_count_what_ran_what_waits_and_what_ended()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var all = (await worker.PostAsync("/elsa/api/activity-executions/report", new { workflowInstanceId = visit.Case, activityNodeIds = Array.Empty<string>() })).Body;
        var two = (await worker.PostAsync("/elsa/api/activity-executions/report",
            new { workflowInstanceId = visit.Case, activityNodeIds = new[] { $"{Flow}:visit", $"{Flow}:review" } })).Body["stats"]!.AsArray();

        Texts(all["stats"], "activityId").ShouldBe(["Workflow1", "flow", "received", "phase", "visit", "assign", "review"], ignoreOrder: true);
        Names(all).ShouldBe(["stats"]);
        two.Count.ShouldBe(2);
        var done = two.Single(stats => (string)stats!["activityId"]! == "visit")!;
        Names(done).ShouldBe(["activityId", "activityNodeId", "startedCount", "completedCount", "uncompletedCount", "isBlocked", "isFaulted", "aggregateFaultCount", "metadata"], ignoreOrder: true);
        ((long)done["startedCount"]!, (long)done["completedCount"]!, (long)done["uncompletedCount"]!, (bool)done["isBlocked"]!).ShouldBe((1, 1, 0, false));
        var waits = two.Single(stats => (string)stats!["activityId"]! == "review")!;
        ((long)waits["startedCount"]!, (long)waits["completedCount"]!, (long)waits["uncompletedCount"]!, (bool)waits["isBlocked"]!).ShouldBe((1, 0, 1, true));
    }

    [Fact]
    public async Task An_execution_tells_what_it_worked_on_and_what_came_of_it()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var listed = (await worker.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={visit.Case}&ActivityNodeId={Flow}:visit")).Body;
        var run = listed["items"]!.AsArray().ShouldHaveSingleItem()!;
        var same = (await worker.GetAsync($"/elsa/api/activity-executions/by-id?id={run["id"]}")).Body;
        var summary = (await worker.GetAsync($"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={visit.Case}&ActivityNodeId={Flow}:visit")).Body["items"]!.AsArray()
            .ShouldHaveSingleItem()!;

        Names(listed).ShouldBe(["items", "count"], ignoreOrder: true);
        JsonNode.DeepEquals(run, same).ShouldBeTrue();
        string[] ofSummary = ["id", "workflowInstanceId", "activityId", "activityNodeId", "activityType", "activityTypeVersion", "activityName", "startedAt", "hasBookmarks", "status",
            "aggregateFaultCount", "completedAt", "metadata", "schedulingActivityExecutionId", "schedulingActivityId", "schedulingWorkflowInstanceId", "callStackDepth"];
        Names(summary).ShouldBe(ofSummary, ignoreOrder: true);
        Names(run).ShouldBe([.. ofSummary, "activityState", "payload", "outputs", "properties", "exception"], ignoreOrder: true);
        ((string)run["status"]!).ShouldBe("Completed");
        ((bool)run["hasBookmarks"]!).ShouldBeFalse();
        ((string)run["activityState"]!["Title"]!).ShouldBe("Wizyta w domu");
        ((string)run["activityState"]!["LimitCount"]!).ShouldBe("14");
        ((string)run["activityState"]!["Person"]!).ShouldBe("Anna Zielińska");
        ((string)run["outputs"]!["Result"]!["result"]!).ShouldBe("good");
        run["payload"]!["Outcomes"]!.AsArray().Select(outcome => (string)outcome!).ShouldBe(["Done"]);
    }

    async Task<JsonNode> StateOfAsync(string account, Guid instance, string activity)
    {
        var runs = (await (await office.AsAsync(account)).GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={instance}&ActivityNodeId={Flow}:{activity}")).Body;
        return runs["items"]!.AsArray().ShouldHaveSingleItem()!["activityState"]!;
    }

    [Fact]
    public async Task An_execution_shows_what_its_inputs_came_to_and_no_script()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);

        var milestone = await StateOfAsync("social-worker", visit.Case, "received");
        var assigned = await StateOfAsync("social-worker", visit.Case, "assign");

        milestone.ToJsonString().ShouldBe("""{"Milestone":"received","Date":"2031-03-03"}""");
        ((string)assigned["Person"]!, (string)assigned["MaximumCaseload"]!, assigned["SeparateFrom"]!.ToJsonString()).ShouldBe(("Marta Kowalczyk", "60", """["social-worker"]"""));
        Names(await StateOfAsync("procedure-manager", visit.Case, "received")).ShouldBe(["Milestone"]);
        Names(await StateOfAsync("procedure-manager", visit.Case, "assign")).ShouldBe(["Role", "MaximumCaseload", "SeparateFrom"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_limit_that_a_script_worked_out_is_shown_as_it_was_counted()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["variables"] = JsonNode.Parse("""[{"id": "v", "name": "dni", "typeName": "Int32", "value": "9", "storageDriverTypeName": "WorkflowStorageDriver"}]""");
        document["root"]!["activities"]![0] = JsonNode.Parse("""
            {"id": "task", "type": "Ops.UserTask", "version": 1, "title": {"expression": {"type": "JavaScript", "value": "'Za ' + variables.dni"} }, "role": {"expression": {"type": "Literal", "value": "director"} },
              "limitCount": {"expression": {"type": "Variable", "value": {"id": "v", "name": "dni"} } }, "instructions": {"expression": {"type": "JavaScript", "value": "null"} } }
            """);
        await manager.SavedAsync(document);
        var run = (Guid)(await manager.PostAsync($"/elsa/api/workflow-definitions/{id}/execute", new { versionOptions = "Latest" })).Body["workflowState"]!["id"]!;

        var state = await StateOfAsync("procedure-manager", run, "task");

        ((string)state["Title"]!, (int)state["LimitCount"]!, (string)state["LimitUnit"]!, state["Instructions"]).ShouldBe(("Za 9", 9, "days", null));
    }

    [Fact]
    public async Task An_instance_shows_what_it_gives_out()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["outputs"] = JsonNode.Parse("""[{"name": "wynik", "type": "Object"}]""");
        document["root"]!["activities"]![0] = JsonNode.Parse("""
            {"id": "out", "type": "Elsa.SetOutput", "version": 1, "outputName": {"expression": {"type": "Literal", "value": "wynik"} }, "outputValue": {"expression": {"type": "Object", "value": "{\"suma\": 3}"} } }
            """);
        await manager.SavedAsync(document);

        var run = (await manager.PostAsync($"/elsa/api/workflow-definitions/{id}/execute", new { versionOptions = "Latest" })).Body["workflowState"]!;

        run["output"]!.ToJsonString().ShouldBe("""{"wynik":{"suma":3}}""");
    }

    [Fact]
    public async Task A_call_stack_leads_from_the_workflow_to_the_execution()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var run = (await worker.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={visit.Case}&ActivityNodeId={Flow}:visit")).Body["items"]![0]!;

        var stack = (await worker.GetAsync($"/elsa/api/activity-executions/{run["id"]}/call-stack?includeCrossWorkflowChain=True&skip=0&take=100")).Body;
        var unknown = await worker.GetAsync("/elsa/api/activity-executions/nothing/call-stack");

        Names(stack).ShouldBe(["activityExecutionId", "items", "totalCount"]);
        Texts(stack["items"], "activityId").ShouldBe(["Workflow1", "flow", "visit"]);
        Names(stack["items"]![2]).ShouldBe(Names(run));
        unknown.Status.ShouldBe(HttpStatusCode.OK);
        unknown.Body["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_theirs_staff_get_the_same_answer_for_as_for_what_is_not_there()
    {
        var visit = await office.StartAsync();
        var stranger = await office.AsAsync("assistant");
        var worker = await office.AsAsync("social-worker");
        var run = (await worker.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={visit.Case}")).Body["items"]![0]!;
        var nowhere = Guid.CreateVersion7();

        foreach (var path in new[] { "/elsa/api/workflow-instances/{0}", "/elsa/api/workflow-instances/{0}/execution-state", "/elsa/api/workflow-instances/{0}/variables",
            "/elsa/api/activity-executions/list?workflowInstanceId={0}", "/elsa/api/activity-execution-summaries/list?workflowInstanceId={0}" })
        {
            var theirs = await stranger.GetAsync(path.Replace("{0}", visit.Case.ToString(), StringComparison.Ordinal));
            var nothing = await stranger.GetAsync(path.Replace("{0}", nowhere.ToString(), StringComparison.Ordinal));
            (theirs.Status, theirs.Code).ShouldBe((HttpStatusCode.NotFound, nothing.Code), path);
        }
        (await JournalAsync(stranger, visit.Case)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostAsync("/elsa/api/activity-executions/report", new { workflowInstanceId = visit.Case })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/elsa/api/activity-executions/by-id?id={run["id"]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/elsa/api/activity-executions/{run["id"]}/call-stack")).Body["items"]!.AsArray().ShouldBeEmpty();
    }
}
