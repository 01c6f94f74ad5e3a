using System.Net;
using OpsWorkflows.Host.Tests.ElsaApi;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public class OutlinePageTests(ApiOffice office)
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
