namespace OpsWorkflows.Browser.Tests;

[Collection(OfficeInBrowser.Collection)]
public sealed class WalkTests(OfficeInBrowser office)
{
    const string Assistant = "Marta Kowalczyk";

    [Fact]
    public async Task A_case_goes_from_the_first_information_to_the_first_meeting_through_pages_alone()
    {
        await using var worker = await office.SignInAsync("social-worker");
        var address = await StartCaseAsync(worker, "Nowakowscy");
        await InterviewAsync(worker);
        await AnalyseAsync(worker, "AssistantNeeded");
        (await worker.BannerAsync()).ShouldContain("Zgoda rodziny");
        await AgreeAndRequestAsync(worker);
        (await worker.BannerAsync()).ShouldContain("dyrektor");

        await using var director = await office.SignInAsync("director");
        await AssignAsync(director, address);

        await using var assistant = await office.SignInAsync("assistant");
        await MeetAsync(assistant);

        await assistant.LookAsync("case-in-support");
        (await assistant.Page.Locator(".ops-tags").InnerTextAsync()).ShouldContain("wsparcie");
        (await assistant.Page.Locator(".ops-people").InnerTextAsync()).ShouldContain(Assistant);
        (await assistant.Page.Locator(".ops-timeline").InnerTextAsync()).ShouldContain("Spotkanie się odbyło");
    }

    static async Task<string> StartCaseAsync(Visitor worker, string family)
    {
        await worker.LookAsync("inbox-empty");
        await worker.FollowAsync("Wszczęcie sprawy");
        await worker.LookAsync("start");
        await worker.PressButtonAsync("Wszcznij sprawę");
        await worker.LookAsync("start-with-errors");
        (await worker.Page.Locator(".govuk-error-summary").InnerTextAsync()).ShouldContain("Nazwisko rodziny");
        await worker.FillTodayAsync("receivedOn");
        await worker.ChooseAsync("source", "institution");
        await worker.FillAsync("familyName", family);
        await worker.FillAsync("familyAddress", "ul. Długa 1");
        await worker.FillAsync("childrenCount", "3");
        await worker.PressButtonAsync("Wszcznij sprawę");
        await worker.LookAsync("case-started");
        (await worker.BannerAsync()).ShouldContain("Rodzinny wywiad środowiskowy");
        return new Uri(worker.Page.Url).AbsolutePath;
    }

    static async Task InterviewAsync(Visitor worker)
    {
        await worker.FollowAsync("Rodzinny wywiad środowiskowy");
        await worker.LookAsync("interview");
        await worker.FillTodayAsync("interviewDate");
        await worker.PressButtonAsync("Dodaj pozycję");
        await worker.FillAsync("household[0].person", "Jan Nowakowski");
        await worker.FillDateAsync("household[0].birthDate", 2015, 2, 29);
        await worker.PressButtonAsync("Zapisz szkic");
        (await worker.BannerAsync()).ShouldContain("Szkic zapisano");
        await worker.PressButtonAsync("Zakończ krok");
        await worker.LookAsync("interview-with-errors");
        (await worker.Page.Locator(".govuk-error-summary").InnerTextAsync()).ShouldContain("Członkowie rodziny, pozycja 1, Data urodzenia");
        await worker.FillDateAsync("household[0].birthDate", 2015, 2, 28);
        await worker.FillAsync("findings", "Ustalenia z wywiadu");
        await worker.PressButtonAsync("Zakończ krok");
        (await worker.BannerAsync()).ShouldContain("Wywiad przeprowadzony");
    }

    static async Task AnalyseAsync(Visitor worker, string outcome)
    {
        await worker.FollowAsync("Analiza sytuacji rodziny");
        await worker.FillAsync("needs", "Potrzeby");
        await worker.FillAsync("reasons", "Uzasadnienie");
        await worker.LookAsync("analysis");
        await worker.ChooseOutcomeAsync(outcome);
        await worker.PressButtonAsync("Zakończ krok");
    }

