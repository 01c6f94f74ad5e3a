using System.Net;
using System.Text;

namespace OpsWorkflows.Host.Tests.Errors;

[Collection(RunningHost.Collection)]
public class ErrorResponsesTests(RunningHost running)
{
    [Theory]
    [InlineData(null, "Nie znaleziono")]
    [InlineData("en", "Not found")]
    [InlineData("de, en-US;q=0.8, pl;q=0.5", "Not found")]
    [InlineData("fr", "Nie znaleziono")]
    public async Task A_problem_speaks_the_callers_language(string? accepted, string title)
    {
        using var client = await running.Host.SignedInAsync("director@demo.example");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);

        using var response = await client.GetAsync("/api/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var problem = await response.ProblemAsync();
        ((string)problem["title"]!).ShouldBe(title);
        ((string)problem["code"]!).ShouldBe("not-found");
        ((int)problem["status"]!).ShouldBe(404);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "malformed-body")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "malformed-body")]
    [InlineData("a=b", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "not-json")]
    public async Task A_body_that_cannot_be_read_is_the_callers_fault(string body, string type, HttpStatusCode status, string code)
    {
        using var client = await running.Host.SignedInAsync("director@demo.example");
        using var content = new StringContent(body, Encoding.UTF8, type);

        using var response = await client.PostAsync("/api/sign-in", content);

        response.StatusCode.ShouldBe(status);
        ((string)(await response.ProblemAsync())["code"]!).ShouldBe(code);
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_and_keeps_the_navigation()
    {
        using var browser = running.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);

        using var response = await browser.GetAsync("/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldContain("Nie ma takiej strony");
        html.ShouldContain("Anna Zielińska");
    }

    [Fact]
    public async Task The_address_of_the_error_page_is_no_page_of_its_own()
    {
        using var client = running.Host.NewClient();

        using var response = await client.GetAsync("/error/200");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
