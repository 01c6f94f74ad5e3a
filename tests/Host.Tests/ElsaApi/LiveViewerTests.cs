using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>The viewer follows an instance by itself.</summary>
[Collection(ApiOffice.Collection)]
public class LiveViewerTests(ApiOffice office)
{
    const string Hub = "/elsa/hubs/workflow-instance";

    /// <summary>What came to an observer, and a way to wait for it.</summary>
    sealed class Told : IAsyncDisposable
    {
        readonly HubConnection connection;
        readonly ConcurrentQueue<JsonObject> stats = new();
        readonly SemaphoreSlim came = new(0);

        public Told(HubConnection connection)
        {
            this.connection = connection;
            connection.On<JsonObject>("ActivityExecutionLogUpdatedAsync", report => stats.Enqueue(report));
            connection.On<JsonObject>("WorkflowExecutionLogUpdatedAsync", _ => { });
            connection.On<JsonObject>("WorkflowInstanceUpdatedAsync", update =>
            {
                Instances.Enqueue((string)update["workflowInstanceId"]!);
                came.Release();
            });
        }

        public ConcurrentQueue<string> Instances { get; } = new();

        public async Task<JsonArray> NextAsync()
        {
            (await came.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue("nothing came");
            return stats.Last()["stats"]!.AsArray();
        }

        public Task ObserveAsync(Guid id) => connection.InvokeAsync("ObserveInstanceAsync", id.ToString());

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            came.Dispose();
        }
    }

    async Task<Told> ConnectAsync(string account)
    {
        using var client = await office.Host.SignedInAsync($"{account}@demo.example");
        var token = client.DefaultRequestHeaders.Authorization!;
        return await ConnectAsync(options => options.Headers["Authorization"] = token.ToString());
    }

    async Task<Told> ConnectAsync(Action<HttpConnectionOptions> configure)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(office.Host.Address, Hub), configure).Build();
        await connection.StartAsync();
        return new(connection);
    }

    /// <summary>What a browser sends along by itself once the person has signed in.</summary>
    async Task<string> CookieAsync(string account)
    {
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("ops-session=", StringComparison.Ordinal)).Split(';')[0];
    }

    static long Completed(JsonArray stats, string activity) =>
        stats.Where(one => (string)one!["activityId"]! == activity).Sum(one => (long)one!["completedCount"]!);

    [Fact]
    public async Task An_observer_is_told_how_an_instance_stands_and_again_when_a_task_of_it_is_done()
    {
        var (visit, other) = (await office.StartAsync(), await office.StartAsync());
        await using var told = await ConnectAsync("social-worker");

        await told.ObserveAsync(visit.Case);
        var before = await told.NextAsync();
        await office.VisitedAsync(other);
        await office.VisitedAsync(visit);
        var after = await told.NextAsync();

        Drawn.Names(before[0]).ShouldBe(
            ["activityId", "activityNodeId", "startedCount", "completedCount", "uncompletedCount", "isBlocked", "isFaulted", "aggregateFaultCount", "metadata"], ignoreOrder: true);
        Completed(before, "visit").ShouldBe(0);
        Completed(after, "visit").ShouldBe(1);
        told.Instances.Distinct().ShouldBe([visit.Case.ToString()]);
    }

    [Fact]
    public async Task Nobody_observes_what_they_may_not_see()
    {
        var visit = await office.StartAsync();
        await using var assistant = await ConnectAsync("assistant2");

        (await Should.ThrowAsync<HubException>(() => assistant.ObserveAsync(visit.Case))).Message.ShouldContain("Nie znaleziono");
        await Should.ThrowAsync<HubException>(() => assistant.ObserveAsync(Guid.CreateVersion7()));
        (await Should.ThrowAsync<HttpRequestException>(() => ConnectAsync("auditor"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        assistant.Instances.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_connects_without_signing_in_or_from_another_site()
    {
        using var nobody = office.Host.NewClient();
        using var unknown = await nobody.PostAsync(Hub + "/negotiate?negotiateVersion=1", null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);
        foreach (var (site, status) in new[] { ("cross-site", HttpStatusCode.Forbidden), ("same-origin", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Hub + "/negotiate?negotiateVersion=1");
            request.Headers.Add("Sec-Fetch-Site", site);
            using var response = await browser.SendAsync(request);
            response.StatusCode.ShouldBe(status, site);
        }
    }

    [Fact]
    public async Task Who_has_left_the_case_is_told_nothing_more()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        await using var worker = await ConnectAsync("social-worker");
        await using var director = await ConnectAsync("director");
        await worker.ObserveAsync(visit.Case);
        await worker.NextAsync();
        await director.ObserveAsync(visit.Case);
        await director.NextAsync();

        await office.ExecuteAsync($"update case_people set until = now() where instance_id = '{visit.Case}' and role = 'social-worker'");
        await ChangeAsync();
        var heard = worker.Instances.Count;
        await ChangeAsync();
        await ChangeAsync();

        worker.Instances.Count.ShouldBe(heard);

        async Task ChangeAsync()
        {
            await office.ExecuteAsync($"update workflow_instances set revision = revision + 1 where id = '{visit.Case}'");
            await director.NextAsync();
        }
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_browser_follows_an_instance_also_where_no_socket_gets_through(HttpTransportType transport)
    {
        var visit = await office.StartAsync();
        var cookie = await CookieAsync("social-worker");
        await using var told = await ConnectAsync(options =>
        {
            options.Transports = transport;
            options.Headers["Cookie"] = cookie;
            options.Headers["Origin"] = office.Host.Address.GetLeftPart(UriPartial.Authority);
        });

        await told.ObserveAsync(visit.Case);

        Completed(await told.NextAsync(), "visit").ShouldBe(0);
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_socket_with_the_cookie_of_ours()
    {
        var cookie = await CookieAsync("social-worker");

        var refusal = await Should.ThrowAsync<Exception>(() => ConnectAsync(options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie;
            options.Headers["Origin"] = "https://elsewhere.example";
        }));

        refusal.GetBaseException().Message.ShouldContain("403");
    }
}
