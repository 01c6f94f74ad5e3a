using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>A procedure manager at one of Elsa Studio's tables: its menus, its questions, and what is said of the acts.</summary>
sealed class StudioTable(Visitor visitor)
{
    IPage Page => visitor.Page;

    public ILocator Rows => Page.Locator("#studio .mud-table-body tr");

    /// <summary>Why something was not done.</summary>
    public ILocator Told => Page.Locator("#studio-refused");

    public ILocator Dialog => Page.Locator(".mud-dialog");

    public async Task OpenAsync(string path)
    {
        await visitor.GoAsync(path);
        await Rows.First.WaitForAsync();
    }

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    public ILocator Button(string name) => Page.Locator("#studio").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First;

    public async Task TickAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            await Row(text).Locator("input[type=checkbox]").CheckAsync();
        }
    }

    /// <summary>From the menu of a row.</summary>
    public Task ChooseAsync(ILocator row, string action) => ChooseFromAsync(row.Locator("button").Last, action);

    /// <summary>From the menu for all rows that are ticked.</summary>
    public Task ChooseForTickedAsync(string action) => ChooseFromAsync(Button("Działania na zaznaczonych"), action);

    public async Task ChooseFromAsync(ILocator button, string action)
    {
        await button.ClickAsync();
        await Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { Has = Page.GetByText(action, new() { Exact = true }) }).ClickAsync();
    }

    /// <summary>Answers the question that is asked.</summary>
    public async Task ConfirmAsync()
    {
        await Dialog.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    public Task ImportAsync(params (string Name, byte[] Content)[] files) => Page.Locator("#studio input[type=file]").First.SetInputFilesAsync(
        [.. files.Select(file => new FilePayload { Name = file.Name, MimeType = "application/octet-stream", Buffer = file.Content })]);

    /// <summary>Waits for one of Studio's short notices.</summary>
    public Task NoticeAsync(string text) => Page.Locator(".mud-snackbar").GetByText(text).First.WaitForAsync();
}
