using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>A system that procedures ask: a small web server on a free port, which remembers what it was asked.</summary>
sealed class OtherSystem : IAsyncDisposable
{
    readonly WebApplication app;

    OtherSystem(WebApplication app) => this.app = app;

    /// <summary>With the name <c>localhost</c>.</summary>
    public string Url { get; private init; } = "";

    public ConcurrentQueue<(string Method, string Path, string? Key, string? Header, string Body)> Asked { get; } = new();

    public static async Task<OtherSystem> OpenAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        OtherSystem? system = null;
        server.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            system!.Asked.Enqueue((context.Request.Method, context.Request.Path, context.Request.Headers["Idempotency-Key"], context.Request.Headers["X-Office"], await body.ReadToEndAsync()));
            await answer(context);
        });
        await server.StartAsync();
        return system = new OtherSystem(server) { Url = server.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) };
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
