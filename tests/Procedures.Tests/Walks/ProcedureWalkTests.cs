namespace OpsWorkflows.Procedures.Tests;

/// <summary>The shipped procedure, walked to each of its ends by the API on a real PostgreSQL.</summary>
[Collection(nameof(WalkedOffice))]
public sealed class ProcedureWalkTests(WalkedOffice office)
{
    public static TheoryData<string> Walks() => [.. WalkList.All.Select(walk => walk.Name)];

    [Theory, MemberData(nameof(Walks))]
    public async Task A_walk_to_its_end_closes_the_case_and_leaves_nothing_open(string name)
    {
        var walk = office.WalkOf(name);
        var seen = await walk.ReadAsync();
        ((string?)seen["status"]).ShouldBe("closed");
        seen["openTasks"]!.AsArray().ShouldBeEmpty();
        seen["timeline"]!.AsArray().ShouldNotBeEmpty();
        (await RowsOfAsync(walk, "select step, outcome from user_tasks where instance_id = @id and status = 'completed' order by closed_at"))
            .ShouldBe(walk.Path.Select(done => done.Replace(':', ' ')));
        (await RowsOfAsync(walk, "select step from user_tasks where instance_id = @id and status = 'open'")).ShouldBeEmpty();
        (await RowsOfAsync(walk, "select due_at from timers where instance_id = @id")).ShouldBeEmpty();
        (await RowsOfAsync(walk, "select key from bookmarks where instance_id = @id")).ShouldBeEmpty();
        (await RowsOfAsync(walk, "select message from incidents where instance_id = @id")).ShouldBeEmpty();
        (await RowsOfAsync(walk, "select kind, step, due_at from outbox where instance_id = @id and status not in ('sent', 'cancelled')")).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Every_limit_of_a_walk_has_an_end_and_those_that_passed_stay_on_record(string name)
    {
        var walk = office.WalkOf(name);
        var limits = await RowsOfAsync(walk, "select key, status from time_limits where instance_id = @id and closed_at is not null order by starts_on");
        limits.Count.ShouldBeGreaterThan(1);
        (await RowsOfAsync(walk, "select key from time_limits where instance_id = @id and (closed_at is null or status = 'running')")).ShouldBeEmpty();
        limits.Where(limit => limit.EndsWith(" missed", StringComparison.Ordinal)).Distinct().ShouldBe(name switch
        {
            WalkList.LateInterview or WalkList.Urgent => ["interview missed"],
            WalkList.LateDecision => ["decision missed"],
            WalkList.LateMeeting => ["first-meeting missed"],
            _ => [],
        }, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Mail_of_a_walk_leaves_once_within_the_hours_of_its_addressee_and_says_nothing_about_the_family(string name)
    {
        var walk = office.WalkOf(name);
        var mails = await walk.MailAsync();
        foreach (var mail in mails.Where(mail => (string?)mail["status"] == "sent"))
        {
            var (sentAt, to) = (CaseWalk.MomentIn(mail, "sentAt"), (string)mail["to"]!);
            OfficeDays.IsWithinHours(sentAt, RoleOf(to)).ShouldBeTrue($"{to} {mail["kind"]} {sentAt}");
            var file = office.Mails[(string)mail["messageId"]!];
            file.Header("To").ShouldBe(to);
            file.Subject.ShouldBe((string?)mail["subject"]);
            (file.Subject + file.Body).ShouldContain(walk.Mark);
            (file.Subject + file.Body).ShouldNotContain(CaseWalk.Marker);
        }
        mails.Where(mail => (string?)mail["kind"] == "assigned").Select(mail => (string)mail["step"]!).ToHashSet()
            .ShouldBe(walk.Log.Select(done => done.Step).ToHashSet(), ignoreOrder: true);
        mails.Exists(mail => (string?)mail["kind"] == "escalation" && (string?)mail["status"] == "sent")
            .ShouldBe(name is WalkList.LateInterview or WalkList.LateDecision or WalkList.LateMeeting or WalkList.Urgent);
    }

    [Fact]
    public void No_mail_and_no_line_of_the_host_names_a_family()
    {
        office.Mails.Count.ShouldBeGreaterThan(40);
        office.Mails.Values.ShouldAllBe(mail => !(mail.Subject + mail.Body).Contains(CaseWalk.Marker, StringComparison.OrdinalIgnoreCase));
        office.HostOutput.ShouldNotBeEmpty();
        office.HostOutput.ShouldNotContain(CaseWalk.Marker);
    }

    [Fact]
    public async Task A_late_interview_reminds_then_tells_the_supervisor_and_three_working_days_later_the_director()
    {
        var walk = office.WalkOf(WalkList.LateInterview);
        var due = DateOnly.Parse((await RowsOfAsync(walk, "select last_day::text from time_limits where instance_id = @id and key = 'interview'")).Single());
        (await SentOfAsync(walk, "interview")).ShouldBe(
        [
            (OfficeDays.AddWorkingDays(due, -5), "reminder", "social-worker"),
            (OfficeDays.AddWorkingDays(due, -2), "reminder", "social-worker"),
            (OfficeDays.AddWorkingDays(due, 1), "escalation", "social-worker"),
            (OfficeDays.AddWorkingDays(due, 1), "escalation", "team-supervisor"),
            (OfficeDays.AddWorkingDays(due, 3), "escalation", "director"),
        ]);
    }

    [Fact]
    public async Task A_late_decision_is_told_again_every_five_working_days()
    {
        var walk = office.WalkOf(WalkList.LateDecision);
        var due = DateOnly.Parse((await RowsOfAsync(walk, "select last_day::text from time_limits where instance_id = @id and key = 'decision'")).Single());
        var late = (await SentOfAsync(walk, "decision")).Where(mail => mail.Kind == "escalation").ToList();
        late.Where(mail => mail.Account == "team-supervisor").Select(mail => mail.Day)
            .ShouldBe([OfficeDays.AddWorkingDays(due, 1), OfficeDays.AddWorkingDays(due, 8), OfficeDays.AddWorkingDays(due, 13)]);
        late.Where(mail => mail.Account == "director").Select(mail => mail.Day).Distinct()
            .ShouldBe([OfficeDays.AddWorkingDays(due, 1), OfficeDays.AddWorkingDays(due, 3), OfficeDays.AddWorkingDays(due, 8), OfficeDays.AddWorkingDays(due, 13)]);
    }

    [Fact]
    public async Task A_first_meeting_after_thirty_days_escalates_by_the_limit_of_the_case()
    {
        var walk = office.WalkOf(WalkList.LateMeeting);
        var due = DateOnly.Parse((await RowsOfAsync(walk,
            "select last_day::text from time_limits where instance_id = @id and key = 'first-meeting' and task_id is null")).Single());
        var late = (await SentOfAsync(walk, "first-meeting")).Where(mail => mail.Kind == "escalation").ToList();
        late.ShouldContain((OfficeDays.AddWorkingDays(due, 1), "escalation", "team-supervisor"));
        late.ShouldContain((OfficeDays.AddWorkingDays(due, 3), "escalation", "director"));
    }

    [Fact]
    public async Task An_urgent_interview_that_is_late_is_told_to_the_director_at_once()
    {
        var walk = office.WalkOf(WalkList.Urgent);
        var late = (await SentOfAsync(walk, "interview")).Where(mail => mail.Kind == "escalation").ToList();
        late.Select(mail => mail.Account).ShouldBe(["director", "social-worker", "team-supervisor"]);
        late.ShouldAllBe(mail => mail.Day == walk.DayOf("interview"));
    }

    [Fact]
    public async Task An_assessment_that_the_end_of_support_overtook_is_withdrawn()
    {
        var walk = office.WalkOf(WalkList.EndedByTheDirector);
        (await RowsOfAsync(walk, "select step, outcome from user_tasks where instance_id = @id and status = 'cancelled'")).ShouldBe(["assessment -"]);
        (await RowsOfAsync(walk, "select status from time_limits where instance_id = @id and key = 'assessment' order by starts_on"))
            .ShouldBe(["met", "met", "met", "stopped"]);
    }

    [Fact]
    public async Task A_completion_that_is_repeated_is_answered_as_the_first_time()
    {
        var walk = office.WalkOf(WalkList.Repeats);
        var last = walk.Last!;
        var again = await office.Api.CompleteAsync(last.Account, last.TaskId, last.Outcome, last.Answers, last.Key);
        again.Status.ShouldBe(201);
        again.Body!.ToJsonString().ShouldBe(last.Answer.Body!.ToJsonString());
        (await office.Api.CompleteAsync(last.Account, last.TaskId, last.Outcome, last.Answers)).Status.ShouldBe(201);
        (await office.Api.CompleteAsync(last.Account, last.TaskId, "AssistantNeeded", last.Answers)).Status.ShouldBe(409);
        (await RowsOfAsync(walk, "select step from user_tasks where instance_id = @id and status = 'completed' order by closed_at")).ShouldBe(["interview", "analysis"]);
    }

    [Theory]
    [InlineData("team-supervisor")]
    [InlineData("director")]
    public async Task Who_comes_second_to_a_task_is_told_who_was_first_and_when(string second)
    {
        var done = office.WalkOf(WalkList.Repeats).Log[^1];
        var answer = await office.Api.CompleteAsync(second, done.TaskId, done.Outcome, []);
        var problem = answer.Expect(409);
        ((string?)problem["by"]).ShouldBe("Anna Zielińska");
        OfficeDays.DayOf(CaseWalk.MomentIn(problem, "at")).ShouldBe(done.Day);
    }

    [Theory]
    [InlineData("social-worker2", 403)]
    [InlineData("administrator", 403)]
    [InlineData("auditor", 403)]
    public async Task A_task_of_somebody_else_is_refused(string stranger, int status)
    {
        var done = office.WalkOf(WalkList.Repeats).Log[^1];
        (await office.Api.CompleteAsync(stranger, done.TaskId, done.Outcome, [])).Status.ShouldBe(status);
    }

    /// <summary>What left about a step, without the news that it has opened, in the order of days.</summary>
    private static async Task<List<(DateOnly Day, string Kind, string Account)>> SentOfAsync(CaseWalk walk, string step) =>
    [
        .. (await walk.MailAsync())
            .Where(mail => (string?)mail["status"] == "sent" && (string?)mail["step"] == step && (string?)mail["kind"] is "reminder" or "escalation")
            .Select(mail => (OfficeDays.DayOf(CaseWalk.MomentIn(mail, "sentAt")), (string)mail["kind"]!, ((string)mail["to"]!).Split('@')[0]))
            .OrderBy(mail => mail.Item1).ThenBy(mail => mail.Item3, StringComparer.Ordinal),
    ];

    private static string RoleOf(string address) => address.Split('@')[0].TrimEnd('2');

    private Task<List<string>> RowsOfAsync(CaseWalk walk, string sql) => office.Sql.RowsAsync(sql, ("id", walk.Id));
}
