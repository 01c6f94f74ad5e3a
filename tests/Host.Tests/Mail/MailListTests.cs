using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Mail;

[Collection(ApiOffice.Collection)]
public class MailListTests(ApiOffice office)
{
    [Fact]
    public async Task Mail_is_listed_as_it_was_sent_or_would_be()
    {
        var visit = await office.StartAsync();
        var worker = await office.AsAsync("social-worker");

        var mail = (await worker.GetAsync($"/api/mail?caseId={visit.Case}")).Body["items"]!.AsArray()
            .Single(item => (string)item!["kind"]! == "assigned")!;

        ((string)mail["to"]!).ShouldBe("social-worker@demo.example");
        ((string)mail["subject"]!).ShouldBe($"Zadanie Wizyta w domu w sprawie {visit.Mark}");
        ((string)mail["step"]!).ShouldBe("visit");
        ((string)mail["status"]!).ShouldBeOneOf("waiting", "sending", "sent");
        ((string)mail["messageId"]!).ShouldMatch("^<[0-9a-f]{32}@opsworkflows>$");
        mail["dueAt"].ShouldNotBeNull();
        mail.AsObject().Select(member => member.Key).ShouldBe(
            ["id", "caseId", "caseMark", "to", "personName", "subject", "kind", "step", "taskTitle", "status", "dueAt", "sentAt", "messageId", "attempts", "lastError"]);
    }

    [Fact]
    public async Task Mail_is_listed_by_its_status_page_by_page()
    {
        var visit = await office.StartAsync();
        await office.VisitedAsync(visit);
        var director = await office.AsAsync("director");
        await director.PostAsync($"/api/cases/{visit.Case}/closure", new { reason = "x" });

        var whole = await IdsAsync(director, $"/api/mail?caseId={visit.Case}");
        var first = (await director.GetAsync($"/api/mail?caseId={visit.Case}&limit=1")).Body;
        var rest = await IdsAsync(director, $"/api/mail?caseId={visit.Case}&after={first["next"]}");

        whole.Count.ShouldBeGreaterThan(1);
        rest.ShouldBe(whole.Skip(1));
        (await IdsAsync(director, $"/api/mail?caseId={visit.Case}&status=failed")).ShouldBeEmpty();
        (await director.GetAsync("/api/mail?status=lost")).ErrorsOf("status").Length.ShouldBe(1);
    }

    static async Task<List<string>> IdsAsync(Person person, string path) =>
        [.. (await person.GetAsync(path)).Body["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
