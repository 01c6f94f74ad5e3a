using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Engine;

/// <summary>
/// Decides what follows when something happens to an instance: a pure function of the definition, the instance, the stimulus and the facts.
/// It touches nothing outside and gives the same answer each time.
/// </summary>
public static class Burst
{
    /// <param name="instance">The instance as it is stored; null for a start. It is not changed.</param>
    public static BurstResult Run(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus, Facts facts) =>
        Run(definition, instance, stimulus, facts, null);

    internal static BurstResult Run(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus, Facts facts, BurstTrace? trace)
    {
        var next = stimulus is Stimulus.Started started ? Create(definition, started, facts) : instance!.Clone();
        next.Revision++;
        var run = new BurstRun(definition, next, facts, trace is null ? null : trace.OnScheduled) { Stimulus = stimulus, Lines = trace?.Lines, RepeatsRecording = trace is not null };
        trace?.Attach(run);
        try
        {
            if (!Receive(run))
                return BurstResult.Nothing.Instance;
            run.Drain();
        }
        catch (BurstRefused refused)
        {
            return new BurstResult.Refused(refused.Refusal);
        }
        catch (FactsMissing missing)
        {
            return new BurstResult.NeedsFacts(missing.CaseloadOf);
        }
        Settle(run);
        return new BurstResult.Done(run.Changes);
    }

    private static WorkflowInstance Create(CompiledDefinition definition, Stimulus.Started started, Facts facts)
    {
        var instance = new WorkflowInstance
        {
            Id = started.InstanceId,
            Definition = definition.Definition,
            CreatedAt = facts.Now,
            CorrelationId = started.CorrelationId,
            TriggerActivityId = started.TriggerActivityId,
            Parent = started.Parent,
            Depth = started.Depth,
            Urgent = started.Case?.Urgent ?? false,
        };
        foreach (var (name, value) in started.Inputs)
            instance.Inputs[name] = value;
        return instance;
    }

    /// <summary>Lets the stimulus in: what it names is queued or changed.</summary>
    /// <returns>Whether it concerns the instance as it is now.</returns>
    private static bool Receive(BurstRun run)
    {
        // Refused and not lost: who completes a task is told, a timer is tried again, an event goes on waiting.
        if (run is { RepeatsRecording: false, IsStopped: true } && run.Stimulus is Stimulus.TaskCompleted or Stimulus.EventReceived
            or Stimulus.RunTaskCompleted or Stimulus.WaitEnded or Stimulus.ChildEnded or Stimulus.RequestAnswered)
            throw new BurstRefused(new Refusal(RefusalCode.InstanceFaulted));
        switch (run.Stimulus)
        {
            case Stimulus.Started started:
                Start(run, started);
                return true;
            case Stimulus.TaskCompleted completed:
                var execution = OpenTask(run, completed.TaskId);
                UserTaskActivity.Accept(run, execution, completed);
                run.ScheduleResume(execution, Value.Undefined);
                return true;
            case Stimulus.TaskClaimed claimed:
                return Claim(run, claimed);
            case Stimulus.TaskReassigned reassigned:
                return Reassign(run, reassigned);
            case Stimulus.TimerDue timer:
                return TimerDue(run, timer.TimerId);
            case Stimulus.EventReceived received:
                run.Instance.ToldByOthers |= received.From is { } from && from != run.Instance.Id;
                return Resume(run, run.Instance.Executions.Where(waiting => waiting.Bookmark?.Key == Event.KeyOf(received.EventName)
                    && (received.OnlyAt is null || waiting.Id == received.OnlyAt)), received.Payload);
            case Stimulus.ChildEnded ended:
                run.Instance.ToldByOthers |= ended.ToldByOthers;
                return Resume(run, run.Instance.Executions.Where(waiting => waiting.Id == ended.Execution && waiting.Bookmark is not null), ended.Output);
            case Stimulus.RequestAnswered { Answer: var answer }:
                return Resume(run, run.Instance.Executions.Where(waiting => waiting.Bookmark?.Key == HttpRequestActivity.KeyOf(answer.RequestId)), answer.Content);
            case Stimulus.RunTaskCompleted completed:
                return Resume(run, run.Instance.Executions.Where(waiting => waiting.Bookmark?.Key == RunTask.KeyOf(completed.TaskId)), completed.Result);
            case Stimulus.WaitEnded ended:
                return Resume(run, run.Instance.Executions.Where(waiting => waiting.Bookmark is not null && waiting.Node.Id == ended.ActivityId)
                    .Skip(ended.Nth - 1).Take(1), ended.Payload);
            case Stimulus.PersonChanged change:
                run.ChangePerson(change);
                return run.Changes.Journal.Count > 0;
            case Stimulus.CaseSuspended suspended:
                run.Suspend(suspended);
                return true;
            case Stimulus.CaseResumed resumed:
                run.Resume(resumed);
                return true;
            case Stimulus.CaseClosed closed:
                run.LogCase(JournalEvents.CaseClosed, null, closed.ByPersonId, new JsonObject { ["reason"] = closed.Reason });
                run.SetCaseStatus(null, "closed", closed.Reason);
                run.FinishInstance(WorkflowSubStatus.Cancelled);
                return true;
            case Stimulus.IncidentsRetried retried:
                run.Retry(retried);
                return true;
            case Stimulus.IncidentSkipped skipped:
                run.Skip(skipped);
                return true;
            case Stimulus.Cancelled cancelled:
                run.LogCase(JournalEvents.InstanceCancelled, null, cancelled.ByPersonId);
                run.FinishInstance(run.Instance.Status == WorkflowStatus.Running ? WorkflowSubStatus.Cancelled : run.Instance.SubStatus);
                return true;
            default:
                throw new InvalidOperationException($"No rule for {run.Stimulus.GetType().Name}.");
        }
    }

