using Microsoft.Playwright;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>A running demo office without families, and a browser.</summary>
public sealed class OfficeInBrowser : IAsyncLifetime
{
    public const string Collection = "office in a browser";

    IPlaywright playwright = null!;
    IBrowser browser = null!;

    public HostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await HostProcess.StartAsync(new()
        {
            ConnectionString = await TestCluster.CreateDatabaseAsync(),
            Environment = new Dictionary<string, string?> { ["Ops__DemoFamilies"] = "false" },
        });
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    /// <summary>A person at a browser of their own; the account is the part before @demo.example.</summary>
    public async Task<Visitor> SignInAsync(string account)
    {
        var visitor = await VisitAsync();
        await visitor.SignInAsync(account);
        return visitor;
    }

    public async Task<Visitor> VisitAsync()
    {
        var context = await browser.NewContextAsync(new() { BaseURL = Host.Address.ToString(), Locale = "pl-PL", ViewportSize = new() { Width = 1280, Height = 900 } });
        // A machine that builds and tests at once is slow; what is broken fails all the same.
        context.SetDefaultTimeout(60_000);
        return new Visitor(await context.NewPageAsync(), Host.Address);
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await Host.DisposeAsync();
    }
}

[CollectionDefinition(OfficeInBrowser.Collection)]
public sealed class OfficeInBrowserCollection : ICollectionFixture<OfficeInBrowser>;
