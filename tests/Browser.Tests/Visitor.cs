using System.Text.Json;
using Microsoft.Playwright;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>A person at a browser: does what people do with pages, and looks at each page for what no page may have.</summary>
public sealed class Visitor : IAsyncDisposable
{
    const string Password = "Ops-demo-2026";
    const int PhoneWidth = 320;

    /// <summary>More presses of Tab than any page has stops.</summary>
    const int Stops = 150;

    static readonly string Axe = File.ReadAllText(Repository.PathOf("tests", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>Where to keep pictures of the pages looked at; nowhere when the variable is not set.</summary>
    static readonly string? Pictures = Environment.GetEnvironmentVariable("OPS_PICTURES");

    readonly List<string> complaints = [], asked = [];

    internal Visitor(IPage page, Uri address)
    {
        Page = page;
        page.Console += (_, message) => Complain(message.Type == "error" && !IsRefusal(message.Text), $"console: {message.Text}");
        page.PageError += (_, error) => Complain(true, $"script: {error}");
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Message);
            _ = Agrees ? dialog.AcceptAsync() : dialog.DismissAsync();
        };
        page.Request += (_, request) => Complain(IsOutside(request.Url, address), $"outside request: {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>What the browser itself has asked, such as whether to leave a page; empty words where they are the browser's own.</summary>
    public IReadOnlyList<string> Asked => asked;

    /// <summary>The answer to that.</summary>
    public bool Agrees { get; set; } = true;

    /// <summary>Errors of scripts and requests to other hosts, since the browser was opened.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    void Complain(bool wrong, string what)
    {
        if (wrong)
        {
            complaints.Add(what);
        }
    }

    /// <summary>Chromium notes every answer of 400 and above, which for a form with a mistake is right.</summary>
    static bool IsRefusal(string text) => text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal);

    static bool IsOutside(string url, Uri address) =>
        new Uri(url) is { Scheme: "http" or "https" } uri && uri.GetLeftPart(UriPartial.Authority) != address.GetLeftPart(UriPartial.Authority);

    public async Task SignInAsync(string account)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("#email").FillAsync($"{account}@demo.example");
        await Page.Locator("#password").FillAsync(Password);
        await Page.Locator("#password").PressAsync("Enter");
        await ArriveAsync("form[action='/sign-out']");
    }

