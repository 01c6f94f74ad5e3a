using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>What the service answered: a status and, where there was any, a JSON body.</summary>
internal sealed record Answer(int Status, JsonNode? Body)
{
    /// <summary>The body, when the status is the one that was hoped for.</summary>
    public JsonObject Expect(int status)
    {
        Status.ShouldBe(status, Body?.ToJsonString());
        return Body.ShouldBeOfType<JsonObject>();
    }
}

/// <summary>
/// The HTTP API as a stranger's program would use it: JSON with the published names, sessions by token, and nothing of our assemblies.
/// A request that got no answer can be repeated as it was, with the same Idempotency-Key.
/// </summary>
internal sealed class ApiWalk(Uri address) : IDisposable
{
    private const string Procedure = "assign-family-assistant", Password = "Ops-demo-2026";
    private const int MostRepeats = 100;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(3) };
    private readonly ConcurrentDictionary<string, string> _tokens = new();

    /// <summary>Waits until it makes sense to repeat what got no answer; null: no answer is a failure.</summary>
    public Func<Task>? UntilBack { get; init; }

    /// <summary>Told of every answer, with the path that was asked.</summary>
    public Action<string, Answer>? Answered { get; init; }

    public Task<JsonObject> GetAsync(string account, string path) => SendAsync(account, HttpMethod.Get, path, 200);

    public async Task<JsonObject> SendAsync(string account, HttpMethod method, string path, int expected, JsonNode? body = null, string? key = null) =>
        (await SendAsync(account, method, path, body, key)).Expect(expected);

    public Task<Answer> PostAsync(string account, string path, JsonNode? body, string? key = null) => SendAsync(account, HttpMethod.Post, path, body, key);

    private async Task<Answer> SendAsync(string account, HttpMethod method, string path, JsonNode? body, string? key)
    {
        await SignInAsync(account);
        return await RepeatAsync(() => SendOnceAsync(account, method, path, body, key));
    }

    /// <summary>Signing in is not part of a walk: tokens outlive a host.</summary>
    public async Task SignInAsync(string account)
    {
        if (_tokens.ContainsKey(account))
            return;
        var answer = await RepeatAsync(() => SendOnceAsync(null, HttpMethod.Post, "/api/sign-in",
            new JsonObject { ["email"] = $"{account}@demo.example", ["password"] = Password }, null));
        _tokens[account] = (string)answer.Expect(200)["accessToken"]!;
    }

    private async Task<Answer> RepeatAsync(Func<Task<Answer>> send)
    {
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                return await send();
            }
            catch (Exception exception) when (HostProcess.IsNoAnswer(exception) && UntilBack is not null && repeats < MostRepeats)
            {
                await UntilBack();
            }
        }
    }

    private async Task<Answer> SendOnceAsync(string? account, HttpMethod method, string path, JsonNode? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        if (account is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[account]);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var answer = new Answer((int)response.StatusCode, isJson ? JsonNode.Parse(text) : null);
        Answered?.Invoke(path, answer);
        return answer;
    }

    /// <summary>The form that starts a case.</summary>
    public async Task<JsonObject> ReadStartFormAsync(string account)
    {
        var procedures = await GetAsync(account, "/api/procedures");
        return procedures["items"]!.AsArray().Single(item => (string?)item!["definitionId"] == Procedure)!["startForm"]!.AsObject();
    }

    public Task<Answer> StartCaseAsync(string account, JsonObject answers, string key) =>
        PostAsync(account, $"/api/procedures/{Procedure}/cases", new JsonObject { ["answers"] = answers.DeepClone() }, key);

    public Task<Answer> CompleteAsync(string account, Guid taskId, string outcome, JsonObject answers, string? key = null) =>
        PostAsync(account, $"/api/tasks/{taskId}/completion", new JsonObject { ["outcome"] = outcome, ["answers"] = answers.DeepClone() }, key);

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonObject>> ListAsync(string account, string path)
    {
        var items = new List<JsonObject>();
        for (string? after = null; ;)
        {
            var page = await GetAsync(account, after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            after = (string?)page["next"];
            if (after is null)
                return items;
        }
    }

    public async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((string)(await GetAsync("director", "/api/dev/clock"))["now"]!, CultureInfo.InvariantCulture);

    /// <summary>
    /// Office time is at least that when this returns, and all that fell due on the way has happened. An advance that got no answer may have
    /// moved the clock and not done the work of that moment, so there is always one more that is answered.
    /// </summary>
    public async Task AdvanceToAsync(DateTimeOffset moment)
    {
        await SignInAsync("director");
        await RepeatAsync(async () =>
        {
            var now = await NowAsync();
            var by = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((moment - now).TotalSeconds)));
            var answer = await SendOnceAsync("director", HttpMethod.Post, "/api/dev/clock",
                new JsonObject { ["advance"] = by.ToString("c", CultureInfo.InvariantCulture) }, null);
            answer.Expect(200);
            return answer;
        });
    }

    public void Dispose() => _client.Dispose();
}
