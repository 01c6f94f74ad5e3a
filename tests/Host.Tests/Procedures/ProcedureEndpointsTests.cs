using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public class ProcedureEndpointsTests(ApiOffice office)
{
    [Fact]
    public async Task The_shipped_procedure_is_listed_with_the_form_that_starts_it()
    {
        var worker = await office.AsAsync("social-worker");

        var items = (await worker.GetAsync("/api/procedures")).Body["items"]!.AsArray();

        var shipped = items.Single(item => (string)item!["definitionId"]! == "assign-family-assistant")!;
        ((string)shipped["name"]!).ShouldBe("Przydzielenie asystenta rodziny");
        ((int)shipped["version"]!).ShouldBe(1);
        var fields = shipped["startForm"]!["fields"]!.AsArray();
        fields.ToDictionary(field => (string)field!["name"]!, field => (string)field!["type"]!).ShouldSatisfyAllConditions(
            types => types["receivedOn"].ShouldBe("date"),
            types => types["source"].ShouldBe("choice"),
            types => types["urgent"].ShouldBe("yes-no"));
        fields.Single(field => (string)field!["name"]! == "source")!["options"]!.AsArray().Select(option => (string)option!["value"]!)
            .ShouldBe(["institution", "neighbour", "own-worker", "family", "court-order"]);
    }

    [Fact]
    public async Task A_field_says_no_more_than_it_has()
    {
        var worker = await office.AsAsync("social-worker");

        var items = (await worker.GetAsync("/api/procedures")).Body["items"]!.AsArray();

        var fields = items.Single(item => (string)item!["definitionId"]! == HomeVisit.Id)!["startForm"]!["fields"]!.AsArray();
        JsonNode.DeepEquals(fields[2], JsonNode.Parse("""{"name":"urgent","label":"Pilna","type":"yes-no","required":false}""")).ShouldBeTrue();
        JsonNode.DeepEquals(fields[1], JsonNode.Parse("""
            {"name":"source","label":"Źródło","type":"choice","required":true,"options":[{"value":"family","label":"Rodzina"},{"value":"neighbour","label":"Sąsiad"}]}
            """)).ShouldBeTrue();
    }
}
