using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Tests.ElsaApi;

namespace OpsWorkflows.Host.Tests.Cases;

[Collection(ApiOffice.Collection)]
public class CaseStartTests(ApiOffice office)
{
    const string Path = $"/api/procedures/{HomeVisit.Id}/cases";

    static JsonObject Request(string family, string? address = null) => new()
    {
        ["answers"] = new JsonObject { ["receivedOn"] = "2026-03-02", ["source"] = "neighbour", ["familyName"] = family, ["familyAddress"] = address, ["unasked"] = "x" },
    };

    static string NewFamily() => $"Nowak {Guid.CreateVersion7():N}";

    [Fact]
    public async Task A_started_case_has_a_mark_its_starter_and_its_first_task()
    {
        var worker = await office.AsAsync("social-worker");

        var started = await worker.PostAsync(Path, Request(NewFamily(), "Polna 1"));

        started.Status.ShouldBe(HttpStatusCode.Created);
        started.Location!.ToString().ShouldBe($"/api/cases/{started.Body["id"]}");
        ((string)started.Body["caseMark"]!).ShouldMatch(@"^PS\.5201\.\d+\.\d{4}$");
        ((string)started.Body["status"]!).ShouldBe("open");
        started.Body["warnings"]!.AsArray().ShouldBeEmpty();
        var found = (await worker.GetAsync(started.Location.ToString())).Body;
        ((string)found["people"]![0]!["role"]!).ShouldBe("social-worker");
        ((string)found["people"]![0]!["name"]!).ShouldBe("Anna Zielińska");
        ((string)found["familyAddress"]!).ShouldBe("Polna 1");
        ((string)found["milestones"]![0]!["day"]!).ShouldBe("2026-03-02");
        ((string)found["openTasks"]![0]!["step"]!).ShouldBe("visit");
    }

    [Fact]
    public async Task The_familys_data_and_what_the_form_does_not_ask_are_not_kept_with_the_answers()
    {
        var worker = await office.AsAsync("social-worker");

        var started = await worker.PostAsync(Path, Request(NewFamily(), "Polna 1"));

        var answers = await office.AskAsync<string>($"select answers::text from answers where instance_id = '{started.Body["id"]}'");
        JsonNode.DeepEquals(JsonNode.Parse(answers), JsonNode.Parse("""{"receivedOn":"2026-03-02","source":"neighbour"}""")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_open_case_of_the_same_family_warns_and_does_not_refuse()
    {
        var worker = await office.AsAsync("social-worker");
        var family = NewFamily();
        var first = await worker.PostAsync(Path, Request(family, "Polna 1"));

        var second = await worker.PostAsync(Path, Request($"  {family.ToUpperInvariant()} ", " polna  1"));
        var elsewhere = await worker.PostAsync(Path, Request(family, "Polna 2"));

        second.Status.ShouldBe(HttpStatusCode.Created);
        second.Body["warnings"]!.AsArray().Select(text => (string)text!).ShouldBe([$"Ta rodzina ma już otwartą sprawę {first.Body["caseMark"]}."]);
        elsewhere.Body["warnings"]!.AsArray().ShouldBeEmpty();
        (await office.AskAsync<long>($"select count(*) from families where lower(name) = lower('{family}')")).ShouldBe(2);
    }

    [Fact]
    public async Task Cases_of_which_nobody_wrote_down_the_family_are_strangers_to_one_another()
    {
        var worker = await office.AsAsync("social-worker");
        await worker.PostAsync(Path, Request(""));

        var second = await worker.PostAsync(Path, Request(""));

        second.Body["warnings"]!.AsArray().ShouldBeEmpty();
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);
        (await SiblingsOnPageAsync(second)).ShouldBeFalse();
        var family = NewFamily();
        await worker.PostAsync(Path, Request(family));
        (await SiblingsOnPageAsync(await worker.PostAsync(Path, Request(family)))).ShouldBeTrue();

        async Task<bool> SiblingsOnPageAsync(Answer started) =>
            WebUtility.HtmlDecode(await browser.GetStringAsync($"/cases/{started.Body["id"]}")).Contains("Ta rodzina ma też inną otwartą sprawę", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_form_with_questions_says_which_of_them_have_to_be_answered()
    {
        const string Note = "Pola bez dopisku „nieobowiązkowe” trzeba wypełnić.";
        var bare = Drawn.NewId();
        await (await office.AsAsync("procedure-manager")).SavedAsync(Drawn.Document(bare), publish: true);
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("social-worker@demo.example", SigningIn.Password);

        WebUtility.HtmlDecode(await browser.GetStringAsync($"/cases/new/{HomeVisit.Id}")).ShouldContain(Note);
        WebUtility.HtmlDecode(await browser.GetStringAsync($"/cases/new/{bare}")).ShouldNotContain(Note);
        var started = await (await office.AsAsync("social-worker")).PostAsync($"/api/procedures/{bare}/cases", new { answers = new { } });
        WebUtility.HtmlDecode(await browser.GetStringAsync($"/cases/{started.Body["id"]}")).ShouldContain("Nic jeszcze nie zapisano.");
    }

    [Theory]
    [InlineData("pl", "Wypełnij to pole", "Podaj prawidłową datę (RRRR-MM-DD)")]
    [InlineData("en", "Fill in this field", "Enter a real date (YYYY-MM-DD)")]
    public async Task What_is_missing_or_wrong_is_said_field_by_field_in_the_callers_language(string language, string missing, string date)
    {
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync(Path, new { answers = new { receivedOn = "2026-02-30" } }, language: language);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.ErrorsOf("source").ShouldBe([missing]);
        answer.ErrorsOf("receivedOn").ShouldBe([date]);
    }

    [Fact]
    public async Task Only_what_the_form_asks_for_is_needed()
    {
        var worker = await office.AsAsync("social-worker");

        var started = await worker.PostAsync(Path, new { answers = new { receivedOn = "2031-01-01", source = "family" } });

        started.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_procedure_that_is_not_there_cannot_be_started()
    {
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync("/api/procedures/nothing/cases", Request(NewFamily()));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_starts_one_case_and_gets_one_answer()
    {
        var worker = await office.AsAsync("social-worker");
        var family = NewFamily();
        var key = Guid.CreateVersion7().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => worker.PostAsync(Path, Request(family), key)));
        var later = await worker.PostAsync(Path, Request(family), key);

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Append(later).Select(answer => answer.Body.ToJsonString()).Distinct().Count().ShouldBe(1);
        (await office.AskAsync<long>($"select count(*) from cases c join families f on f.id = c.family_id where f.name = '{family}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        var worker = await office.AsAsync("social-worker");
        var key = Guid.CreateVersion7().ToString();
        await worker.PostAsync(Path, Request(NewFamily()), key);

        var answer = await worker.PostAsync(Path, Request(NewFamily()), key);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Code.ShouldBe("key-reused");
    }
}
