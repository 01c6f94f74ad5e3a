using System.Net;
using System.Text.RegularExpressions;

namespace OpsWorkflows.Host.Tests.Layout;

[Collection(RunningHost.Collection)]
public partial class LayoutTests(RunningHost running)
{
    [Fact]
    public async Task Pages_are_polish_until_the_person_switches()
    {
        using var browser = running.Host.NewClient();
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "en-GB");
        (await browser.GetStringAsync("/sign-in")).ShouldContain("<html lang=\"pl\"");

        using var switched = await browser.SubmitAsync("/sign-in", new Dictionary<string, string> { ["language"] = "en", ["returnUrl"] = "/sign-in" }, "/language");

        switched.Headers.Location!.ToString().ShouldBe("/sign-in");
        var html = await browser.GetStringAsync("/sign-in");
        html.ShouldContain("<html lang=\"en\"");
        html.ShouldContain("Sign in");
    }

    [Theory]
    [InlineData("social-worker", "/", "/cases", "/cases/new", "/mail")]
    [InlineData("director", "/", "/cases", "/mail", "/incidents")]
    [InlineData("procedure-manager", "/", "/incidents", "/procedures", "/instances")]
    [InlineData("administrator", "/", "/mail", "/incidents")]
    public async Task People_see_the_links_that_they_may_use(string account, params string[] addresses)
    {
        using var browser = running.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);

        var html = await browser.GetStringAsync("/");

        NavigationLinks().Matches(html).Select(match => match.Groups["address"].Value).ShouldBe(addresses);
    }

    [Fact]
    public async Task Every_asset_of_a_page_is_there_and_is_cached_by_its_version()
    {
        using var client = running.Host.NewClient();
        var html = await client.GetStringAsync("/sign-in");
        var addresses = AssetLinks().Matches(html).Select(match => match.Groups["address"].Value).ToList();
        addresses.Count.ShouldBeGreaterThanOrEqualTo(6);

        foreach (var address in addresses)
        {
            using var response = await client.GetAsync(address);

            response.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            response.Headers.CacheControl!.ToString().ShouldBe(address.Contains("?v=", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache", address);
        }
    }

    [GeneratedRegex("govuk-service-navigation__link\" href=\"(?<address>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex NavigationLinks();

    [GeneratedRegex("(?:<link[^>]* href|<script[^>]* src)=\"(?<address>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex AssetLinks();
}
