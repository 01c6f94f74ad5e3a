using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>What the real Studio knows nothing of stays in a procedure that is drawn in it.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class LosslessTests(OfficeInBrowser office)
{
    const string Odd = """ "odd": {"n": 1.0, "e": 1e3, "big": 98765432109876543210, "nothing": null, "list": [2.50, {"small": 5e-324}]} """;

    [Fact]
    public async Task A_step_that_is_moved_in_the_designer_is_all_that_changes_in_a_document_from_elsewhere()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.GoAsync("/procedures");
        await ImportAsync(manager, "odd", Document("odd"));
        var before = await ExportAsync(manager, "odd");
        var designer = new Designer(manager);

        await designer.OpenAsync("odd");
        await designer.MoveAsync("first");

        Lost(before, await ExportAsync(manager, "odd")).ShouldBe(["root.activities.first.metadata.designer.position.x", "root.activities.first.metadata.designer.position.y"], ignoreOrder: true);
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_deleted_in_the_code_view_does_not_come_back()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.GoAsync("/procedures");
        await ImportAsync(manager, "odd-code", Document("odd-code"));
        var before = await ExportAsync(manager, "odd-code");
        var designer = new Designer(manager);
        await designer.OpenAsync("odd-code");

        await designer.WriteCodeAsync("\"label\": \"first-inner\",", "");

        Lost(before, await ExportAsync(manager, "odd-code")).ShouldBe(["root.connections.0.label"]);
        manager.Complaints.ShouldBeEmpty();
    }

    /// <summary>A step, a flowchart with two more, and a step of a kind that nobody here knows, with unknown members wherever Studio has models of its own.</summary>
    static string Document(string id)
    {
        static string Step(string id, string type, int across, string more = "") => $$$"""
            {"id": "{{{id}}}", "type": "{{{type}}}", "version": 1, "name": "{{{id}}}", {{{Odd}}}, "customProperties": { {{{Odd}}} }, {{{more}}}
             "metadata": {"displayText": "{{{id}}}", {{{Odd}}}, "designer": {"position": {"x": {{{across}}}, "y": 0, {{{Odd}}} }, {{{Odd}}} } } }
            """;
        static string Connection(string source, string target) => $$"""
            {"label": "{{source}}-{{target}}", "source": {"activity": "{{source}}", "port": "Done", {{Odd}} }, "target": {"activity": "{{target}}", "port": "In", {{Odd}} }, {{Odd}} }
            """;
        const string Text = $$"""
            "text": {"typeName": "String", "expression": {"type": "Literal", "value": "x", {{Odd}} }, {{Odd}} },
            """;
        var inner = $"\"activities\": [{Step("within", "Elsa.WriteLine", 0, Text)}, {Step("after", "Elsa.WriteLine", 250, Text)}], \"connections\": [{Connection("within", "after")}],";
        return $$"""
            {"definitionId": "{{id}}", "name": "Z innego serwera {{id}}", "isSystem": false, {{Odd}}, "options": {"usableAsActivity": false, {{Odd}} }, "customProperties": { {{Odd}} },
             "variables": [{"id": "v", "name": "v", "typeName": "String", "value": "x", {{Odd}} }],
             "inputs": [{"name": "i", "type": "String", "displayName": "I", {{Odd}} }], "outputs": [{"name": "o", "type": "String", "displayName": "O", {{Odd}} }],
             "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, {{Odd}},
              "activities": [{{Step("first", "Elsa.WriteLine", 0, Text)}}, {{Step("inner", "Elsa.Flowchart", 250, inner)}}, {{Step("unknown", "Acme.Gone", 500)}}],
              "connections": [{{Connection("first", "inner")}}, {{Connection("inner", "unknown")}}] } }
            """;
    }

    static async Task ImportAsync(Visitor manager, string id, string document) => (await manager.Page.EvaluateAsync<int>(
        "document => fetch('/elsa/api/workflow-definitions/import', { method: 'POST', headers: { 'content-type': 'application/json' }, body: document }).then(answer => answer.status)",
        document)).ShouldBe(200, id);

    /// <summary>As text, in which numbers have all their digits.</summary>
    static async Task<JsonNode> ExportAsync(Visitor manager, string id) => JsonNode.Parse(await manager.Page.EvaluateAsync<string>(
        "id => fetch(`/elsa/api/workflow-definitions/${id}/export`).then(answer => answer.text())", id))!;

    /// <summary>Where a document has something that another one lacks or has otherwise.</summary>
    static IEnumerable<string> Lost(JsonNode? before, JsonNode? after, string path = "") => before switch
    {
        JsonObject members => members.SelectMany(member => after is JsonObject now && now.ContainsKey(member.Key)
            ? Lost(member.Value, now[member.Key], $"{path}.{member.Key}") : [$"{path}.{member.Key}".TrimStart('.')]),
        JsonArray items => items.SelectMany((item, place) => Lost(item, Same(item, place, after), $"{path}.{IdOf(item) ?? $"{place}"}")),
        _ => before?.ToJsonString() == after?.ToJsonString() ? [] : [path.TrimStart('.')],
    };

    /// <summary>Studio puts what was moved last.</summary>
    static JsonNode? Same(JsonNode? item, int place, JsonNode? after) => after is not JsonArray items ? null
        : IdOf(item) is { } id ? items.FirstOrDefault(other => IdOf(other) == id) : items.ElementAtOrDefault(place);

    static string? IdOf(JsonNode? item) => (string?)(item as JsonObject)?["id"];
}
