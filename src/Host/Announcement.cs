using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Demo;

namespace OpsWorkflows.Host;

/// <summary>What whoever starts the host needs to know next: the address, and how to get in.</summary>
public static class Announcement
{
    /// <summary>Runs until the host is told to stop.</summary>
    public static async Task RunSayingWhereAsync(this WebApplication app, CancellationToken startToken)
    {
        await app.StartAsync(startToken);
        foreach (var line in await LinesAsync(app))
        {
            await Console.Out.WriteLineAsync(line);
        }
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    static async Task<IReadOnlyList<string>> LinesAsync(WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>().Here;
        string[] access = app.Environment.IsDevelopment()
            ? [$"  Demo sign-in: {DemoOffice.People[0].Email}, password {DemoOffice.Password}"]
            : await FirstAdministratorLinesAsync(app.Services, address);
        return ["", $"  OpsWorkflows is ready: {address}", .. access, "  Ctrl+C stops it.", ""];
    }

    static async Task<string[]> FirstAdministratorLinesAsync(IServiceProvider services, string address)
    {
        await using var scope = services.CreateAsyncScope();
        var code = await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().NewCodeAsync(CancellationToken.None);
        return code is null ? [] : [$"  There is no administrator yet: open {address}/first-administrator and enter the code {code}"];
    }
}
