using System.Net;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Access;

public class RestartTests
{
    [Fact]
    public async Task Sessions_survive_a_killed_host()
    {
        await using var host = await HostProcess.StartAsync(new() { ConnectionString = await TestCluster.CreateDatabaseAsync() });
        using var program = await host.SignedInAsync("assistant@demo.example");
        using var browser = host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("assistant@demo.example", SigningIn.Password);

        await host.KillAsync();
        await host.StartAsync();

        using var api = await program.GetAsync("/api/me");
        using var page = await browser.GetAsync("/");
        api.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
