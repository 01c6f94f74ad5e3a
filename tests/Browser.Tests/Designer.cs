using System.Text.Json;
using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>A procedure manager at the real Elsa Studio, with mouse and keyboard. Each change waits until Studio has saved it.</summary>
sealed class Designer(Visitor visitor)
{
    const string Canvas = ".x6-graph";

    IPage Page => visitor.Page;

    public async Task OpenAsync(string definitionId)
    {
        await visitor.GoAsync($"/procedures/{definitionId}/designer");
        await Page.WaitForSelectorAsync(".x6-node");
    }

    public async Task<IReadOnlyList<string>> ActivitiesAsync() =>
        await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.x6-node')].map(node => node.dataset.cellId)");

    /// <summary>The document as the server has it now.</summary>
    public Task<JsonElement> DocumentAsync(string definitionId) => Page.EvaluateAsync<JsonElement>(
        "id => fetch(`/elsa/api/workflow-definitions/by-definition-id/${id}?versionOptions=Latest`).then(answer => answer.json())", definitionId);

    /// <summary>The document as it is kept, which is how a file has it.</summary>
    public Task<JsonElement> KeptAsync(string definitionId) => Page.EvaluateAsync<JsonElement>(
        "id => fetch(`/elsa/api/workflow-definitions/${id}/export?versionOptions=Latest`).then(answer => answer.json())", definitionId);

    /// <summary>Saves a flowchart past the designer.</summary>
    public Task SaveAsync(
        string definitionId, IReadOnlyList<object> activities, IReadOnlyList<(string Source, string Port, string Target)>? connections = null, bool publish = false, string? name = null) => SaveRootAsync(definitionId, new
        {
            id = "flow",
            type = "Elsa.Flowchart",
            version = 1,
            activities,
            connections = (connections ?? []).Select(connection => new { source = new { activity = connection.Source, port = connection.Port }, target = new { activity = connection.Target, port = "In" } }),
        }, publish, name);

    /// <summary>Saves a procedure past the designer.</summary>
    public async Task SaveRootAsync(string definitionId, object root, bool publish = false, string? name = null) => (await Page.EvaluateAsync<int>(
        "model => fetch('/elsa/api/workflow-definitions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: model }).then(answer => answer.status)",
        JsonSerializer.Serialize(new { model = new { definitionId, name = name ?? $"Projekt: {definitionId}", root }, publish }))).ShouldBe(200);

    /// <summary>Waits until the server has these connections and no others, each as "name → name".</summary>
    public Task ExpectConnectionsAsync(string definitionId, params string[] expected) => Page.WaitForFunctionAsync("""
        ([id, expected]) => fetch(`/elsa/api/workflow-definitions/by-definition-id/${id}?versionOptions=Latest`).then(answer => answer.json()).then(({ root }) => {
          const names = Object.fromEntries(root.activities.map(activity => [activity.id, activity.metadata?.displayText ?? activity.name]))
          const connections = root.connections.map(({ source, target }) => `${names[source.activity]} → ${names[target.activity]}`)
          return connections.length === expected.length && expected.every(connection => connections.includes(connection))
        })
        """, new object[] { definitionId, expected });

    /// <summary>Drags the canvas until the activity stands near its upper left corner.</summary>
    public async Task BringAsync(string activity)
    {
        for (var drags = 0; drags < 60; drags++)
        {
            var canvas = await BoxAsync(Canvas);
            var node = await BoxAsync($"[data-cell-id='{activity}']");
            var (across, down) = (canvas.X + 80 - node.X, canvas.Y + 60 - node.Y);
            if (Math.Abs(across) < 40 && Math.Abs(down) < 40)
            {
                return;
            }
            var from = await EmptySpotAsync();
            await DragAsync(from, (from.X + Math.Clamp(across, -350, 350), from.Y + Math.Clamp(down, -100, 100)));
        }
        throw new InvalidOperationException($"The canvas does not come to {activity}.");
    }

    /// <summary>Somewhere on the canvas that can be seen and has nothing on it.</summary>
    async Task<(float X, float Y)> EmptySpotAsync()
    {
        var spot = await Page.WaitForFunctionAsync("""
            canvas => {
              const { x, y, width, height } = document.querySelector(canvas).getBoundingClientRect()
              for (let down = y + 20; down < Math.min(y + height, innerHeight) - 20; down += 17)
                for (let across = x + 20; across < x + width - 20; across += 23) {
                  const there = document.elementFromPoint(across, down)
                  if (there?.closest(canvas) && !there.closest('.x6-cell')) return [across, down]
                }
            }
            """, Canvas);
        var at = await spot.JsonValueAsync<float[]>();
        return (at[0], at[1]);
    }

    /// <summary>Drags a kind of activity from the palette to the canvas.</summary>
    /// <returns>The id of the new activity.</returns>
    public async Task<string> DropAsync(string category, string kind, int across, int down)
    {
        var before = await ActivitiesAsync();
        await Page.GetByText(category, new() { Exact = true }).Last.ClickAsync();
        var item = Page.Locator("[draggable=true]").Filter(new() { Has = Page.GetByText(kind, new() { Exact = true }) }).First;
        await SavingAsync(() => item.DragToAsync(Page.Locator(Canvas).First, new() { TargetPosition = new() { X = across, Y = down } }));
        return (await ActivitiesAsync()).Except(before).ShouldHaveSingleItem();
    }

