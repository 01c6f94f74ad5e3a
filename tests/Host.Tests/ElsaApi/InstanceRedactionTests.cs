using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>A procedure manager sees how a case flows, and nothing that anybody wrote in it: not in any answer, and not by trying.</summary>
[Collection(ApiOffice.Collection)]
public class InstanceRedactionTests(ApiOffice office)
{
    /// <summary>A case with the mark wherever content can stand.</summary>
    async Task<StartedVisit> StartMarkedAsync(string mark)
    {
        var visit = await office.StartAsync(family: $"Rodzina {mark}");
        var worker = await office.AsAsync("social-worker");
        var answers = HomeVisit.Answers(await office.PersonIdAsync("assistant"));
        answers["why"] = mark;
        answers["children"] = new JsonArray(new JsonObject { ["child"] = mark });
        (await worker.PostAsync($"/api/tasks/{visit.Task}/completion", new { outcome = "Done", answers })).Status.ShouldBe(HttpStatusCode.Created);
        await office.ExecuteAsync($$"""
            update workflow_instances set name = '{{mark}}', correlation_id = '{{mark}}', open_incidents = 1,
              state = jsonb_set(jsonb_set(jsonb_set(state, '{variables,assistant}', '"{{mark}}"'), '{inputs,source}', '"{{mark}}"'), '{outputs}', '{"told": "{{mark}}"}') where id = '{{visit.Case}}';
            update user_tasks set title = '{{mark}}', instructions = '{{mark}}' where instance_id = '{{visit.Case}}';
            insert into incidents (id, instance_id, activity_id, execution, message, raised_at)
            select gen_random_uuid(), instance_id, activity_id, execution, '{{mark}}', at from journal
            where instance_id = '{{visit.Case}}' and activity_id = 'review' and event = 'Started';
            update journal set event = 'Faulted' where instance_id = '{{visit.Case}}' and activity_id = 'review' and event = 'Suspended';
            """);
        return visit;
    }

    static async Task<List<(string Asked, Answer Answer)>> AskEverythingAsync(Person person, Guid id, string mark)
    {
        var answers = new List<(string, Answer)>();
        async Task GetAsync(string path) => answers.Add((path, await person.GetAsync("/elsa/api/" + path)));
        async Task PostAsync(string path, object body) => answers.Add(($"{path} {JsonContentOf(body)}", await person.PostAsync("/elsa/api/" + path, body)));

        await GetAsync($"workflow-instances/{id}");
        await GetAsync($"workflow-instances/{id}/execution-state");
        await GetAsync($"workflow-instances/{id}/variables");
        await GetAsync($"workflow-instances/{id}/export");
        await PostAsync($"workflow-instances/{id}/journal?take=500", new { });
        await PostAsync("activity-executions/report", new { workflowInstanceId = id });
        await GetAsync($"activity-execution-summaries/list?workflowInstanceId={id}");
        var runs = await person.GetAsync($"/elsa/api/activity-executions/list?workflowInstanceId={id}");
        answers.Add(("list", runs));
        foreach (var run in runs.Body["items"]!.AsArray())
        {
            await GetAsync($"activity-executions/by-id?id={run!["id"]}");
            await GetAsync($"activity-executions/{run["id"]}/call-stack");
        }
        await PostAsync("workflow-instances", new { pageSize = 200, searchTerm = id.ToString() });
        await PostAsync("workflow-instances", new { pageSize = 200, orderBy = "Name", orderDirection = "Descending" });
        await PostAsync("workflow-instances", new { searchTerm = mark });
        await PostAsync("workflow-instances", new { correlationId = mark });
        return answers;
    }

    static string JsonContentOf(object body) => System.Text.Json.JsonSerializer.Serialize(body);

    [Fact]
    public async Task Nothing_that_was_written_in_a_case_is_in_any_answer_to_a_procedure_manager()
    {
        var mark = $"Tajne{Guid.CreateVersion7():N}";
        var visit = await StartMarkedAsync(mark);
        var manager = await office.AsAsync("procedure-manager");
        var director = await office.AsAsync("director");

        var answers = await AskEverythingAsync(manager, visit.Case, mark);

        foreach (var (asked, answer) in answers)
        {
            answer.Status.ShouldBe(HttpStatusCode.OK, asked);
            answer.Body.ToJsonString().ShouldNotContain(mark, Case.Insensitive, asked);
        }
        foreach (var (_, found) in answers[^2..])
        {
            ((long)found.Body["totalCount"]!).ShouldBe(0, "who finds a name by trying has read it");
        }
        // The same questions show it to who may see it, so the mark stands where it would leak from.
        (await AskEverythingAsync(director, visit.Case, mark)).Count(answer => answer.Answer.Body.ToJsonString().Contains(mark, StringComparison.Ordinal)).ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task A_procedure_manager_sees_which_steps_ran_with_which_outcome_and_what_stands()
    {
        var visit = await StartMarkedAsync($"Tajne{Guid.CreateVersion7():N}");
        var manager = await office.AsAsync("procedure-manager");

        var instance = (await manager.GetAsync($"/elsa/api/workflow-instances/{visit.Case}")).Body;
        var journal = (await manager.PostAsync($"/elsa/api/workflow-instances/{visit.Case}/journal?take=100", new { filter = new { activityIds = new[] { "visit" }, eventNames = new[] { "Completed" } } })).Body;
        var stats = (await manager.PostAsync("/elsa/api/activity-executions/report", new { workflowInstanceId = visit.Case, activityNodeIds = new[] { "Workflow1:flow:review" } })).Body;

        ((string)instance["name"]!).ShouldBe(visit.Mark);
        instance["correlationId"].ShouldBeNull();
        ((string)instance["workflowState"]!["incidents"]![0]!["activityId"]!).ShouldBe("review");
        ((string)journal["items"]![0]!["payload"]!["Outcomes"]![0]!).ShouldBe("Done");
        ((bool)stats["stats"]![0]!["isFaulted"]!).ShouldBeTrue();
    }
}
