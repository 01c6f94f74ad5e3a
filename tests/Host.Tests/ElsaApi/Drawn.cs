using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Small procedures as Studio sends them.</summary>
static class Drawn
{
    public static string NewId() => $"drawn-{Guid.CreateVersion7():N}";

    /// <summary>One activity that writes a line; an unknown type makes it one that cannot run.</summary>
    public static JsonObject Document(string? id, string name = "Rysowana", string line = "1", string type = "Elsa.WriteLine") => JsonNode.Parse($$$"""
        {
          "id": "client-id", "definitionId": {{{(id is null ? "null" : $"\"{id}\"")}}}, "name": "{{{name}}}", "version": 7, "isLatest": false, "isPublished": true,
          "variables": [], "inputs": [], "outputs": [], "outcomes": [], "customProperties": {}, "options": {"usableAsActivity": false}, "links": null,
          "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [
            {"id": "write", "type": "{{{type}}}", "version": 1, "name": "write", "text": {"typeName": "String", "expression": {"type": "Literal", "value": "{{{line}}}"} }}]}
        }
        """)!.AsObject();

    /// <summary>The same, for use as an activity of others.</summary>
    public static JsonObject Embeddable(string id, string name)
    {
        var document = Document(id, name);
        document["options"]!["usableAsActivity"] = true;
        return document;
    }

    /// <summary>One activity that stands for another procedure.</summary>
    public static JsonObject Embedding(string id, string procedure, int? version = null, string members = "{}")
    {
        var document = Document(id, $"Cała {id}");
        var activity = JsonNode.Parse(members)!.AsObject();
        activity["id"] = "part";
        activity["name"] = "Krok";
        activity["type"] = "Cokolwiek";
        activity["workflowDefinitionId"] = procedure;
        if (version is { } pinned)
        {
            activity["version"] = pinned;
            activity["workflowDefinitionVersionId"] = $"{procedure}:{pinned}";
        }
        document["root"]!["activities"] = new JsonArray(activity);
        return document;
    }

    /// <summary>Nothing drawn yet.</summary>
    public static JsonObject Empty(string? id)
    {
        var document = Document(id);
        document["root"]!["activities"] = new JsonArray();
        return document;
    }

    /// <param name="tab">The tab of Studio; null for a script.</param>
    public static Task<Answer> SaveAsync(this Person person, JsonObject model, bool? publish = null, string language = "pl", string? tab = null) =>
        person.PostAsync("/elsa/api/workflow-definitions", new { model, publish }, language: language, tab: tab);

    /// <summary>The document that the designer then works on.</summary>
    public static async Task<JsonObject> SavedAsync(this Person person, JsonObject model, bool? publish = null, string? tab = null)
    {
        var answer = await person.SaveAsync(model, publish, tab: tab);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToJsonString());
        return answer.Body["workflowDefinition"]!.DeepClone().AsObject();
    }

    public static async Task<JsonObject> LatestAsync(this Person person, string id) =>
        (await person.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest")).Body;

    /// <summary>Such as "3L 2P 1": the versions with what they are.</summary>
    public static async Task<string> VersionsAsync(this Person person, string id)
    {
        var rows = (await person.GetAsync($"/elsa/api/workflow-definitions?versionOptions=AllVersions&DefinitionIds={id}&OrderBy=Version&OrderDirection=Descending")).Body["items"]!.AsArray();
        return string.Join(' ', rows.Select(row => $"{row!["version"]}{((bool)row["isLatest"]! ? "L" : "")}{((bool)row["isPublished"]! ? "P" : "")}"));
    }

    /// <summary>The sentences of a 400 in Elsa's shape.</summary>
    public static string[] Sentences(this Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Body.ToJsonString());
        ((int)answer.Body["statusCode"]!).ShouldBe(400);
        answer.Body["message"].ShouldNotBeNull();
        return [.. answer.Body["errors"]!["generalErrors"]!.AsArray().Select(sentence => (string)sentence!)];
    }

    public static string[] Names(JsonNode? json) => [.. json!.AsObject().Select(member => member.Key)];

    /// <summary>
    /// The names at every level are exactly these, a line each such as <c>items[]: id name</c>; where the items of a list differ, so do
    /// their lines. What nothing is in has no line.
    /// </summary>
    public static void ShouldHaveExactly(this JsonNode? json, string shape)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        Walk(json, "");
        lines.ShouldBe(shape.Split('\n'), ignoreOrder: true);

        void Walk(JsonNode? node, string path)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    Walk(item, path + "[]");
                }
            }
            else if (node is JsonObject members && members.Count > 0)
            {
                lines.Add($"{path}: {string.Join(' ', members.Select(member => member.Key).Order(StringComparer.Ordinal))}");
                foreach (var (name, value) in members)
                {
                    Walk(value, path.Length == 0 ? name : $"{path}.{name}");
                }
            }
        }
    }

    public static string[] Strings(JsonNode? json) => [.. json!.AsArray().Select(item => (string)item!)];
}
