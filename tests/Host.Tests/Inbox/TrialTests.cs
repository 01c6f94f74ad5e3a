using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Tests.ElsaApi;

namespace OpsWorkflows.Host.Tests.Inbox;

/// <summary>Tasks of runs that are no cases: the screens name the procedure where they have no case mark.</summary>
[Collection(ApiOffice.Collection)]
public class TrialTests(ApiOffice office)
{
    /// <summary>A task whose outcome is asked about once more, by a published procedure or by a draft that is tried.</summary>
    async Task<(Guid Task, Guid Instance, string Run)> OpenTaskAsync(bool publish, string form = "consent")
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id, $"Wzór {id}");
        document["root"]!["activities"] = JsonNode.Parse($$"""
            [{"id": "ask", "type": "Ops.UserTask", "version": 1, "name": "ask", "title": {"expression": {"type": "Literal", "value": "Zapytaj"} },
              "role": {"expression": {"type": "Literal", "value": "social-worker"} }, "form": {"expression": {"type": "Literal", "value": "{{form}}"} },
              "outcomes": {"expression": {"type": "Object", "value": "[\"Done\",\"Refused\"]"} } }]
            """);
        await manager.SavedAsync(document, publish);
        var instance = (Guid)(await manager.PostAsync($"/elsa/api/workflow-definitions/{id}/execute", new { versionOptions = "Latest" })).Body["workflowState"]!["id"]!;
        return (await office.AskAsync<Guid>($"select id from user_tasks where instance_id = '{instance}'"), instance, $"{(publish ? "Procedura" : "Próba procedury")} „Wzór {id}”");
    }

    async Task<HttpClient> OnPagesAsync(string account)
    {
        var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return browser;
    }

    static async Task<string> ReadAsync(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_without_a_case_is_known_by_its_procedure_until_it_is_finished(bool publish)
    {
        var (task, instance, run) = await OpenTaskAsync(publish);
        using var worker = await OnPagesAsync("social-worker");
        using var supervisor = await OnPagesAsync("team-supervisor");

        var inbox = await ReadAsync(worker, "/?show=available");
        inbox.ShouldContain($": Zapytaj, {run}</span>");
        var row = inbox[inbox.IndexOf($"/tasks/{task}", StringComparison.Ordinal)..].Split("</li>")[0];
        row.ShouldNotContain("/cases/");
        row.ShouldContain("__RequestVerificationToken", Case.Sensitive, "else the task is not taken from here");
        (await ReadAsync(supervisor, $"/tasks/{task}/assign")).ShouldContain($"{run} · ");
        using (var claimed = await worker.SubmitAsync("/?show=available", new Dictionary<string, string> { ["taskId"] = task.ToString() }, "/?handler=Claim"))
        {
            claimed.Headers.Location.ShouldNotBeNull("the form of the row has to be taken").ToString().ShouldBe($"/tasks/{task}");
            var page = await ReadAsync(worker, $"/tasks/{task}");
            page.ShouldContain($"{run}</span>");
            page.ShouldNotContain($"/cases/{instance}");
        }
        var fields = new Dictionary<string, string> { ["outcome"] = "Refused", ["do"] = "draft" };
        using (await worker.SubmitAsync($"/tasks/{task}", fields, $"/tasks/{task}"))
        {
            (await ReadAsync(worker, $"/tasks/{task}/check?outcome=Refused")).ShouldContain($"{run} · ");
        }
        (await ReadAsync(worker, "/mail")).ShouldContain(run);
    }

    [Fact]
    public async Task Who_finishes_a_task_without_a_case_reads_on_the_task_what_they_did()
    {
        var (task, _, _) = await OpenTaskAsync(publish: false, form: "");
        await (await office.AsAsync("social-worker")).PostAsync($"/api/tasks/{task}/claim", new { });
        using var worker = await OnPagesAsync("social-worker");

        (await ReadAsync(worker, $"/tasks/{task}")).ShouldNotContain("nieobowiązkowe", Case.Sensitive, "there is nothing to fill in");
        using var finished = await worker.SubmitAsync($"/tasks/{task}", new Dictionary<string, string> { ["outcome"] = "Done", ["do"] = "complete" }, $"/tasks/{task}");

        finished.Headers.Location!.ToString().ShouldBe($"/tasks/{task}");
        (await ReadAsync(worker, $"/tasks/{task}")).ShouldContain("Krok zakończony");
    }

    [Fact]
    public async Task Mail_about_a_trial_says_so_where_a_mail_about_a_case_has_its_mark()
    {
        var (task, _, run) = await OpenTaskAsync(publish: false);

        var mail = await office.AskAsync<Guid>($"select id from outbox where task_id = '{task}' limit 1");
        var supervisor = await office.AsAsync("team-supervisor");

        var listed = (await supervisor.GetAsync("/api/mail")).Body["items"]!.AsArray().First(item => (Guid)item!["id"]! == mail)!;

        ((string)listed["subject"]!).ShouldContain($"w sprawie {run.Replace("Próba", "próby", StringComparison.Ordinal)}");
        listed["caseMark"].ShouldBeNull();
    }
}
