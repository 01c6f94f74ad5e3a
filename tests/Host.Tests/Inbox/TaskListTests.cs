using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Inbox;

[Collection(ApiOffice.Collection)]
public class TaskListTests(ApiOffice office)
{
    static JsonArray Items(Answer answer) => answer.Body["items"]!.AsArray();

    [Fact]
    public async Task A_task_is_listed_with_all_that_is_needed_to_finish_it()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var task = Items(await worker.GetAsync($"/api/tasks?caseId={visit.Case}")).ShouldHaveSingleItem()!;

        ((Guid)task["id"]!).ShouldBe(visit.Task);
        ((Guid)task["caseId"]!).ShouldBe(visit.Case);
        ((string)task["caseMark"]!).ShouldBe(visit.Mark);
        ((string)task["title"]!).ShouldBe("Wizyta w domu");
        ((string)task["step"]!).ShouldBe("visit");
        ((string)task["role"]!).ShouldBe("social-worker");
        ((Guid)task["assignee"]!).ShouldBe(await office.PersonIdAsync("social-worker"));
        ((string)task["dueOn"]!).ShouldBe("2031-03-17");
        ((string)task["dueReason"]!).ShouldBe("14 dni od 3 marca 2031 r.; koniec 17 marca 2031 r.; art. 57 § 1 k.p.a.");
        task["outcomes"]!.AsArray().Select(outcome => (string)outcome!).ShouldBe(["Done", "Again"]);
        ((string)task["outcomeLabels"]!["Again"]!).ShouldBe("Jeszcze raz");
        var fields = task["form"]!["fields"]!.AsArray();
        fields.Select(field => (string)field!["type"]!).ShouldBe(["date", "choice", "choices", "number", "money", "yes-no", "long-text", "person", "rows"]);
        fields.Select(field => (bool)field!["required"]!).ShouldBe([true, true, false, false, false, false, false, false, false]);
        fields[7]!["requiredFor"]!.AsArray().Select(outcome => (string)outcome!).ShouldBe(["Done"]);
        fields[8]!["fields"]!.AsArray().Select(field => (string)field!["name"]!).ShouldBe(["child", "born"]);
        ((string)fields[0]!["hint"]!).ShouldBe("Dzień");
    }

    [Fact]
    public async Task The_reason_of_a_limit_is_in_the_callers_language()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var task = (await worker.GetAsync($"/api/tasks/{visit.Task}", "en")).Body;

        ((string)task["dueReason"]!).ShouldBe("14 days from 3 March 2031; ends on 17 March 2031; art. 57 § 1 of the Code of Administrative Procedure");
    }

    [Fact]
    public async Task A_person_field_offers_who_has_the_role_and_room_and_no_role_to_be_kept_apart()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");
        var (busy, both) = (Guid.CreateVersion7(), await office.PersonIdAsync("social-worker"));
        await office.ExecuteAsync($"""
            insert into people (id, name, email) values ('{busy}', 'Busy', '{busy}@demo.example');
            insert into person_roles values ('{busy}', 'assistant'), ('{both}', 'assistant');
            """);
        for (var families = 1; families < HomeVisit.Caseload; families++)
        {
            await TakeAsync(busy, (await office.StartAsync()).Case);
        }
        try
        {
            (await OfferedAsync(worker, visit.Task)).ShouldBe(["Busy", "Marta Kowalczyk", "Piotr Sowa"]);

            await TakeAsync(busy, (await office.StartAsync()).Case);

            (await OfferedAsync(worker, visit.Task)).ShouldBe(["Marta Kowalczyk", "Piotr Sowa"]);
        }
        finally
        {
            await office.ExecuteAsync($"delete from case_people where person_id = '{busy}'; delete from people where id = '{busy}'; delete from person_roles where person_id = '{both}' and role = 'assistant'");
        }
    }

    Task TakeAsync(Guid assistant, Guid family) =>
        office.ExecuteAsync($"insert into case_people (instance_id, role, person_id, since) values ('{family}', 'assistant', '{assistant}', now())");

    static async Task<IEnumerable<string>> OfferedAsync(Person person, Guid task)
    {
        var fields = (await person.GetAsync($"/api/tasks/{task}")).Body["form"]!["fields"]!.AsArray();
        return fields.Single(field => (string)field!["name"]! == "assistant")!["options"]!.AsArray().Select(option => (string)option!["label"]!);
    }

    [Fact]
    public async Task Pages_follow_one_another_by_the_limit_without_gaps_or_repeats()
    {
        var worker = await office.AsAsync("social-worker2");
        for (var i = 0; i < 5; i++)
        {
            await office.StartAsync("social-worker2");
        }
        var whole = Items(await worker.GetAsync("/api/tasks?mine=true&limit=200")).Select(task => (string)task!["id"]!).ToList();

        var paged = new List<string>();
        string? after = null;
        do
        {
            var page = (await worker.GetAsync($"/api/tasks?mine=true&limit=2{(after is null ? "" : $"&after={after}")}")).Body;
            page["items"]!.AsArray().Count.ShouldBeInRange(1, 2);
            paged.AddRange(page["items"]!.AsArray().Select(task => (string)task!["id"]!));
            after = (string?)page["next"];
        }
        while (after is not null);

        whole.Count.ShouldBeGreaterThanOrEqualTo(5);
        paged.ShouldBe(whole);
    }

    [Fact]
    public async Task Late_tasks_can_be_listed_apart()
    {
        var visit = await office.StartAsync(receivedOn: "2026-03-02");
        var worker = await office.AsAsync("social-worker");

        var late = Items(await worker.GetAsync($"/api/tasks?overdue=true&caseId={visit.Case}")).ShouldHaveSingleItem()!;

        ((bool)late["overdue"]!).ShouldBeTrue();
        Items(await worker.GetAsync($"/api/tasks?overdue=false&caseId={visit.Case}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/tasks?mine=perhaps", "mine")]
    [InlineData("/api/tasks?after=nowhere", "after")]
    [InlineData("/api/tasks?caseId=1", "caseId")]
    [InlineData("/api/cases?after=!", "after")]
    [InlineData("/api/calendar/limit?from=yesterday&count=1&unit=days", "from")]
    [InlineData("/api/calendar/limit?from=2026-01-01&unit=days", "count")]
    public async Task A_parameter_that_cannot_be_read_is_named(string path, string parameter)
    {
        var worker = await office.AsAsync("social-worker");

        var answer = await worker.GetAsync(path);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("malformed-parameter");
        ((string)answer.Body["parameter"]!).ShouldBe(parameter);
    }
}
