using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using OpsWorkflows.Calendars;
using OpsWorkflows.Cases;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Mail;
using OpsWorkflows.Host.Workers;
using OpsWorkflows.Instances;
using OpsWorkflows.Notifications;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Demo;

/// <summary>
/// Makes the past of the demo office by living through it: office time starts before the first family came, moves on from due moment to
/// due moment with timers and mail as on any day, people do their work, and in the end it is today. Before that nobody can sign in.
/// </summary>
sealed partial class DemoPast : IDisposable
{
    static readonly TimeOnly WorkHour = new(10, 0);

    readonly NpgsqlDataSource database;
    readonly WorkflowRunner runner;
    readonly OfficeClockSql clock;
    readonly DevClock time;
    readonly OutboxWorker mail;
    readonly ILogger logger;
    readonly DateOnly today;
    readonly DateTimeOffset now;
    readonly Dictionary<DemoFamily, Guid> cases = [];
    Dictionary<string, Guid> people = [];

    public DemoPast(IServiceProvider services)
    {
        database = services.GetRequiredService<NpgsqlDataSource>();
        runner = services.GetRequiredService<WorkflowRunner>();
        clock = services.GetRequiredService<OfficeClockSql>();
        logger = services.GetRequiredService<ILogger<DemoPast>>();
        var machine = services.GetRequiredService<TimeProvider>();
        (now, today) = (machine.GetUtcNow(), OfficeTime.DateOf(machine.GetUtcNow()));
        // Mail of a past that never was goes to files: no mail server is to see it.
        var files = new EmlFileTransport(Path.Combine(services.GetRequiredService<DataDirectory>().Path, "mail"), time: machine);
        mail = new OutboxWorker(services.GetRequiredService<OutboxSql>(), services.GetRequiredService<MailTexts>(), files, new MailOptions(),
            database, machine, services.GetRequiredService<ILogger<OutboxWorker>>());
        time = new DevClock(clock, services.GetRequiredService<TimerWorker>(), services.GetRequiredService<StimulusWorker>(), mail, machine);
    }

    /// <summary>Does nothing where families are; what a host that died left unfinished is begun anew.</summary>
    public async Task CreateAsync(CancellationToken token)
    {
        await using var alone = await clock.LockAsync(token);
        var moments = DemoFamilies.All.SelectMany(EventsOf).OrderBy(entry => entry.At).ToList();
        if (!await BeginAsync(moments[0].At.AddHours(-1), token))
        {
            return;
        }
        foreach (var (at, family, happened) in moments.Where(entry => entry.At < now))
        {
            await time.AdvanceToAsync(at, token);
            await HappenAsync(family, happened, OfficeTime.DateOf(at), token);
        }
        await time.AdvanceToAsync(now, token);
        await ExecuteAsync("update office set clock_offset = interval '0'", token);
    }

    /// <summary>All that happens to a family and when; null is how it begins.</summary>
    IEnumerable<(DateTimeOffset At, DemoFamily Family, DemoEvent? Happened)> EventsOf(DemoFamily family) =>
    [
        (OfficeTime.At(today.AddDays(-family.ReceivedDaysAgo), WorkHour), family, null),
        .. family.Events.Select(happened => (OfficeTime.At(WorkingDay(today.AddDays(-happened.DaysAgo)), WorkHour), family, (DemoEvent?)happened)),
    ];

    static DateOnly WorkingDay(DateOnly day) => PolishHolidays.IsWorkingDay(day) ? day : PolishHolidays.NextWorkingDay(day);

    /// <returns>False when the office has families already, or its clock was moved.</returns>
    async Task<bool> BeginAsync(DateTimeOffset firstMoment, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var state = await connection.QuerySingleAsync<(bool IsUnfinished, bool IsNew)>(new("""
            select clock_offset < interval '0', clock_offset = interval '0' and not exists (select from families)
              and not exists (select from workflow_instances) and exists (select from definition_versions where definition_id = @Procedure and is_published)
            from office
            """, new { DemoFamilies.Procedure }, cancellationToken: token));
        if (state is { IsUnfinished: false, IsNew: false })
        {
            return false;
        }
        await connection.ExecuteAsync(new("""
            truncate workflow_instances, families, case_mark_numbers cascade;
            update office set clock_offset = make_interval(secs => extract(epoch from @firstMoment - clock_timestamp()));
            """, new { firstMoment }, cancellationToken: token));
        people = (await connection.QueryAsync<(string Email, Guid Id)>(new("select email, id from people", cancellationToken: token)))
            .Where(person => person.Email.EndsWith(DemoOffice.EmailDomain, StringComparison.Ordinal))
            .ToDictionary(person => person.Email[..^DemoOffice.EmailDomain.Length], person => person.Id, StringComparer.Ordinal);
        return true;
    }

    async Task HappenAsync(DemoFamily family, DemoEvent? happened, DateOnly day, CancellationToken token)
    {
        var result = happened switch
        {
            null => await StartAsync(family, day, token),
            DemoEvent.Done done => await FinishAsync(family, done, day, token),
            DemoEvent.Suspended suspended => await runner.RunAsync(cases[family], new Stimulus.CaseSuspended(people["team-supervisor"], suspended.Reason), token: token),
            _ => throw new InvalidOperationException($"Nothing is known of {happened}."),
        };
        if (result is not RunResult.Committed)
        {
            LogNotSo(logger, happened?.ToString() ?? "start", result.ToString() ?? "");
        }
    }

    async Task<RunResult> StartAsync(DemoFamily family, DateOnly day, CancellationToken token)
    {
        var (caseId, familyId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        cases[family] = caseId;
        await ExecuteAsync("insert into families (id, name, address, created_at) values (@familyId, @Name, @Address, office_now())",
            token, new { familyId, family.Name, family.Address });
        var receivedOn = day.ToString("O");
        return await runner.StartAsync(DemoFamilies.Procedure, new Stimulus.Started(caseId, people[family.Worker],
            new Dictionary<string, Value>(StringComparer.Ordinal)
            {
                ["receivedOn"] = Value.Of(receivedOn),
                ["source"] = Value.Of(family.Source),
                ["urgent"] = Value.Of(family.Urgent),
            },
            Case: new NewCase(familyId, "social-worker", day, family.Urgent, new JsonObject
            {
                ["receivedOn"] = receivedOn,
                ["source"] = family.Source,
                ["urgent"] = family.Urgent,
            })), token: token);
    }

    /// <summary>The step is finished by whom it belongs to; where it is open to the director, by the director.</summary>
    async Task<RunResult> FinishAsync(DemoFamily family, DemoEvent.Done done, DateOnly day, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var task = await connection.QuerySingleOrDefaultAsync<(Guid Id, Guid? Assignee)>(new("""
            select id, assignee from user_tasks where instance_id = @id and step = @Step and status = 'open'
            """, new { id = cases[family], done.Step }, cancellationToken: token));
        return await runner.RunAsync(cases[family], new Stimulus.TaskCompleted(task.Id, task.Assignee ?? people["director"], done.Outcome,
            DemoAnswers.Of(done.Step, done.Outcome, day, people[family.Assistant])), token: token);
    }

    async Task ExecuteAsync(string sql, CancellationToken token, object? values = null)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await connection.ExecuteAsync(new(sql, values, cancellationToken: token));
    }

    public void Dispose() => mail.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo office could not live through {Happened}: {Result}")]
    private static partial void LogNotSo(ILogger logger, string happened, string result);
}
