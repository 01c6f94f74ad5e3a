using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Activities;

/// <summary>Waits for a span of office time.</summary>
public sealed class Delay : Activity
{
    public override string Type => "Elsa.Delay";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override bool CanWait => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("timeSpan") { Type = "TimeSpan", Default = "00:01:00" }];

    public override void Execute(BurstRun run, Execution execution) => run.Wait(execution, dueAt: run.Facts.Now + Span(run, execution, "timeSpan"));

    internal static TimeSpan Span(BurstRun run, Execution execution, string input)
    {
        if (run.Text(execution, input) is not { } text)
            return TimeSpan.FromMinutes(1);
        return TryParse(text, out var span) ? span : throw new ActivityFault($"'{text}' is not a span of time such as 1.12:00:00");
    }

    internal static bool TryParse(string text, out TimeSpan span) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span) && span >= TimeSpan.Zero;
}

/// <summary>Starts an instance every so often; within a run it waits once.</summary>
public sealed class Timer : Activity
{
    /// <summary>The shortest time between two instances that a timer starts.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public override string Type => "Elsa.Timer";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override bool IsTrigger => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("interval") { Type = "TimeSpan", Default = "00:01:00" }];

    internal override Trigger TriggerOf(BurstRun run, Execution execution)
    {
        var span = Delay.Span(run, execution, "interval");
        var every = span < Shortest ? Shortest : span;
        return new Trigger(execution.Node.Id, $"timer:{every:c}", DueAt: run.Facts.Now + every, Every: every);
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.IsTriggeredBy(execution))
            run.Complete(execution);
        else
            run.Wait(execution, dueAt: run.Facts.Now + Delay.Span(run, execution, "interval"));
    }
}

/// <summary>Waits for a moment or starts an instance then; goes on at once when it has gone by.</summary>
public sealed class StartAt : Activity
{
    public override string Type => "Elsa.StartAt";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override bool IsTrigger => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("dateTime", Required: true) { Type = "DateTimeOffset" }];

    internal override Trigger TriggerOf(BurstRun run, Execution execution)
    {
        var at = Moment(run, execution);
        return new Trigger(execution.Node.Id, $"startAt:{at:O}", DueAt: at);
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        var at = Moment(run, execution);
        if (at <= run.Facts.Now || run.IsTriggeredBy(execution))
            run.Complete(execution);
        else
            run.Wait(execution, dueAt: at);
    }

    private static DateTimeOffset Moment(BurstRun run, Execution execution) =>
        Coerce.ToInstant(run.Input(execution, "dateTime")) is { Succeeded: true, Value: var moment }
            ? moment.ToUniversalTime()
            : throw new ActivityFault("the input 'dateTime' is not a moment such as 2026-11-22T08:00:00+01:00");
}

/// <summary>Starts an instance at the moments of a cron expression; within a run it waits for the next one.</summary>
public sealed class Cron : Activity
{
    public override string Type => "Elsa.Cron";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override bool IsTrigger => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("cronExpression", Required: true)];

    public override IEnumerable<Finding> Check(CompiledActivity activity)
    {
        // No field is a year: what has a moment at all has one after any day.
        if (activity.Plain("cronExpression") is { } expression && (!CronSchedule.TryParse(expression, out var schedule) || schedule!.Next(DateTimeOffset.UnixEpoch) is null))
            yield return new Finding(FindingKind.NotACron, activity.Node, "cronExpression", expression);
    }

    internal override Trigger TriggerOf(BurstRun run, Execution execution)
    {
        var expression = run.Text(execution, "cronExpression") ?? "";
        return new Trigger(execution.Node.Id, "cron:" + expression, DueAt: Next(run, execution), Cron: expression);
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.IsTriggeredBy(execution))
            run.Complete(execution);
        else
            run.Wait(execution, dueAt: Next(run, execution));
    }

    private static DateTimeOffset Next(BurstRun run, Execution execution)
    {
        var expression = run.Text(execution, "cronExpression") ?? "";
        if (!CronSchedule.TryParse(expression, out var schedule))
            throw new ActivityFault($"'{expression}' is not a cron expression of six fields such as 0 0 6 * * MON-FRI");
        return schedule!.Next(run.Facts.Now) ?? throw new ActivityFault($"the cron expression '{expression}' has no moment any more");
    }
}

/// <summary>Waits for an event by its name; what comes with it is the Result.</summary>
public sealed class Event : Activity
{
    public override string Type => "Elsa.Event";
    public override ActivityCategory? Category => ActivityCategory.Events;
    public override bool IsTrigger => true;
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("Result")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("eventName", Required: true)];

    /// <summary>Not where it only starts the workflow: then it has come already.</summary>
    internal override bool WaitsWithoutLimit(CompiledActivity activity) =>
        !activity.Node.CanStartWorkflow || activity.Node.Parent?.Connections.Exists(connection => connection.Target == activity.Node) == true;

    /// <summary>What a stimulus with an event's name looks for.</summary>
    public static string KeyOf(string eventName) => "event:" + eventName;

    internal override Trigger? TriggerOf(BurstRun run, Execution execution) =>
        run.Text(execution, "eventName") is { } name ? new Trigger(execution.Node.Id, KeyOf(name), KeyOf(name)) : null;

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.Stimulus is Stimulus.Started { TriggerPayload: var payload } && run.IsTriggeredBy(execution))
            Resume(run, execution, payload);
        else
            run.Wait(execution, key: KeyOf(run.Text(execution, "eventName") ?? throw new ActivityFault("the event has no name")));
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        run.SetResult(execution, payload);
        run.Complete(execution);
    }
}

/// <summary>Tells every instance that waits for an event, and starts the procedures that begin with it.</summary>
public sealed class PublishEvent : Activity
{
    public override string Type => "Elsa.PublishEvent";
    public override ActivityCategory? Category => ActivityCategory.Events;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("eventName", Required: true),
        new("correlationId"),
        new("isLocalEvent") { Type = "Boolean", Editor = Editors.CheckBox },
        new("payload") { Type = "Object", Editor = Editors.Json, Syntax = "Object" },
    ];

    public override void Execute(BurstRun run, Execution execution)
    {
        var name = run.Text(execution, "eventName") ?? throw new ActivityFault("the event has no name");
        run.PromiseEvent(name, run.Input(execution, "payload"), run.Text(execution, "correlationId"), run.Boolean(execution, "isLocalEvent") == true);
        run.Complete(execution);
    }
}

/// <summary>Asks a system outside for work by the work's name and waits until it says that it is done; what it says is the Result.</summary>
public sealed class RunTask : Activity
{
    public override string Type => "Elsa.RunTask";
    public override ActivityCategory? Category => ActivityCategory.Events;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("taskName", Required: true)];
    public override bool CanWait => true;
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("TaskId", "String"), new("Result")];

    internal override bool WaitsWithoutLimit(CompiledActivity activity) => true;

    /// <summary>What a stimulus with a task's id looks for.</summary>
    public static string KeyOf(string taskId) => "task:" + taskId;

    public override void Execute(BurstRun run, Execution execution)
    {
        var taskId = run.RowIdOf(execution).ToString("N");
        run.SetOutput(execution, "TaskId", Value.Of(taskId));
        run.LogCase(JournalEvents.WorkRequested, execution.Node, null, new JsonObject { ["work"] = taskId, ["name"] = run.Text(execution, "taskName") });
        run.Wait(execution, key: KeyOf(taskId));
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        run.SetResult(execution, payload);
        run.Complete(execution);
    }
}
