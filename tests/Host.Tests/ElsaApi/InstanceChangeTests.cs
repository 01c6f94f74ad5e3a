using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Runs that are no cases belong to who draws procedures; cases do not.</summary>
[Collection(ApiOffice.Collection)]
public class InstanceChangeTests(ApiOffice office)
{
    /// <summary>A procedure without a family that waits for an event of its own name.</summary>
    async Task<string> PublishAsync(string name = "Próba")
    {
        var id = $"plain-{Guid.CreateVersion7():N}";
        await new ProcedureShelf(office.Database).PublishAsync(JsonNode.Parse($$"""
            {"definitionId": "{{id}}", "name": "{{name}}", "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [
              {"id": "wait", "type": "Elsa.Event", "version": 1, "eventName": {"expression": {"type": "Literal", "value": "{{id}}" } } }], "connections": [] } }
            """)!.AsObject());
        return id;
    }

    async Task<Guid> RunAsync(Person manager, string definitionId)
    {
        var answer = await manager.PostAsync($"/elsa/api/workflow-definitions/{definitionId}/execute", new { versionOptions = "Latest" });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return (Guid)answer.Body["workflowState"]!["id"]!;
    }

    async Task<string[]> ListAsync(Person person, object request) =>
        [.. (await person.PostAsync("/elsa/api/workflow-instances", request)).Body["items"]!.AsArray().Select(item => (string)item!["id"]!)];

