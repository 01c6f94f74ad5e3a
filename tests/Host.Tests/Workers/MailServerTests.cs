using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Mail;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Workers;

/// <summary>A host as a process of its own, and a real mail server with moods.</summary>
public sealed class MailServerTests : IAsyncLifetime
{
    WorkerOffice office = null!;
    SmtpServer server = null!;
    HostProcess? host;
    HttpClient client = null!;

    public async Task InitializeAsync()
    {
        office = await WorkerOffice.OpenAsync();
        server = await SmtpServer.StartAsync();
    }

    async Task StartHostAsync(string sendTimeout = "00:00:20")
    {
        host = await HostProcess.StartAsync(new()
        {
            ConnectionString = office.ConnectionString,
            Environment = new Dictionary<string, string?>(server.HostEnvironment) { ["Mail__SendTimeout"] = sendTimeout },
        });
        client = await host.SignedInAsync("auditor@demo.example");
    }

    public async Task DisposeAsync()
    {
        client?.Dispose();
        await (host?.DisposeAsync() ?? default);
        await server.DisposeAsync();
        await office.DisposeAsync();
    }

    Task<HttpResponseMessage> AskToAdvanceAsync(string by) => client.PostAsJsonAsync("/api/dev/clock", new { advance = by });

    async Task<JsonObject> AdvanceAsync(string by)
    {
        using var response = await AskToAdvanceAsync(by);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
    }

    Task<object?> MailOfAsync(Guid caseId) => office.AskAsync($"select format('%s %s', status, attempts) from outbox where instance_id = '{caseId}'");

    [Theory]
    [InlineData(SmtpMode.Away)]
    [InlineData(SmtpMode.Defer)]
    public async Task What_the_server_does_not_take_now_is_tried_again_by_the_schedule_and_delivered_once(SmtpMode mood)
    {
        await StartHostAsync();
        await server.SetModeAsync(mood);
        var caseId = await office.StartCaseAsync();
        await AdvanceAsync("00:10:00");
        var meanwhile = await office.AskAsync($"select format('%s %s %s', status, attempts, last_error is not null) from outbox where instance_id = '{caseId}'");
        await server.SetModeAsync(SmtpMode.Accept);

        await AdvanceAsync("00:15:00");

        meanwhile.ShouldBe("waiting 3 t", "at once, after one minute and after five more");
        (await server.MessagesAsync()).ShouldHaveSingleItem().To.ShouldBe(["worker@office.example"]);
        (await MailOfAsync(caseId)).ShouldBe("sent 4");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_up_neither_the_clock_nor_the_mail_for_good()
    {
        await StartHostAsync(sendTimeout: "00:00:03");
        await server.SetModeAsync(SmtpMode.Hang);
        var caseId = await office.StartCaseAsync();
        await AdvanceAsync("7.00:00:00");
        var meanwhile = await office.AskAsync($"select format('%s %s', status, attempts > 50) from outbox where instance_id = '{caseId}'");
        await server.SetModeAsync(SmtpMode.Accept);

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await office.AskAsync("select count(*) from outbox where status = 'sent'") is 0L)
        {
            await timer.WaitForNextTickAsync();
            await AdvanceAsync("03:00:00");
        }

        meanwhile.ShouldBe("waiting t");
        (await server.MessagesAsync()).Select(message => message.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_is_given_up_with_its_reason()
    {
        await StartHostAsync();
        await server.SetModeAsync(SmtpMode.Refuse);
        var caseId = await office.StartCaseAsync();

        await AdvanceAsync("02:00:00");

        (await MailOfAsync(caseId)).ShouldBe("failed 1");
        ((string)(await office.AskAsync("select last_error from outbox"))!).ShouldContain("550");
    }

    [Fact]
    public async Task What_may_have_arrived_is_repeated_under_the_same_Message_ID()
    {
        await StartHostAsync();
        await server.SetModeAsync(SmtpMode.DropAfterData);
        var caseId = await office.StartCaseAsync();
        await server.WaitForMessagesAsync(1);
        await office.UntilAsync("exists (select from outbox where status = 'waiting' and attempts = 1)");
        await server.SetModeAsync(SmtpMode.Accept);

        await AdvanceAsync("00:05:00");

        var messages = await server.MessagesAsync();
        messages.Count.ShouldBe(2);
        var id = (Guid)(await office.AskAsync($"select id from outbox where instance_id = '{caseId}'"))!;
        messages.ShouldAllBe(message => message.MessageId == MailTexts.MessageIdOf(id));
        (await MailOfAsync(caseId)).ShouldBe("sent 2");
    }

    [Fact]
    public async Task What_is_due_leaves_without_anyone_asking_and_the_clock_answers_when_it_has_moved()
    {
        await StartHostAsync();
        await office.StartCaseAsync();
        await server.WaitForMessagesAsync(1);
        var before = (DateTimeOffset)(await client.GetFromJsonAsync<JsonObject>("/api/dev/clock"))!["now"]!;

        var advance = await AdvanceAsync("15.00:00:00");

        ((DateTimeOffset)advance["now"]! - before).TotalDays.ShouldBe(15, 0.01);
        (await server.MessagesAsync()).Count.ShouldBe(6, "the new task, two reminders, and the passing to the worker and to two supervisors");
        ((int)advance["mails"]!).ShouldBe(5);
    }

    [Fact]
    public async Task The_clock_moves_forward_only_and_at_most_twenty_years()
    {
        await StartHostAsync();
        foreach (var by in new[] { "-1.00:00:00", "00:00:00", "7400.00:00:00", "a while", null })
        {
            using var response = await AskToAdvanceAsync(by!);

            response.StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity, by);
            (await response.ProblemAsync())["errors"]!["advance"]!.AsArray().ShouldHaveSingleItem();
        }
    }
}