    private static void Start(BurstRun run, Stimulus.Started started)
    {
        run.Changes.Activation = Activation(run.Definition.Definition.ActivationStrategyType);
        if (started.Case is { } newCase)
        {
            run.Changes.NewCase = newCase;
            run.LogCase(JournalEvents.CaseStarted, null, started.Starter, new JsonObject { ["urgent"] = newCase.Urgent });
            if (started.Starter is { } starter)
                run.AssignPerson(null, newCase.StarterRole, starter, null, [], starter);
            run.Changes.Answers = new GivenAnswers(run.NextRowId(), null, DefinitionResources.StartForm, newCase.Answers, started.Starter);
        }
        run.Schedule(null, run.Definition.Activities[0]);
    }

    /// <summary>Elsa writes its strategies by a short name, or in older exports by their CLR type.</summary>
    private static ActivationStrategy Activation(string? type) => type switch
    {
        null => ActivationStrategy.Always,
        _ when type.Contains("CorrelatedSingleton", StringComparison.Ordinal) => ActivationStrategy.CorrelatedSingleton,
        _ when type.Contains("Singleton", StringComparison.Ordinal) => ActivationStrategy.Singleton,
        _ when type.Contains("CorrelationStrategy", StringComparison.Ordinal) => ActivationStrategy.Correlation,
        _ => ActivationStrategy.Always,
    };

    private static Execution OpenTask(BurstRun run, Guid taskId) =>
        run.ExecutionOf(taskId) ?? throw new BurstRefused(new Refusal(RefusalCode.TaskClosed));

    private static bool Claim(BurstRun run, Stimulus.TaskClaimed claimed)
    {
        var execution = OpenTask(run, claimed.TaskId);
        if (execution.UserTask!.Assignee is { } assignee)
        {
            if (assignee == claimed.PersonId)
                return false;
            throw new BurstRefused(new Refusal(RefusalCode.TaskTaken));
        }
        if (!run.IsEligible(claimed.PersonId, execution.UserTask.Role))
            throw new BurstRefused(new Refusal(RefusalCode.NotYourTask));
        run.AssignTask(execution, claimed.PersonId, tell: false);
        run.LogCase(JournalEvents.TaskClaimed, execution.Node, claimed.PersonId, new JsonObject { ["task"] = claimed.TaskId });
        return true;
    }

    private static bool Reassign(BurstRun run, Stimulus.TaskReassigned reassigned)
    {
        var execution = OpenTask(run, reassigned.TaskId);
        if (execution.UserTask!.Assignee == reassigned.ToPersonId)
            return false;
        if (!run.IsEligible(reassigned.ToPersonId, execution.UserTask.Role))
            throw new BurstRefused(new Refusal(RefusalCode.PersonNotEligible));
        run.AssignTask(execution, reassigned.ToPersonId, tell: true);
        run.LogCase(JournalEvents.TaskReassigned, execution.Node, reassigned.ByPersonId,
            new JsonObject { ["task"] = reassigned.TaskId, ["to"] = reassigned.ToPersonId });
        return true;
    }