    /// <summary>Writes something else into the code view, wherever the text stands in it.</summary>
    public async Task WriteCodeAsync(string old, string text)
    {
        const string Code = "monaco.editor.getModels().find(model => model.getValue().includes('\"DefinitionId\"'))";
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Widok kodu" }).DispatchEventAsync("click");
        await Page.WaitForFunctionAsync($"old => window.monaco && {Code}?.getValue().includes(old)", old);
        await SavingAsync(() => Page.EvaluateAsync($"([old, text]) => {{ const model = {Code}; model.setValue(model.getValue().replaceAll(old, text)) }}", new[] { old, text }));
    }

    /// <summary>Takes the connection between two neighbours away.</summary>
    public Task DisconnectAsync(string source, string target) => SavingAsync(async () =>
    {
        var (from, to) = (await PortAsync(source, "out"), await PortAsync(target, "in"));
        await Page.Mouse.ClickAsync((from.X + to.X) / 2, from.Y);
        await Page.Keyboard.PressAsync("Delete");
    });

    public Task ConnectAsync(string source, string target) =>
        SavingAsync(async () => await DragAsync(await PortAsync(source, "out"), await PortAsync(target, "in")));

    public async Task SelectAsync(string activity)
    {
        await PointAsync(activity);
        await Property("Tytuł").WaitForAsync();
    }

    /// <summary>Clicks on the name of an activity.</summary>
    public async Task PointAsync(string activity)
    {
        var box = await BoxAsync($"[data-cell-id='{activity}'] .activity-content");
        await Page.Mouse.ClickAsync(box.X + 10, box.Y + 5);
    }

    public Task<string> ReadAsync(string property) => Property(property).Locator("input, textarea").First.InputValueAsync();

    public Task FillAsync(string property, string text) => SavingAsync(async () =>
    {
        await Property(property).Locator("input, textarea").First.FillAsync(text);
        await Page.Keyboard.PressAsync("Tab");
    });

    public Task ChooseAsync(string property, string option) => SavingAsync(async () =>
    {
        await Property(property).Locator(".mud-input-slot").First.ClickAsync();
        await Page.Locator(".mud-popover-open [role=option]").Filter(new() { Has = Page.GetByText(option, new() { Exact = true }) }).ClickAsync();
    });

    /// <summary>The rows of an editor of texts by name, each as "name: text".</summary>
    public async Task<IReadOnlyList<string>> EntriesAsync(string property)
    {
        await Property(property).Locator("tbody td[data-label=Klucz]").First.WaitForAsync();
        return await Property(property).Locator("tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(row => ['Klucz', 'Wartość'].map(label => row.querySelector(`[data-label=${label}]`).textContent.trim()).join(': '))");
    }

    public async Task AddEntryAsync(string property, string name, string text)
    {
        await Property(property).Locator("xpath=..").GetByRole(AriaRole.Button, new() { Name = "Dodaj pozycję" }).ClickAsync();
        var row = Property(property).Locator("tbody tr").Last;
        await row.Locator("[data-label=Klucz] input").FillAsync(name);
        await row.Locator("[data-label=Wartość] input").FillAsync(text);
        await Page.Keyboard.PressAsync("Tab");
        await SavingAsync(() => row.Locator("button").First.ClickAsync());
    }

    /// <summary>Drags an activity to another place.</summary>
    public Task MoveAsync(string activity, int across = 20, int down = 60) => SavingAsync(() => DragAsync(activity, across, down));

    public async Task DragAsync(string activity, int across = 20, int down = 60)
    {
        var box = await BoxAsync($"[data-cell-id='{activity}'] .activity-content");
        await DragAsync((box.X + 10, box.Y + 5), (box.X + 10 + across, box.Y + 5 + down));
    }

    public Task PublishAsync() => SavingAsync(PressPublishAsync);

    /// <summary>The button with the cloud.</summary>
    public Task PressPublishAsync() => Page.Locator("#studio button.mud-primary-text").First.ClickAsync();

    ILocator Property(string label) => Page.Locator(".mud-input-control").Filter(new() { Has = Page.Locator($"label:text-is('{label}')") }).Last;

    async Task SavingAsync(Func<Task> act)
    {
        (await SaveAsync(act)).Status.ShouldBe(200);
    }

    /// <summary>The answer to the save that Studio makes of what is done.</summary>
    public Task<IResponse> SaveAsync(Func<Task> act) => Page.RunAndWaitForResponseAsync(act,
        answer => answer.Request.Method == "POST" && new Uri(answer.Url).AbsolutePath == "/elsa/api/workflow-definitions");

    async Task<(float X, float Y)> PortAsync(string activity, string side)
    {
        var box = await BoxAsync($"[data-cell-id='{activity}'] .x6-port-{side} .elsa-designer-port-circle");
        return (box.X + box.Width / 2, box.Y + box.Height / 2);
    }

    async Task DragAsync((float X, float Y) from, (float X, float Y) to)
    {
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2, new() { Steps = 5 });
        await Page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 5 });
        await Page.Mouse.UpAsync();
    }

    async Task<(float X, float Y, float Width, float Height)> BoxAsync(string selector)
    {
        var box = await Page.EvaluateAsync<float[]>(
            "selector => { const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect(); return [x, y, width, height] }", selector);
        return (box[0], box[1], box[2], box[3]);
    }
}
