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
        // Studio closes an open list when it has saved.
        await Assertions.Expect(page.Locator("#findings-summary")).ToHaveTextAsync("1 błąd, 1 ostrzeżenie");
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
        await page.EvaluateAsync("id => fetch(`/elsa/api/workflow-definitions/${id}/retract`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })", procedure);
        manager.Asked.ShouldHaveSingleItem().ShouldStartWith("Wycofać z publikacji?");
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
        await Assertions.Expect(page.Locator("#steps-told")).ToHaveTextAsync("Połączono: Gotowe – dalej: last");
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
    public async Task What_was_typed_for_one_step_is_not_written_into_another_that_a_remark_leads_to()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, designer) = (manager.Page, new Designer(manager));
        await designer.SaveAsync("remarks", [Step("one", 0, 0), Step("two", 300, 0)], [("one", "Done", "two")]);
        await designer.OpenAsync("remarks");
        await designer.SelectAsync("one");
        var remark = page.Locator("#findings-list [data-step='two']").First;
        await remark.WaitForAsync();
        await page.GetByLabel("Tytuł", new() { Exact = true }).ClickAsync();
        await page.Keyboard.TypeAsync("Tytuł pierwszego");

        await remark.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".x6-node-selected[data-cell-id='two']");
        await ExpectFocusAsync(page, "two. Zadanie. Nie prowadzi dalej");
        await page.WaitForFunctionAsync("""
            () => fetch('/elsa/api/workflow-definitions/by-definition-id/remarks?versionOptions=Latest').then(answer => answer.json())
              .then(({ root }) => root.activities.find(({ id }) => id === 'one').title?.expression.value === 'Tytuł pierwszego')
            """);

        (await designer.ReadAsync("Tytuł")).ShouldBe("");
        (await designer.DocumentAsync("remarks")).GetProperty("root").GetProperty("activities").EnumerateArray()
            .Single(activity => activity.GetProperty("id").GetString() == "two").TryGetProperty("title", out _).ShouldBeFalse();
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_is_put_in_its_place_in_a_sequence_and_moved_there_by_keys()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, keys, designer) = (manager.Page, manager.Page.Keyboard, new Designer(manager));
        await designer.SaveRootAsync("row", new { id = "row", type = "Elsa.Sequence", version = 1, activities = new[] { Step("first", 0, 0), Step("second", 0, 200), Step("third", 0, 400) } });
        await designer.OpenAsync("row");
        await manager.TabToAsync(".x6-node");
        await ExpectFocusAsync(page, "first. Zadanie. Dalej: second");

        await keys.PressAsync("Shift+ArrowDown");
        await ExpectOrderAsync(page, "second", "first", "third");
        await DoAsync(manager, "Dodaj krok po tym");
        await AddAsync(manager, "Zadania", "Zadanie");
        await ExpectOrderAsync(page, "second", "first", "Zadanie 4", "third");
        await keys.PressAsync("Enter");
        (await page.Locator("#steps-ways").IsVisibleAsync()).ShouldBeFalse();
        await keys.PressAsync("Escape");
        await keys.PressAsync("Delete");
        await ExpectOrderAsync(page, "second", "first", "third");
        await ExpectFocusAsync(page, "first. Zadanie. Dalej: third");
        manager.Complaints.ShouldBeEmpty();
    }

    static async Task ExpectOrderAsync(IPage page, params string[] names) => await page.WaitForFunctionAsync("""
        names => fetch('/elsa/api/workflow-definitions/by-definition-id/row?versionOptions=Latest').then(answer => answer.json())
          .then(({ root }) => root.activities.map(({ name }) => name).join() === names.join())
        """, names);

    [Fact]
    public async Task An_old_version_is_only_read_and_a_click_on_a_half_hidden_step_moves_nothing()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, keys, designer) = (manager.Page, manager.Page.Keyboard, new Designer(manager));
        await designer.SaveAsync("old", [Step("only", 0, 0), Step("far", 900, 0)]);
        await designer.OpenAsync("old");
        var far = page.Locator(".x6-node[data-cell-id='far']");
        var canvas = (await page.Locator(".x6-graph").BoundingBoxAsync())!;
        await page.EvaluateAsync("""
            async () => {
              const { graphBindings } = await import('/_content/Elsa.Studio.Workflows.Designer/designer.entry.js')
              const canvas = document.querySelector('.graph-container'), { graph } = graphBindings[canvas.id], width = canvas.getBoundingClientRect().width
              graph.positionPoint({ x: 900, y: 0 }, width - 80, 100)
            }
            """);
        var before = (await far.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(before.X + 40, before.Y + 20);
        await page.WaitForSelectorAsync(".x6-node-selected[data-cell-id='far']");
        (await far.BoundingBoxAsync())!.X.ShouldBe(before.X);
        before.X.ShouldBeGreaterThan(canvas.X + canvas.Width - 100);

        await designer.SaveAsync("old", [End("only", 0)], publish: true);
        await designer.SaveAsync("old", [End("only", 0), End("newer", 300)]);
        await designer.OpenAsync("old");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Historia wersji" }).DispatchEventAsync("click");
        await page.Locator(".mud-tabs-panels .mud-table-body tr").Last.Locator("button").Last.ClickAsync();
        await page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasText = "Pokaż" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        await manager.TabToAsync(".x6-node");
        await keys.PressAsync("Enter");
        await page.WaitForSelectorAsync(".x6-node-selected");
        await keys.PressAsync("Delete");

        await Assertions.Expect(page.Locator(".x6-node")).ToHaveCountAsync(1);
        (await page.Locator("#steps[open]").CountAsync()).ShouldBe(0);
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_that_are_proposed_are_Polish_and_free()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var (page, designer) = (manager.Page, new Designer(manager));
        await designer.SaveAsync("taken", [], name: "Procedura 1");
        await manager.GoAsync("/procedures");
        await page.Locator("#studio .mud-table-body tr").First.WaitForAsync();
        await Button(page, "Utwórz procedurę").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.mud-dialog input[type=text]')?.value.startsWith('Procedura ')");
        (await page.Locator(".mud-dialog input[type=text]").First.InputValueAsync()).ShouldNotBe("Procedura 1");

        await designer.SaveAsync("data", [Step("only", 0, 0)]);
        await designer.OpenAsync("data");
        foreach (var (tab, add, proposed) in new[] { ("Zmienne", "Dodaj zmienną", "Zmienna1"), ("Zmienne", "Dodaj zmienną", "Zmienna2"), ("Dane", "Dodaj daną wejściową", "Wejscie1"), ("Dane", "Dodaj daną wejściową", "Wejscie2") })
        {
            await page.Locator("#studio").GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true }).DispatchEventAsync("click");
            await page.Locator("#studio").GetByRole(AriaRole.Button, new() { Name = add }).First.ClickAsync();
            await Assertions.Expect(page.Locator(".mud-dialog input[type=text]").First).ToHaveValueAsync(proposed);
            await page.Locator(".mud-dialog-actions button").Last.ClickAsync();
            await page.Locator(".mud-tabs-panels td").Filter(new() { HasText = proposed }).First.WaitForAsync();
        }
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

    static Dictionary<string, object> End(string id, int across) => Step(id, across, 0, "Elsa.Finish");

    static Dictionary<string, object> Step(string id, int across, int down, string type = "Ops.UserTask") => new()
    {
        ["id"] = id,
        ["type"] = type,
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
