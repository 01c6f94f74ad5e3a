using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Access;

[Collection(ApiOffice.Collection)]
public class CaseAccessTests(ApiOffice office)
{
    [Fact]
    public async Task A_case_is_hidden_from_a_social_worker_who_is_not_on_it()
    {
        var visit = await office.StartAsync();
        var other = await office.AsAsync("social-worker2");

        (await other.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/api/cases/{visit.Case}/answers")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/api/tasks/{visit.Task}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostAsync($"/api/cases/{visit.Case}/suspension", new { reason = "x" })).Status.ShouldBe(HttpStatusCode.NotFound);
        Items(await other.GetAsync($"/api/tasks?caseId={visit.Case}")).ShouldBeEmpty();
        Items(await other.GetAsync($"/api/mail?caseId={visit.Case}")).ShouldBeEmpty();
        Items(await other.GetAsync($"/api/cases?query={visit.Mark}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("social-worker2")]
    [InlineData("assistant")]
    public async Task A_task_of_somebody_else_can_neither_be_taken_nor_finished(string account)
    {
        var visit = await office.StartAsync();
        var other = await office.AsAsync(account);

        var claim = await other.PostAsync($"/api/tasks/{visit.Task}/claim", new { });
        var completion = await other.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done", answers = new { } });

        claim.Status.ShouldBe(HttpStatusCode.Forbidden);
        completion.Status.ShouldBe(HttpStatusCode.Forbidden);
        completion.Code.ShouldBe("not-your-task");
    }

    [Fact]
    public async Task A_task_of_a_case_that_one_sees_is_still_only_for_whom_it_is()
    {
        var visit = await office.StartAsync();
        var director = await office.AsAsync("director");

        var answer = await director.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done", answers = HomeVisit.Answers(await office.PersonIdAsync("assistant")) });

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("director")]
    [InlineData("team-supervisor")]
    public async Task Those_who_supervise_see_every_case(string account)
    {
        var visit = await office.StartAsync();
        var person = await office.AsAsync(account);

        (await person.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.OK);
        Items(await person.GetAsync($"/api/tasks?caseId={visit.Case}")).Count.ShouldBe(1);
        Items(await person.GetAsync($"/api/cases?query={visit.Mark}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_joins_a_case_sees_it_from_then_on()
    {
        var visit = await office.StartAsync();
        var assistant = await office.AsAsync("assistant");
        (await assistant.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);

        await office.VisitedAsync(visit);

        (await assistant.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.OK);
        (await (await office.AsAsync("assistant2")).GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_task_that_waits_for_a_role_shows_its_case_to_that_role_until_it_is_done()
    {
        var visit = await office.StartAsync();
        var coordinator = await office.AsAsync("foster-coordinator");
        (await coordinator.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);

        var review = await office.VisitedAsync(visit);
        var seen = await coordinator.GetAsync($"/api/cases/{visit.Case}");
        var listed = Items(await coordinator.GetAsync($"/api/tasks?mine=true&caseId={visit.Case}"));
        await coordinator.PostAsync($"/api/tasks/{review}/completion", new { outcome = "Accepted" });

        seen.Status.ShouldBe(HttpStatusCode.OK);
        listed.Select(task => (string)task!["step"]!).ShouldBe(["review"]);
        (await coordinator.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_administrator_sees_that_mail_leaves_and_nothing_of_the_case()
    {
        var visit = await office.StartAsync();
        var administrator = await office.AsAsync("administrator");

        Items(await administrator.GetAsync($"/api/mail?caseId={visit.Case}")).Count.ShouldBe(1);
        (await administrator.GetAsync($"/api/cases/{visit.Case}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    static JsonArray Items(Answer answer) => answer.Body["items"]!.AsArray();
}
