using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>The real Studio without a mouse.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class StudioKeyboardTests(OfficeInBrowser office)
{
    [Fact]
    public async Task A_procedure_is_drawn_filled_in_and_published_with_the_keyboard_alone()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, keys) = (manager.Page, manager.Page.Keyboard);
        await manager.GoAsync("/procedures");
        await page.Locator("#studio .mud-table-body tr").First.WaitForAsync();
        await manager.TabToAsync(Button(page, "Utwórz procedurę"));
        await keys.PressAsync("Enter");
        await page.Locator(".mud-dialog").WaitForAsync();
        await manager.TabToAsync(".mud-dialog input[type=text]");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("Z klawiatury");
        await manager.TabToAsync(Button(page, "OK"));
        await keys.PressAsync("Enter");
        await manager.ArriveAsync(".graph-container");

        await AddAsync(manager, "Zadania", "Zadanie");
        await Assertions.Expect(Status(page)).ToHaveTextAsync("Dodano krok Zadanie 1; nic jeszcze do niego nie prowadzi");
        await DoAsync(manager, "Dodaj krok po tym");
        await Assertions.Expect(Status(page)).ToHaveTextAsync("Wybierz rodzaj kroku z listy i naciśnij Enter; stanie po kroku Zadanie 1");
        await AddAsync(manager, "Początek i koniec", "Koniec procedury");
        await Assertions.Expect(Status(page)).ToHaveTextAsync("Dodano krok Koniec procedury 1 po kroku Zadanie 1");
        await keys.PressAsync("ArrowLeft");
        await ExpectFocusAsync(page, "Zadanie 1. Zadanie. Gotowe – dalej: Koniec procedury 1");

        await DoAsync(manager, "Ustaw właściwości");
        await manager.TabToAsync(page.GetByLabel("Tytuł", new() { Exact = true }));
        await keys.TypeAsync("Rozmowa");
        await manager.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Rola – brak –" }));
        await keys.PressAsync("Enter");
        await page.Locator(".mud-popover-open [role=option]").First.WaitForAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#findings-summary")).ToHaveTextAsync("1 ostrzeżenie");
        await manager.PictureAsync("keyboard-designer");
        await manager.TabToAsync(Button(page, "Opublikuj procedurę"));
        await keys.PressAsync("Enter");
        await page.GetByText("Procedura została opublikowana").First.WaitForAsync();

        var procedure = new Uri(page.Url).Segments[2].TrimEnd('/');
        var document = await new Designer(manager).DocumentAsync(procedure);
        document.GetProperty("isPublished").GetBoolean().ShouldBeTrue();
        document.GetProperty("root").GetProperty("connections").GetArrayLength().ShouldBe(1);
        document.GetProperty("root").GetProperty("activities").EnumerateArray().Single(activity => activity.GetProperty("type").GetString() == "Ops.UserTask")
            .GetProperty("title").GetProperty("expression").GetProperty("value").GetString().ShouldBe("Rozmowa");
        await office.RetractAsync(procedure);
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Steps_are_reached_by_arrows_connected_in_a_dialog_and_a_step_put_in_between_takes_over_what_followed()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, keys, designer) = (manager.Page, manager.Page.Keyboard, new Designer(manager));
        await designer.SaveAsync("keys", [Step("first", 0, 0), Step("last", 400, 0), Step("aside", 0, 160)], [("first", "Done", "last")]);
        await designer.OpenAsync("keys");
        await manager.TabToAsync(".x6-node");
        await ExpectFocusAsync(page, "first. Zadanie. Gotowe – dalej: last");
        await Assertions.Expect(page.Locator("#steps-help")).ToBeVisibleAsync();
        (await manager.WcagViolationsAsync("html")).ShouldBeEmpty();

        await keys.PressAsync("ArrowRight");
        await ExpectFocusAsync(page, "last. Zadanie. Nie prowadzi dalej");
        await keys.PressAsync("ArrowDown");
        await ExpectFocusAsync(page, "aside. Zadanie. Nie prowadzi dalej");
        await keys.PressAsync("Enter");
        await manager.TabToAsync("#steps-target");
        await keys.PressAsync("ArrowDown");
        await manager.PictureAsync("keyboard-step");
        (await manager.WcagViolationsAsync("#steps")).ShouldBeEmpty();
        await manager.TabToAsync(Button(page, "Połącz"));
        await keys.PressAsync("Enter");
        await Assertions.Expect(Status(page)).ToHaveTextAsync("Połączono: Gotowe – dalej: last");
        await keys.PressAsync("Escape");
        await ExpectFocusAsync(page, "aside. Zadanie. Gotowe – dalej: last");

        await keys.PressAsync("Home");
        await DoAsync(manager, "Dodaj krok po tym");
        await AddAsync(manager, "Zadania", "Zadanie");
        await Assertions.Expect(Status(page)).ToHaveTextAsync("Dodano krok Zadanie 4 po kroku first");
        await ExpectFocusAsync(page, "Zadanie 4. Zadanie. Gotowe – dalej: last");
        await designer.ExpectConnectionsAsync("keys", "Zadanie 4 → last", "aside → last", "first → Zadanie 4");

        await keys.PressAsync("Delete");
        await ExpectFocusAsync(page, "first. Zadanie. Nie prowadzi dalej");
        await designer.ExpectConnectionsAsync("keys", "aside → last");
        await keys.PressAsync("Control+z");
        await designer.ExpectConnectionsAsync("keys", "Zadanie 4 → last", "aside → last", "first → Zadanie 4");
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_focus_and_what_is_being_typed_stay_when_Studio_has_saved()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, designer) = (manager.Page, new Designer(manager));
        await designer.SaveAsync("typed", [Step("only", 0, 0)], []);
        await designer.OpenAsync("typed");
        var name = page.Locator(".mud-input-control").Filter(new() { Has = page.Locator("label:text-matches('^Nazwa')") }).Locator("input").Last;
        await name.FillAsync("Zmieniona nazwa");

        await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Tab"), answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal));
        await page.Keyboard.TypeAsync("Opis pisany ");
        await Assertions.Expect(page.Locator("#studio textarea:focus")).ToHaveValueAsync("Opis pisany ");
        await page.Keyboard.TypeAsync("dalej");
        await page.Keyboard.PressAsync("Tab");

        await page.WaitForFunctionAsync("""
            () => fetch('/elsa/api/workflow-definitions/by-definition-id/typed?versionOptions=Latest').then(answer => answer.json())
              .then(document => document.name === 'Zmieniona nazwa' && document.description === 'Opis pisany dalej')
            """);
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_diagram_of_a_case_is_read_with_the_keyboard_and_changed_by_nobody()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await worker.StartCaseAsync("Klawiszowi");
        await worker.FollowAsync("Diagram sprawy");
        var (page, keys) = (worker.Page, worker.Page.Keyboard);
        await page.WaitForSelectorAsync("[data-cell-id='received'] .mud-badge");
        await worker.TabToAsync(".mud-timeline-item-content > *");
        await keys.PressAsync("Enter");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Zdarzenie" }).WaitForAsync();

        await page.Locator("[data-cell-id='received'][aria-label*='Zakończono: 1']").WaitForAsync();
        await worker.TabToAsync(".x6-node");
        await keys.PressAsync("Home");
        // Where it leads was drawn by others here.
        await page.Locator(":focus[aria-label^='Wpływ informacji. Data sprawy. Zakończono: 1. Gotowe – dalej: ']").WaitForAsync();
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync(".x6-node-selected[data-cell-id='received']");
        (await page.Locator("dialog").CountAsync()).ShouldBe(0);
        worker.Complaints.ShouldBeEmpty();
    }

    static Dictionary<string, object> Step(string id, int across, int down) => new()
    {
        ["id"] = id,
        ["type"] = "Ops.UserTask",
        ["version"] = 1,
        ["name"] = id,
        ["metadata"] = new { displayText = id, designer = new { position = new { x = across, y = down } } },
    };

    /// <summary>From wherever the focus is: opens the category, unless it is open, and adds one of its kinds.</summary>
    static async Task AddAsync(Visitor manager, string category, string kind)
    {
        var header = manager.Page.Locator("#studio .mud-expand-panel-header", new() { HasText = category });
        if (await header.GetAttributeAsync("aria-expanded") == "false")
        {
            await manager.TabToAsync(header);
            await manager.Page.Keyboard.PressAsync("Enter");
        }
        await manager.TabToAsync(manager.Page.Locator("[draggable=true]").Filter(new() { Has = manager.Page.GetByText(kind, new() { Exact = true }) }));
        await manager.Page.Keyboard.PressAsync("Enter");
        await manager.Page.WaitForFunctionAsync("() => document.activeElement.matches('.x6-node')");
    }

    /// <summary>What the dialog of the step with the focus offers.</summary>
    static async Task DoAsync(Visitor manager, string act)
    {
        await manager.Page.Keyboard.PressAsync("Enter");
        await manager.Page.Locator("#steps[open]").WaitForAsync();
        var button = Button(manager.Page, act);
        if (!await button.EvaluateAsync<bool>("button => button === document.activeElement"))
        {
            await manager.TabToAsync(button);
        }
        await manager.Page.Keyboard.PressAsync("Enter");
    }

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    static ILocator Status(IPage page) => page.Locator("#steps-status");

    static Task ExpectFocusAsync(IPage page, string name) => Assertions.Expect(page.Locator(":focus")).ToHaveAttributeAsync("aria-label", name);
}
