using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests;

/// <summary>One host of the demo office, for the tests that change nothing that another test looks at.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string Collection = "running host";

    public HostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await HostProcess.StartAsync(new() { ConnectionString = await TestCluster.CreateDatabaseAsync() });

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

[CollectionDefinition(RunningHost.Collection)]
public sealed class RunningHostCollection : ICollectionFixture<RunningHost>;

/// <summary>What a person or a program does first.</summary>
static partial class SigningIn
{
    public const string Password = "Ops-demo-2026";

    public static Task<HttpResponseMessage> AskForTokenAsync(this HttpClient client, string email, string password) =>
        client.PostAsJsonAsync("/api/sign-in", new { email, password });

    /// <summary>A client with the person's token.</summary>
    public static async Task<HttpClient> SignedInAsync(this HostProcess host, string email)
    {
        var client = host.NewClient();
        using var response = await client.AskForTokenAsync(email, Password);
        var answer = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["accessToken"]!);
        return client;
    }

    /// <summary>Fills in the form of a page as a browser does, its antiforgery token included.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, IReadOnlyDictionary<string, string> fields, string? action = null)
    {
        var html = await browser.GetStringAsync(page);
        var token = AntiforgeryToken().Match(html).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", token)]);
        return await browser.PostAsync(action ?? page, form);
    }

    public static Task<HttpResponseMessage> SignInOnPageAsync(this HttpClient browser, string email, string password, string page = "/sign-in") =>
        browser.SubmitAsync(page, new Dictionary<string, string> { ["email"] = email, ["password"] = password });

    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex AntiforgeryToken();
}
