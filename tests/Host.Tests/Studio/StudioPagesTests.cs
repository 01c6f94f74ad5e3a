using System.Net;

namespace OpsWorkflows.Host.Tests.Studio;

/// <summary>What pages with Studio in them may load and run: what Studio needs, and no more.</summary>
[Collection(ApiOffice.Collection)]
public class StudioPagesTests(ApiOffice office)
{
    async Task<Dictionary<string, string[]>> PolicyOfAsync(string account, string page)
    {
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        using var response = await browser.GetAsync(page);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        return response.Headers.GetValues("Content-Security-Policy").Single().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(directive => directive.Split(' ')).ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);
    }

    [Fact]
    public async Task Studio_runs_as_WebAssembly_with_its_own_two_scripts_and_nothing_else_inline()
    {
        var visit = await office.StartAsync();

        foreach (var (account, page) in new[]
        {
            ("procedure-manager", "/procedures"), ("procedure-manager", $"/procedures/{HomeVisit.Id}/designer"), ("procedure-manager", "/instances"),
            ("social-worker", $"/cases/{visit.Case}/diagram"),
        })
        {
            var policy = await PolicyOfAsync(account, page);

            policy.Keys.ShouldBe(["default-src", "script-src", "style-src", "img-src", "font-src", "worker-src", "object-src", "base-uri", "form-action", "frame-ancestors"], ignoreOrder: true, page);
            policy["default-src"].ShouldBe(["'self'"]);
            policy["script-src"].Where(source => !source.StartsWith("'sha256-", StringComparison.Ordinal)).ShouldBe(["'self'", "'wasm-unsafe-eval'"]);
            policy["script-src"].Length.ShouldBe(4);
            policy["style-src"].ShouldBe(["'self'", "'unsafe-inline'"]);
            policy["img-src"].ShouldBe(["'self'", "data:"]);
            policy["font-src"].ShouldBe(["'self'", "data:"]);
            policy["worker-src"].ShouldBe(["'self'", "blob:"]);
            policy["object-src"].ShouldBe(["'none'"]);
            policy["base-uri"].ShouldBe(["'self'"]);
            policy["form-action"].ShouldBe(["'self'"]);
            policy["frame-ancestors"].ShouldBe(["'none'"]);
        }
    }

    [Fact]
    public async Task Other_pages_run_no_WebAssembly_and_have_nothing_inline()
    {
        var policy = await PolicyOfAsync("procedure-manager", $"/procedures/{HomeVisit.Id}");

        policy.Keys.ShouldBe(["default-src", "img-src", "object-src", "base-uri", "form-action", "frame-ancestors"], ignoreOrder: true);
        policy["default-src"].ShouldBe(["'self'"]);
    }
}
