using System.Net;
using System.Net.Http.Json;

namespace OpsWorkflows.Host.Tests.Access;

[Collection(RunningHost.Collection)]
public class RequestRulesTests(RunningHost running)
{
    [Fact]
    public async Task Without_a_session_the_api_answers_401_and_a_page_leads_to_the_sign_in()
    {
        using var client = running.Host.NewClient();

        using var api = await client.GetAsync("/api/me");
        using var page = await client.GetAsync("/");

        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        ((string)(await api.ProblemAsync())["code"]!).ShouldBe("not-signed-in");
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?returnUrl=%2F");
    }

    [Fact]
    public async Task A_token_opens_no_page()
    {
        using var client = await running.Host.SignedInAsync("director@demo.example");

        using var page = await client.GetAsync("/");

        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_link_in_webmail_finds_the_session_at_the_second_try()
    {
        using var client = running.Host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks/1?a=\"b\"");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain("content=\"0;url=/tasks/1?a=%22b%22\"");
    }

    [Theory]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("same-site", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.Forbidden)]
    [InlineData("same-origin", null, HttpStatusCode.OK)]
    [InlineData(null, "own", HttpStatusCode.OK)]
    public async Task With_a_cookie_the_api_takes_changes_from_its_own_pages_only(string? site, string? origin, HttpStatusCode expected)
    {
        using var browser = running.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in")
        {
            Content = JsonContent.Create(new { email = "social-worker@demo.example", password = SigningIn.Password }),
        };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? running.Host.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var response = await browser.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task With_a_cookie_the_api_takes_changes_as_json_only()
    {
        using var browser = running.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = new StringContent("{}") };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var response = await browser.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Answers_carry_a_strict_content_security_policy()
    {
        using var client = running.Host.NewClient();

        using var page = await client.GetAsync("/sign-in");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'self'");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("<script>");
    }
}