    static async Task AgreeAndRequestAsync(Visitor worker)
    {
        await worker.FollowAsync("Zgoda rodziny na pracę z asystentem");
        await worker.FillTodayAsync("askedOn");
        await worker.ChooseOutcomeAsync("Given");
        await worker.PressButtonAsync("Zakończ krok");
        await worker.FollowAsync("Wniosek o przydzielenie asystenta rodziny");
        await worker.FillAsync("justification", "Uzasadnienie wniosku");
        await worker.FillAsync("goals", "Cele");
        await worker.PressButtonAsync("Zakończ krok");
    }

    static async Task AssignAsync(Visitor director, string address)
    {
        await director.GoAsync("/");
        await director.LookAsync("inbox-director");
        await director.FollowAsync("Decyzja o przydzieleniu asystenta rodziny");
        await director.LookAsync("decision-unclaimed");
        await director.PressButtonAsync("Przejmij zadanie");
        await director.LookAsync("decision");
        await director.ChooseOutcomeAsync("Assigned");
        await director.PressButtonAsync("Zakończ krok");
        (await director.Page.Locator(".govuk-error-summary").InnerTextAsync()).ShouldContain("Asystent rodziny");
        await director.SelectAsync("assistant", Assistant);
        await director.PressButtonAsync("Zakończ krok");
        (await director.BannerAsync()).ShouldContain(Assistant);
        new Uri(director.Page.Url).AbsolutePath.ShouldBe(address);
        await director.LookAsync("case-director");
    }

    static async Task MeetAsync(Visitor assistant)
    {
        await assistant.FollowAsync("Pierwsze spotkanie z rodziną");
        await assistant.FillTodayAsync("meetingDate");
        await assistant.ChooseAsync("socialWorkerPresent", "true");
        await assistant.ChooseOutcomeAsync("Held");
        await assistant.PressButtonAsync("Zakończ krok");
        (await assistant.BannerAsync()).ShouldContain("Plan pracy z rodziną");
    }

