using Microsoft.Playwright;
using Npgsql;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>A running demo office without families, and a browser.</summary>
public sealed class OfficeInBrowser : IAsyncLifetime
{
    public const string Collection = "office in a browser";

    NpgsqlDataSource database = null!;
    IPlaywright playwright = null!;
    IBrowser browser = null!;

    public HostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        database = NpgsqlDataSource.Create(connectionString);
        Host = await HostProcess.StartAsync(new()
        {
            ConnectionString = connectionString,
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

    /// <summary>Until the office is closed; there is no page for it yet.</summary>
    public async Task GiveRoleAsync(string account, string role)
    {
        await using var command = database.CreateCommand("insert into person_roles (person_id, role) select id, $2 from people where email = $1 || '@demo.example' on conflict do nothing");
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = role });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Publishes a procedure that stops at its first step, and returns its id.</summary>
    public Task<string> PublishStuckVisitAsync() => StuckVisit.PublishAsync(database, withFault: true);

    /// <summary>Lets nobody start it any more: others here start a case without being asked which procedure is meant.</summary>
    public Task RetractAsync(string procedure) => new ProcedureShelf(database).RetractAsync(procedure);

    public async Task<Visitor> VisitAsync()
    {
        var context = await browser.NewContextAsync(new() { BaseURL = Host.Address.ToString(), Locale = "pl-PL", ViewportSize = new() { Width = 1280, Height = 900 } });
        // A machine that builds and tests at once is slow; what is broken fails all the same.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return new Visitor(await context.NewPageAsync(), Host.Address);
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await Host.DisposeAsync();
        await database.DisposeAsync();
    }
}

[CollectionDefinition(OfficeInBrowser.Collection)]
public sealed class OfficeInBrowserCollection : ICollectionFixture<OfficeInBrowser>;
