using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>An office of its own: these tests publish another version of the procedure.</summary>
[CollectionDefinition(Collection)]
public sealed class OfficeWithStudio : ICollectionFixture<OfficeInBrowser>
{
    public const string Collection = "office with studio";
}

[Collection(OfficeWithStudio.Collection)]
public sealed class StudioTests(OfficeInBrowser office)
{
    const string Procedure = "assign-family-assistant";

    /// <summary>Text on the screen that the dictionary of captions has in English.</summary>
    const string EnglishLeft = """
        captions => {
          const foreign = 'script, style, noscript, .monaco-editor, .x6-graph'
          const texts = document.createTreeWalker(document.getElementById('studio'), NodeFilter.SHOW_TEXT)
          const left = new Set()
          while (texts.nextNode()) {
            const text = texts.currentNode.data.trim()
            if (captions[text] && captions[text] !== text && !texts.currentNode.parentElement.closest(foreign)) left.add(text)
          }
          return [...left]
        }
        """;

    static readonly Dictionary<string, string> Captions = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Repository.PathOf("src", "Host", "Studio", "captions.pl.json")))!;

    [Fact]
    public async Task The_designer_draws_every_step_of_the_shipped_procedure_in_Polish()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.FollowAsync("Procedury");
        await manager.Page.Locator("#studio .mud-table-body tr").First.WaitForAsync();
        await LookAtStudioAsync(manager, "procedures");
        var designer = new Designer(manager);
        await designer.OpenAsync(Procedure);

        var drawn = await designer.ActivitiesAsync();

        var activities = (await designer.DocumentAsync(Procedure)).GetProperty("root").GetProperty("activities").EnumerateArray();
        drawn.Order(StringComparer.Ordinal).ShouldBe(activities.Select(activity => activity.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        await LookAtStudioAsync(manager, "designer");

        await manager.Page.GetByRole(AriaRole.Tab, new() { Name = "Widok kodu" }).DispatchEventAsync("click");
        await manager.Page.Locator("#studio .monaco-editor .view-line").First.ClickAsync(new() { Button = MouseButton.Right });
        var menu = manager.Page.Locator(".monaco-menu .action-label:not(.separator)");
        await menu.First.WaitForAsync();
        await LookAtStudioAsync(manager, "code");
        await manager.Page.EvaluateAsync("() => { wrong = monaco.editor.createModel('1 +', 'javascript') }");
        await manager.Page.WaitForFunctionAsync("() => monaco.editor.getModelMarkers({ resource: wrong.uri })[0]?.message === 'Brakuje tu wyrażenia.'");
        (await menu.AllInnerTextsAsync()).ShouldBe(["Przejdź do symbolu…", "Zmień wszystkie wystąpienia", "Sformatuj dokument", "Wytnij", "Kopiuj", "Wklej", "Lista poleceń"]);
    }

    static async Task LookAtStudioAsync(Visitor visitor, string name)
    {
        await visitor.PictureAsync(name);
        (await visitor.Page.EvaluateAsync<string[]>(EnglishLeft, Captions)).ShouldBeEmpty(name);
        visitor.Complaints.ShouldBeEmpty(name);
    }

    [Fact]
    public async Task A_step_that_a_manager_draws_and_publishes_is_done_by_staff_in_the_next_case_and_seen_on_its_diagram()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var designer = new Designer(manager);
        await designer.OpenAsync(Procedure);
        var (step, name) = await DrawStepAsync(designer);
        await LookAtStudioAsync(manager, "designer-with-step");

        await designer.OpenAsync(Procedure);
        (await designer.ActivitiesAsync()).ShouldContain(step);
        await designer.PublishAsync();
        await manager.Page.GetByText("Procedura została opublikowana").First.WaitForAsync();
        (await designer.DocumentAsync(Procedure)).GetProperty("isPublished").GetBoolean().ShouldBeTrue();
        manager.Complaints.ShouldBeEmpty();

        await using var worker = await office.SignInAsync("social-worker");
        await worker.StartCaseAsync("Diagramowi");
        await using var onlooker = await office.SignInAsync("social-worker");
        await onlooker.GoAsync(new Uri(worker.Page.Url).AbsolutePath + "/diagram");
        await onlooker.Page.WaitForSelectorAsync($"[data-cell-id='{step}'] .mud-badge.mud-theme-warning");
        await worker.FollowAsync("Rozmowa wstępna");
        (await worker.Page.Locator("main").TextContentAsync())!.ShouldContain("3 dni robocze");
        await worker.FillAsync("needs", "Potrzeby");
        await worker.FillAsync("reasons", "Uzasadnienie");
        await worker.PressButtonAsync("Zakończ krok");
        await onlooker.Page.WaitForSelectorAsync($"[data-cell-id='{step}'] .mud-badge.mud-theme-success");
        onlooker.Complaints.ShouldBeEmpty();
        (await worker.BannerAsync()).ShouldContain("Rodzinny wywiad środowiskowy");

        await worker.FollowAsync("Diagram sprawy");
        await worker.Page.WaitForSelectorAsync($"[data-cell-id='{step}'] .mud-badge");
        await worker.Page.Locator(".mud-timeline-item").Filter(new() { HasText = name }).Filter(new() { HasText = "Zadanie - Zakończono" }).WaitForAsync();
        await LookAtStudioAsync(worker, "diagram");
        (await new Designer(worker).DocumentAsync(Procedure)).GetProperty("links").EnumerateArray().Select(link => link.GetProperty("rel").GetString()).ShouldBe(["self", "export"]);
        (await worker.Page.Locator("a[href='/procedures'], a[href$='/designer']").CountAsync()).ShouldBe(0);
        await worker.FollowAsync("Sprawa ");
        worker.Page.Url.ShouldNotContain("diagram");
    }

    /// <summary>A conversation between the first two steps, for the social worker.</summary>
    static async Task<(string Id, string Name)> DrawStepAsync(Designer designer)
    {
        await designer.BringAsync("received");
        var step = await designer.DropAsync("Zadania", "Zadanie", 300, 150);
        await designer.DisconnectAsync("received", "proceedings-began");
        await designer.ConnectAsync("received", step);
        await designer.ConnectAsync(step, "proceedings-began");
        await designer.SelectAsync(step);
        await designer.FillAsync("Tytuł", "Rozmowa wstępna");
        await designer.ChooseAsync("Rola", "pracownik socjalny");
        await designer.ChooseAsync("Formularz", "Analiza sytuacji rodziny");
        await designer.FillAsync("Termin: ile", "3");
        await designer.ChooseAsync("Termin: czego", "dni robocze");
        await designer.ChooseAsync("Drabina powiadomień", "Pilna (urgent)");
        var saved = (await designer.DocumentAsync(Procedure)).GetProperty("root").GetProperty("activities").EnumerateArray().Single(activity => activity.GetProperty("id").GetString() == step);
        new[] { "title", "role", "form", "limitCount", "limitUnit", "ladder" }
            .Select(input => saved.GetProperty(input).GetProperty("expression").GetProperty("value").ToString())
            .ShouldBe(["Rozmowa wstępna", "social-worker", "analysis", "3", "working-days", "urgent"]);
        return (step, saved.GetProperty("name").GetString()!);
    }

    [Fact]
    public async Task A_manager_exports_a_procedure_imports_it_as_another_and_brings_an_older_version_of_it_back()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var page = manager.Page;
        await manager.GoAsync("/procedures?search=rodzinie");
        await page.Locator("#studio .mud-table-body tr").Filter(new() { HasText = Procedure }).Locator("button").Last.ClickAsync();
        await page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasText = "Eksportuj" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".mud-dialog-actions button").Last.ClickAsync());
        var file = JsonNode.Parse(await File.ReadAllTextAsync(await download.PathAsync()))!;
        (file["definitionId"], file["id"], file["name"]) = ("another", "another-1", "Z pliku");

        await page.Locator("#studio input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "another.json",
            MimeType = "application/json",
            Buffer = System.Text.Encoding.UTF8.GetBytes(file.ToJsonString()),
        });
        await page.Locator("#studio .mud-table-body tr").Filter(new() { HasText = "Z pliku" }).WaitForAsync();
        await LookAtStudioAsync(manager, "imported");
        var designer = new Designer(manager);
        await designer.OpenAsync("another");
        await designer.BringAsync("received");
        await designer.DisconnectAsync("received", "proceedings-began");
        var connections = await ConnectionsAsync(designer);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Historia wersji" }).DispatchEventAsync("click");
        await page.Locator(".mud-tabs-panels .mud-table-body tr").Last.Locator("button").Last.ClickAsync();
        await page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasText = "Przywróć tę wersję" }).ClickAsync();
        await page.Locator(".mud-tabs-panels .mud-table-body tr").Nth(2).WaitForAsync();

        (await ConnectionsAsync(designer)).ShouldBe(connections + 1);
        manager.Complaints.ShouldBeEmpty();
    }

    static async Task<int> ConnectionsAsync(Designer designer) => (await designer.DocumentAsync("another")).GetProperty("root").GetProperty("connections").GetArrayLength();

    [Fact]
    public async Task What_is_wrong_with_a_draft_is_told_below_the_designer_and_keeps_it_from_being_published()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var page = manager.Page;
        await ImportAsync(page, Talk("1 +\n *"));
        var designer = new Designer(manager);
        await designer.OpenAsync("talk");
        var findings = page.GetByRole(AriaRole.Region, new() { Name = "Uwagi do procedury" });
        (await findings.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldBe("1 błąd, 1 ostrzeżenie");
        (await findings.GetByRole(AriaRole.Listitem).First.InnerTextAsync()).ShouldMatch(@"^Błąd\s+Rozmowa – „Termin: ile”: Wiersz 2, kolumna 2: ");

        await page.EvaluateAsync("scrollTo(0, 0)");
        var refused = await page.RunAndWaitForResponseAsync(designer.PressPublishAsync, answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal));
        refused.Status.ShouldBe(400);
        await Assertions.Expect(findings.GetByRole(AriaRole.Listitem).Last).ToBeInViewportAsync();
        await manager.LookAtPartAsync("#findings", "findings");

        await findings.GetByRole(AriaRole.Link, new() { Name = "Rozmowa" }).PressAsync("Enter");
        await page.WaitForSelectorAsync(".x6-node-selected[data-cell-id='talk']");
        await designer.FillAsync("Tytuł", "");
        await Assertions.Expect(findings.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 błędy, 1 ostrzeżenie");
        await LookAtStudioAsync(manager, "designer-with-findings");

        await ImportAsync(page, Talk("3"));
        await Assertions.Expect(findings.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 ostrzeżenie");
        await designer.OpenAsync("talk");
        await designer.PublishAsync();
        await page.GetByText("Procedura została opublikowana").First.WaitForAsync();
        (await findings.InnerTextAsync()).ShouldContain("czeka bez terminu");
        manager.Complaints.ShouldBeEmpty();
    }

    /// <summary>A talk whose limit is a script, and a letter that may never come.</summary>
    static JsonObject Talk(string limit) => JsonNode.Parse($$"""
        {
          "definitionId": "talk", "name": "Rozmowa z rodziną", "version": 1,
          "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              {"id": "talk", "name": "talk", "type": "Ops.UserTask", "version": 1, "metadata": {"displayText": "Rozmowa", "designer": {"position": {"x": 100, "y": 100} } },
               "title": {"typeName": "String", "expression": {"type": "Literal", "value": "Rozmowa"} },
               "role": {"typeName": "String", "expression": {"type": "Literal", "value": "social-worker"} },
               "limitCount": {"typeName": "Int32", "expression": {"type": "JavaScript", "value": {{JsonSerializer.Serialize(limit)}} } } },
              {"id": "letter", "name": "letter", "type": "Elsa.Event", "version": 1, "metadata": {"displayText": "Odpowiedź", "designer": {"position": {"x": 450, "y": 100} } },
               "eventName": {"typeName": "String", "expression": {"type": "Literal", "value": "letter"} } }
            ],
            "connections": [{"source": {"activity": "talk", "port": "Done"}, "target": {"activity": "letter", "port": "In"} }]}
        }
        """)!.AsObject();

    static async Task ImportAsync(IPage page, JsonObject document) => (await page.EvaluateAsync<int>("""
        body => fetch('/elsa/api/workflow-definitions/import', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).then(answer => answer.status)
        """, document.ToJsonString())).ShouldBe(200);

    [Fact]
    public async Task A_second_manager_is_told_who_edits_and_can_only_look()
    {
        await using var first = await office.SignInAsync("procedure-manager");
        await new Designer(first).OpenAsync(Procedure);
        await office.GiveRoleAsync("director", "procedure-manager");
        await using var second = await office.SignInAsync("director");
        await new Designer(second).OpenAsync(Procedure);

        (await second.Page.Locator("#studio-lease").InnerTextAsync()).ShouldContain("Paweł Kłos");
        (await second.Page.Locator("#studio button.mud-primary-text").CountAsync()).ShouldBe(0);
        (await first.Page.Locator("#studio-lease").IsVisibleAsync()).ShouldBeFalse();
        await second.PictureAsync("designer-read-only");
    }

    [Fact]
    public async Task A_tab_that_closes_leaves_the_procedure_to_its_manager_while_another_tab_has_it_open()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var second = await manager.Page.Context.NewPageAsync();
        await second.GotoAsync("/");
        (await manager.Page.EvaluateAsync<bool>(Acquire, Lease)).ShouldBeTrue();
        (await second.EvaluateAsync<bool>(Acquire, Lease)).ShouldBeTrue();
        await office.GiveRoleAsync("director", "procedure-manager");
        await using var other = await office.SignInAsync("director");

        await second.GotoAsync("/instances");
        (await other.Page.EvaluateAsync<bool>(IsFree, Lease)).ShouldBeFalse();
        await manager.GoAsync("/instances");
        await other.Page.WaitForFunctionAsync(IsFree, Lease);
        await other.Page.EvaluateAsync("lease => fetch(lease, { method: 'DELETE' })", Lease);
    }

    [Fact]
    public async Task What_a_manager_changes_in_one_tab_is_not_overwritten_by_another_tab_that_does_not_know_it()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var designer = new Designer(manager);
        await manager.GoAsync("/procedures");
        await designer.SaveAsync("two-tabs", [new { id = "only", type = "Elsa.WriteLine", version = 1, name = "only" }]);
        var page = await manager.Page.Context.NewPageAsync();
        var second = new Visitor(page, new Uri(manager.Page.Url));
        var stale = new Designer(second);
        await designer.OpenAsync("two-tabs");
        await stale.OpenAsync("two-tabs");
        await designer.MoveAsync("only");
        var moved = (await designer.DocumentAsync("two-tabs")).GetRawText();

        var refused = await stale.SaveAsync(() => stale.DragAsync("only"));

        refused.Status.ShouldBe(400);
        (await refused.TextAsync()).ShouldContain("\"stale\"");
        (await designer.DocumentAsync("two-tabs")).GetRawText().ShouldBe(moved);
        await designer.MoveAsync("only");
    }

    /// <summary>By the designer's own script, without the designer.</summary>
    const string Lease = $"/api/procedures/{Procedure}/lease";
    const string Acquire = "lease => import('/studio-lease.js').then(({ acquire }) => acquire(lease))";
    const string IsFree = "lease => fetch(lease, { method: 'POST' }).then(answer => answer.json()).then(({ mine }) => mine)";

    [Fact]
    public async Task A_menu_opens_at_its_button()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.GoAsync("/procedures");
        var button = manager.Page.Locator("#studio .mud-table-body tr button").Last;
        await button.ClickAsync();
        var menu = manager.Page.Locator(".mud-popover-open");
        await menu.Locator(".mud-menu-item").First.WaitForAsync();

        var (pressed, opened) = ((await button.BoundingBoxAsync())!, (await menu.BoundingBoxAsync())!);
        (opened.Y - pressed.Y).ShouldBeInRange(-opened.Height, pressed.Height + 10);
    }

    [Fact]
    public async Task A_procedure_is_printed_in_words_without_what_only_a_screen_needs()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await worker.GoAsync($"/procedures/{Procedure}");
        await worker.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });

        foreach (var navigation in await worker.Page.Locator("nav, .ops-clock, .ops-no-print").AllAsync())
        {
            (await navigation.IsVisibleAsync()).ShouldBeFalse(await navigation.InnerTextAsync());
        }
        foreach (var step in await worker.Page.Locator(".ops-outline__step").AllAsync())
        {
            (await step.IsVisibleAsync()).ShouldBeTrue();
        }
        System.Text.Encoding.ASCII.GetString(await worker.Page.PdfAsync(), 0, 5).ShouldBe("%PDF-");
    }

    [Fact]
    public async Task A_procedure_is_told_in_words_to_those_who_only_follow_it()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await worker.GoAsync($"/procedures/{Procedure}");

        await worker.LookAsync("outline");

        var decision = worker.Page.Locator(".ops-outline__step", new() { HasText = "Rozpatrz wniosek" });
        var told = await decision.InnerTextAsync();
        told.ShouldContain("dyrektor");
        told.ShouldContain("7 dni");
        told.ShouldContain("Wniosek zwrócony do uzupełnienia → powrót do kroku");
        await decision.GetByRole(AriaRole.Link, new() { Name = "Wniosek o przydzielenie asystenta rodziny" }).ClickAsync();
        (await worker.Page.Locator(".ops-outline__step:target").InnerTextAsync()).ShouldContain("Złóż do dyrektora wniosek");
    }

    [Fact]
    public async Task The_history_of_a_procedure_is_read_and_asks_before_it_brings_a_state_back()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.GoAsync($"/procedures/{Procedure}/revisions");
        await manager.LookAsync("revisions");

        await manager.Page.GetByRole(AriaRole.Link, new() { Name = "Przywróć" }).Last.ClickAsync();
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Przywróć jako wersję roboczą" }).WaitForAsync();
        await manager.LookAsync("revisions-asked");
    }

    [Fact]
    public async Task Staff_are_not_shown_the_designer()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await worker.GoAsync($"/procedures/{Procedure}/designer");
        (await worker.HeadingAsync()).ShouldBe("Brak uprawnień");
    }
}