    /// <summary>
    /// Waits for the page that has what the selector says. A wait for an address can miss a page that comes at once: the browser's
    /// message and the wait are on different threads.
    /// </summary>
    public async Task ArriveAsync(string selector)
    {
        await Page.Locator(selector).First.WaitForAsync();
        await Page.WaitForLoadStateAsync();
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    public Task FillAsync(string field, string text) => Input(field).FillAsync(text);

    /// <summary>Types a date into its three inputs; there need be no such day.</summary>
    public async Task FillDateAsync(string field, int year, int month, int day)
    {
        await Input($"{field}.day").FillAsync(day.ToString());
        await Input($"{field}.month").FillAsync(month.ToString());
        await Input($"{field}.year").FillAsync(year.ToString());
    }

    /// <summary>Fills in today by the button beside the date.</summary>
    public Task FillTodayAsync(string field) => Page.Locator($"[data-fill-date='answers.{field}']").ClickAsync();

    public Task ChooseAsync(string field, string value) => Page.Locator($"[name='answers.{field}'][value='{value}']").CheckAsync();

    public Task SelectAsync(string field, string label) => Input(field).SelectOptionAsync(new SelectOptionValue { Label = label });

    public Task ChooseOutcomeAsync(string outcome) => Page.Locator($"[name='outcome'][value='{outcome}']").CheckAsync();

    /// <summary>Starts a case of the shipped procedure, with what its form must have.</summary>
    public async Task StartCaseAsync(string family)
    {
        await GoAsync("/cases/new/assign-family-assistant");
        await FillTodayAsync("receivedOn");
        await ChooseAsync("source", "family");
        await FillAsync("familyName", family);
        await PressButtonAsync("Wszcznij sprawę");
        await BannerAsync();
    }

    public Task PressButtonAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name }).First.ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();

    public Task TabToAsync(string selector) => TabToAsync(Page.Locator(selector));

    /// <summary>Presses Tab until the focus is there; a focus that cannot be seen counts as none.</summary>
    public async Task TabToAsync(ILocator stop)
    {
        for (var stops = 0; stops < Stops; stops++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await stop.EvaluateAllAsync<bool>("all => all.some(one => one === document.activeElement && one.matches(':focus-visible'))"))
            {
                return;
            }
        }
        throw new InvalidOperationException($"Tab never reaches {stop}.");
    }

    public Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    public Task<string> BannerAsync() => Page.Locator(".govuk-notification-banner").First.InnerTextAsync();

    ILocator Input(string field) => Page.Locator($"[name='answers.{field}']:not([type=hidden])");

    /// <summary>
    /// On a desktop and on a phone: one heading of the first level, a title, nothing that an accessibility checker finds, and on the
    /// phone nothing that has to be scrolled sideways.
    /// </summary>
    public async Task LookAsync(string name)
    {
        (await Page.Locator("h1").CountAsync()).ShouldBe(1, name);
        (await Page.TitleAsync()).ShouldEndWith("– OpsWorkflows");
        await LookAtWidthAsync($"{name}-desktop");
        var desktop = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(PhoneWidth, 640);
        await LookAtWidthAsync($"{name}-phone");
        var width = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        await Page.SetViewportSizeAsync(desktop.Width, desktop.Height);
        width.ShouldBeLessThanOrEqualTo(PhoneWidth, $"{name} has to be scrolled sideways on a phone");
        complaints.ShouldBeEmpty(name);
    }

    /// <summary>The same for a part of a page whose rest is not ours.</summary>
    public async Task LookAtPartAsync(string selector, string name)
    {
        await LookAtWidthAsync($"{name}-desktop", selector);
        var desktop = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(PhoneWidth, 640);
        await LookAtWidthAsync($"{name}-phone", selector);
        var right = await Page.EvaluateAsync<float>("part => document.querySelector(part).getBoundingClientRect().right", selector);
        await Page.SetViewportSizeAsync(desktop.Width, desktop.Height);
        right.ShouldBeLessThanOrEqualTo(PhoneWidth, $"{name} has to be scrolled sideways on a phone");
        complaints.ShouldBeEmpty(name);
    }

    async Task LookAtWidthAsync(string name, string part = "html")
    {
        await PictureAsync(name);
        await Page.EvaluateAsync(Axe);
        var violations = await Page.EvaluateAsync<JsonElement>("part => axe.run(part, { resultTypes: ['violations'] }).then(found => found.violations)", part);
        string.Join('\n', violations.EnumerateArray().Select(Describe)).ShouldBeEmpty($"{name}: accessibility");
    }

    /// <summary>
    /// Of WCAG 2.2 AA; a checker's advice beyond it is left to those who made the part. The size of targets is not asked: tabs that
    /// are scrolled out of sight count as lying over the buttons that scroll them.
    /// </summary>
    public async Task<string> WcagViolationsAsync(string part)
    {
        await Page.EvaluateAsync(Axe);
        try
        {
            // Names come a moment after what they name.
            await Page.WaitForFunctionAsync($"part => {Violations}.then(found => found.length === 0)", part, new() { Timeout = 5_000 });
            return "";
        }
        catch (TimeoutException)
        {
            var violations = await Page.EvaluateAsync<JsonElement>($"part => {Violations}", part);
            return string.Join('\n', violations.EnumerateArray().Select(Describe));
        }
    }

    const string Violations = """
        axe.run(part, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: false } }, resultTypes: ['violations'] })
          .then(found => found.violations)
        """;

    public async Task PictureAsync(string name)
    {
        if (Pictures is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
        }
    }

    static string Describe(JsonElement violation) =>
        $"{violation.GetProperty("id").GetString()}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("html").GetString()} {node.GetProperty("failureSummary").GetString()}"))}";

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
