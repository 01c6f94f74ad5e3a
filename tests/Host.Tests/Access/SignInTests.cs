using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Access;

[Collection(RunningHost.Collection)]
public class SignInTests(RunningHost running)
{
    [Fact]
    public async Task The_right_password_gives_a_token_that_the_api_accepts()
    {
        using var client = await running.Host.SignedInAsync("director@demo.example");

        var me = await client.GetFromJsonAsync<JsonObject>("/api/me");

        ((string)me!["name"]!).ShouldBe("Krzysztof Dąbrowski");
        me["roles"]!.AsArray().Select(role => (string)role!).ShouldBe(["director"]);
    }

    [Fact]
    public async Task An_address_is_the_same_in_capitals()
    {
        using var client = running.Host.NewClient();

        using var response = await client.AskForTokenAsync(" Director@Demo.Example ", SigningIn.Password);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("director@demo.example", "wrong")]
    [InlineData("nobody@demo.example", SigningIn.Password)]
    public async Task A_wrong_password_and_an_unknown_address_are_refused_alike(string email, string password)
    {
        using var client = running.Host.NewClient();

        using var response = await client.AskForTokenAsync(email, password);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var problem = await response.ProblemAsync();
        ((string)problem["code"]!).ShouldBe("wrong-password");
        problem.ShouldContainKey("traceId");
        problem.ShouldNotContainKey("accessToken");
    }

    [Fact]
    public async Task A_sign_in_without_a_password_names_the_field()
    {
        using var client = running.Host.NewClient();

        using var response = await client.AskForTokenAsync("director@demo.example", "");

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await response.ProblemAsync())["errors"]!["password"]![0]!).ShouldBe("Wypełnij to pole");
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        using var client = running.Host.NewClient();
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            using var wrong = await client.AskForTokenAsync("auditor@demo.example", $"wrong {attempt}");
            ((string)(await wrong.ProblemAsync())["code"]!).ShouldBe(attempt < 10 ? "wrong-password" : "locked-out");
        }

        using var response = await client.AskForTokenAsync("auditor@demo.example", SigningIn.Password);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        ((string)(await response.ProblemAsync())["code"]!).ShouldBe("locked-out");
    }

    [Fact]
    public async Task The_page_gives_a_strict_cookie_and_leads_on()
    {
        using var browser = running.Host.NewClient();

        using var response = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password, "/sign-in?returnUrl=%2Fcases");

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("/cases");
        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("ops-session=", StringComparison.Ordinal));
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldContain("httponly", Case.Insensitive);
        (await browser.GetStringAsync("/")).ShouldContain("Anna Zielińska");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task The_page_leads_nowhere_else(string target)
    {
        using var browser = running.Host.NewClient();

        using var response = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password, $"/sign-in?returnUrl={Uri.EscapeDataString(target)}");

        response.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task The_page_tells_what_is_wrong()
    {
        using var browser = running.Host.NewClient();

        using var response = await browser.SignInOnPageAsync("social-worker@demo.example", "wrong");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Nieprawidłowy adres e-mail lub hasło");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = running.Host.NewClient();
        using var form = new FormUrlEncodedContent([new("email", "social-worker@demo.example"), new("password", SigningIn.Password)]);

        using var response = await browser.PostAsync("/sign-in", form);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(cookie => cookie.StartsWith("ops-session=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var browser = running.Host.NewClient();
        using (await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password))
        {
            using var response = await browser.SubmitAsync("/", new Dictionary<string, string>(), "/sign-out");
            response.Headers.Location!.ToString().ShouldBe("/sign-in");
        }

        using var after = await browser.GetAsync("/");

        after.Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in");
    }
}
