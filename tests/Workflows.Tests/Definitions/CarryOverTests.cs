using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Workflows.Tests.Definitions;

/// <summary>What Studio loses of a document comes back; what somebody changed or deleted in it does not.</summary>
public class CarryOverTests
{
    const string Activity = """{"id": "a", "type": "Elsa.WriteLine"}""";

    /// <summary>A document with members of its own, and a flowchart with these.</summary>
    static JsonObject Document(string members = "", string flowchart = $"\"activities\": [{Activity}]") => JsonNode.Parse(
        $$"""{"definitionId": "d", {{members}} "root": {"id": "flow", "type": "Elsa.Flowchart", {{flowchart}} } }""")!.AsObject();

    static JsonObject Carried(JsonObject sent, JsonObject kept)
    {
        CarryOver.Onto(sent, kept);
        CarryOver.Unmark(sent);
        return sent;
    }

    static void ShouldCome(JsonObject sent, JsonObject kept, JsonObject expected)
    {
        Sorted(Carried(sent, kept)).ShouldBe(Sorted(expected));
    }

    /// <summary>JSON whose members have no order, with the digits of its numbers.</summary>
    static string Sorted(JsonNode? node) => node switch
    {
        JsonObject json => $"{{{string.Join(',', json.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Sorted(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    [Theory]
    [InlineData("98765432109876543210", "98765432109876540000", "98765432109876543210")]
    [InlineData("9007199254740993", "9007199254740992", "9007199254740993")]
    [InlineData("0.30000000000000004441", "0.30000000000000004", "0.30000000000000004441")]
    [InlineData("1.0", "1", "1.0")]
    [InlineData("1e3", "1000", "1e3")]
    [InlineData("-0.0", "0", "-0.0")]
    [InlineData("1e400", "null", "1e400")]
    [InlineData("9007199254740993", "9007199254740994", "9007199254740994")]
    [InlineData("1.0", "2", "2")]
    [InlineData("1.0", "\"1\"", "\"1\"")]
    [InlineData("1.0", "true", "true")]
    [InlineData("1.0", "null", "null")]
    [InlineData("null", "1", "1")]
    [InlineData("\"1.0\"", "1", "1")]
    [InlineData("[1.0, 2.0, {\"n\": 3.0}]", "[1, 2.5, {\"n\": 3}, 4]", "[1.0,2.5,{\"n\":3.0},4]")]
    [InlineData("[1.0]", "[]", "[]")]
    [InlineData("[1.0]", "{\"0\": 1}", "{\"0\":1}")]
    [InlineData("{\"n\": 1.0, \"gone\": 2.0}", "{\"n\": 1}", "{\"n\":1.0}")]
    public void A_number_that_is_the_same_to_JavaScript_keeps_its_digits_and_all_else_is_as_sent(string kept, string sent, string expected)
    {
        static string InActivity(string value) => $$"""
            "activities": [{"id": "a", "type": "Elsa.Sequence", "activities": [{"id": "b", "type": "Elsa.WriteLine", "own": {{value}}, "metadata": {"m": {{value}}}, "customProperties": {"c": {{value}}} }]}]
            """;

        var carried = Carried(Document($"\"customProperties\": {{\"c\": {sent}}},", InActivity(sent)), Document($"\"customProperties\": {{\"c\": {kept}}},", InActivity(kept)));

        var activity = carried["root"]!["activities"]![0]!["activities"]![0]!;
        foreach (var found in new[] { carried["customProperties"]!["c"], activity["own"], activity["metadata"]!["m"], activity["customProperties"]!["c"] })
            (found?.ToJsonString() ?? "null").ShouldBe(expected);
    }

    [Fact]
    public void Members_that_the_head_of_Studio_s_model_lacks_come_back()
    {
        var kept = Document("""
            "isSystem": false, "fromElsewhere": {"kept": 1.0}, "nothing": null, "options": {"usableAsActivity": true, "extra": [1.0]},
            "variables": [{"id": "v", "name": "v", "extra": 1.0}, {"name": "w", "extra": 2.0}], "inputs": [{"name": "i", "extra": 3.0}], "outputs": [{"name": "o", "extra": 4.0}],
            """);
        var sent = Document("""
            "description": null, "options": {"usableAsActivity": false},
            "variables": [{"id": null, "name": "w"}, {"id": "new", "name": "v"}, {"id": "v", "name": "renamed"}], "inputs": [{"name": "i", "type": "String"}], "outputs": [{"name": "o", "type": "String"}],
            """);

        ShouldCome(sent, kept, Document("""
            "description": null, "isSystem": false, "fromElsewhere": {"kept": 1.0}, "nothing": null, "options": {"usableAsActivity": false, "extra": [1.0]},
            "variables": [{"id": null, "name": "w", "extra": 2.0}, {"id": "new", "name": "v"}, {"id": "v", "name": "renamed", "extra": 1.0}],
            "inputs": [{"name": "i", "type": "String", "extra": 3.0}], "outputs": [{"name": "o", "type": "String", "extra": 4.0}],
            """));
    }

    [Fact]
    public void Connections_that_still_join_the_same_ports_get_their_unknown_members_again()
    {
        static string Flowchart(params string[] connections) => $$"""
            "activities": [{{Activity}}, {"id": "b", "type": "Elsa.WriteLine"}], "connections": [{{string.Join(", ", connections)}}]
            """;
        var kept = Document(flowchart: Flowchart(
            """{"source": {"activity": "a", "port": "Yes", "q": 1.0}, "target": {"activity": "b", "port": "In", "r": 2.0}, "label": "x", "vertices": [{"x": 1.0, "y": 2.0, "bend": 3}]}""",
            """{"source": "a", "target": "b", "sourcePort": "No", "label": "y"}""",
            """{"source": {"activity": "b"}, "target": {"activity": "a"}, "label": "z"}"""));
        var sent = Document(flowchart: Flowchart(
            """{"source": {"activity": "b", "port": "Other"}, "target": {"activity": "a", "port": "In"}, "vertices": []}""",
            """{"source": {"activity": "a", "port": "No"}, "target": {"activity": "b", "port": "In"}, "vertices": []}""",
            """{"source": {"activity": "a", "port": "Yes"}, "target": {"activity": "b", "port": "In"}, "vertices": [{"x": 1, "y": 5}]}"""));

        ShouldCome(sent, kept, Document(flowchart: Flowchart(
            """{"source": {"activity": "b", "port": "Other"}, "target": {"activity": "a", "port": "In"}, "vertices": []}""",
            """{"source": {"activity": "a", "port": "No"}, "target": {"activity": "b", "port": "In"}, "vertices": [], "label": "y"}""",
            """{"source": {"activity": "a", "port": "Yes", "q": 1.0}, "target": {"activity": "b", "port": "In", "r": 2.0}, "label": "x", "vertices": [{"x": 1.0, "y": 5}]}""")));
    }

    [Fact]
    public void What_Studio_writes_anew_of_an_activity_gets_its_unknown_members_again_wherever_the_activity_stands_now()
    {
        var kept = Document(flowchart: """
            "activities": [{"id": "a", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "Literal", "value": "1", "e": 1.0}, "w": 2.0},
              "result": {"typeName": "String", "memoryReference": {"id": "v"}, "r": 3.0},
              "metadata": {"designer": {"position": {"x": 1.0, "y": 2.0, "p": 4.0}, "size": {"width": 5, "height": 6, "s": 7.0}, "d": 8.0}}}]
            """);
        var sent = Document(flowchart: """
            "activities": [{"id": "s", "type": "Elsa.Sequence", "activities": [{"id": "a", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "JavaScript", "value": "2"}, "memoryReference": null},
              "result": {"typeName": "String", "memoryReference": {"id": "other"}},
              "metadata": {"designer": {"position": {"x": 1, "y": 3}, "size": {"width": 5, "height": 6}}}}]}]
            """);

        ShouldCome(sent, kept, Document(flowchart: """
            "activities": [{"id": "s", "type": "Elsa.Sequence", "activities": [{"id": "a", "type": "Elsa.WriteLine", "text": {"typeName": "String", "expression": {"type": "JavaScript", "value": "2", "e": 1.0}, "memoryReference": null, "w": 2.0},
              "result": {"typeName": "String", "memoryReference": {"id": "other"}, "r": 3.0},
              "metadata": {"designer": {"position": {"x": 1.0, "y": 3, "p": 4.0}, "size": {"width": 5, "height": 6, "s": 7.0}, "d": 8.0}}}]}]
            """));
    }

    [Theory]
    [InlineData("description")]
    [InlineData("name")]
    [InlineData("options")]
    [InlineData("options.activityCategory")]
    [InlineData("customProperties.c")]
    [InlineData("variables")]
    [InlineData("variables.0")]
    [InlineData("variables.0.storageDriverTypeName")]
    [InlineData("inputs.0")]
    [InlineData("inputs.0.uiHint")]
    [InlineData("outputs.0.description")]
    [InlineData("root.extra")]
    [InlineData("root.activities.1")]
    [InlineData("root.activities.0.name")]
    [InlineData("root.activities.0.extra")]
    [InlineData("root.activities.0.text")]
    [InlineData("root.activities.0.text.expression")]
    [InlineData("root.activities.0.text.expression.value")]
    [InlineData("root.activities.0.text.memoryReference")]
    [InlineData("root.activities.0.metadata.extra")]
    [InlineData("root.activities.0.metadata.designer")]
    [InlineData("root.activities.0.metadata.designer.size")]
    [InlineData("root.activities.0.customProperties.c")]
    [InlineData("root.connections.0")]
    [InlineData("root.connections.0.vertices")]
    public void What_Studio_would_have_passed_on_was_deleted_and_stays_so(string path)
    {
        static JsonObject Whole() => Document("""
            "name": "n", "description": "d", "options": {"activityCategory": "c"}, "customProperties": {"c": {"x": 1}},
            "variables": [{"id": "v", "name": "v", "storageDriverTypeName": "s"}], "inputs": [{"name": "i", "uiHint": "u"}], "outputs": [{"name": "o", "description": "d"}],
            """, """
            "extra": 1, "activities": [{"id": "a", "type": "Elsa.WriteLine", "name": "a", "extra": {"x": 1}, "customProperties": {"c": 1}, "metadata": {"extra": 1, "designer": {"position": {"x": 1, "y": 1}, "size": {"width": 1}}},
              "text": {"typeName": "String", "expression": {"type": "Literal", "value": "1"}, "memoryReference": {"id": "m"}}}, {"id": "b", "type": "Elsa.WriteLine"}],
            "connections": [{"source": {"activity": "a", "port": "Done"}, "target": {"activity": "a", "port": "In"}, "vertices": []}]
            """);
        var sent = Without(Whole(), path);

        ShouldCome(sent, Whole(), Without(Whole(), path));
    }

    static JsonObject Without(JsonObject document, string path)
    {
        var steps = path.Split('.');
        var around = steps[..^1].Aggregate((JsonNode)document, (node, step) => (node is JsonArray items ? items[int.Parse(step, null)] : node[step])!);
        if (around is JsonArray list)
            list.RemoveAt(int.Parse(steps[^1], null));
        else
            around.AsObject().Remove(steps[^1]).ShouldBeTrue();
        return document;
    }

    [Fact]
    public void What_comes_back_marked_was_not_written_anew_so_that_a_member_that_it_lacks_was_deleted_in_the_code_view()
    {
        static JsonObject Whole() => Document(flowchart: """
            "activities": [{"id": "a", "type": "Elsa.WriteLine", "text": {"expression": {"type": "Literal", "value": "1", "e": 1.0}, "w": 2.0}, "metadata": {"designer": {"position": {"x": 1, "p": 4.0}, "d": 8.0}}}],
            "connections": [{"source": {"activity": "a", "port": "Done", "q": 1.0}, "target": {"activity": "a", "port": "In"}, "label": "x"}]
            """);
        string[] deleted = ["root.activities.0.text.w", "root.activities.0.text.expression.e", "root.activities.0.metadata.designer.position.p", "root.connections.0.source.q", "root.connections.0.label"];
        var sent = Whole();
        CarryOver.MarkIn(sent["root"]!.AsObject());
        CarryOver.MarkIn(sent["root"]!["activities"]![0]!.AsObject());

        ShouldCome(deleted.Aggregate(sent, Without), Whole(), deleted.Aggregate(Whole(), Without));
    }

    [Fact]
    public void Things_that_cannot_be_told_apart_get_nothing_of_one_another_once_one_of_them_is_gone()
    {
        var kept = Document("""
            "inputs": [{"name": "i", "extra": 1}, {"name": "i", "extra": 2}, {"extra": 3}],
            """);

        ShouldCome(Document("""
            "inputs": [{"name": "i"}, {"name": "i"}, {"name": null}],
            """), kept, Document("""
            "inputs": [{"name": "i", "extra": 1}, {"name": "i", "extra": 2}, {"name": null, "extra": 3}],
            """));
        ShouldCome(Document("""
            "inputs": [{"name": "i"}, {"name": "j"}],
            """), kept, Document("""
            "inputs": [{"name": "i"}, {"name": "j"}],
            """));
    }

    [Theory]
    [InlineData("\"options\": [], \"variables\": {}, \"inputs\": [\"i\", null, 1.0], \"outputs\": null, \"customProperties\": 1.0,")]
    [InlineData("\"options\": {\"a\": {\"b\": []}}, \"variables\": [], \"inputs\": {\"i\": 1.0}, \"outputs\": \"o\", \"customProperties\": [1.0],")]
    [InlineData("")]
    public void A_document_of_another_shape_than_the_kept_one_is_taken_as_it_is(string kept)
    {
        const string Sent = """
            "options": {"usableAsActivity": true}, "variables": [], "inputs": [{"name": "i"}], "outputs": [], "customProperties": {"c": 1},
            """;
        var expected = Document(Sent);
        if (kept.Contains("\"a\"", StringComparison.Ordinal))
            expected["options"]!["a"] = JsonNode.Parse("""{"b": []}""");

        ShouldCome(Document(Sent), Document(kept, "\"metadata\": 1, \"customProperties\": [], \"activities\": [{\"id\": \"a\", \"type\": \"Elsa.WriteLine\", \"metadata\": {\"designer\": 5}, \"text\": {\"expression\": {}}}], \"connections\": {\"$values\": []}"), expected);
    }
}
