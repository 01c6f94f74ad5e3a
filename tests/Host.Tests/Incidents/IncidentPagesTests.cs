using System.Net;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Incidents;

/// <summary>Stopped steps on pages: who gets in, what is asked, and what is said afterwards.</summary>
[Collection(ApiOffice.Collection)]
public class IncidentPagesTests(ApiOffice office)
{
    async Task<HttpClient> OnPagesAsync(string account)
    {
        var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return browser;
    }

    static async Task<string> TextOf(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    static async Task<string> TextOf(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page));

    static Dictionary<string, string> Form(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value);

    [Fact]
    public async Task Only_who_may_repair_gets_in()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        string[] pages = ["/incidents", $"/incidents/{stopped.Incident}", $"/incidents/repairs?repair=retry&ids={stopped.Incident}"];

        foreach (var (account, status) in new[] { ("social-worker", HttpStatusCode.Forbidden), ("auditor", HttpStatusCode.Forbidden), ("procedure-manager", HttpStatusCode.OK),
            ("director", HttpStatusCode.OK), ("administrator", HttpStatusCode.OK) })
        {
            using var browser = await OnPagesAsync(account);
            foreach (var page in pages)
            {
                using var response = await browser.GetAsync(page);
                response.StatusCode.ShouldBe(status, $"{page} as {account}");
            }
        }
    }

    [Fact]
    public async Task The_list_counts_what_is_open_of_a_procedure_and_what_is_empty_says_so()
    {
        var procedure = await office.PublishedAsync();
        var stopped = await office.StoppedAsync(procedure);
        await office.StoppedAsync(procedure);
        await office.StoppedAsync(await office.PublishedAsync());
        using var manager = await OnPagesAsync("procedure-manager");

        var html = await TextOf(manager, $"/incidents?procedure={procedure}");

        html.ShouldContain("Zatrzymane kroki <span class=\"ops-count\">(2)</span>");
        html.ShouldContain(stopped.Mark);
        html.ShouldContain("Czy są potrzeby?");
        html.ShouldNotContain(StuckVisit.Secret);
        await office.ExecuteAsync("create table kept as select id from incidents where resolved_at is null; update incidents set resolved_at = raised_at where resolved_at is null");
        (await TextOf(manager, "/incidents")).ShouldContain("Żaden krok nie stoi z powodu błędu");
        await office.ExecuteAsync("update incidents set resolved_at = null where id in (select id from kept); drop table kept");
    }

    [Fact]
    public async Task Several_are_asked_about_on_a_page_of_its_own_that_then_says_what_came_of_each()
    {
        var procedure = await office.PublishedAsync();
        var stopped = await office.StoppedAsync(procedure);
        using var manager = await OnPagesAsync("procedure-manager");
        var list = $"/incidents?procedure={procedure}";

        using var none = await manager.SubmitAsync(list, Form(("repair", "retry")));
        (none.StatusCode, (await TextOf(none)).Contains("Zaznacz co najmniej jeden krok", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        using var chosen = await manager.SubmitAsync(list, Form(("repair", "retry"), ("ids", $"{stopped.Incident}")));
        var question = chosen.Headers.Location!.ToString();
        (await TextOf(manager, question)).ShouldContain("Ponowić 1 krok?");
        using var retried = await manager.SubmitAsync(question, Form(("repair", "retry"), ("ids", $"{stopped.Incident}")), "/incidents/repairs");
        using var repeated = await manager.SubmitAsync(list, Form(("repair", "retry"), ("ids", $"{stopped.Incident}")), "/incidents/repairs");

        (await TextOf(retried)).ShouldSatisfyAllConditions(text => text.ShouldContain("Zatrzymały się znowu"), text => text.ShouldNotContain("Zrobione"));
        (await TextOf(repeated)).ShouldSatisfyAllConditions(text => text.ShouldContain("Nie wykonano"), text => text.ShouldContain("Zrobił(a) to wcześniej:"));
    }

    [Fact]
    public async Task What_was_deleted_between_question_and_answer_is_told_beside_what_was_done()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        using var manager = await OnPagesAsync("procedure-manager");

        using var retried = await manager.SubmitAsync($"/incidents/repairs?repair=retry&ids={stopped.Incident}",
            Form(("repair", "retry"), ("ids[0]", $"{stopped.Incident}"), ("ids[1]", $"{Guid.CreateVersion7()}")), "/incidents/repairs");

        retried.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TextOf(retried)).ShouldSatisfyAllConditions(text => text.ShouldContain("Zatrzymały się znowu"), text => text.ShouldContain("Nie wykonano <span class=\"ops-count\">(1)</span>"));
    }

    [Fact]
    public async Task Only_what_helps_is_offered()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        using var manager = await OnPagesAsync("procedure-manager");
        using var director = await OnPagesAsync("director");

        (await TextOf(manager, $"/incidents/{stopped.Incident}")).ShouldContain("Ponów krok");
        (await TextOf(director, "/incidents")).ShouldContain("value=\"cancel\"");
        await office.ExecuteAsync($"update incidents set execution = 'none' where id = '{stopped.Incident}'");
        (await TextOf(manager, $"/incidents/{stopped.Incident}")).ShouldSatisfyAllConditions(
            text => text.ShouldNotContain("Ponów krok"), text => text.ShouldNotContain("Zmień i ponów"), text => text.ShouldNotContain("Pomiń krok"));
        await office.ExecuteAsync($"update incidents set resolved_at = raised_at where id = '{stopped.Incident}'");
        (await TextOf(director, $"/incidents/repairs?repair=cancel&ids={stopped.Incident}")).ShouldContain("<h1 class=\"govuk-heading-l\">Błąd już nie czeka</h1>");
    }

    [Fact]
    public async Task Steps_left_out_together_need_one_of_their_outcomes()
    {
        var procedure = await office.PublishedAsync();
        var stopped = await office.StoppedAsync(procedure);
        using var manager = await OnPagesAsync("procedure-manager");
        var question = $"/incidents/repairs?repair=skip&ids={stopped.Incident}";

        using var without = await manager.SubmitAsync(question, Form(("repair", "skip"), ("ids", $"{stopped.Incident}")), "/incidents/repairs");
        (without.StatusCode, (await TextOf(without)).Contains("Wybierz wynik", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        using var skipped = await manager.SubmitAsync(question, Form(("repair", "skip"), ("ids", $"{stopped.Incident}"), ("outcome", "False")), "/incidents/repairs");

        (await TextOf(skipped)).ShouldContain("Pominięto 1 krok");
        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["letter"]);
    }

    [Fact]
    public async Task A_manager_is_told_beforehand_that_a_case_is_the_director_s_to_cancel_who_has_to_say_why()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        using var manager = await OnPagesAsync("procedure-manager");
        using var director = await OnPagesAsync("director");
        var question = $"/incidents/repairs?repair=cancel&ids={stopped.Incident}";

        (await TextOf(manager, question)).ShouldSatisfyAllConditions(
            text => text.ShouldContain("może anulować tylko dyrektor"), text => text.ShouldNotContain("Tak, anuluj"));
        using var without = await director.SubmitAsync(question, Form(("repair", "cancel"), ("ids", $"{stopped.Incident}")), "/incidents/repairs");
        without.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var cancelled = await director.SubmitAsync(question, Form(("repair", "cancel"), ("ids", $"{stopped.Incident}"), ("reason", "Pomyłka")), "/incidents/repairs");

        (await TextOf(cancelled)).ShouldContain("Zakończono 1 sprawę lub przebieg");
        (await office.AskAsync<string>($"select closed_reason from cases where instance_id = '{stopped.Case}'")).ShouldBe("Pomyłka");
    }

    [Fact]
    public async Task One_step_is_repaired_by_a_new_value_after_mistakes_that_are_named()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        using var director = await OnPagesAsync("director");
        using var manager = await OnPagesAsync("procedure-manager");
        var page = $"/incidents/{stopped.Incident}";
        (await TextOf(director, page)).ShouldContain($"teraz: {StuckVisit.Secret}");
        (await TextOf(manager, page)).ShouldSatisfyAllConditions(text => text.ShouldContain("wartość ukryta"), text => text.ShouldNotContain(StuckVisit.Secret));

        foreach (var (fields, problem) in new[]
        {
            (Form(("repair", "change")), "Zaznacz zmienną, którą chcesz zmienić"),
            (Form(("repair", "change"), ("change", "v1"), ("value.v1", "[\"food\"")), "needs: to nie jest poprawny JSON (wiersz 1, znak 8)"),
            (Form(("repair", "change"), ("change", "v3"), ("value.v3", "1,5")), "rooms: to ma być liczba całkowita"),
            (Form(("repair", "skip")), "Wybierz wynik"),
        })
        {
            using var refused = await manager.SubmitAsync(page, fields);
            (refused.StatusCode, (await TextOf(refused)).Contains(problem, StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true), problem);
        }
        using var again = await manager.SubmitAsync(page, Form(("repair", "retry")));
        var next = again.Headers.Location!.ToString();
        next.ShouldNotBe(page);
        (await TextOf(manager, next)).ShouldContain("zatrzymał się znowu");
        using var repaired = await manager.SubmitAsync(next, Form(("repair", "change"), ("change", "v1"), ("value.v1", "[\"food\"]")));
        repaired.Headers.Location!.ToString().ShouldBe(next);
        (await TextOf(manager, next)).ShouldContain("Krok naprawiony, sprawa toczy się dalej");
        using var late = await director.SubmitAsync("/incidents", Form(("repair", "retry")), next);

        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["visit"]);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TextOf(late)).ShouldContain("Zrobił(a) to wcześniej:");
    }

    [Fact]
    public async Task The_case_says_that_it_has_stopped_with_a_way_to_the_repair_for_those_who_may()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        using var worker = await OnPagesAsync("social-worker");
        using var director = await OnPagesAsync("director");

        var (plain, withLink) = (await TextOf(worker, $"/cases/{stopped.Case}"), await TextOf(director, $"/cases/{stopped.Case}"));

        plain.ShouldSatisfyAllConditions(text => text.ShouldContain("Sprawa wymaga naprawy"), text => text.ShouldContain("nie musisz nic robić"), text => text.ShouldNotContain("/incidents/"));
        withLink.ShouldContain($"/incidents/{stopped.Incident}");
    }
}
