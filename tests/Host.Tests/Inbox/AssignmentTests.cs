using System.Net;

namespace OpsWorkflows.Host.Tests.Inbox;

[Collection(ApiOffice.Collection)]
public class AssignmentTests(ApiOffice office)
{
    [Fact]
    public async Task A_task_given_to_another_person_is_theirs_with_its_case()
    {
        var visit = await office.StartAsync();
        var other = await office.AsAsync("social-worker2");
        var supervisor = await office.AsAsync("team-supervisor");

        var answer = await supervisor.PostAsync($"/api/tasks/{visit.Task}/assignment", new { personId = await office.PersonIdAsync("social-worker2") });

        answer.Status.ShouldBe(HttpStatusCode.Created);
        ((string)(await other.GetAsync($"/api/tasks/{visit.Task}")).Body["assigneeName"]!).ShouldBe("Tomasz Wrona");
        (await other.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.OK);
        var worker = await office.AsAsync("social-worker");
        (await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done" })).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_task_is_not_given_to_somebody_without_its_role()
    {
        var visit = await office.StartAsync();
        var supervisor = await office.AsAsync("team-supervisor");

        (await supervisor.PostAsync($"/api/tasks/{visit.Task}/assignment", new { personId = await office.PersonIdAsync("assistant") }))
            .ErrorsOf("personId").ShouldBe(["Ta osoba nie ma potrzebnej roli albo już nie pracuje"]);
        (await supervisor.PostAsync($"/api/tasks/{visit.Task}/assignment", new { })).ErrorsOf("personId").ShouldBe(["Wypełnij to pole"]);
    }

    [Fact]
    public async Task A_taken_task_says_who_has_it_and_a_claim_by_them_changes_nothing()
    {
        var review = await office.VisitedAsync(await office.StartAsync());
        var coordinator = await office.AsAsync("foster-coordinator");
        await coordinator.PostAsync($"/api/tasks/{review}/claim", new { });

        var again = await coordinator.PostAsync($"/api/tasks/{review}/claim", new { });
        var director = await (await office.AsAsync("director")).PostAsync($"/api/tasks/{review}/claim", new { });

        again.Status.ShouldBe(HttpStatusCode.OK);
        director.Status.ShouldBe(HttpStatusCode.Conflict);
        director.Code.ShouldBe("task-taken");
        ((string)director.Body["by"]!).ShouldBe("Joanna Lis");
        director.Body["at"].ShouldNotBeNull();
    }
}
