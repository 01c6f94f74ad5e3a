using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Inbox;

[Collection(ApiOffice.Collection)]
public class CompletionTests(ApiOffice office)
{
    async Task<JsonObject> DoneAsync(string assistant = "assistant") =>
        new() { ["outcome"] = "Done", ["answers"] = HomeVisit.Answers(await office.PersonIdAsync(assistant)) };

    [Fact]
    public async Task A_finished_task_says_what_comes_next()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync());

        answer.Status.ShouldBe(HttpStatusCode.Created);
        ((Guid)answer.Body["taskId"]!).ShouldBe(visit.Task);
        ((Guid)answer.Body["caseId"]!).ShouldBe(visit.Case);
        ((string)answer.Body["outcome"]!).ShouldBe("Done");
        ((string)answer.Body["status"]!).ShouldBe("open");
        ((string)answer.Body["caseStatus"]!).ShouldBe("analysis");
        answer.Body["openTasks"]!.AsArray().Select(task => (string)task!["step"]!).ShouldBe(["review"]);
    }

    [Fact]
    public async Task The_last_task_closes_the_case()
    {
        var visit = await office.StartAsync();
        var review = await office.VisitedAsync(visit);
        var coordinator = await office.AsAsync("foster-coordinator");

        var claimed = await coordinator.PostAsync($"/api/tasks/{review}/claim", new { });
        var answer = await coordinator.PostAsync($"/api/tasks/{review}/completion", new { outcome = "Accepted" });

        claimed.Status.ShouldBe(HttpStatusCode.OK);
        ((string)claimed.Body["assigneeName"]!).ShouldBe("Joanna Lis");
        ((string)answer.Body["status"]!).ShouldBe("closed");
        answer.Body["openTasks"]!.AsArray().ShouldBeEmpty();
        ((string)(await (await office.AsAsync("director")).GetAsync($"/api/cases/{visit.Case}")).Body["status"]!).ShouldBe("closed");
    }

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_time_also_after_the_case_has_moved_on()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var request = await DoneAsync();
        var first = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request, "first-key");
        var review = await office.TaskAsync(visit.Case, "review");
        await (await office.AsAsync("foster-coordinator")).PostAsync($"/api/tasks/{review}/completion", new { outcome = "Accepted" });

        var sameKey = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request, "first-key");
        var noKey = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request);
        var otherKey = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request, Guid.CreateVersion7().ToString());

        foreach (var repeat in new[] { sameKey, noKey, otherKey })
        {
            repeat.Status.ShouldBe(HttpStatusCode.Created);
            repeat.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        }
    }

    [Fact]
    public async Task Another_request_under_a_used_key_is_refused()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var key = Guid.CreateVersion7().ToString();
        await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync(), key);

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync("assistant2"), key);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Code.ShouldBe("key-reused");
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync(), new string('k', 201));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)answer.Body["parameter"]!).ShouldBe("Idempotency-Key");
    }

    [Fact]
    public async Task Of_many_at_once_one_finishes_the_task_and_all_get_its_answer()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var request = await DoneAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => worker.PostAsync($"/api/tasks/{visit.Task}/completion", request)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.Body.ToJsonString()).Distinct().Count().ShouldBe(1);
        (await office.AskAsync<long>($"select count(*) from user_tasks where instance_id = '{visit.Case}'")).ShouldBe(2);
    }

    [Fact]
    public async Task Who_comes_second_with_something_else_is_told_who_was_first_and_when()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var request = await DoneAsync();
        var first = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request);

        var otherAnswers = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync("assistant2"));
        request["outcome"] = "Again";
        var otherOutcome = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request);

        foreach (var answer in new[] { otherAnswers, otherOutcome })
        {
            answer.Status.ShouldBe(HttpStatusCode.Conflict);
            answer.Code.ShouldBe("task-closed");
            ((string)answer.Body["by"]!).ShouldBe("Anna Zielińska");
            ((string)answer.Body["at"]!).ShouldBe((string)first.Body["at"]!);
        }
    }

    [Fact]
    public async Task A_withdrawn_task_says_who_withdrew_it()
    {
        var visit = await office.StartAsync();
        await (await office.AsAsync("director")).PostAsync($"/api/cases/{visit.Case}/closure", new { reason = "Przeprowadzka" });

        var answer = await (await office.AsAsync("social-worker")).PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync());

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        ((string)answer.Body["by"]!).ShouldBe("Krzysztof Dąbrowski");
        answer.Body["at"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("pl", "Wybierz jedną z podanych możliwości", "Podaj liczbę", "Podaj kwotę od zera, z groszami po przecinku", "Wybierz tak albo nie", "Wypełnij to pole")]
    [InlineData("en", "Choose one of the options given", "Enter a number", "Enter an amount of zero or more with at most two decimals", "Choose yes or no", "Fill in this field")]
    public async Task Each_wrong_answer_is_named_with_its_path(string language, string choice, string number, string money, string yesNo, string required)
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var answers = JsonNode.Parse("""
            {"visitDate":"2026-03-04","result":"none","needs":["food","love"],"rooms":"many","rent":-1,"safe":"yes","children":[{"child":"Ala"},{"born":"2020-01-01"}]}
            """);

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done", answers }, language: language);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Code.ShouldBe("invalid");
        answer.Body["errors"]!.AsObject().ToDictionary(error => error.Key, error => (string)error.Value![0]!).ShouldBe(new Dictionary<string, string>
        {
            ["result"] = choice,
            ["needs"] = choice,
            ["rooms"] = number,
            ["rent"] = money,
            ["safe"] = yesNo,
            ["assistant"] = required,
            ["children[1].child"] = required,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_field_that_another_outcome_asks_for_may_be_left_out()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var without = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Again", answers = new { visitDate = "2026-03-04", result = "bad" } });
        var with = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Again", answers = new { visitDate = "2026-03-04", result = "bad", why = "x" } });

        without.ErrorsOf("why").Length.ShouldBe(1);
        without.ErrorsOf("assistant").ShouldBeEmpty();
        with.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_outcome_that_the_task_does_not_have_is_refused()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        (await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Sideways" })).ErrorsOf("outcome").ShouldBe(["Zadanie nie ma takiego wyniku"]);
        (await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { })).ErrorsOf("outcome").ShouldBe(["Wypełnij to pole"]);
    }

    [Fact]
    public async Task Somebody_without_the_role_cannot_be_chosen()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync("director"));

        answer.ErrorsOf("assistant").ShouldBe(["Ta osoba nie ma potrzebnej roli albo już nie pracuje"]);
    }

    [Fact]
    public async Task Nobody_can_be_chosen_who_has_a_role_to_be_kept_apart()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var workerId = await office.PersonIdAsync("social-worker");
        await office.ExecuteAsync($"insert into person_roles values ('{workerId}', 'assistant')");
        try
        {
            var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync("social-worker"));

            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            answer.ErrorsOf("assistant").ShouldBe(["Ta osoba ma w sprawie rolę, której nie można z tą połączyć"]);
        }
        finally
        {
            await office.ExecuteAsync($"delete from person_roles where person_id = '{workerId}' and role = 'assistant'");
        }
    }

    [Fact]
    public async Task What_the_form_does_not_ask_is_not_kept_and_what_it_asks_is_kept_as_it_came()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var request = await DoneAsync();
        var answers = request["answers"]!.AsObject();
        (answers["secret"], answers["rooms"], answers["rent"], answers["needs"]) = ("x", 3, 1200.50m, new JsonArray("food"));
        answers["children"] = JsonNode.Parse("""[{"child":"Zażółć\u0000 gęślą","hidden":1}]""");

        (await worker.PostAsync($"/api/tasks/{visit.Task}/completion", request)).Status.ShouldBe(HttpStatusCode.Created);

        var kept = JsonNode.Parse(await office.AskAsync<string>($"select answers::text from answers where task_id = '{visit.Task}'"))!;
        kept["secret"].ShouldBeNull();
        ((int)kept["rooms"]!).ShouldBe(3);
        ((decimal)kept["rent"]!).ShouldBe(1200.50m);
        kept["children"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe("""[{"child":"Zażółć gęślą"}]""");
    }

    [Fact]
    public async Task An_answer_that_is_no_text_at_all_is_the_callers_fault()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        using var content = new StringContent("""{"outcome":"Again","answers":{"why":"\ud800"}}""", System.Text.Encoding.UTF8, "application/json");

        var answer = await worker.SendAsync(HttpMethod.Post, $"/api/tasks/{visit.Task}/completion", content);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nothing_is_finished_while_the_case_is_suspended()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        await worker.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "Szpital" });

        var answer = await worker.PostAsync($"/api/tasks/{visit.Task}/completion", await DoneAsync());

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe("case-suspended");
    }

    [Theory]
    [InlineData("{\"outcome\": 1}", "$.outcome", 1)]
    [InlineData("{\"outcome\": \"Done\",\n \"answers\": []}", "$.answers", 2)]
    [InlineData("{\"outcome\": \"Done\"", "$", 1)]
    public async Task A_body_that_cannot_be_read_says_where(string body, string path, int line)
    {
        var worker = await office.AsAsync("social-worker");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = await worker.SendAsync(HttpMethod.Post, $"/api/tasks/{Guid.CreateVersion7()}/completion", content);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("malformed-body");
        ((string)answer.Body["path"]!).ShouldBe(path);
        ((int)answer.Body["line"]!).ShouldBe(line);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read()
    {
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.PostAsync($"/api/tasks/{Guid.CreateVersion7()}/completion", new { outcome = "Done", answers = new { why = new string('x', 1_100_000) } });

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Code.ShouldBe("too-large");
    }
}
