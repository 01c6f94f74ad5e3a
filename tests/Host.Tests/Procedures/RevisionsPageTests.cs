using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Tests.ElsaApi;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public class RevisionsPageTests(ApiOffice office)
{
    async Task<HttpClient> OnPagesAsync(string account)
    {
        var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return browser;
    }

    [Fact]
    public async Task A_manager_brings_an_earlier_state_back_after_a_second_press_and_both_stay_in_the_history()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id, "Pierwsza"), publish: true);
        await manager.SavedAsync(Drawn.Document(id, "Druga"));
        using var browser = await OnPagesAsync("procedure-manager");
        var address = $"/procedures/{id}/revisions";
        var first = await office.AskAsync<long>($"select min(id) from definition_revisions where definition_id = '{id}'");

        var html = await browser.GetStringAsync($"{address}?revision={first}");
        html.ShouldContain("Przywrócić wersję 1 z");
        (await manager.LatestAsync(id))["name"]!.ToString().ShouldBe("Druga");
        using var restored = await browser.SubmitAsync($"{address}?revision={first}", new Dictionary<string, string> { ["revision"] = $"{first}" }, address);

        restored.Headers.Location!.ToString().ShouldBe(address);
        (await manager.LatestAsync(id))["name"]!.ToString().ShouldBe("Pierwsza");
        (await manager.VersionsAsync(id)).ShouldBe("2L 1P");
        var history = WebUtility.HtmlDecode(await browser.GetStringAsync(address));
        history.ShouldContain("Wersja robocza ma numer 2.");
        history.ShouldContain("przywrócono wcześniejszy stan");
        history.ShouldContain("opublikowano");
        history.ShouldContain("zapisano", Case.Sensitive, "the state that was replaced is kept");
    }

    [Fact]
    public async Task Saves_within_two_minutes_are_one_entry_but_none_that_takes_steps_away_nor_one_that_publishes()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        JsonObject Steps(params string[] steps)
        {
            var document = Drawn.Document(id);
            var (activities, connections) = (document["root"]!["activities"]!.AsArray(), document["root"]!["connections"]!.AsArray());
            foreach (var step in steps)
            {
                var another = activities[0]!.DeepClone();
                another["id"] = step;
                activities.Add(another);
                connections.Add(JsonNode.Parse($$$"""{"source": {"activity": "write", "port": "Done"}, "target": {"activity": "{{{step}}}", "port": "In"} }"""));
            }
            return document;
        }
        Task<string> EntriesAsync() => office.AskAsync<string>($"""
            select string_agg(kind || ' ' || json_array_length(content->'root'->'activities'), ', ' order by id) from definition_revisions where definition_id = '{id}'
            """);

        await manager.SavedAsync(Steps("a"));
        await manager.SavedAsync(Steps("a", "b"));
        (await EntriesAsync()).ShouldBe("saved 3");
        await manager.SavedAsync(Steps("a"));
        await manager.SavedAsync(Steps("a", "c"));
        (await EntriesAsync()).ShouldBe("saved 3, saved 3", "the step that was taken away can be brought back");
        await manager.SavedAsync(Steps("c", "d"));
        (await EntriesAsync()).ShouldBe("saved 3, saved 3, saved 3", "nor is it lost where another took its place");
        await office.ExecuteAsync($"update definition_revisions set began_at = began_at - interval '3 minutes' where definition_id = '{id}'");
        await manager.SavedAsync(Steps("c", "d", "e"));
        (await EntriesAsync()).ShouldBe("saved 3, saved 3, saved 3, saved 4");
        await manager.SavedAsync(Steps("c", "d", "e"), publish: true);
        (await EntriesAsync()).ShouldBe("saved 3, saved 3, saved 3, saved 4, published 4");
    }

    [Fact]
    public async Task Nothing_is_brought_back_while_somebody_else_edits_and_the_page_says_who()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id, "Moja"), publish: true);
        await office.ExecuteAsync($"""
            insert into definition_leases (definition_id, person_id, since, until)
            values ('{id}', '{await office.PersonIdAsync("director")}', clock_timestamp(), clock_timestamp() + interval '2 minutes')
            on conflict (definition_id) do update set person_id = excluded.person_id, until = excluded.until
            """);
        using var browser = await OnPagesAsync("procedure-manager");
        var revision = await office.AskAsync<long>($"select max(id) from definition_revisions where definition_id = '{id}'");

        using var refused = await browser.SubmitAsync(
            $"/procedures/{id}/revisions?revision={revision}", new Dictionary<string, string> { ["revision"] = $"{revision}" }, $"/procedures/{id}/revisions");

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain(await office.AskAsync<string>("select name from people where email = 'director@demo.example'"));
        (await manager.VersionsAsync(id)).ShouldBe("1LP");
    }

    [Fact]
    public async Task A_state_on_a_later_page_of_a_long_history_is_asked_about_on_that_page()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id, "Długa"));
        await office.ExecuteAsync($"""
            insert into definition_revisions (definition_id, version, kind, name, content, resources, person_id, began_at, saved_at)
            select definition_id, version, kind, name, content, resources, person_id, began_at, saved_at
            from definition_revisions, generate_series(1, 60) where definition_id = '{id}'
            """);
        var oldest = await office.AskAsync<long>($"select min(id) from definition_revisions where definition_id = '{id}'");
        using var browser = await OnPagesAsync("procedure-manager");

        var first = WebUtility.HtmlDecode(await browser.GetStringAsync($"/procedures/{id}/revisions"));
        first.ShouldNotContain($"revision={oldest}\"");
        var second = WebUtility.HtmlDecode(await browser.GetStringAsync(LinkWith("?before=", first)));
        var asked = await browser.GetStringAsync(LinkWith($"revision={oldest}", second));

        asked.ShouldContain("Przywrócić wersję 1 z");
    }

    static string LinkWith(string part, string html) => html.Split("href=\"").Select(rest => rest.Split('"')[0]).Single(address => address.Contains(part, StringComparison.Ordinal));

    [Fact]
    public async Task Staff_do_not_see_the_history_and_a_procedure_that_never_was_has_none()
    {
        using var worker = await OnPagesAsync("social-worker");
        using var hidden = await worker.GetAsync("/procedures/home-visit/revisions");
        hidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var manager = await OnPagesAsync("procedure-manager");
        using var missing = await manager.GetAsync("/procedures/nowhere/revisions");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_deleted_procedure_is_listed_with_the_way_to_its_history_until_it_is_brought_back()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id, "Skasowana"));
        using var browser = await OnPagesAsync("procedure-manager");
        (await browser.GetStringAsync("/procedures")).ShouldContain("href=\"/deleted-procedures\"");
        (await browser.GetStringAsync("/deleted-procedures")).ShouldNotContain($"/procedures/{id}/revisions");

        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definitions/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);

        var listed = WebUtility.HtmlDecode(await browser.GetStringAsync("/deleted-procedures"));
        listed.ShouldContain("Skasowana");
        listed.ShouldContain($"/procedures/{id}/revisions");
        var last = await office.AskAsync<long>($"select max(id) from definition_revisions where definition_id = '{id}'");
        using var restored = await browser.SubmitAsync($"/procedures/{id}/revisions?revision={last}", new Dictionary<string, string> { ["revision"] = $"{last}" }, $"/procedures/{id}/revisions");
        restored.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await browser.GetStringAsync("/deleted-procedures")).ShouldNotContain($"/procedures/{id}/revisions");
        using var worker = await OnPagesAsync("social-worker");
        using var hidden = await worker.GetAsync("/deleted-procedures");
        hidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
