using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>What Studio asks for when somebody looks into an activity.</summary>
[Collection(ApiOffice.Collection)]
public class SubGraphTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions/subgraph";

    async Task<(Person Manager, string Version)> NestedAsync()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["root"]!["activities"] = JsonNode.Parse("""
            [{"id": "choice", "type": "Elsa.If", "version": 1, "name": "Wybór",
              "then": {"id": "inner", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [{"id": "deep", "type": "Elsa.WriteLine", "version": 1}]}}]
            """);
        await manager.SavedAsync(document);
        return (manager, $"{id}:1");
    }

    [Fact]
    public async Task An_activity_comes_with_those_directly_in_it()
    {
        var (manager, version) = await NestedAsync();

        var found = (await manager.GetAsync($"{Root}/{version}?parentNodeId=Workflow1:flow:choice")).Body;

        Drawn.Names(found).ShouldBe(["nodeId", "port", "activity", "children"], ignoreOrder: true);
        Drawn.Names(found["children"]![0]).ShouldBe(Drawn.Names(found), ignoreOrder: true);
        ((string)found["nodeId"]!).ShouldBe("Workflow1:flow:choice");
        ((string)found["port"]!).ShouldBe("Activities");
        ((string)found["activity"]!["then"]!["activities"]![0]!["nodeId"]!).ShouldBe("Workflow1:flow:choice:inner:deep");
        var child = found["children"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)child["nodeId"]!).ShouldBe("Workflow1:flow:choice:inner");
        ((string)child["port"]!).ShouldBe("Then");
        ((string)(await manager.GetAsync($"{Root}/{version}")).Body["nodeId"]!).ShouldBe("Workflow1:flow");
    }

    [Fact]
    public async Task The_way_to_an_activity_names_the_containers_that_are_steps_and_the_ports_it_goes_through()
    {
        var (manager, version) = await NestedAsync();

        var found = (await manager.GetAsync($"{Root}/segments/{version}?childNodeId=Workflow1:flow:choice:inner:deep")).Body;
        var outermost = (await manager.GetAsync($"{Root}/segments/{version}?childNodeId=Workflow1:flow:choice")).Body;

        Drawn.Names(found).ShouldBe(["childNode", "container", "pathSegments"], ignoreOrder: true);
        foreach (var node in new[] { found["childNode"], found["container"] })
        {
            Drawn.Names(node).ShouldBe(["nodeId", "port", "activity", "children"], ignoreOrder: true);
        }
        ((string)found["childNode"]!["nodeId"]!).ShouldBe("Workflow1:flow:choice:inner:deep");
        ((string)found["container"]!["nodeId"]!).ShouldBe("Workflow1:flow:choice");
        found["pathSegments"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(new JsonObject
        {
            ["activityNodeId"] = "Workflow1:flow:choice",
            ["activityId"] = "choice",
            ["activityType"] = "Elsa.If",
            ["portName"] = "Then",
            ["activityName"] = "Wybór",
        }.ToJsonString());
        outermost["pathSegments"]!.AsArray().ShouldBeEmpty();
        ((string)outermost["container"]!["nodeId"]!).ShouldBe("Workflow1");
        var workflow = outermost["container"]!["activity"]!;
        ((string)workflow["type"]!).ShouldBe("Elsa.Workflow");
        ((string)workflow["nodeId"]!).ShouldBe("Workflow1");
        ((string)workflow["root"]!["nodeId"]!).ShouldBe("Workflow1:flow");
    }

    [Fact]
    public async Task The_ports_of_cases_are_their_labels()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["root"]!["activities"] = JsonNode.Parse("""
            [{"id": "switch", "type": "Elsa.Switch", "version": 1, "cases": [
              {"label": "Pilne", "condition": {"type": "Literal", "value": true}, "activity": {"id": "urgent", "type": "Elsa.WriteLine", "version": 1}}]}]
            """);
        await manager.SavedAsync(document);

        var found = (await manager.GetAsync($"{Root}/segments/{id}:1?childNodeId=Workflow1:flow:switch:urgent")).Body;

        ((string)found["childNode"]!["port"]!).ShouldBe("Pilne");
        ((string)found["pathSegments"]![0]!["portName"]!).ShouldBe("Pilne");
    }

    [Fact]
    public async Task A_step_that_is_not_there_is_answered_as_Studio_takes_for_nothing_there()
    {
        var (manager, version) = await NestedAsync();

        (await manager.GetAsync($"{Root}/{version}?parentNodeId=Workflow1:flow:gone")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await manager.GetAsync($"{Root}/segments/{version}?childNodeId=gone")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await manager.GetAsync($"{Root}/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
