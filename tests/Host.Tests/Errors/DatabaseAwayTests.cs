using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Errors;

public class DatabaseAwayTests
{
    [Fact]
    public async Task Without_its_database_the_host_says_so_and_goes_on_when_it_is_back()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(new() { ConnectionString = connectionString });
        using var browser = host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);

        await AllowConnectionsAsync(connectionString, allow: false);
        using var page = await browser.GetAsync("/");
        using var api = await browser.AskForTokenAsync("director@demo.example", SigningIn.Password);
        using var ready = await browser.GetAsync("/health/ready");
        using var live = await browser.GetAsync("/health/live");

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync()).ShouldContain("System jest chwilowo niedostępny");
        api.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var traceId = (string)(await api.ProblemAsync())["traceId"]!;
        traceId.ShouldNotBeEmpty();
        Regex.Count(host.Output, "An unhandled exception has occurred").ShouldBe(2, host.Output);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);

        await AllowConnectionsAsync(connectionString, allow: true);
        using var after = await browser.GetAsync("/");
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.WaitUntilReadyAsync();
    }

    static async Task AllowConnectionsAsync(string connectionString, bool allow)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var elsewhere = new NpgsqlConnectionStringBuilder(await TestCluster.AdministratorOfAsync(connectionString)) { Database = "postgres" };
        await using var connection = new NpgsqlConnection(elsewhere.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"alter database {database} allow_connections {allow}", connection);
        await command.ExecuteNonQueryAsync();
        await using var end = new NpgsqlCommand("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = @database", connection);
        end.Parameters.AddWithValue("database", database!);
        await end.ExecuteNonQueryAsync();
    }
}
