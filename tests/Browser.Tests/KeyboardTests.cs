using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

[Collection(OfficeInBrowser.Collection)]
public sealed class KeyboardTests(OfficeInBrowser office)
{
    [Fact]
    public async Task A_case_is_started_and_its_interview_finished_with_the_keyboard_alone()
    {
        await using var visitor = await office.SignInAsync("social-worker2");
        var page = visitor.Page;
        await visitor.TabToAsync("a[href='/cases/new']");
        await page.Keyboard.PressAsync("Enter");
        await visitor.ArriveAsync("[name='answers.familyName']");
        await TypeDateAsync(visitor, "receivedOn", "5", "1", "2026");
        await visitor.TabToAsync("[name='answers.source']");
        await page.Keyboard.PressAsync("ArrowDown");
        await visitor.TabToAsync("[name='answers.familyName']");
        await page.Keyboard.TypeAsync("Klawiaturowi");
        await visitor.TabToAsync("main button.govuk-button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".govuk-notification-banner--success");

        await visitor.TabToAsync(".govuk-notification-banner__link");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[name='answers.findings']");
        await TypeDateAsync(visitor, "interviewDate", "7", "1", "2026");
        await visitor.TabToAsync("[value='add:household']");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[name='answers.household[0].person']");
        (await FocusedNameAsync(page)).ShouldBe("answers.household[0].person");
        await page.Keyboard.TypeAsync("Maria");
        await visitor.TabToAsync("[name='answers.findings']");
        await page.Keyboard.TypeAsync("Ustalenia");
        await visitor.TabToAsync("button.govuk-button[value='complete']");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForSelectorAsync(".govuk-notification-banner--success");
        (await visitor.BannerAsync()).ShouldContain("Wywiad przeprowadzony");
        visitor.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enter_in_a_line_of_text_saves_a_draft_and_an_error_leads_to_its_field()
    {
        await using var visitor = await office.SignInAsync("social-worker2");
        var page = visitor.Page;
        await visitor.GoAsync("/cases/new");
        await visitor.FillTodayAsync("receivedOn");
        await visitor.ChooseAsync("source", "neighbour");
        await visitor.FillAsync("familyName", "Szkicowi");
        await visitor.PressButtonAsync("Wszcznij sprawę");
        await visitor.FollowAsync("Rodzinny wywiad środowiskowy");
        await page.Locator("[name='answers.place']").FillAsync("W domu");
        await page.Locator("[name='answers.place']").PressAsync("Enter");
        (await visitor.BannerAsync()).ShouldContain("Szkic zapisano");
        (await page.Locator("[name='answers.place']").InputValueAsync()).ShouldBe("W domu");
        await visitor.PressButtonAsync("Zakończ krok");
        await page.WaitForSelectorAsync(".govuk-error-summary");
        await page.Locator(".govuk-error-summary a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await FocusedNameAsync(page)).ShouldBe("answers.interviewDate.day");
    }

    static async Task TypeDateAsync(Visitor visitor, string field, params string[] parts)
    {
        foreach (var (name, part) in new[] { "day", "month", "year" }.Zip(parts))
        {
            await visitor.TabToAsync($"[name='answers.{field}.{name}']");
            await visitor.Page.Keyboard.TypeAsync(part);
        }
    }

    static Task<string?> FocusedNameAsync(IPage page) => page.EvaluateAsync<string?>("() => document.activeElement.getAttribute('name')");
}
