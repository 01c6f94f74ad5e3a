using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Cases;

[Collection(ApiOffice.Collection)]
public class CaseEndpointsTests(ApiOffice office)
{
    static JsonArray Items(Answer answer) => answer.Body["items"]!.AsArray();

    [Fact]
    public async Task A_case_tells_its_dates_people_tasks_limits_and_story()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var found = (await worker.GetAsync($"/api/cases/{visit.Case}")).Body;

        ((string)found["caseMark"]!).ShouldBe(visit.Mark);
        ((string)found["status"]!).ShouldBe("open");
        ((int)found["definitionVersion"]!).ShouldBe(1);
        ((string)found["caseStatusLabel"]!).ShouldBe("analiza");
        ((string)found["milestones"]![0]!["label"]!).ShouldBe("Wpływ");
        found["people"]!.AsArray().Select(person => $"{person!["roleLabel"]} {person["name"]}")
            .ShouldBe(["pracownik socjalny Anna Zielińska", "asystent rodziny Marta Kowalczyk"]);
        found["openTasks"]!.AsArray().Select(task => (string)task!["step"]!).ShouldBe(["review"]);
        found["openTasks"]![0]!["form"].ShouldBeNull();
        var limit = found["limits"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)limit["label"]!).ShouldBe("Wizyta w domu");
        ((string)limit["lastDay"]!).ShouldBe("2031-03-17");
        ((string)limit["status"]!).ShouldBe("met");
        var story = found["timeline"]!.AsArray();
        story.Select(entry => (string)entry!["text"]!).ShouldBe(
        [
            "Wszczęto sprawę",
            "W sprawie jako pracownik socjalny: Anna Zielińska",
            "Wpływ: 3 marca 2031",
            "Etap sprawy: analiza",
            "Nowe zadanie: Wizyta w domu, termin 17 marca 2031",
            "Wykonano zadanie: Wizyta w domu. Wynik: Odbyta",
            "W sprawie jako asystent rodziny: Marta Kowalczyk",
            "Nowe zadanie: Sprawdzenie",
        ]);
        story.Select(entry => (DateTimeOffset)entry!["at"]!).ShouldBeInOrder();
        ((string)story[0]!["by"]!).ShouldBe("Anna Zielińska");
    }

    [Fact]
    public async Task A_story_can_be_read_in_English()
    {
        var visit = await office.StartAsync(urgent: true);
        var worker = await office.AsAsync("social-worker");

        var found = (await worker.GetAsync($"/api/cases/{visit.Case}", "en")).Body;

        found["timeline"]!.AsArray().Select(entry => (string)entry!["text"]!)
            .ShouldBe(["The case was started as urgent", "On the case as social worker: Anna Zielińska", "Wpływ: 3 March 2031", "Phase of the case: analysis",
                "New task: Wizyta w domu, due 17 March 2031"]);
    }

    [Fact]
    public async Task What_was_recorded_reads_as_people_wrote_it()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var worker = await office.AsAsync("social-worker");

        var items = Items(await worker.GetAsync($"/api/cases/{visit.Case}/answers"));

        items.Select(item => (string)item!["step"]!).ShouldBe(["start", "visit"]);
        var visited = items[1]!;
        ((string)visited["outcomeLabel"]!).ShouldBe("Odbyta");
        ((string)visited["by"]!).ShouldBe("Anna Zielińska");
        ((string)visited["answers"]!["result"]!).ShouldBe("good");
        visited["fields"]!.AsArray().Select(field => $"{field!["label"]}: {field["text"]}")
            .ShouldBe(["Data wizyty: 4 marca 2026", "Wynik: Dobry", "Asystent: Marta Kowalczyk"]);
    }

    [Fact]
    public async Task Cases_are_found_by_the_beginning_of_the_mark_or_of_the_familys_name()
    {
        var family = $"Łoś{Guid.CreateVersion7():N}";
        var visit = await office.StartAsync(family: family);
        var worker = await office.AsAsync("social-worker");

        Items(await worker.GetAsync($"/api/cases?query={visit.Mark.ToLowerInvariant()}")).Select(item => (string)item!["caseMark"]!).ShouldContain(visit.Mark);
        Items(await worker.GetAsync($"/api/cases?query={Uri.EscapeDataString(family[..12].ToLowerInvariant())}")).Count.ShouldBe(1);
        Items(await worker.GetAsync($"/api/cases?query={Uri.EscapeDataString(family[1..])}")).ShouldBeEmpty();
        Items(await worker.GetAsync("/api/cases?query=%25")).ShouldBeEmpty();
        (await worker.GetAsync("/api/cases?query=%00")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_follow_one_another_the_latest_case_first()
    {
        var family = $"Strony{Guid.CreateVersion7():N}";
        var marks = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            marks.Add((await office.StartAsync(family: family)).Mark);
        }
        var worker = await office.AsAsync("social-worker");

        var first = (await worker.GetAsync($"/api/cases?query={family}&limit=3")).Body;
        var second = (await worker.GetAsync($"/api/cases?query={family}&limit=3&after={first["next"]}")).Body;

        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string)item!["caseMark"]!).ShouldBe(Enumerable.Reverse(marks));
        second["next"].ShouldBeNull();
    }

    [Fact]
    public async Task A_case_is_suspended_and_goes_on()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var suspended = await worker.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "Szpital" });
        var twice = await worker.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "Szpital" });
        var listed = Items(await worker.GetAsync($"/api/cases?status=suspended&query={visit.Mark}"));
        var resumed = await worker.PostAsync($"/api/cases/{visit.Case}/resumption", new { reason = "Powrót" });
        var again = await worker.PostAsync($"/api/cases/{visit.Case}/resumption", new { reason = "Powrót" });

        suspended.Status.ShouldBe(HttpStatusCode.Created);
        ((string)suspended.Body["status"]!).ShouldBe("suspended");
        twice.Status.ShouldBe(HttpStatusCode.Conflict);
        twice.Code.ShouldBe("case-suspended");
        listed.Select(item => (string)item!["caseMark"]!).ShouldContain(visit.Mark);
        ((string)resumed.Body["status"]!).ShouldBe("open");
        again.Code.ShouldBe("case-not-suspended");
    }

    [Fact]
    public async Task A_suspension_repeated_under_its_key_gets_the_same_answer()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var key = Guid.CreateVersion7().ToString();

        var first = await worker.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "Szpital" }, key);
        var second = await worker.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "Szpital" }, key);

        second.Status.ShouldBe(HttpStatusCode.Created);
        second.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
    }

    [Fact]
    public async Task A_case_closed_for_cause_ends_with_its_reason()
    {
        var visit = await office.StartAsync();
        var director = await office.AsAsync("director");

        var closed = await director.PostAsync($"/api/cases/{visit.Case}/closure", new { reason = "Rodzina się wyprowadziła" });
        var found = (await director.GetAsync($"/api/cases/{visit.Case}")).Body;
        var twice = await director.PostAsync($"/api/cases/{visit.Case}/closure", new { reason = "x" });

        ((string)closed.Body["status"]!).ShouldBe("closed");
        ((string)found["status"]!).ShouldBe("closed");
        ((string)found["closedReason"]!).ShouldBe("Rodzina się wyprowadziła");
        found["openTasks"]!.AsArray().ShouldBeEmpty();
        twice.Status.ShouldBe(HttpStatusCode.Conflict);
        twice.Code.ShouldBe("case-closed");
    }

    [Fact]
    public async Task Another_person_takes_over_a_role_and_its_open_tasks()
    {
        var visit = await office.StartAsync();
        var director = await office.AsAsync("director");

        var changed = await director.PostAsync($"/api/cases/{visit.Case}/people",
            new { role = "social-worker", personId = await office.PersonIdAsync("social-worker2"), reason = "Urlop" });

        changed.Status.ShouldBe(HttpStatusCode.Created);
        (await (await office.AsAsync("social-worker2")).GetAsync($"/api/tasks/{visit.Task}")).Status.ShouldBe(HttpStatusCode.OK);
        (await (await office.AsAsync("social-worker")).GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_of_a_person_says_what_is_wrong_with_it()
    {
        var visit = await office.StartAsync();
        var director = await office.AsAsync("director");
        var someone = await office.PersonIdAsync("assistant");

        (await director.PostAsync($"/api/cases/{visit.Case}/people", new { role = "assistant", personId = someone, reason = "x" })).ErrorsOf("role").Length.ShouldBe(1);
        (await director.PostAsync($"/api/cases/{visit.Case}/people", new { role = "social-worker", personId = someone, reason = "x" })).ErrorsOf("personId").Length.ShouldBe(1);
        var empty = await director.PostAsync($"/api/cases/{visit.Case}/people", new { });
        empty.Body["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["reason", "role", "personId"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_status_that_no_case_has_is_refused()
    {
        var worker = await office.AsAsync("social-worker");

        (await worker.GetAsync("/api/cases?status=lost")).ErrorsOf("status").ShouldBe(["Wybierz jedną z wartości: open, suspended, closed"]);
    }
}
