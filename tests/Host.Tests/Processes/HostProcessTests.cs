using System.Net;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests;

public class HostProcessTests
{
    [Fact]
    public async Task A_host_survives_a_kill_with_a_restart_and_stops_at_Ctrl_C()
    {
        await using var host = await HostProcess.StartAsync(new() { ConnectionString = await TestCluster.CreateDatabaseAsync() });
        var first = host.ProcessId;

        await host.KillAsync();
        await Should.ThrowAsync<HttpRequestException>(() => host.Client.GetAsync("/health/ready"));
        await host.StartAsync();

        host.ProcessId.ShouldNotBe(first);
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_host_that_cannot_start_fails_with_what_it_printed()
    {
        var settings = new HostSettings { ConnectionString = "Host=127.0.0.1;Port=1" };

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => HostProcess.StartAsync(settings));

        failure.Message.ShouldContain("127.0.0.1:1");
    }
}
