using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>What procedure managers do in Studio from its first click to its end, with all that it asks and answers on the way.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class StudioWalkTests(OfficeInBrowser office)
{
    [Fact]
    public async Task Several_procedures_are_published_exported_deleted_and_imported_again_and_what_was_not_done_is_told()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var table = new StudioTable(manager);
        await new Designer(manager).SaveAsync("heap-one", [Step("Elsa.WriteLine")]);
        await new Designer(manager).SaveAsync("heap-two", [Step("Elsa.WriteLine")]);
        await new Designer(manager).SaveAsync("heap-odd", [Step("Elsa.HttpEndpoint")]);
        await table.OpenAsync("/procedures?search=heap-");

        await table.TickAsync("heap-one", "heap-two", "heap-odd");
        await table.ChooseForTickedAsync("Publikuj");
        await table.ConfirmAsync();
        await table.NoticeAsync("Opublikowano procedury: 2");
        await Assertions.Expect(table.Told).ToContainTextAsync("Procedura „Projekt: heap-odd” (heap-odd)");
        await manager.LookAtPartAsync("#studio-refused", "refused");
        await table.ChooseAsync(table.Row("heap-odd"), "Publikuj");
        await Assertions.Expect(table.Told).ToContainTextAsync("Tej czynności nie wykonano");
        await Assertions.Expect(table.Told).ToContainTextAsync("nie wykonuje kroków typu Elsa.HttpEndpoint");

        await table.TickAsync("heap-one", "heap-two");
        await table.ChooseForTickedAsync("Eksportuj");
        var download = await manager.Page.RunAndWaitForDownloadAsync(table.ConfirmAsync);
        var zip = await File.ReadAllBytesAsync(await download.PathAsync());
        await table.TickAsync("heap-one", "heap-two");
        await table.ChooseForTickedAsync("Wycofaj z publikacji");
        await table.ConfirmAsync();
        await table.NoticeAsync("Wycofano z publikacji: 2");
        await Assertions.Expect(table.Told).ToBeHiddenAsync();
        await table.TickAsync("heap-one", "heap-two");
        await table.ChooseForTickedAsync("Usuń");
        await table.ConfirmAsync();
        await Assertions.Expect(table.Rows).ToHaveCountAsync(1);

        await table.ImportAsync((download.SuggestedFilename, zip));
        await table.NoticeAsync("Zaimportowano procedury: 2.");
        await Assertions.Expect(table.Rows).ToHaveCountAsync(3);
        await table.ImportAsync(("broken.json", "{ nie"u8.ToArray()));
        await table.NoticeAsync("Nie zaimportowano plików: 1. Przyczyna: plik nie jest poprawnym dokumentem JSON");
        manager.Complaints.ShouldBeEmpty();
    }

    static object Step(string type) => new { id = "step", type, version = 1, name = "Krok", metadata = new { designer = new { position = new { x = 100, y = 100 } } } };

    [Fact]
    public async Task A_new_procedure_is_of_a_kind_that_runs_and_is_renamed_and_copied_under_a_name_of_its_own_and_given_a_variable()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (table, page) = (new StudioTable(manager), manager.Page);
        await table.OpenAsync("/procedures");
        await table.Button("Utwórz procedurę").ClickAsync();
        var kinds = table.Dialog.GetByRole(AriaRole.Radio);
        await kinds.Filter(new() { HasText = "Kolejne kroki" }).ClickAsync();
        (await kinds.CountAsync()).ShouldBe(2, "Studio's state machine is no kind that runs here");
        await table.Dialog.Locator("input").First.FillAsync("Projekt po kolei");
        await table.ConfirmAsync();
        await Assertions.Expect(Heading(page)).ToHaveTextAsync("Projekt po kolei");
        await page.WaitForSelectorAsync(".x6-graph");
        var designer = new Designer(manager);
        var procedure = new Uri(page.Url).Segments[2].TrimEnd('/');
        var root = (await designer.DocumentAsync(procedure)).GetProperty("root");
        root.GetProperty("type").GetString().ShouldBe("Elsa.Sequence");
        await designer.SaveRootAsync(procedure, new { id = root.GetProperty("id").GetString(), type = "Elsa.Sequence", version = 1, activities = new[] { Step("Elsa.WriteLine") } }, name: "Projekt po kolei");
        await manager.GoAsync($"/procedures/{procedure}/designer");
        await page.WaitForSelectorAsync(".x6-graph");
        await designer.PublishAsync();
        await table.NoticeAsync("Procedura została opublikowana");
        await designer.FillAsync("Nazwa", "Projekt inaczej");
        await Assertions.Expect(Heading(page)).ToHaveTextAsync("Projekt inaczej");

        await table.ChooseFromAsync(page.Locator("#studio .mud-button-group-root button").Last, "Zapisz jako");
        var name = table.Dialog.Locator("input").First;
        await Assertions.Expect(name).ToHaveValueAsync("Projekt inaczej – kopia");
        await name.FillAsync("Projekt inaczej");
        await table.Dialog.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await table.Dialog.GetByText("Procedura o tej nazwie już istnieje.").WaitForAsync();
        await name.FillAsync("Projekt skopiowany");
        await table.ConfirmAsync();
        await Assertions.Expect(Heading(page)).ToHaveTextAsync("Projekt skopiowany");
        await page.WaitForSelectorAsync(".x6-graph");
        await manager.PictureAsync("copied");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Zmienne" }).DispatchEventAsync("click");
        await table.Button("Dodaj zmienną").ClickAsync();
        await Assertions.Expect(table.Dialog.GetByLabel("Nazwa")).ToHaveValueAsync("Zmienna1");
        await table.ConfirmAsync();
        await table.ChooseFromAsync(page.Locator("#studio tr", new() { HasText = "Zmienna1" }).Locator("button").Last, "Edytuj");
        await Assertions.Expect(table.Dialog.GetByLabel("Przechowywanie")).ToHaveValueAsync("Stan sprawy");
        await table.ConfirmAsync();
        manager.Agrees = false;
        await table.Button("Uruchom procedurę").ClickAsync();
        manager.Asked.ShouldHaveSingleItem().ShouldStartWith("Uruchomić procedurę na próbę?");
        manager.Agrees = true;
        await table.Button("Uruchom procedurę").ClickAsync();
        await Assertions.Expect(Heading(page)).ToContainTextAsync("Diagram przebiegu");
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_designer_complains_once_and_in_a_sentence_of_a_file_that_it_cannot_take_in_and_panes_that_lie_upon_each_other_have_a_height()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (table, page) = (new StudioTable(manager), manager.Page);
        var designer = new Designer(manager);
        await designer.SaveAsync("unread", [Step("Elsa.WriteLine")]);
        await designer.OpenAsync("unread");
        await page.Locator(".rz-resize[aria-orientation=horizontal][aria-label='Wysokość części okna']").First.WaitForAsync();
        await page.Locator(".rz-resize[aria-orientation=vertical][aria-label='Szerokość części okna']").First.WaitForAsync();

        await table.ImportAsync(("broken.json", "{ nie"u8.ToArray()));

        await Assertions.Expect(page.Locator(".mud-snackbar[hidden]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".mud-snackbar:visible")).ToHaveTextAsync("Nie zaimportowano procedury: plik nie jest poprawnym dokumentem JSON.");
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_of_300_letters_without_a_space_make_no_page_wider_than_a_phone()
    {
        var name = string.Concat(Enumerable.Repeat("Bezodstępu", 30));
        object Given(string type, string value) => new { expression = new { type, value } };
        await using var manager = await office.SignInAsync("procedure-manager");
        await using var worker = await office.SignInAsync("social-worker");
        object task = new { id = "ask", type = "Ops.UserTask", version = 1, name = "ask", title = Given("Literal", name), role = Given("Literal", "social-worker"), outcomes = Given("Object", "[\"Done\"]"), limitCount = Given("Literal", "3") };
        await new Designer(manager).SaveAsync("unbroken", [task], publish: true, name: name);

        foreach (var (visitor, page) in new[] { (manager, "/procedures/unbroken"), (manager, "/procedures/unbroken/revisions"), (worker, "/cases/new"), (worker, "/cases/new/unbroken") })
        {
            await visitor.GoAsync(page);
            await visitor.LookAsync($"unbroken{page.Replace('/', '-')}");
        }
        await manager.GoAsync("/procedures/unbroken/designer");
        await manager.LookAtPartAsync("h1", "unbroken-designer");
        await worker.PressButtonAsync("Wszcznij sprawę");
        await worker.LookAsync("unbroken-case");
        await worker.GoAsync("/");
        await worker.LookAsync("unbroken-inbox");
        await manager.Page.EvaluateAsync("() => fetch('/elsa/api/workflow-definitions/unbroken/retract', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })");
    }

    static ILocator Heading(IPage page) => page.Locator("h1");

    [Fact]
    public async Task Old_versions_are_deleted_after_a_question_that_can_be_taken_back_but_never_the_last_one()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (table, page) = (new StudioTable(manager), manager.Page);
        var designer = new Designer(manager);
        await designer.SaveAsync("aged", [Step("Elsa.WriteLine")]);
        await page.EvaluateAsync("() => fetch('/elsa/api/workflow-definitions/aged/publish', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })");
        await designer.SaveAsync("aged", [Step("Elsa.WriteLine")]);
        await designer.OpenAsync("aged");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Historia wersji" }).DispatchEventAsync("click");
        await Assertions.Expect(table.Rows).ToHaveCountAsync(2);

        await table.ChooseAsync(table.Rows.Last, "Usuń");
        await table.Dialog.GetByText("Czy na pewno usunąć tę wersję?").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await table.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await table.Rows.CountAsync()).ShouldBe(2);
        await table.ChooseAsync(table.Rows.Last, "Usuń");
        await table.ConfirmAsync();
        await Assertions.Expect(table.Rows).ToHaveCountAsync(1);
        await table.Rows.Locator("input[type=checkbox]").CheckAsync();
        await table.ChooseForTickedAsync("Usuń");
        await table.ConfirmAsync();

        await Assertions.Expect(table.Told).ToContainTextAsync("To jedyna wersja tej procedury");
        (await designer.DocumentAsync("aged")).GetProperty("version").GetInt32().ShouldBe(2);
        await manager.PictureAsync("only-version");
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Trial_runs_are_found_by_their_procedure_ended_and_deleted_together_and_a_case_is_left_to_its_director()
    {
        await using (var worker = await office.SignInAsync("social-worker"))
        {
            await worker.StartCaseAsync("Spacerowi");
        }
        await using var manager = await office.SignInAsync("procedure-manager");
        var (table, page) = (new StudioTable(manager), manager.Page);
        await new Designer(manager).SaveAsync("idle", [new
        {
            id = "wait",
            type = "Elsa.Event",
            version = 1,
            name = "Krok",
            eventName = new { typeName = "String", expression = new { type = "Literal", value = "never" } },
            metadata = new { designer = new { position = new { x = 100, y = 100 } } },
        }]);
        for (var run = 0; run < 2; run++)
        {
            await page.EvaluateAsync("""() => fetch('/elsa/api/workflow-definitions/idle/execute', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"versionOptions": "Latest"}' })""");
        }
        await table.OpenAsync("/instances");
        await table.Row("Przydzielenie asystenta rodziny").First.Locator("input[type=checkbox]").CheckAsync();
        await table.ChooseForTickedAsync("Anuluj sprawy");
        (await table.Dialog.Locator("input:visible").CountAsync()).ShouldBe(0, "all that the list finds cannot be meant");
        await table.ConfirmAsync();
        await Assertions.Expect(table.Told).ToContainTextAsync("Sprawę zamyka tylko dyrektor");
        await table.ChooseAsync(table.Row("Przydzielenie asystenta rodziny").First, "Usuń");
        await table.ConfirmAsync();
        await Assertions.Expect(table.Told).ToContainTextAsync("Sprawy nie można usunąć");
        await manager.PictureAsync("instances-refused");

        await table.Row("Przydzielenie asystenta rodziny").First.Locator("input[type=checkbox]").UncheckAsync();
        await page.GetByPlaceholder("Szukaj po znaku sprawy, procedurze").FillAsync("projekt: idle");
        await Assertions.Expect(table.Rows).ToHaveCountAsync(2);
        await page.Locator("#studio .mud-table-head input[type=checkbox]").CheckAsync();
        await table.ChooseForTickedAsync("Anuluj sprawy");
        await table.ConfirmAsync();
        await Assertions.Expect(table.Row("Anulowana")).ToHaveCountAsync(2);
        await Assertions.Expect(table.Told).ToBeHiddenAsync();
        await page.Locator("#studio .mud-table-head input[type=checkbox]").CheckAsync();
        await table.ChooseForTickedAsync("Usuń");
        await table.ConfirmAsync();
        await page.GetByText("Nie znaleziono spraw").WaitForAsync();
        manager.Complaints.ShouldBeEmpty();
    }
}
