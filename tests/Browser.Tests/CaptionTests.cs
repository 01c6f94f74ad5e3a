using System.Text.Json;
using Microsoft.Playwright;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>Goes to all of Studio that people come to and looks for words that nobody translated and for what an accessibility checker finds.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class CaptionTests(OfficeInBrowser office)
{
    /// <summary>Of each sort of property editor, port and branch at least one.</summary>
    static readonly string[] Kinds = ["Ops.UserTask", "Ops.SendMail", "Elsa.FlowSwitch", "Elsa.SendHttpRequest", "Elsa.ForEach", "Elsa.RunJavaScript"];

    static readonly string Words = File.ReadAllText(Repository.PathOf("tests", "Browser.Tests", "studio-words.js"));
    static readonly Dictionary<string, string> Captions = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Repository.PathOf("src", "Host", "Studio", "captions.pl.json")))!;

    [Fact]
    public async Task No_word_of_the_lists_is_left_in_English()
    {
        await using var manager = await SignInAsync();
        await OpenAsync(manager, "/procedures", ".mud-table-body tr");
        await LookAsync(manager, "procedures");
        foreach (var action in new[] { "Utwórz kopię", "Anuluj sprawy", "Usuń", "Eksportuj" })
        {
            await AskAsync(manager, Row(manager).Locator("button").Last, action);
        }
        await Row(manager).Locator("input[type=checkbox]").CheckAsync();
        foreach (var action in new[] { "Usuń", "Publikuj", "Wycofaj z publikacji" })
        {
            await AskAsync(manager, Button(manager, "Działania na zaznaczonych"), action);
        }
        await Button(manager, "Utwórz procedurę").ClickAsync();
        // A name is proposed first.
        await manager.Page.WaitForFunctionAsync("() => document.querySelector('.mud-dialog input[type=text]')?.value.startsWith('Procedura ')");
        await Dialog(manager).Locator("input[type=text]").First.FillAsync("");
        await Dialog(manager).GetByRole(AriaRole.Button, new() { Name = "OK" }).ClickAsync();
        await Dialog(manager).GetByText("Podaj nazwę procedury.").WaitForAsync();
        await CloseAsync(manager, "new procedure");

        var caseAddress = await StartCaseAsync();
        await OpenAsync(manager, "/instances", ".mud-table-body tr");
        await LookAsync(manager, "instances");
        await Row(manager).Locator("input[type=checkbox]").CheckAsync();
        foreach (var action in new[] { "Usuń", "Anuluj sprawy" })
        {
            await AskAsync(manager, Button(manager, "Działania na zaznaczonych"), action);
        }
        await MenuAsync(manager, Row(manager).Locator("button").Last);
        await LookAsync(manager, "menu of an instance");
        await manager.Page.Keyboard.PressAsync("Escape");
        await Button(manager, "Filtry dat").ClickAsync();
        await Button(manager, "Dodaj").ClickAsync();
        await manager.Page.Locator(".mud-popover-open label").GetByText("Kolumna").First.WaitForAsync();
        await LookAsync(manager, "date filters");

        await OpenAsync(manager, $"{caseAddress}/diagram", ".mud-timeline-item");
        await EveryTabAsync(manager, "viewer");
        await manager.Page.Locator(".mud-timeline-item .mud-timeline-item-content > *").First.ClickAsync();
        await EveryTabAsync(manager, "event in the viewer");
    }

    [Fact]
    public async Task No_word_of_the_designer_is_left_in_English()
    {
        await using var manager = await SignInAsync();
        await SaveKindsAsync(manager);
        await OpenAsync(manager, "/procedures/all-kinds/designer", ".x6-node");
        await EveryTabAsync(manager, "designer");
        foreach (var (tab, button) in new[] { ("Zmienne", "Dodaj zmienną"), ("Dane", "Dodaj daną wejściową"), ("Dane", "Dodaj daną wyjściową") })
        {
            await Tab(manager, tab).DispatchEventAsync("click");
            await Button(manager, button).ClickAsync();
            await CloseAsync(manager, button);
        }
        await Tab(manager, "Historia wersji").DispatchEventAsync("click");
        await MenuAsync(manager, manager.Page.Locator(".mud-tabs-panels .mud-table-body tr button").Last);
        await LookAsync(manager, "menu of a version");
        await manager.Page.Keyboard.PressAsync("Escape");
        foreach (var action in new[] { "Zapisz jako", "Eksportuj" })
        {
            await AskAsync(manager, manager.Page.Locator("#studio .mud-button-group-root button").Last, action);
        }
        foreach (var kind in Kinds)
        {
            await new Designer(manager).PointAsync(kind);
            await Tab(manager, "Dane wyjściowe").DispatchEventAsync("click");
            await LookAsync(manager, $"outputs of {kind}");
            await Tab(manager, "Dane wejściowe").DispatchEventAsync("click");
            await manager.Page.Locator(".mud-tabs-panels .mud-input-helper-text").First.WaitForAsync();
            await LookAsync(manager, $"inputs of {kind}");
        }
        foreach (var tab in new[] { "Ogólne", "Informacje" })
        {
            await Tab(manager, tab).DispatchEventAsync("click");
            await LookAsync(manager, $"{tab} of an activity");
        }
    }

    [Fact]
    public async Task What_people_wrote_stays_as_it_is_also_when_Studio_has_a_caption_of_the_same_words()
    {
        await using var manager = await SignInAsync();
        var designer = new Designer(manager);
        await designer.SaveAsync("captions", [new
        {
            id = "step",
            type = "Ops.UserTask",
            version = 1,
            name = "Save",
            title = new { typeName = "String", expression = new { type = "Literal", value = "Cancel" } },
            outcomes = new { typeName = "Object", expression = new { type = "Object", value = """["Done", "Timeout"]""" } },
            metadata = new { displayText = "Delete", designer = new { position = new { x = 0, y = 0 } } },
        }, Step("own", "Ops.UserTask", 90), Step("switch", "Elsa.FlowSwitch", 180), Step("gone", "Acme.Gone", 270)]);
        await designer.OpenAsync("captions");
        (await manager.Page.Locator(".activity-label").First.InnerTextAsync()).ShouldBe("Delete");
        await ExpectPortsAsync(manager, "step", ["Done", "Timeout"]);
        await ExpectPortsAsync(manager, "own", ["Gotowe"]);
        (await manager.Page.Locator("[data-cell-id='gone'] .activity-label").InnerTextAsync()).ShouldBe("Nieznany krok: Acme.Gone");
        await ExpectPortsAsync(manager, "switch", ["W innym razie"]);
        await designer.SelectAsync("step");
        (await designer.ReadAsync("Tytuł")).ShouldBe("Cancel");

        await designer.FillAsync("Tytuł", "Publish");

        (await designer.ReadAsync("Tytuł")).ShouldBe("Publish");
        var saved = (await designer.DocumentAsync("captions")).GetProperty("root").GetProperty("activities").EnumerateArray().Single(activity => activity.GetProperty("id").GetString() == "step");
        saved.GetProperty("name").GetString().ShouldBe("Save");
        saved.GetProperty("title").GetProperty("expression").GetProperty("value").GetString().ShouldBe("Publish");
        saved.GetProperty("metadata").GetProperty("displayText").GetString().ShouldBe("Delete");
    }

    [Fact]
    public async Task Names_and_values_in_lists_and_diagrams_stay_as_people_wrote_them()
    {
        await using var manager = await SignInAsync();
        var designer = new Designer(manager);
        await designer.SaveAsync("named", [new
        {
            id = "step",
            type = "Elsa.WriteLine",
            version = 1,
            name = "step",
            text = new { typeName = "String", expression = new { type = "Literal", value = "Status" } },
            metadata = new { displayText = "Delete", designer = new { position = new { x = 0, y = 0 } } },
        }], publish: true, name: "Cancel");
        await manager.Page.EvaluateAsync("""() => fetch('/elsa/api/workflow-definitions/named/execute', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"versionOptions": "Latest"}' })""");

        await OpenAsync(manager, "/instances", ".mud-table-body tr");
        var run = manager.Page.Locator("#studio .mud-table-body tr", new() { Has = manager.Page.GetByText("Cancel", new() { Exact = true }) });
        await run.GetByText("Zakończona").WaitForAsync();
        await run.GetByText("Cancel", new() { Exact = true }).First.ClickAsync();
        await manager.Page.Locator("#studio .mud-timeline-item").First.WaitForAsync();
        var instance = new Uri(manager.Page.Url).Segments[2].TrimEnd('/');

        await Assertions.Expect(manager.Page.Locator("h1")).ToHaveTextAsync("Diagram przebiegu Cancel");
        await Assertions.Expect(manager.Page.Locator(".mud-timeline-item-content").First.Locator("p")).ToHaveTextAsync(["Delete", "Wpis w dzienniku - Rozpoczęto"]);
        await manager.Page.Locator(".mud-timeline-item-content > *").First.ClickAsync();
        await Assertions.Expect(manager.Page.Locator("#studio .mud-simple-table tr", new() { HasText = "Treść" }).Locator("td").Nth(1)).ToHaveTextAsync("Status");
        await OpenAsync(manager, "/procedures/named/designer", ".x6-node");
        await Assertions.Expect(manager.Page.Locator("#studio").GetByRole(AriaRole.Tab).Filter(new() { HasText = "Cancel" })).ToBeVisibleAsync();
        // Nobody's word for those who look for English ones here.
        await manager.Page.EvaluateAsync("run => fetch(`/elsa/api/workflow-instances/${run}`, { method: 'DELETE' })", instance);
        (await manager.Page.EvaluateAsync<int>("""
            () => fetch('/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"definitionIds": ["named"]}' })
              .then(answer => answer.json()).then(({ deleted }) => deleted)
            """)).ShouldBe(1);
    }

    [Fact]
    public async Task Ways_out_of_a_step_bear_the_labels_of_its_task_shortened_where_they_would_not_fit()
    {
        await using var manager = await SignInAsync();
        var designer = new Designer(manager);
        await designer.SaveAsync("labels", [new
        {
            id = "visit",
            type = "Ops.UserTask",
            version = 1,
            name = "visit",
            outcomes = Json("""["Done", "NotHeld", "Other"]"""),
            outcomeLabels = Json("""{"Done": "Delete", "NotHeld": "Wizyta w domu się nie odbyła"}"""),
            metadata = new { designer = new { position = new { x = 0, y = 0 } } },
        }, Step("last", "Elsa.FlowDecision", 120)], [("visit", "NotHeld", "last")]);
        await designer.OpenAsync("labels");
        string[] expected = ["Delete", "Wizyta w domu się nie…", "Other"];
        await ExpectPortsAsync(manager, "visit", expected);
        await ExpectPortsAsync(manager, "last", ["Tak", "Nie"]);
        (await manager.Page.Locator("[data-cell-id='visit'] .x6-port-label title").AllTextContentsAsync()).ShouldBe(["Wizyta w domu się nie odbyła"]);
        await manager.Page.Locator("[data-cell-id='visit'][aria-label*='Wizyta w domu się nie odbyła – dalej: last']").WaitForAsync();

        // Studio draws the step anew.
        await designer.SelectAsync("visit");
        await designer.FillAsync("Tytuł", "Wizyta");
        await ExpectPortsAsync(manager, "visit", expected);

        await manager.PressButtonAsync("English");
        await designer.OpenAsync("labels");
        await ExpectPortsAsync(manager, "visit", expected);
        await ExpectPortsAsync(manager, "last", ["True", "False"]);

        static object Json(string text) => new { typeName = "Object", expression = new { type = "Object", value = text } };
    }

    static object Step(string id, string type, int down) => new { id, type, version = 1, name = id, metadata = new { designer = new { position = new { x = 0, y = down } } } };

    static Task ExpectPortsAsync(Visitor manager, string step, string[] expected) =>
        Assertions.Expect(manager.Page.Locator($"[data-cell-id='{step}'] .x6-port-out .x6-port-label tspan")).ToHaveTextAsync(expected);

    [Fact]
    public async Task In_English_Studio_speaks_as_it_was_made()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        await manager.PressButtonAsync("English");
        await OpenAsync(manager, "/procedures", ".mud-table-body tr");
        await Button(manager, "Create workflow").WaitForAsync();
        await MenuAsync(manager, Row(manager).Locator("button").Last);

        (await manager.Page.Locator(".mud-popover-open .mud-menu-item").AllInnerTextsAsync()).ShouldContain("Duplicate");
        (await manager.Page.Locator("#studio").InnerTextAsync()).ShouldContain("Latest version");
        manager.Complaints.ShouldBeEmpty();
    }

    async Task<Visitor> SignInAsync()
    {
        var manager = await office.SignInAsync("procedure-manager");
        await manager.Page.AddInitScriptAsync(Words);
        return manager;
    }

    static async Task OpenAsync(Visitor visitor, string path, string shown)
    {
        await visitor.GoAsync(path);
        await visitor.Page.Locator($"#studio {shown}").First.WaitForAsync();
    }

    /// <summary>Captions are translated as they come: what is still left after a while is left for good.</summary>
    static async Task LookAsync(Visitor visitor, string place)
    {
        await visitor.PictureAsync($"captions {place}");
        string[] left = [];
        try
        {
            await visitor.Page.WaitForFunctionAsync("captions => wordsLeftIn('#studio > [remote-endpoint]', captions).length === 0", Captions, new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            left = await visitor.Page.EvaluateAsync<string[]>("captions => wordsLeftIn('#studio > [remote-endpoint]', captions)", Captions);
        }
        left.ShouldBeEmpty(place);
        (await visitor.WcagViolationsAsync("#studio")).ShouldBeEmpty($"{place}: accessibility");
    }

    static ILocator Row(Visitor visitor) => visitor.Page.Locator("#studio .mud-table-body tr").First;

    static ILocator Button(Visitor visitor, string name) => visitor.Page.Locator("#studio").GetByRole(AriaRole.Button, new() { Name = name }).First;

    static ILocator Tab(Visitor visitor, string name) => visitor.Page.Locator("#studio").GetByRole(AriaRole.Tab, new() { Name = name, Exact = true }).Last;

    static ILocator Dialog(Visitor visitor) => visitor.Page.Locator(".mud-dialog");

    /// <summary>Presses until there is a menu: a press closes one that Studio takes for open.</summary>
    static async Task MenuAsync(Visitor visitor, ILocator button)
    {
        var item = visitor.Page.Locator(".mud-popover-open .mud-menu-item").First;
        await button.ClickAsync();
        await item.WaitForAsync();
    }

    /// <summary>Chooses from a menu, looks at the dialog that then asks, and leaves it.</summary>
    static async Task AskAsync(Visitor visitor, ILocator button, string action)
    {
        await MenuAsync(visitor, button);
        await LookAsync(visitor, $"menu with {action}");
        await visitor.Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { Has = visitor.Page.GetByText(action, new() { Exact = true }) }).First.ClickAsync();
        await CloseAsync(visitor, action);
    }

    static async Task CloseAsync(Visitor visitor, string place)
    {
        await Dialog(visitor).WaitForAsync();
        await LookAsync(visitor, $"dialog: {place}");
        // The first one changes nothing.
        await Dialog(visitor).Locator(".mud-dialog-actions button").First.ClickAsync();
        await Dialog(visitor).WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    static async Task EveryTabAsync(Visitor visitor, string place)
    {
        var tabs = visitor.Page.Locator("#studio [role=tab]");
        for (var tab = 0; tab < await tabs.CountAsync(); tab++)
        {
            await tabs.Nth(tab).DispatchEventAsync("click");
            await LookAsync(visitor, $"{place}, tab {tab}");
        }
        await tabs.First.DispatchEventAsync("click");
        // The code view stands in place of the canvas.
        await visitor.Page.Locator("#studio .mud-tabs").Nth(1).GetByRole(AriaRole.Tab).First.DispatchEventAsync("click");
    }

    static Task SaveKindsAsync(Visitor manager) => new Designer(manager).SaveAsync("all-kinds", [.. Kinds.Select((kind, place) => new
    {
        id = kind,
        type = kind,
        version = 1,
        name = kind,
        metadata = new { designer = new { position = new { x = place % 2 * 320, y = place / 2 * 90 } } },
    })]);

    async Task<string> StartCaseAsync()
    {
        await using var worker = await office.SignInAsync("social-worker");
        await worker.StartCaseAsync("Napisowi");
        return new Uri(worker.Page.Url).AbsolutePath;
    }
}