    [Fact]
    public async Task A_run_is_started_listed_ended_and_deleted()
    {
        var manager = await office.AsAsync("procedure-manager");
        var definition = await PublishAsync("Spacer po parku");
        var (first, second) = (await RunAsync(manager, definition), await RunAsync(manager, definition));

        var listed = (await manager.PostAsync("/elsa/api/workflow-instances", new { page = 0, pageSize = 10, definitionIds = new[] { definition }, statuses = new[] { "Running" }, orderBy = "Created", orderDirection = "Ascending" })).Body;
        listed.Select(member => member.Key).ShouldBe(["items", "totalCount"]);
        listed["items"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["id", "definitionId", "definitionVersionId", "version", "status", "subStatus", "correlationId", "name",
            "incidentCount", "createdAt", "updatedAt", "finishedAt"], ignoreOrder: true);
        (await ListAsync(manager, new { definitionId = definition, page = 1, pageSize = 1, orderBy = "Created", orderDirection = "Ascending" })).ShouldBe([second.ToString()]);
        (await ListAsync(manager, new { searchTerm = second.ToString()[..30] })).ShouldContain(second.ToString());
        (await ListAsync(manager, new { searchTerm = "spacer" })).ShouldBe([second.ToString(), first.ToString()]);
        (await ListAsync(manager, new { definitionId = definition, timestampFilters = new[] { new { column = "CreatedAt", @operator = "LessThan", timestamp = "2001-01-01T00:00:00Z" } } })).ShouldBeEmpty();
        (await ListAsync(manager, new { definitionId = definition, hasIncidents = true })).ShouldBeEmpty();
        (await manager.PostAsync("/elsa/api/workflow-instances", new { orderBy = "State" })).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await manager.PostAsync($"/elsa/api/cancel/workflow-instances/{first}", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await ListAsync(manager, new { definitionId = definition, subStatus = "Cancelled" })).ShouldBe([first.ToString()]);
        ((int)(await manager.PostAsync("/elsa/api/bulk-actions/cancel/workflow-instances", new { definitionId = definition })).Body["cancelled"]!).ShouldBe(1);
        ((int)(await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { first } })).Body["deleted"]!).ShouldBe(1);
        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{second}", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await ListAsync(manager, new { definitionId = definition })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_is_neither_ended_nor_deleted_here_and_its_procedure_is_not_run_without_a_family()
    {
        var visit = await office.StartAsync();
        var manager = await office.AsAsync("procedure-manager");

        foreach (var refused in new[]
        {
            await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{visit.Case}", null),
            await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { visit.Case } }),
            await manager.PostAsync($"/elsa/api/cancel/workflow-instances/{visit.Case}", new { }),
            await manager.PostAsync("/elsa/api/bulk-actions/cancel/workflow-instances", new { definitionId = HomeVisit.Id }),
        })
        {
            refused.Status.ShouldBe(HttpStatusCode.BadRequest);
            ((string)refused.Body["errors"]!["generalErrors"]![0]!).ShouldNotBeEmpty();
        }
        var run = await manager.PostAsync($"/elsa/api/workflow-definitions/{HomeVisit.Id}/execute", new { });

        (run.Status, run.Body["workflowState"]).ShouldBe((HttpStatusCode.OK, null));
        ((string)(await manager.GetAsync($"/elsa/api/workflow-instances/{visit.Case}")).Body["status"]!).ShouldBe("Running");
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_in_words_that_Studio_shows()
    {
        var manager = await office.AsAsync("procedure-manager");

        foreach (var path in new[] { "bulk-actions/import/workflow-instances", "tests/activities" })
        {
            var refused = await manager.PostAsync("/elsa/api/" + path, new { });
            refused.Sentences().ShouldHaveSingleItem();
            refused.Body.ShouldHaveExactly(": code detail errors message status statusCode title traceId type\nerrors: generalErrors");
        }
        using var file = new MultipartFormDataContent { { new StringContent("{}"), "files", "instance.json" } };
        (await manager.SendAsync(HttpMethod.Post, "/elsa/api/bulk-actions/import/workflow-instances", file)).Sentences().ShouldHaveSingleItem().ShouldContain("nie można importować");
        (await manager.PostAsync("/elsa/api/alterations/workflows/retry", new { workflowInstanceIds = new[] { Guid.CreateVersion7() } })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await manager.PostAsync("/elsa/api/tasks/nothing/complete", new { result = 1 })).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    static string Versioned(string id, int version) => $"{id}:{version}";

    [Fact]
    public async Task Instances_are_ended_by_their_ids_of_a_version_or_of_the_versions_of_a_procedure_that_are_meant()
    {
        var manager = await office.AsAsync("procedure-manager");
        var (one, other) = (await PublishAsync(), await PublishAsync());
        var draft = await manager.LatestAsync(one);
        var old = await RunAsync(manager, one);
        draft["name"] = "Szkic";
        await manager.SavedAsync(draft);
        var (first, second, third) = (await RunAsync(manager, one), await RunAsync(manager, one), await RunAsync(manager, other));

        async Task<int> CancelAsync(object request)
        {
            var answer = await manager.PostAsync("/elsa/api/bulk-actions/cancel/workflow-instances", request);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToJsonString());
            answer.Body.ShouldHaveExactly(": cancelled");
            return (int)answer.Body["cancelled"]!;
        }

        async Task<string[]> RunningAsync() => await ListAsync(manager, new { definitionIds = new[] { one, other }, status = "Running" });

        (await CancelAsync(new { })).ShouldBe(0);
        (await CancelAsync(new { ids = Array.Empty<Guid>(), definitionId = one, versionOptions = "LatestAndPublished" })).ShouldBe(0);
        (await CancelAsync(new { definitionId = one, versionOptions = "Published" })).ShouldBe(1);
        (await RunningAsync()).ShouldBe([$"{first}", $"{second}", $"{third}"], ignoreOrder: true);
        (await CancelAsync(new { ids = new[] { first, old } })).ShouldBe(1);
        (await CancelAsync(new { definitionVersionId = Versioned(one, 2), ids = new[] { third } })).ShouldBe(2);
        (await RunningAsync()).ShouldBeEmpty();
        foreach (var refused in new object[] { new { versionOptions = "Latest" }, new { definitionId = one, versionOptions = "newest" } })
        {
            (await manager.PostAsync("/elsa/api/bulk-actions/cancel/workflow-instances", refused)).Sentences().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task What_becomes_of_instances_is_answered_with_exactly_Elsas_members()
    {
        var manager = await office.AsAsync("procedure-manager");
        var definition = await PublishAsync();
        var (first, second) = (await RunAsync(manager, definition), await RunAsync(manager, definition));

        (await manager.PostAsync($"/elsa/api/cancel/workflow-instances/{first}", new { })).Body.ToJsonString().ShouldBe("""{"cancelled":1}""");
        (await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { first } })).Body.ToJsonString().ShouldBe("""{"deleted":1}""");
        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{second}", null)).Body.ToJsonString().ShouldBe("""{"deleted":1}""");
        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-instances/{second}", null)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_fault_has_stopped_is_tried_again()
    {
        var manager = await office.AsAsync("procedure-manager");
        var definition = Drawn.NewId();
        var document = Drawn.Document(definition);
        document["options"]!["incidentStrategyType"] = "ContinueWithIncidentsStrategy";
        document["variables"] = JsonNode.Parse("""[{"id": "v", "name": "kwota", "typeName": "Object", "value": null, "storageDriverTypeName": "WorkflowStorageDriver"}]""");
        document["root"]!["activities"]![0]!["text"]!["expression"] = JsonNode.Parse("""{"type": "JavaScript", "value": "getVariable('kwota').netto"}""");
        await manager.SavedAsync(document);
        var id = await RunAsync(manager, definition);

        async Task<Answer> RetryAsync(params string[] activityIds) =>
            await manager.PostAsync("/elsa/api/alterations/workflows/retry", new { workflowInstanceIds = new[] { id }, activityIds });

        var stopped = (await manager.GetAsync($"/elsa/api/workflow-instances/{id}")).Body["workflowState"]!;
        stopped["incidents"].ShouldHaveExactly("""
            []: activityId activityNodeId activityType exception message timestamp
            [].exception: innerException message stackTrace type
            """);
        (await RetryAsync("another")).Sentences().ShouldHaveSingleItem();
        var again = await RetryAsync("write");

        again.Status.ShouldBe(HttpStatusCode.OK, again.Body.ToJsonString());
        again.Body.ShouldHaveExactly(": results\nresults[]: hasScheduledWork isSuccessful log\nresults[].log: logEntries");
        ((bool)again.Body["results"]!.AsArray().ShouldHaveSingleItem()!["isSuccessful"]!).ShouldBeTrue();
        var started = (await manager.PostAsync($"/elsa/api/workflow-instances/{id}/journal", new { filter = new { activityIds = new[] { "write" }, eventNames = new[] { "Faulted" } } })).Body;
        ((int)started["totalCount"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Instances_go_out_as_files_alone_and_together()
    {
        var manager = await office.AsAsync("procedure-manager");
        var definition = await PublishAsync();
        var (first, second) = (await RunAsync(manager, definition), await RunAsync(manager, definition));
        var shown = (await manager.GetAsync($"/elsa/api/workflow-instances/{first}")).Body;
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");

        using var alone = await client.GetAsync($"/elsa/api/workflow-instances/{first}/export");
        using var together = await client.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = new[] { first, second, Guid.CreateVersion7() } });
        using var nothing = await client.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = new[] { Guid.CreateVersion7() } });

        alone.Content.Headers.ContentDisposition!.FileName.ShouldBe($"workflow-instance-{first}.json");
        JsonNode.DeepEquals(await alone.Content.ReadFromJsonAsync<JsonObject>(), shown).ShouldBeTrue();
        (together.Content.Headers.ContentType!.MediaType, together.Content.Headers.ContentDisposition!.FileName).ShouldBe(("application/zip", "workflow-instances.zip"));
        using var zip = new ZipArchive(await together.Content.ReadAsStreamAsync());
        zip.Entries.Select(entry => entry.Name).ShouldBe([$"workflow-instance-{first}.json", $"workflow-instance-{second}.json"]);
        await using var entry = await zip.Entries[0].OpenAsync();
        JsonNode.DeepEquals(await JsonNode.ParseAsync(entry), shown).ShouldBeTrue();
        nothing.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await manager.GetAsync($"/elsa/api/workflow-instances/{Guid.CreateVersion7()}/export")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