    [Fact]
    public async Task An_outcome_that_ends_a_case_is_shown_once_more_and_only_then_taken()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await StartAsync(worker, "Kowalscy");
        await worker.FollowAsync("Rodzinny wywiad środowiskowy");
        await worker.FillTodayAsync("interviewDate");
        await worker.FillAsync("findings", "Ustalenia");
        await worker.PressButtonAsync("Zakończ krok");
        await AnalyseAsync(worker, "NothingNeeded");
        (await worker.HeadingAsync()).ShouldBe("Sprawdź przed zatwierdzeniem");
        await worker.LookAsync("check");
        await worker.FollowAsync("Wróć i popraw");
        (await worker.Page.Locator("[name='outcome'][value='NothingNeeded']").IsCheckedAsync()).ShouldBeTrue();
        (await worker.Page.Locator("[name='answers.needs']").InputValueAsync()).ShouldBe("Potrzeby");
        await worker.PressButtonAsync("Zakończ krok");
        await worker.PressButtonAsync("Zatwierdź i zakończ krok");
        (await worker.BannerAsync()).ShouldContain("Sprawa została zamknięta");
        await worker.LookAsync("case-closed");
    }

    static async Task StartAsync(Visitor worker, string family)
    {
        await worker.GoAsync("/cases/new");
        await worker.FillTodayAsync("receivedOn");
        await worker.ChooseAsync("source", "family");
        await worker.FillAsync("familyName", family);
        await worker.PressButtonAsync("Wszcznij sprawę");
    }

    [Fact]
    public async Task Two_tabs_that_finish_the_same_step_differently_show_who_was_first_and_keep_the_second_answers_in_sight()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await StartAsync(worker, "Dwulatkowie");
        await worker.FollowAsync("Rodzinny wywiad środowiskowy");
        var second = await worker.Page.Context.NewPageAsync();
        await second.GotoAsync(worker.Page.Url);
        foreach (var (page, text) in new[] { (worker.Page, "Pierwsze"), (second, "Drugie") })
        {
            await page.Locator("[data-fill-date='answers.interviewDate']").ClickAsync();
            await page.Locator("[name='answers.findings']").FillAsync(text);
            await page.Locator("button.govuk-button[value=complete]").ClickAsync();
        }
        var said = await second.Locator("main").InnerTextAsync();
        said.ShouldContain("Anna Zielińska");
        said.ShouldContain("Drugie");
    }

    [Fact]
    public async Task A_director_suspends_resumes_hands_over_and_closes_a_case()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await StartAsync(worker, "Wiśniewscy");
        var address = new Uri(worker.Page.Url).AbsolutePath;
        await using var director = await office.SignInAsync("director");
        await director.GoAsync(address);

        await director.FollowAsync("Zawieś sprawę");
        await director.LookAsync("suspension");
        await director.PressButtonAsync("Zawieś sprawę");
        await director.LookAsync("suspension-with-errors");
        await director.Page.Locator("#reason").FillAsync("Wyjazd");
        await director.PressButtonAsync("Zawieś sprawę");
        await director.LookAsync("case-suspended");
        await director.FollowAsync("Podejmij zawieszoną sprawę");
        await director.Page.Locator("#reason").FillAsync("Powrót");
        await director.PressButtonAsync("Podejmij sprawę");

        await director.FollowAsync("Przydziel innej osobie");
        await director.LookAsync("assign");
        await director.FollowAsync("Anuluj");
        await director.GoAsync($"{address}/people/social-worker");
        await director.LookAsync("person");
        await director.Page.Locator("#personId").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await director.Page.Locator("#reason").FillAsync("Urlop");
        await director.PressButtonAsync("Zmień osobę");
        (await director.BannerAsync()).ShouldContain("Tomasz Wrona");

        await director.FollowAsync("Zamknij sprawę przed końcem procedury");
        await director.LookAsync("closure");
        await director.Page.Locator("#reason").FillAsync("Przeprowadzka");
        await director.PressButtonAsync("Zamknij sprawę");
        (await director.BannerAsync()).ShouldContain("Sprawa została zamknięta");
        (await director.Page.Locator(".ops-timeline").InnerTextAsync()).ShouldContain("Przeprowadzka");
    }

    [Fact]
    public async Task Lists_of_cases_and_mail_are_searched_without_the_name_of_a_family_in_the_address()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await StartAsync(worker, "Zamojscy");
        await worker.FollowAsync("Sprawy");
        await worker.LookAsync("cases");
        await worker.Page.Locator("#search").FillAsync("zamo");
        await worker.Page.Locator("#search").PressAsync("Enter");
        (await worker.HeadingAsync()).ShouldBe("Wyniki wyszukiwania");
        (await worker.Page.Locator("tbody tr").CountAsync()).ShouldBe(1);
        worker.Page.Url.ShouldNotContain("zamo");
        await worker.LookAsync("cases-found");
        await worker.Page.Locator("#search").FillAsync("nikt taki");
        await worker.Page.Locator("#search").PressAsync("Enter");
        await worker.LookAsync("cases-none");
        await worker.FollowAsync("Poczta");
        await worker.LookAsync("mail");
        (await worker.Page.Locator("main").InnerTextAsync()).ShouldNotContain("Zamojscy");
    }

    [Fact]
    public async Task Pages_are_whole_in_English_and_mark_what_stays_Polish()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await StartAsync(worker, "Angielscy");
        await worker.FollowAsync("Rodzinny wywiad środowiskowy");
        await worker.PressButtonAsync("English");
        await worker.LookAsync("interview-english");
        (await worker.Page.Locator("h1").GetAttributeAsync("lang")).ShouldBe("pl");
        (await worker.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en");
        await worker.GoAsync("/");
        (await worker.HeadingAsync()).ShouldBe("Your tasks");
        await worker.LookAsync("inbox-english");
        await worker.GoAsync("/cases/new");
        await worker.LookAsync("start-english");
    }

    [Fact]
    public async Task In_Development_office_time_moves_on_from_the_foot_of_the_page()
    {
        await using var worker = await office.SignInAsync("social-worker");
        var clock = worker.Page.Locator(".ops-clock time");
        var before = DateTimeOffset.Parse((await clock.GetAttributeAsync("datetime"))!);
        var dayBefore = await clock.InnerTextAsync();
        await worker.PressButtonAsync("+1 dzień");
        await Microsoft.Playwright.Assertions.Expect(clock).Not.ToHaveTextAsync(dayBefore, new() { Timeout = 60_000 });
        var after = DateTimeOffset.Parse((await clock.GetAttributeAsync("datetime"))!);
        (after - before).ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(26));
        worker.Complaints.ShouldBeEmpty();
    }
}
