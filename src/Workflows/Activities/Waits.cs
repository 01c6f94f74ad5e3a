using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Activities;

/// <summary>Waits for a span of office time.</summary>
public sealed class Delay : Activity
{
    public override string Type => "Elsa.Delay";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("timeSpan") { Type = "TimeSpan", Default = "00:01:00" }];

    public override void Execute(BurstRun run, Execution execution) => run.Wait(execution, dueAt: run.Facts.Now + Span(run, execution));

    private static TimeSpan Span(BurstRun run, Execution execution)
    {
        if (run.Text(execution, "timeSpan") is not { } text)
            return TimeSpan.FromMinutes(1);
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            ? span
            : throw new ActivityFault($"'{text}' is not a span of time such as 1.12:00:00");
    }
}

/// <summary>Waits for a moment; goes on at once when it has gone by.</summary>
public sealed class StartAt : Activity
{
    public override string Type => "Elsa.StartAt";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("dateTime", Required: true) { Type = "DateTimeOffset" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var at = Coerce.ToInstant(run.Input(execution, "dateTime")) is { Succeeded: true, Value: var moment }
            ? moment
            : throw new ActivityFault("the input 'dateTime' is not a moment such as 2026-11-22T08:00:00+01:00");
        if (at <= run.Facts.Now)
            run.Complete(execution);
        else
            run.Wait(execution, dueAt: at);
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

    /// <summary>What a stimulus with an event's name looks for.</summary>
    public static string KeyOf(string eventName) => "event:" + eventName;

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.Instance.TriggerActivityId == execution.Node.Id && run.Stimulus is Stimulus.Started)
            run.Complete(execution);
        else
            run.Wait(execution, key: KeyOf(run.Text(execution, "eventName") ?? throw new ActivityFault("the event has no name")));
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        run.SetResult(execution, payload);
        run.Complete(execution);
    }
}

/// <summary>Asks a system outside for work by the work's name and waits until it says that it is done; what it says is the Result.</summary>
public sealed class RunTask : Activity
{
    public override string Type => "Elsa.RunTask";
    public override ActivityCategory? Category => ActivityCategory.Events;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("taskName", Required: true)];
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("TaskId", "String"), new("Result")];

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
