using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Cases;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>
/// An office of one case in memory: plays what PostgreSQL and the workers do around the pure burst, with a clock that the test moves.
/// </summary>
internal sealed class Desk
{
    public static readonly Person Worker = Someone(1, "social-worker");
    public static readonly Person OtherWorker = Someone(2, "social-worker");
    public static readonly Person Assistant = Someone(3, "assistant");
    public static readonly Person OtherAssistant = Someone(4, "assistant");
    public static readonly Person Supervisor = Someone(5, "team-supervisor");
    public static readonly Person Director = Someone(6, "director");
    public static readonly Person WorkerAndAssistant = Someone(7, "social-worker", "assistant");

    private readonly CompiledDefinition _definition;

    public Desk(Drawing drawing, string now = "2026-01-05T09:00:00+01:00", string incidentStrategy = "ContinueWithIncidentsStrategy")
        : this(drawing.Compile(incidentStrategy), now) { }

    public Desk(CompiledDefinition definition, string now)
    {
        _definition = definition;
        Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).ToUniversalTime();
    }

    public DateTimeOffset Now { get; private set; }
    public WorkflowInstance Instance { get; private set; } = null!;
    public Changes Last { get; private set; } = null!;
    public Dictionary<Guid, UserTask> OpenTasks { get; } = [];
    public List<(OutboxMail Mail, DateTimeOffset At)> Mails { get; } = [];
    public List<string> CaseEvents { get; } = [];
    public Dictionary<Guid, DateTimeOffset> Timers { get; } = [];
    public Dictionary<string, string> Limits { get; } = [];
    public Dictionary<Guid, int> Caseload { get; } = [];
    public OfficeCalendar Calendar { get; set; } = OfficeCalendar.Default;

    public static IReadOnlyList<Person> Everyone { get; } = [Worker, OtherWorker, Assistant, OtherAssistant, Supervisor, Director, WorkerAndAssistant];

    private static Person Someone(int number, params string[] roles) =>
        new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), $"Person {number}", $"p{number}@office.example", roles.ToHashSet(), true);

    public Desk Start(string receivedOn = "2026-01-05", bool urgent = false, Person? starter = null, params (string Name, Value Value)[] inputs)
    {
        var day = DateOnly.Parse(receivedOn, CultureInfo.InvariantCulture);
        var given = inputs.ToDictionary(input => input.Name, input => input.Value);
        given["receivedOn"] = Value.Of(receivedOn);
        Take(Run(null, new Stimulus.Started(new Guid(9, 9, 9, [9, 9, 9, 9, 9, 9, 9, 9]), (starter ?? Worker).Id, given,
            Case: new NewCase(Guid.Empty, "social-worker", day, urgent, []))));
        return this;
    }

    public Desk Complete(string step, string outcome, Person? by = null, string answers = "{}")
    {
        Take(TryComplete(step, outcome, by, answers));
        return this;
    }

    public BurstResult TryComplete(string step, string outcome, Person? by = null, string answers = "{}")
    {
        var task = TaskOf(step);
        var person = by?.Id ?? task.Assignee ?? Everyone.First(someone => someone.Roles.Contains(task.Role!)).Id;
        return Run(Instance, new Stimulus.TaskCompleted(task.Id, person, outcome, JsonNode.Parse(answers)!.AsObject()));
    }

    public UserTask TaskOf(string step) => OpenTasks.Values.SingleOrDefault(task => task.Step == step)
        ?? throw new InvalidOperationException($"'{step}' is not open; open are: {string.Join(", ", Steps)}.");

    public IEnumerable<string> Steps => OpenTasks.Values.Select(task => task.Step).Order(StringComparer.Ordinal);

    public BurstResult Send(Stimulus stimulus)
    {
        var result = Run(Instance, stimulus);
        if (result is BurstResult.Done)
            Take(result);
        return result;
    }

    /// <summary>Moves the clock from due moment to due moment, running every timer on the way.</summary>
    public Desk MoveTo(string moment)
    {
        var target = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToUniversalTime();
        while (Timers.Count > 0 && Timers.MinBy(timer => timer.Value) is var next && next.Value <= target)
        {
            Now = next.Value > Now ? next.Value : Now;
            var before = Timers.GetValueOrDefault(next.Key);
            Send(new Stimulus.TimerDue(next.Key)).ShouldBeOfType<BurstResult.Done>($"the timer of {next.Value} changes nothing");
            if (!Timers.TryGetValue(next.Key, out var after) || after != before)
                continue;
            // What has failed waits for a person: the worker finds nothing to do for its timer and drops it.
            if (!Instance.Executions.Exists(execution => execution.Status == ActivityStatus.Faulted && execution.Bookmark?.DueAt == before))
                throw new InvalidOperationException("A timer that has fired is still set.");
            Timers.Remove(next.Key);
        }
        Now = target > Now ? target : Now;
        return this;
    }

    private BurstResult Run(WorkflowInstance? instance, Stimulus stimulus)
    {
        var facts = new Facts { Now = Now, Office = new OfficeDirectory(Everyone), Calendar = Calendar };
        var result = Burst.Run(_definition, instance, stimulus, facts);
        return result is BurstResult.NeedsFacts needed
            ? Burst.Run(_definition, instance, stimulus, facts with { Caseload = needed.CaseloadOf.ToDictionary(asked => asked, asked => Caseload.GetValueOrDefault(asked.Person)) })
            : result;
    }

    private void Take(BurstResult result)
    {
        Last = result.ShouldBeOfType<BurstResult.Done>().Changes;
        Instance = Last.Instance;
        foreach (var task in Last.OpenedTasks)
            OpenTasks.Add(task.Id, task);
        foreach (var task in Last.AssignedTasks)
            OpenTasks[task.Id] = OpenTasks[task.Id] with { Assignee = task.Assignee, Limit = task.Limit ?? OpenTasks[task.Id].Limit };
        foreach (var task in Last.ClosedTasks)
            OpenTasks.Remove(task.Id).ShouldBeTrue();
        foreach (var timer in Last.RemovedTimers)
            Timers.Remove(timer);
        foreach (var timer in Last.SetTimers)
            Timers[timer.Id] = timer.DueAt;
        foreach (var mail in Last.Mails)
            Mails.Add((mail, Now));
        foreach (var limit in Last.Limits)
            Limits[limit.Limit.Key] = limit.Status.ToString();
        CaseEvents.AddRange(Last.Journal.Where(entry => entry.OfCase).Select(entry => entry.Event));
        Last.Journal.Count.ShouldBeGreaterThan(0, "every commit needs a line of the journal: it is the lock");
    }
}