    /// <summary>The state says what is due: a timer that was moved or withdrawn meanwhile concerns nobody.</summary>
    private static bool TimerDue(BurstRun run, Guid timerId)
    {
        if (run.Instance.SuspendedOn is not null)
            return false;
        var limit = run.Instance.Limits.FindIndex(open => open.Id == timerId && open.NextRungAt <= run.Facts.Now);
        if (limit >= 0)
        {
            run.ClimbRung(limit);
            return true;
        }
        var due = run.Instance.Executions.FindAll(waiting => waiting.Bookmark?.DueAt <= run.Facts.Now && run.RowIdOf(waiting) == timerId);
        if (!run.RepeatsRecording)
        {
            // What has failed when its time came waits for a person, not for its time once more.
            due.RemoveAll(waiting => waiting.Status == ActivityStatus.Faulted);
            if (due.Count > 0 && run.IsStopped)
                throw new BurstRefused(new Refusal(RefusalCode.InstanceFaulted));
        }
        return Resume(run, due, Value.Undefined);
    }

    private static bool Resume(BurstRun run, IEnumerable<Execution> waiting, Value payload)
    {
        var found = waiting.ToList();
        foreach (var execution in found)
            run.ScheduleResume(execution, payload);
        if (found.Count > 0 && run.Instance.SubStatus == WorkflowSubStatus.Faulted)
            run.FaultAgain();
        return found.Count > 0;
    }

    /// <summary>Works out where the instance stands once everything waits or is over.</summary>
    private static void Settle(BurstRun run)
    {
        var instance = run.Instance;
        // Elsa lets what was queued when its container completed run on, and wait for ever; nobody is served by that.
        if (!run.RepeatsRecording)
        {
            // Stopped, not over; and once what was stopped has been cancelled with what it stood in, not even stopped.
            if (instance is { Status: WorkflowStatus.Finished, SubStatus: WorkflowSubStatus.Faulted })
                instance.Status = WorkflowStatus.Running;
            run.CancelOrphans();
            if (instance.Status == WorkflowStatus.Running)
                run.ResolveCancelled();
        }
        if (instance.Status == WorkflowStatus.Running)
        {
            if (instance.Executions.TrueForAll(execution => !execution.IsLive))
                (instance.Status, instance.SubStatus) = (WorkflowStatus.Finished, WorkflowSubStatus.Finished);
            else
                instance.SubStatus = !run.RepeatsRecording && run.IsStopped ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Suspended;
        }
        if (run.RepeatsRecording)
            return;
        if (instance.Status == WorkflowStatus.Finished)
        {
            run.EndCase();
            run.TellParent();
        }
        else if (instance.Incidents.Count == 0 && instance.Executions.Find(execution => execution.IsLive) is { } root
            && instance.Executions.TrueForAll(execution => execution.Bookmark is null))
            run.RaiseIncident(root, "the instance runs but nothing in it waits for anything");
    }
}

/// <summary>Records a run event by event, to be compared with a recording of the real Elsa engine.</summary>
/// <param name="before">The record of the burst before; null for a start.</param>
internal sealed class BurstTrace(BurstTrace? before = null)
{
    private readonly List<(int At, string Event)> _scheduled = [];
    private Changes? _changes;

    public List<string> Lines { get; } = [];

    /// <summary>What the run had queued when it failed: Elsa keeps it in the state and queues it again each time.</summary>
    private List<ActivityNode> LeftInQueue { get; } = before is null ? [] : [.. before.LeftInQueue];

    internal void Attach(BurstRun run)
    {
        _changes = run.Changes;
        if (run.Instance.SubStatus != WorkflowSubStatus.Faulted)
            return;
        foreach (var node in LeftInQueue)
            _scheduled.Add((0, NameOf(node) + " Scheduled"));
    }

    internal void OnScheduled(Execution? owner, ActivityNode node)
    {
        _scheduled.Add((_changes!.Journal.Count, NameOf(node) + " Scheduled"));
        if (_changes.Instance.SubStatus == WorkflowSubStatus.Faulted && _changes.Journal.Count == 0)
            LeftInQueue.Add(node);
    }

    public List<string> Events()
    {
        var events = new List<string>();
        var next = 0;
        for (var i = 0; i <= _changes!.Journal.Count; i++)
        {
            for (; next < _scheduled.Count && _scheduled[next].At == i; next++)
                events.Add(_scheduled[next].Event);
            if (i < _changes.Journal.Count && _changes.Journal[i] is { OfCase: false } entry)
                events.Add($"{NameOf(entry.Activity!)} {entry.Event}{(entry.Outcomes is { Count: > 0 } outcomes ? $" [{string.Join(",", outcomes)}]" : "")}");
        }
        return events;
    }

    private static string NameOf(ActivityNode node) => node.Parent is null ? "$workflow" : node.Id;
}
