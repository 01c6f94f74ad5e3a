using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Mail;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Tests.Workers;

public sealed class OutboxWorkerTests : IAsyncLifetime
{
    WorkerOffice office = null!;

    public async Task InitializeAsync() => office = await WorkerOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    /// <summary>The mails that were written to files, decoded enough to be searched.</summary>
    IReadOnlyList<string> Written() => Directory.Exists(office.MailDirectory)
        ? [.. Directory.GetFiles(office.MailDirectory, "*.eml").Select(file => Decoded(File.ReadAllText(file)))]
        : [];

    static string Decoded(string quotedPrintable)
    {
        var text = quotedPrintable.Replace("=\r\n", "");
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    [Fact]
    public async Task A_new_task_is_told_in_Polish_with_its_dates_and_link_and_nothing_about_the_family()
    {
        await office.StartCaseAsync();

        await office.Outbox.RunOnceAsync(CancellationToken.None);

        var mail = Written().ShouldHaveSingleItem();
        var task = await office.AskAsync("select id from user_tasks");
        mail.ShouldSatisfyAllConditions(
            () => mail.ShouldContain("worker@office.example"),
            () => mail.ShouldContain("PS.5201.1.2030"),
            () => mail.ShouldContain("Rodzinny wywiad środowiskowy"),
            () => mail.ShouldContain("18 marca 2030"),
            () => mail.ShouldContain("14 dni od 4 marca 2030"),
            () => mail.ShouldContain($"https://ops.example/tasks/{task}"),
            () => mail.ShouldContain("Ośrodek Pomocy Społecznej"),
            () => mail.ShouldNotContain("Kowalscy"),
            () => mail.ShouldNotContain("Sosnowa"),
            () => mail.ShouldNotContain("{{"));
        (await office.AskAsync("select format('%s %s %s %s', status, attempts, sent_to, subject) from outbox where status = 'sent'"))
            .ShouldBe("sent 1 worker@office.example Nowe zadanie w sprawie PS.5201.1.2030: Rodzinny wywiad środowiskowy");
    }

    [Fact]
    public async Task The_passing_of_a_limit_of_the_case_is_told_by_its_own_title_and_with_the_days_that_passed()
    {
        var caseId = await office.StartCaseAsync();
        await office.FinishAsync(caseId, "interview", "Done");

        await office.Clock.AdvanceAsync(TimeSpan.FromDays(32), CancellationToken.None);

        var mail = Written().Where(text => text.Contains("Pierwsze spotkanie rodziny z asystentem") && text.Contains("minął termin")).ToList();
        mail.Count.ShouldBe(2, "the worker and the supervisor");
        mail[0].ShouldContain("Termin: 3 kwietnia 2030");
        mail[0].ShouldContain("Dni po terminie: 1");
        mail[0].ShouldContain($"https://ops.example/cases/{caseId}");
    }

    [Fact]
    public async Task Who_does_not_work_here_any_more_gets_no_mail()
    {
        await office.StartCaseAsync();
        await office.ExecuteAsync($"update people set active = false where id = '{WorkerOffice.Worker}'");

        await office.Outbox.RunOnceAsync(CancellationToken.None);

        Written().ShouldBeEmpty();
        (await office.AskAsync("select format('%s %s', status, last_error) from outbox")).ShouldBe("cancelled The person does not work here any more.");
    }

    [Fact]
    public async Task A_text_that_cannot_be_filled_in_fails_with_its_reason_and_holds_up_no_other()
    {
        var resources = new JsonObject { ["mails"] = new JsonObject { ["broken"] = "Subject: A\n\n{{familyName}}", ["sound"] = "Subject: Cześć\n\n{{officeName}}" } };
        await office.PublishAsync("""
            {"definitionId":"letters","name":"Letters","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"one","type":"Ops.SendMail","version":1,"mail":{"typeName":"String","expression":{"type":"Literal","value":"broken"}},"toRoles":{"typeName":"Object","expression":{"type":"Object","value":"[\"director\"]"}}},
              {"id":"two","type":"Ops.SendMail","version":1,"mail":{"typeName":"String","expression":{"type":"Literal","value":"sound"}},"toRoles":{"typeName":"Object","expression":{"type":"Object","value":"[\"director\"]"}}}],
              "connections":[{"source":{"activity":"one","port":"Done"},"target":{"activity":"two","port":"In"}}]}}
            """, resources);
        await office.Runner.StartAsync("letters", new Stimulus.Started(Guid.CreateVersion7(), null, new Dictionary<string, Value>()));

        await office.Outbox.RunOnceAsync(CancellationToken.None);

        (await office.AskAsync("select status from outbox where text = 'sound'")).ShouldBe("sent");
        (await office.AskAsync("select format('%s %s', status, last_error) from outbox where text = 'broken'"))
            .ShouldBe("failed The text 'broken' cannot be filled in: The mail text uses unknown names: familyName.");
    }

    [Fact]
    public async Task What_a_dead_host_had_claimed_is_sent_when_its_lease_has_ended_under_the_same_Message_ID()
    {
        await office.StartCaseAsync();
        var claimed = (await office.Of<OutboxSql>().ClaimDueAsync(10, TimeSpan.FromMinutes(1))).ShouldHaveSingleItem();

        var before = await office.Outbox.RunOnceAsync(CancellationToken.None);
        await office.ExecuteAsync("update outbox set leased_until = clock_timestamp() - interval '1 second'");
        var after = await office.Outbox.RunOnceAsync(CancellationToken.None);

        (before, after).ShouldBe((0, 1));
        Written().ShouldHaveSingleItem().ShouldContain(MailTexts.MessageIdOf(claimed.Id));
        (await office.AskAsync("select format('%s %s', status, attempts) from outbox")).ShouldBe("sent 2");
    }

    [Fact]
    public async Task Each_mail_leaves_once_however_many_hosts_there_are()
    {
        for (var i = 0; i < 30; i++)
        {
            await office.StartCaseAsync();
        }
        var workers = new[] { office.NewHost(), office.NewHost() }.Select(host => host.Services.GetRequiredService<OutboxWorker>()).ToList();

        await Task.WhenAll(workers.Select(worker => worker.RunOnceAsync(CancellationToken.None)));

        (await office.AskAsync("select format('%s %s %s', count(*), min(status), max(attempts)) from outbox")).ShouldBe("30 sent 1");
        Written().Count.ShouldBe(30);
    }
}
