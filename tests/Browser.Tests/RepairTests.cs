using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

[Collection(OfficeInBrowser.Collection)]
public sealed class RepairTests(OfficeInBrowser office)
{
    const string Step = "Czy są potrzeby?";

    [Fact]
    public async Task A_case_that_got_stuck_goes_on_after_a_manager_has_put_a_variable_right()
    {
        await using var worker = await office.SignInAsync("social-worker");
        var procedure = await office.PublishStuckVisitAsync();
        await StartAsync(worker, procedure);
        await office.RetractAsync(procedure);
        var address = new Uri(worker.Page.Url).AbsolutePath;
        await worker.LookAsync("case-stopped");
        (await worker.Page.Locator("#main-content").InnerTextAsync()).ShouldContain("Błąd zatrzymał krok: " + Step);

        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.FollowAsync("Zatrzymane kroki");
        await manager.ArriveAsync(".ops-table");
        await manager.LookAsync("incidents");
        await RetryAllAsync(manager);
        await manager.FollowAsync(Step);
        await ChangeAsync(manager);

        await worker.GoAsync(address);
        (await worker.Page.Locator(".ops-tasks").InnerTextAsync()).ShouldContain("Wizyta w domu");
        (await worker.Page.Locator(".ops-timeline").InnerTextAsync()).ShouldContain("Ponowiono krok zatrzymany błędem");
        await LeaveOutAsync(manager);
        await worker.GoAsync(address);
        (await worker.Page.Locator("#main-content").InnerTextAsync()).ShouldNotContain("Błąd zatrzymał krok:");
    }

    static async Task StartAsync(Visitor worker, string procedure)
    {
        await worker.GoAsync($"/cases/new/{procedure}");
        await worker.FillTodayAsync("receivedOn");
        await worker.FillAsync("familyName", "Zatrzymani");
        await worker.PressButtonAsync("Wszcznij sprawę");
        await worker.ArriveAsync(".ops-timeline");
    }

    static async Task RetryAllAsync(Visitor manager)
    {
        await manager.PressButtonAsync("Ponów");
        await manager.ArriveAsync(".govuk-error-summary");
        (await manager.Page.Locator(".govuk-error-summary").InnerTextAsync()).ShouldContain("Zaznacz co najmniej jeden krok");
        await manager.LookAsync("incidents-none-chosen");
        await manager.PressButtonAsync("Zaznacz wszystkie");
        await manager.PressButtonAsync("Ponów");
        await manager.ArriveAsync("form[action='/incidents/repairs']");
        (await manager.HeadingAsync()).ShouldBe("Ponowić 2 kroki?");
        await manager.LookAsync("incidents-question");
        await manager.PressButtonAsync("Tak, ponów");
        await manager.ArriveAsync("text=Zatrzymały się znowu");
        await manager.LookAsync("incidents-result");
    }

    static async Task ChangeAsync(Visitor manager)
    {
        await manager.ArriveAsync("#retry");
        await manager.LookAsync("incident");
        (await manager.Page.Locator("#main-content").InnerTextAsync()).ShouldNotContain(StuckVisit.Secret);
        await manager.Page.Locator("[name='change'][value='v1']").CheckAsync();
        await manager.Page.Locator("[name='value.v1']").FillAsync("[\"jedzenie\"");
        await manager.PressButtonAsync("Zmień i ponów");
        await manager.ArriveAsync(".govuk-error-summary");
        (await manager.Page.Locator(".govuk-error-summary").InnerTextAsync()).ShouldContain("needs: to nie jest poprawny JSON");
        await manager.LookAsync("incident-with-error");
        await manager.Page.Locator("[name='value.v1']").FillAsync("[\"jedzenie\"]");
        await manager.PressButtonAsync("Zmień i ponów");
        (await manager.BannerAsync()).ShouldContain("Krok naprawiony");
        await manager.LookAsync("incident-repaired");
    }

    static async Task LeaveOutAsync(Visitor manager)
    {
        await manager.FollowAsync("Zatrzymane kroki");
        await manager.ArriveAsync(".ops-table");
        await manager.FollowAsync("boom");
        await manager.ArriveAsync("#skip");
        await manager.PressButtonAsync("Pomiń krok");
        (await manager.BannerAsync()).ShouldContain("Krok pominięty");
    }
}
