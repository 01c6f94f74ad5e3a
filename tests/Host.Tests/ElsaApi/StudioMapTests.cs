using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Texts by name, such as the labels of outcomes: entries are expressions for Studio's editor, and plain where they are kept.</summary>
[Collection(ApiOffice.Collection)]
public class StudioMapTests(ApiOffice office)
{
    const string PlainLabels = """{"Given": "Rodzina wyraziła zgodę",  "Refused": "Brak zgody"}""";
    const string WrappedLabels = """{"Given":{"type":"Literal","value":"Rodzina wyraziła zgodę"},"Refused":{"type":"Literal","value":"Brak zgody"}}""";

    static JsonObject Document(string id, JsonNode labels)
    {
        var document = Drawn.Document(id, type: "Ops.UserTask");
        LabelsIn(document, labels);
        return document;
    }

    static void LabelsIn(JsonObject document, JsonNode labels, int step = 0) => document["root"]!["activities"]![step]!["outcomeLabels"] =
        new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = labels } };

    static JsonNode LabelsOf(JsonObject document, int step = 0) => document["root"]!["activities"]![step]!["outcomeLabels"]!["expression"]!["value"]!;

    /// <summary>What is kept: a file has the document as it is.</summary>
    static async Task<JsonNode> KeptAsync(Person manager, string id, int step = 0) =>
        LabelsOf((await manager.GetAsync($"/elsa/api/workflow-definitions/{id}/export?versionOptions=Latest")).Body, step);

    static void ShouldBeJson(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse((string)actual!), JsonNode.Parse(expected)).ShouldBeTrue(actual.ToJsonString());

    [Fact]
    public async Task Studio_gets_entries_that_its_editor_understands_and_what_nobody_changes_is_kept_letter_for_letter()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();

        var served = await manager.SavedAsync(Document(id, PlainLabels));

        ShouldBeJson(LabelsOf(served), WrappedLabels);
        ShouldBeJson(LabelsOf(await manager.LatestAsync(id)), WrappedLabels);
        ((string)(await KeptAsync(manager, id))!).ShouldBe(PlainLabels);
        await manager.SavedAsync(served);
        ((string)(await KeptAsync(manager, id))!).ShouldBe(PlainLabels);
    }

    [Fact]
    public async Task What_Studio_adds_is_kept_plain_as_the_rest_is_and_as_in_a_step_that_is_new()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var served = await manager.SavedAsync(Document(id, PlainLabels));
        LabelsIn(served, WrappedLabels.Replace("}}", """},"Later":{"type":"Literal","value":"Później"}}""", StringComparison.Ordinal));
        var other = served["root"]!["activities"]![0]!.DeepClone();
        other["id"] = "other";
        served["root"]!["activities"]!.AsArray().Add(other);

        served = await manager.SavedAsync(served);

        foreach (var step in new[] { 0, 1 })
        {
            ShouldBeJson(await KeptAsync(manager, id, step), """{"Given":"Rodzina wyraziła zgodę","Refused":"Brak zgody","Later":"Później"}""");
        }
    }

    [Fact]
    public async Task Entries_that_Studio_cannot_show_as_text_come_back_as_they_were()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var served = await manager.SavedAsync(Document(id, """{"a":5,"b":[1,{"c":null}],"d":null,"e":{"type":"JavaScript","value":"1"}}"""));
        ShouldBeJson(LabelsOf(served), """
            {"a":{"type":"Object","value":"5"},"b":{"type":"Object","value":"[1,{\"c\":null}]"},"d":{"type":"Object","value":"null"},"e":{"type":"JavaScript","value":"1"}}
            """);
        var changed = JsonNode.Parse((string)LabelsOf(served)!)!;
        changed["f"] = JsonNode.Parse("""{"type":"Literal","value":"g"}""");
        LabelsIn(served, changed.ToJsonString());

        await manager.SavedAsync(served);

        ShouldBeJson(await KeptAsync(manager, id), """{"a":5,"b":[1,{"c":null}],"d":null,"e":{"type":"JavaScript","value":"1"},"f":"g"}""");
    }

    [Theory]
    [InlineData(PlainLabels)]
    [InlineData(WrappedLabels)]
    [InlineData("{}")]
    [InlineData("not JSON")]
    public async Task An_imported_map_goes_out_as_it_came_also_after_Studio_saved_the_procedure(string labels)
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var imported = await manager.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/import", JsonContent.Create(Document(id, labels)));
        imported.Status.ShouldBe(HttpStatusCode.OK, imported.Body.ToJsonString());
        ((string)(await KeptAsync(manager, id))!).ShouldBe(labels);

        var served = await manager.LatestAsync(id);
        served["description"] = "Zmieniona";
        await manager.SavedAsync(served);

        ((string)(await KeptAsync(manager, id))!).ShouldBe(labels);
    }

    [Fact]
    public async Task A_map_that_came_with_expressions_goes_on_that_way_when_Studio_changes_it()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/import", JsonContent.Create(Document(id, WrappedLabels)));
        var served = await manager.LatestAsync(id);
        LabelsIn(served, """{"Given":{"type":"Literal","value":"Zgoda"}}""");

        await manager.SavedAsync(served);

        ((string)(await KeptAsync(manager, id))!).ShouldBe("""{"Given":{"type":"Literal","value":"Zgoda"}}""");
    }

    [Fact]
    public async Task A_map_of_JSON_instead_of_text_is_wrapped_too()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();

        var served = await manager.SavedAsync(Document(id, JsonNode.Parse(PlainLabels)!));

        ShouldBeJson(LabelsOf(served), WrappedLabels);
        await manager.SavedAsync(served);
        JsonNode.DeepEquals(await KeptAsync(manager, id), JsonNode.Parse(PlainLabels)).ShouldBeTrue();
    }
}
