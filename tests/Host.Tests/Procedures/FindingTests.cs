using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public class FindingTests(ApiOffice office)
{
    public static TheoryData<FindingKind, string> KindsAndLanguages
    {
        get
        {
            var data = new TheoryData<FindingKind, string>();
            foreach (var kind in Enum.GetValues<FindingKind>())
            {
                data.Add(kind, "pl");
                data.Add(kind, "en");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndLanguages))]
    public void Every_kind_of_finding_has_its_text(FindingKind kind, string language) =>
        Host.Localization.Texts.Findings.FindIn(CultureInfo.GetCultureInfo(language), kind.ToString()).ShouldNotBeNullOrEmpty();

    [Fact]
    public async Task A_draft_is_told_what_is_wrong_with_it_step_by_step_errors_first()
    {
        var document = HomeVisit.Document();
        document["definitionId"] = "found-wanting";
        var activities = document["root"]!["activities"]!.AsArray();
        activities.Add(JsonNode.Parse("""
            {"id":"island","type":"Ops.UserTask","version":1,"metadata":{"displayText":"Wyspa"},
             "title":{"typeName":"String","expression":{"type":"Literal","value":"Wyspa"}},
             "role":{"typeName":"String","expression":{"type":"Literal","value":"astronaut"}},
             "limitCount":{"typeName":"Int32","expression":{"type":"JavaScript","value":"1 +\n *"}}}
            """));
        var definitions = new DefinitionStore(new DefinitionSql(office.Database));
        await definitions.SaveDraftAsync(document, DefinitionResources.Read(HomeVisit.Resources()), null);
        var manager = await office.AsAsync("procedure-manager");

        var answer = await manager.GetAsync("/api/procedures/found-wanting/findings");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var items = answer.Body["items"]!.AsArray();
        items.Select(item => (string)item!["severity"]!).ShouldBe(items.Select(item => (string)item!["severity"]!).Order(StringComparer.Ordinal));
        var island = items.Where(item => (string)item!["activityId"]! == "island").ToDictionary(item => (string)item!["code"]!, item => item!);
        island.Keys.ShouldBe(["Unreachable", "InvalidScript", "RoleWithoutPeople"], ignoreOrder: true);
        ((string)island["InvalidScript"]["step"]!).ShouldBe("Wyspa");
        ((string)island["InvalidScript"]["reason"]!).ShouldContain("wiersz 2");
        ((string)island["RoleWithoutPeople"]["reason"]!).ShouldContain("astronaut");
        (await manager.GetAsync("/api/procedures/nobody-knows/findings")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
