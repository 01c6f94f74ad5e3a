using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Tests.ElsaApi;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public partial class OutlinePageTests(ApiOffice office)
{
    async Task<HttpClient> OnPagesAsync(string account)
    {
        var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return browser;
    }

    [Fact]
    public async Task From_a_case_staff_read_the_version_that_it_runs_on_also_when_another_is_published_or_none()
    {
        var id = Drawn.NewId();
        await PublishAsync(id, "Pierwsza");
        var caseId = await StartAsync(id);
        await PublishAsync(id, "Druga");
        using var worker = await OnPagesAsync("social-worker");

        (await OutlineOfAsync(worker, $"/cases/{caseId}")).ShouldContain("Pierwsza");
        (await OutlineOfAsync(worker, $"/cases/{caseId}/diagram")).ShouldContain("Pierwsza");
        WebUtility.HtmlDecode(await worker.GetStringAsync($"/procedures/{id}")).ShouldContain("Druga");

        (await (await office.AsAsync("procedure-manager")).PostAsync($"/elsa/api/workflow-definitions/{id}/retract", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await OutlineOfAsync(worker, $"/cases/{caseId}")).ShouldContain("Wersja 1");
        (await StatusAsync(worker, $"/procedures/{id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_version_that_is_not_published_is_read_by_those_who_see_a_case_on_it_and_by_designers_alone()
    {
        var id = Drawn.NewId();
        await PublishAsync(id, "Pierwsza");
        await StartAsync(id);
        await PublishAsync(id, "Druga");
        (await (await office.AsAsync("procedure-manager")).SaveAsync(Drawn.Document(id, "Robocza"))).Status.ShouldBe(HttpStatusCode.OK);

        foreach (var (account, first, draft) in new[]
        {
            ("social-worker", HttpStatusCode.OK, HttpStatusCode.NotFound), ("director", HttpStatusCode.OK, HttpStatusCode.NotFound),
            ("social-worker2", HttpStatusCode.NotFound, HttpStatusCode.NotFound), ("auditor", HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            ("procedure-manager", HttpStatusCode.OK, HttpStatusCode.OK),
        })
        {
            using var reader = await OnPagesAsync(account);
            (await StatusAsync(reader, $"/procedures/{id}?version=1")).ShouldBe(first, account);
            (await StatusAsync(reader, $"/procedures/{id}?version=2")).ShouldBe(HttpStatusCode.OK, account);
            (await StatusAsync(reader, $"/procedures/{id}?version=3")).ShouldBe(draft, account);
            (await StatusAsync(reader, $"/procedures/{id}?version=4")).ShouldBe(HttpStatusCode.NotFound, account);
        }
    }

    [Fact]
    public async Task What_decides_what_variables_become_and_whom_mail_tells_what_is_told_too()
    {
        var id = Drawn.NewId();
        var document = HomeVisit.Document();
        (document["definitionId"], document["root"]) = (id, JsonNode.Parse("""
            {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [
              {"id": "court", "type": "Elsa.FlowDecision", "version": 1, "condition": {"expression": {"type": "JavaScript", "value": "getInput('source') == 'court'"}}},
              {"id": "plain", "type": "Elsa.FlowDecision", "version": 1, "condition": {"expression": {"type": "Input", "value": "urgent"}}},
              {"id": "called", "type": "Elsa.FlowDecision", "version": 1, "condition": {"expression": {"type": "JavaScript", "value": "getVariable(\"assistant\")"}}},
              {"id": "ways", "type": "Elsa.FlowSwitch", "version": 1, "cases": [{"label": "Mało", "condition": {"type": "JavaScript", "value": "getVariable('needs') < 3"}}]},
              {"id": "other", "type": "Elsa.SetVariable", "version": 1, "variable": {"id": "v1", "name": "licznik"}, "value": {"expression": {"type": "Literal", "value": true}}},
              {"id": "mail", "type": "Ops.SendMail", "version": 1, "mail": {"expression": {"type": "Literal", "value": "assigned"}}, "toRoles": {"expression": {"type": "Object", "value": "[\"director\"]"}}},
              {"id": "limit", "type": "Ops.StartLimit", "version": 1, "limit": {"expression": {"type": "Literal", "value": "reply"}}, "title": {"expression": {"type": "Literal", "value": "Czas na odpowiedź"}},
                "count": {"expression": {"type": "Literal", "value": "3"}}},
              {"id": "visit", "type": "Ops.UserTask", "version": 1, "name": "visit", "title": {"expression": {"type": "Literal", "value": "Wizyta"}}, "form": {"expression": {"type": "Literal", "value": "visit"}},
                "rememberedAnswers": {"expression": {"type": "Object", "value": "[\"assistant\"]"}}}
            ], "connections": []}
            """));
        await new ProcedureShelf(office.Database).DraftAsync(document, HomeVisit.Resources());
        using var manager = await OnPagesAsync("procedure-manager");

        var html = WebUtility.HtmlDecode(await manager.GetStringAsync($"/procedures/{id}"));
        var told = Tag().Replace(html, " ");
        told = Space().Replace(told, " ");

        html.ShouldContain(">getInput('source') == 'court'</code>");
        told.ShouldContain("Co decyduje według odpowiedzi „Pilna”");
        told.ShouldContain("Co decyduje według odpowiedzi „Asystent”");
        told.ShouldContain("Co decyduje Mało : getVariable('needs') < 3");
        told.ShouldContain("Zmienna licznik Wartość tak");
        told.ShouldContain("Temat Zadanie … w sprawie … Wiadomość do dyrektor");
        told.ShouldContain("Rozpoczyna termin Czas na odpowiedź Termin 3 dni – od dnia, w którym sprawa dochodzi do tego kroku");
        html.ShouldContain("<span class=\"ops-no-print\"> · <a", Case.Sensitive, "on paper no dot is left of the link");
    }

    [GeneratedRegex("<[a-z/!][^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [Theory]
    [InlineData("""{"Justified":"Skarga zasadna","Unjustified":""}""")]
    [InlineData("""{"Justified":{"type":"Literal","value":"Skarga zasadna"},"Unjustified":null}""")]
    public async Task Outcomes_are_told_by_their_labels_also_as_Studio_writes_them_and_by_their_names_without(string labels)
    {
        var id = Drawn.NewId();
        var document = Drawn.Document(id, type: "Ops.UserTask");
        var task = document["root"]!["activities"]![0]!;
        task["outcomes"] = Typed("""["Justified","Unjustified"]""");
        task["outcomeLabels"] = Typed(labels);
        (await (await office.AsAsync("procedure-manager")).SaveAsync(document)).Status.ShouldBe(HttpStatusCode.OK);
        using var manager = await OnPagesAsync("procedure-manager");

        var outline = WebUtility.HtmlDecode(await manager.GetStringAsync($"/procedures/{id}"));

        outline.ShouldContain("Skarga zasadna");
        outline.ShouldContain("Unjustified");

        static JsonObject Typed(string json) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = json } };
    }

    async Task PublishAsync(string id, string name)
    {
        var document = HomeVisit.Document();
        (document["definitionId"], document["name"]) = (id, name);
        await new ProcedureShelf(office.Database).PublishAsync(document, HomeVisit.Resources());
    }

    async Task<Guid> StartAsync(string id)
    {
        var answers = new { receivedOn = "2031-03-03", source = "family", familyName = $"Rodzina {Guid.CreateVersion7():N}" };
        var started = await (await office.AsAsync("social-worker")).PostAsync($"/api/procedures/{id}/cases", new { answers });
        started.Status.ShouldBe(HttpStatusCode.Created, started.Body.ToJsonString());
        return (Guid)started.Body["id"]!;
    }

    /// <summary>What stands behind "how this procedure works" of a page.</summary>
    static async Task<string> OutlineOfAsync(HttpClient reader, string page)
    {
        var html = WebUtility.HtmlDecode(await reader.GetStringAsync(page));
        var link = html[..html.IndexOf("Jak działa ta procedura</a>", StringComparison.Ordinal)].Split("href=\"")[^1].Split('"')[0];
        return WebUtility.HtmlDecode(await reader.GetStringAsync(link));
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient reader, string page)
    {
        using var answer = await reader.GetAsync(page);
        return answer.StatusCode;
    }
}
