using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests;

/// <summary>One host for the tests of the API, with a small procedure of their own; each test looks at cases that it started itself.</summary>
public sealed class ApiOffice : IAsyncLifetime
{
    public const string Collection = "api office";
    readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);

    public HostProcess Host { get; private set; } = null!;

    public string ConnectionString { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        ConnectionString = await TestCluster.CreateDatabaseAsync();
        Database = NpgsqlDataSource.Create(ConnectionString);
        Host = await HostProcess.StartAsync(new() { ConnectionString = ConnectionString });
        await new ProcedureShelf(Database).PublishAsync(HomeVisit.Document(), HomeVisit.Resources());
    }

    public async Task DisposeAsync()
    {
        people.Values.ToList().ForEach(person => person.Dispose());
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A demo account by the part of its address before the @.</summary>
    internal async Task<Person> AsAsync(string account)
    {
        if (!people.TryGetValue(account, out var person))
        {
            people[account] = person = new(await Host.SignedInAsync($"{account}@demo.example"));
        }
        return person;
    }

    /// <summary>A new case of the small procedure; the family is nobody else's, and its limits end long after office time.</summary>
    internal async Task<StartedVisit> StartAsync(string starter = "social-worker", string? family = null, bool urgent = false, string receivedOn = "2031-03-03")
    {
        var worker = await AsAsync(starter);
        var answers = new { receivedOn, source = "family", urgent, familyName = family ?? $"Rodzina {Guid.CreateVersion7():N}", note = "x" };
        var started = await worker.PostAsync($"/api/procedures/{HomeVisit.Id}/cases", new { answers });
        started.Status.ShouldBe(HttpStatusCode.Created);
        var id = (Guid)started.Body["id"]!;
        return new(id, (string)started.Body["caseMark"]!, await TaskAsync(id, "visit"));
    }

    /// <summary>The id of the open task of a case at a step.</summary>
    internal async Task<Guid> TaskAsync(Guid caseId, string step)
    {
        var director = await AsAsync("director");
        var tasks = (JsonArray)(await director.GetAsync($"/api/tasks?caseId={caseId}")).Body["items"]!;
        return (Guid)tasks.Single(task => (string)task!["step"]! == step)!["id"]!;
    }

    /// <summary>The visit is made, and the assistant named; returns the id of the review that waits for a foster coordinator.</summary>
    internal async Task<Guid> VisitedAsync(StartedVisit visit, string starter = "social-worker")
    {
        var worker = await AsAsync(starter);
        var assistant = await PersonIdAsync("assistant");
        var done = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done", answers = HomeVisit.Answers(assistant) });
        done.Status.ShouldBe(HttpStatusCode.Created);
        return await TaskAsync(visit.Case, "review");
    }

    internal async Task<Guid> PersonIdAsync(string account) => (Guid)(await (await AsAsync(account)).GetAsync("/api/me")).Body["id"]!;

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Returns when the query answers true, as a worker of the host has done its part; fails when it has not in half a minute.</summary>
    internal async Task UntilAsync(string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        await using var command = Database.CreateCommand($"select {condition}");
        while (await command.ExecuteScalarAsync() is not true)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}

[CollectionDefinition(ApiOffice.Collection)]
public sealed class ApiOfficeCollection : ICollectionFixture<ApiOffice>;

/// <summary>A case of the small procedure, and its first task.</summary>
sealed record StartedVisit(Guid Case, string Mark, Guid Task);

/// <summary>An answer of the API.</summary>
sealed record Answer(HttpStatusCode Status, JsonObject Body, Uri? Location)
{
    public string Code => (string)Body["code"]!;

    /// <summary>The texts about a field of a 422.</summary>
    public string[] ErrorsOf(string field) => Body["errors"]![field] is JsonArray texts ? [.. texts.Select(text => (string)text!)] : [];
}

/// <summary>Somebody who has signed in.</summary>
sealed class Person(HttpClient client) : IDisposable
{
    public Task<Answer> GetAsync(string path, string language = "pl") => SendAsync(HttpMethod.Get, path, null, null, language);

    /// <param name="tab">The tab of the designer that sends it.</param>
    public Task<Answer> PostAsync(string path, object body, string? key = null, string language = "pl", Uri? referer = null, string? tab = null) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), key, language, referer, tab);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? key = null, string language = "pl", Uri? referer = null, string? tab = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept-Language", language);
        request.Headers.Referrer = referer;
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        if (tab is not null)
        {
            request.Headers.Add("Ops-Tab", tab);
        }
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length == 0 || response.Content.Headers.ContentType?.MediaType == "text/plain" ? [] : JsonNode.Parse(text, documentOptions: new() { MaxDepth = 1000 })!.AsObject(), response.Headers.Location);
    }

    public void Dispose() => client.Dispose();
}
