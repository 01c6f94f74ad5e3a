using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Access;

public partial class FirstAdministratorTests
{
    static async Task<HostProcess> StartInProductionAsync() =>
        await HostProcess.StartAsync(new() { ConnectionString = await TestCluster.CreateDatabaseAsync(), AspNetEnvironment = "Production" });

    [Fact]
    public async Task In_production_the_first_administrator_is_made_with_the_printed_code_and_nobody_else_exists()
    {
        await using var host = await StartInProductionAsync();
        using var browser = host.NewClient();
        using (var demo = await browser.AskForTokenAsync("director@demo.example", SigningIn.Password))
        {
            demo.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        using (var wrong = await SubmitAsync(browser, "aaaa-aaaa-aaaa-aaaa-aaaa"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var made = await SubmitAsync(browser, await CodeAsync(host));

        made.Headers.Location!.ToString().ShouldBe("/sign-in");
        using var page = await browser.GetAsync("/first-administrator");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var token = await browser.AskForTokenAsync("admin@office.example", "Bardzo-długie hasło");
        var answer = await token.Content.ReadFromJsonAsync<JsonObject>();
        browser.DefaultRequestHeaders.Authorization = new("Bearer", (string)answer!["accessToken"]!);
        var me = await browser.GetFromJsonAsync<JsonObject>("/api/me");
        me!["roles"]!.AsArray().Select(role => (string)role!).ShouldBe(["administrator"]);
    }

    [Fact]
    public async Task Of_two_who_use_the_code_at_once_one_becomes_administrator()
    {
        await using var host = await StartInProductionAsync();
        var code = await CodeAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(async number =>
        {
            using var browser = host.NewClient();
            using var response = await SubmitAsync(browser, code, $"admin{number}@office.example");
            return response.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.Redirect).ShouldBe(1);
    }

    static Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string code, string email = "admin@office.example") =>
        browser.SubmitAsync("/first-administrator", new Dictionary<string, string>
        {
            ["code"] = code,
            ["name"] = "Jan Nowak",
            ["email"] = email,
            ["password"] = "Bardzo-długie hasło",
        });

    /// <summary>It is printed just after the host has become ready.</summary>
    static async Task<string> CodeAsync(HostProcess host)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (PrintedCode().Match(host.Output) is { Success: true } match)
            {
                return match.Groups["code"].Value;
            }
            await timer.WaitForNextTickAsync();
        }
        throw new InvalidOperationException($"No code was printed:\n{host.Output}");
    }

    [GeneratedRegex(@"first-administrator and enter the code (?<code>[a-z0-9-]{24})", RegexOptions.None, 1000)]
    private static partial Regex PrintedCode();
}
