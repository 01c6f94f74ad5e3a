using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Procedures as Studio lists and opens them, with exactly Elsa's members.</summary>
[Collection(ApiOffice.Collection)]
public class DefinitionListTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions";

    const string Row = "createdAt definitionId description id isLatest isMaterializerAvailable isPublished isReadonly isSystem links materializerName name providerName toolVersion version";

    const string Document = """
        {0}: createdAt customProperties definitionId description id inputs isLatest isPublished isReadonly isSystem links name options outcomes outputs root toolVersion variables version
        {1}customProperties: opsRevision
        {1}inputs[]: category description displayName isArray name storageDriverType type uiHint
        {1}links[]: href method rel
        {1}options: usableAsActivity
        {1}outputs[]: category description displayName isArray name type
        {1}root: activities connections customProperties id metadata nodeId type variables version
        {1}root.activities[]: customProperties id metadata name nodeId text type version
        {1}root.activities[].metadata: designer displayText
        {1}root.activities[].metadata.designer: position
        {1}root.activities[].metadata.designer.position: x y
        {1}root.activities[].text: expression typeName
        {1}root.activities[].text.expression: type value
        {1}root.connections[]: source target vertices
        {1}root.connections[].source: activity port
        {1}root.connections[].target: activity port
        {1}variables[]: id isArray name storageDriverTypeName typeName value
        """;

    Task<Person> ManagerAsync() => office.AsAsync("procedure-manager");

    /// <summary>A procedure with one of everything.</summary>
    static JsonObject Whole(string id)
    {
        var document = Drawn.Document(id);
        document["description"] = "Opis";
        document["toolVersion"] = "3.8.2.0";
        document["variables"] = JsonNode.Parse("""[{"id": "v", "name": "kwota", "typeName": "Decimal", "isArray": false, "value": "0", "storageDriverTypeName": "WorkflowStorageDriver"}]""");
        document["inputs"] = JsonNode.Parse("""
            [{"type": "String", "isArray": false, "name": "numer", "displayName": "Numer", "description": "", "category": "Primitives", "uiHint": "singleline", "storageDriverType": null}]
            """);
        document["outputs"] = JsonNode.Parse("""[{"type": "String", "isArray": false, "name": "wynik", "displayName": "Wynik", "description": "", "category": "Primitives"}]""");
        document["root"]!["activities"] = JsonNode.Parse("""
            [{"id": "a", "type": "Elsa.WriteLine", "version": 1, "name": "a", "customProperties": {}, "metadata": {"displayText": "A", "designer": {"position": {"x": 1, "y": 2}}},
              "text": {"typeName": "String", "expression": {"type": "Literal", "value": "1"} }},
             {"id": "b", "type": "Elsa.WriteLine", "version": 1, "name": "b", "customProperties": {}, "metadata": {"displayText": "B", "designer": {"position": {"x": 1, "y": 9}}},
              "text": {"typeName": "String", "expression": {"type": "Literal", "value": "2"} }}]
            """);
        document["root"]!["connections"] = JsonNode.Parse("""[{"source": {"activity": "a", "port": "Done"}, "target": {"activity": "b", "port": "In"}, "vertices": []}]""");
        return document;
    }

    static string ShapeOfDocument(string path) => Document.Replace("{0}", path, StringComparison.Ordinal).Replace("{1}", path.Length == 0 ? "" : path + ".", StringComparison.Ordinal);

    [Fact]
    public async Task A_version_opens_with_exactly_Elsas_members_by_either_id()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Whole(id));

        var byDefinition = (await manager.GetAsync($"{Root}/by-definition-id/{id}?versionOptions=Latest")).Body;
        var byVersion = (await manager.GetAsync($"{Root}/by-id/{id}:1")).Body;

        byDefinition.ShouldHaveExactly(ShapeOfDocument(""));
        JsonNode.DeepEquals(byDefinition, byVersion).ShouldBeTrue();
        (await manager.GetAsync($"{Root}/by-definition-id/{id}?versionOptions=Published")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await manager.GetAsync($"{Root}/by-definition-id/{id}?versionOptions=newest")).Sentences().ShouldHaveSingleItem();
        (await manager.GetAsync($"{Root}/by-id/{id}:2")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Versions_are_opened_together_by_their_ids_and_what_there_is_not_is_left_out()
    {
        var manager = await ManagerAsync();
        var (first, second) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Whole(first));
        await manager.SavedAsync(Whole(second));

        var found = (await manager.GetAsync($"{Root}/many-by-id?ids={first}:1&ids={second}:1&ids=nothing:1")).Body;
        var none = (await manager.GetAsync($"{Root}/many-by-id")).Body;

        found.ShouldHaveExactly(": count items\n" + ShapeOfDocument("items[]"));
        found["items"]!.AsArray().Select(item => (string)item!["id"]!).ShouldBe([$"{first}:1", $"{second}:1"], ignoreOrder: true);
        ((int)found["count"]!).ShouldBe(2);
        none.ToJsonString().ShouldBe("""{"items":[],"count":0}""");
    }

    [Fact]
    public async Task A_list_has_exactly_Elsas_members_and_the_links_that_decide_who_may_change_it()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Whole(id));

        var toChange = (await manager.GetAsync($"{Root}?versionOptions=Latest&DefinitionIds={id}")).Body;
        var toRead = (await (await office.AsAsync("social-worker")).GetAsync($"{Root}?versionOptions=Latest&DefinitionIds={id}")).Body;

        toChange.ShouldHaveExactly($": items links totalCount\nitems[]: {Row}\nitems[].links[]: href method rel\nlinks[]: href method rel");
        Links(toChange["links"]).ShouldBe(
        [
            "bulk-delete-by-definition-id POST /bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-id POST /bulk-actions/delete/workflow-definitions/by-id",
            "bulk-publish POST /bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-retract POST /bulk-actions/retract/workflow-definitions/by-definition-ids",
            "import POST /workflow-definitions/import", "import-files POST /workflow-definitions/import-files", "create POST /workflow-definitions",
        ]);
        string[] toLook = [$"self GET /workflow-definitions/by-definition-id/{id}", $"export GET /workflow-definitions/{id}/export"];
        Links(toChange["items"]![0]!["links"]).ShouldBe(
        [
            .. toLook, $"execute POST /workflow-definitions/{id}/execute", $"publish POST /workflow-definitions/{id}/publish", $"retract POST /workflow-definitions/{id}/retract",
            $"delete DELETE /workflow-definitions/{id}", $"import PUT /workflow-definitions/{id}/import", $"update-references POST /workflow-definitions/{id}/update-references",
        ]);
        toRead["links"]!.AsArray().ShouldBeEmpty();
        Links(toRead["items"]![0]!["links"]).ShouldBe(toLook);
    }

    static IEnumerable<string> Links(JsonNode? links) => links!.AsArray().Select(link => $"{link!["rel"]} {link["method"]} {link["href"]}");

    /// <summary>The versions on a page in its order, such as "a:1 b:2", without the part of the ids that all of them share.</summary>
    static async Task<string> ListAsync(Person person, string tag, string query)
    {
        var page = await person.GetAsync($"{Root}?{query}");
        page.Status.ShouldBe(HttpStatusCode.OK, page.Body.ToJsonString());
        return string.Join(' ', page.Body["items"]!.AsArray().Select(item => ((string)item!["id"]!).Replace(tag, "", StringComparison.Ordinal)));
    }

    /// <summary>Of a: 1 retracted, 2 published, 3 a draft; of b: one draft; of c: one published.</summary>
    async Task<(Person Manager, string Tag)> ThreeAsync()
    {
        var manager = await ManagerAsync();
        var tag = Guid.CreateVersion7().ToString("N");
        await manager.SavedAsync(Drawn.Document($"{tag}b", $"Beta {tag}"));
        await manager.SavedAsync(Drawn.Document($"{tag}a", $"Alfa {tag}"), publish: true);
        await manager.SavedAsync(Drawn.Document($"{tag}a", $"Alfa {tag}"), publish: true);
        await manager.SavedAsync(Drawn.Document($"{tag}a", $"Alfa {tag}"));
        await manager.SavedAsync(Drawn.Document($"{tag}c", $"Gamma {tag}"), publish: true);
        return (manager, tag);
    }

    [Theory]
    [InlineData("AllVersions", "a:3 a:2 a:1 b:1 c:1")]
    [InlineData("", "a:3 a:2 a:1 b:1 c:1")]
    [InlineData("Latest", "a:3 b:1 c:1")]
    [InlineData("Published", "a:2 c:1")]
    [InlineData("Draft", "a:3 b:1")]
    [InlineData("LatestOrPublished", "a:3 a:2 b:1 c:1")]
    [InlineData("LatestAndPublished", "c:1")]
    [InlineData("2", "a:2")]
    public async Task A_list_has_the_versions_that_are_meant(string versions, string expected)
    {
        var (manager, tag) = await ThreeAsync();

        (await ListAsync(manager, tag, $"versionOptions={versions}&SearchTerm={tag}")).ShouldBe(expected);
    }

    [Fact]
    public async Task A_list_is_filtered_by_each_of_what_Studio_sends()
    {
        var (manager, tag) = await ThreeAsync();
        var marked = Drawn.Document($"{tag}d", $"100% {tag}");
        (marked["description"], marked["isSystem"], marked["isReadonly"]) = ("Z opisem", true, true);
        await manager.SavedAsync(marked);
        var latest = "versionOptions=Latest&SearchTerm=" + tag;

        (await ListAsync(manager, tag, $"versionOptions=&DefinitionIds={tag}b&DefinitionIds={tag}c")).ShouldBe("b:1 c:1");
        (await ListAsync(manager, tag, $"versionOptions=&Ids={tag}a:1&Ids={tag}b:1")).ShouldBe("a:1 b:1");
        (await ListAsync(manager, tag, $"versionOptions=Latest&DefinitionIds=&Ids=&SearchTerm={tag}")).ShouldBe("d:1 a:3 b:1 c:1");
        (await ListAsync(manager, tag, latest + "&IsSystem=True")).ShouldBe("d:1");
        (await ListAsync(manager, tag, latest + "&IsSystem=False")).ShouldBe("a:3 b:1 c:1");
        (await ListAsync(manager, tag, latest + "&IsReadonly=True")).ShouldBe("d:1");
        (await ListAsync(manager, tag, latest + "&IsReadonly=False")).ShouldBe("a:3 b:1 c:1");
        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm=BETA {tag}")).ShouldBe("b:1");
        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm={tag}a:3")).ShouldBe("a:3");
        (await ListAsync(manager, tag, $"versionOptions=Latest&DefinitionIds={tag}d&SearchTerm=z opisem")).ShouldBe("d:1");
        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm=0%25 {tag}")).ShouldBe("d:1");
        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm=%25a%25{tag}")).ShouldBe("");
        (await manager.GetAsync($"{Root}?versionOptions=Newest")).Sentences().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Name", "Ascending", "a:3 b:1 c:1")]
    [InlineData("Name", "Descending", "c:1 b:1 a:3")]
    [InlineData("Version", "Ascending", "b:1 c:1 a:3")]
    [InlineData("Version", "Descending", "a:3 b:1 c:1")]
    [InlineData("Created", "Ascending", "b:1 a:3 c:1")]
    [InlineData("Created", "Descending", "c:1 a:3 b:1")]
    [InlineData("version", "descending", "a:3 b:1 c:1")]
    [InlineData("", "", "a:3 b:1 c:1")]
    public async Task A_list_is_in_the_order_that_is_asked_for(string by, string direction, string expected)
    {
        var (manager, tag) = await ThreeAsync();

        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm={tag}&OrderBy={by}&OrderDirection={direction}")).ShouldBe(expected);
    }

    [Fact]
    public async Task A_list_comes_in_pages_counted_from_nought_that_know_how_many_there_are()
    {
        var (manager, tag) = await ThreeAsync();
        var query = $"versionOptions=AllVersions&SearchTerm={tag}&PageSize=2&Page=";

        (await ListAsync(manager, tag, query + 0)).ShouldBe("a:3 a:2");
        (await ListAsync(manager, tag, query + 2)).ShouldBe("c:1");
        (await ListAsync(manager, tag, query + 3)).ShouldBe("");
        ((long)(await manager.GetAsync($"{Root}?{query}1")).Body["totalCount"]!).ShouldBe(5);
    }

    [Fact]
    public async Task What_a_list_is_asked_for_with_nothing_in_it_is_not_asked_for()
    {
        var (manager, tag) = await ThreeAsync();
        var visit = await office.StartAsync();

        (await ListAsync(manager, tag, $"versionOptions=Latest&SearchTerm={tag}&OrderBy=&OrderDirection=&IsSystem=&IsReadonly=&Page=&PageSize=")).ShouldBe("a:3 b:1 c:1");
        (await manager.PostAsync($"/elsa/api/workflow-instances/{visit.Case}/journal?skip=&take=", new { })).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var list in new[] { "activity-executions", "activity-execution-summaries" })
        {
            (await manager.GetAsync($"/elsa/api/{list}/list?WorkflowInstanceId={visit.Case}&ActivityNodeId=&Completed=")).Body["items"]!.AsArray().ShouldNotBeEmpty();
        }
        (await manager.GetAsync($"{Root}?OrderBy=Nonsense")).Code.ShouldBe("malformed-parameter");
        (await manager.GetAsync($"{Root}?Page=one")).Code.ShouldBe("malformed-parameter");
    }

    [Fact]
    public async Task Procedures_are_counted_and_a_new_one_makes_one_more()
    {
        var manager = await ManagerAsync();
        var before = (await manager.GetAsync($"{Root}/query/count")).Body;
        await manager.SavedAsync(Drawn.Document(Drawn.NewId()));

        var after = (await manager.GetAsync($"{Root}/query/count")).Body;

        after.ShouldHaveExactly(": count");
        ((long)after["count"]!).ShouldBe((long)before["count"]! + 1);
    }

    [Fact]
    public async Task A_name_is_unique_unless_another_procedure_has_it()
    {
        var manager = await ManagerAsync();
        var (id, name) = (Drawn.NewId(), $"Nazwa {Guid.CreateVersion7():N}");
        await manager.SavedAsync(Drawn.Document(id, name));

        var taken = (await manager.GetAsync($"{Root}/validation/is-name-unique?name= {name.ToUpperInvariant()}&definitionId=")).Body;
        var own = (await manager.GetAsync($"{Root}/validation/is-name-unique?name={name}&definitionId={id}")).Body;
        var free = (await manager.GetAsync($"{Root}/validation/is-name-unique?name={name} 2")).Body;

        taken.ShouldHaveExactly(": isUnique");
        ((bool)taken["isUnique"]!, (bool)own["isUnique"]!, (bool)free["isUnique"]!).ShouldBe((false, true, true));
    }

    [Fact]
    public async Task Those_that_embed_a_procedure_are_told_by_their_ids()
    {
        var manager = await ManagerAsync();
        var (part, whole) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embeddable(part, $"Część {part}"), publish: true);
        await manager.SavedAsync(Drawn.Embedding(whole, part));

        (await manager.GetAsync($"{Root}/{part}/consumers")).Body.ToJsonString().ShouldBe($$"""{"consumingWorkflowDefinitionIds":["{{whole}}"]}""");
        (await manager.GetAsync($"{Root}/{whole}/consumers")).Body.ToJsonString().ShouldBe("""{"consumingWorkflowDefinitionIds":[]}""");
    }

    [Fact]
    public async Task What_Studio_asks_before_it_follows_an_instance_is_answered_with_exactly_Elsas_members()
    {
        var worker = await office.AsAsync("social-worker");

        var all = (await worker.GetAsync("/elsa/api/features/installed")).Body;
        var one = (await worker.GetAsync("/elsa/api/features/installed/Elsa.RealTimeWorkflowUpdates")).Body;

        all.ShouldHaveExactly(": count items\nitems[]: description displayName fullName name namespace");
        ((int)all["count"]!).ShouldBe(1);
        JsonNode.DeepEquals(one, all["items"]![0]).ShouldBeTrue();
        ((string)one["fullName"]!).ShouldBe("Elsa.RealTimeWorkflowUpdates");
        (await worker.GetAsync("/elsa/api/features/installed/Elsa.Resilience")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
