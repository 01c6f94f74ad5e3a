using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Activities;

/// <summary>
/// One burst while it runs: the queue of activities to execute, and what an activity may do to its instance.
/// Everything lands in <see cref="Changes"/>; nothing outside is touched. The order of things is Elsa's.
/// </summary>
public sealed partial class BurstRun
{
    /// <summary>How many activities one burst may execute; a loop without a wait ends as an incident.</summary>
    public const int MaximumSteps = 10_000;

    private static readonly string[] Done = ["Done"];

    private readonly Queue<WorkItem> _queue = new();
    private readonly Action<Execution?, ActivityNode>? _scheduled;
    private Execution? _resumedInVain;
    private int _counter;
    private int _steps;

    internal BurstRun(CompiledDefinition definition, WorkflowInstance instance, Facts facts, Action<Execution?, ActivityNode>? scheduled = null)
    {
        Definition = definition;
        Instance = instance;
        Facts = facts;
        Changes = new Changes { Instance = instance, At = facts.Now };
        _scheduled = scheduled;
        _stateSize = SizeOf(instance);
    }

    public CompiledDefinition Definition { get; }

    /// <summary>Whether a recording of Elsa is to be repeated to the letter, with what no person should meet.</summary>
    internal bool RepeatsRecording { get; init; }
    public WorkflowInstance Instance { get; }
    public Facts Facts { get; }
    public Changes Changes { get; }

    /// <summary>Puts an activity at the end of the queue.</summary>
    /// <param name="backward">Whether a connection that closes a loop leads there.</param>
    /// <param name="locals">Variables that only this execution and those inside it see.</param>
    public void Schedule(Execution? owner, CompiledActivity activity, bool backward = false, Dictionary<string, Value>? locals = null)
    {
        Reserve(locals);
        _scheduled?.Invoke(owner, activity.Node);
        _queue.Enqueue(new WorkItem(activity, owner, null, backward, default, locals, owner?.Ends ?? 0));
    }

    /// <summary>Puts an execution that waits at the end of the queue, to go on with what it waited for.</summary>
    public void ScheduleResume(Execution execution, Value payload)
    {
        _scheduled?.Invoke(execution.Parent, execution.Node);
        _queue.Enqueue(new WorkItem(Definition.Of(execution.Node), execution.Parent, execution, execution.Backward, payload, null, execution.OwnerEnds));
    }

    /// <summary>Puts an execution at the end of the queue, to end with an outcome and do nothing else.</summary>
    private void ScheduleEnd(Execution execution, string outcome) =>
        _queue.Enqueue(new WorkItem(Definition.Of(execution.Node), execution.Parent, execution, execution.Backward, default, null, execution.OwnerEnds, outcome));

    public bool IsScheduled(Execution owner, CompiledActivity activity)
    {
        foreach (var item in _queue)
        {
            if (item.Owner == owner && item.Activity == activity)
                return true;
        }
        return false;
    }

    /// <summary>Whether anything in the queue belongs to this execution or to one inside it.</summary>
    public bool HasScheduledWithin(Execution execution)
    {
        foreach (var item in _queue)
        {
            for (var owner = item.Owner; owner is not null; owner = owner.Parent)
            {
                if (owner == execution)
                    return true;
            }
        }
        return false;
    }

    /// <summary>Runs until everything waits or is over.</summary>
    internal void Drain()
    {
        while (_queue.TryDequeue(out var item))
            Perform(item);
    }

    private void Perform(in WorkItem item)
    {
        var execution = item.Existing ?? Begin(item);
        var bookmark = item.Existing is null ? null : execution.Bookmark;
        // Elsa writes Resumed for every execution of an activity on which something waits.
        Log(execution, IsWaitedOn(execution.Node) ? JournalEvents.Resumed : JournalEvents.Started);
        execution.Status = ActivityStatus.Running;
        try
        {
            if (++_steps > MaximumSteps)
            {
                _queue.Clear();
                throw new ActivityFault($"more than {MaximumSteps} activities in one burst: a loop without a wait");
            }
            if (item.Existing is null)
                RequireRoom(0);
            if (item.EndsWith is { } outcome)
                Complete(execution, [outcome]);
            else if (bookmark is not null)
                item.Activity.Behaviour.Resume(this, execution, item.Payload);
            else if (_resumedInVain is { } resumed)
                ResumeInstead(resumed, execution);
            else
                item.Activity.Behaviour.Execute(this, execution);
            if (bookmark is not null && ReferenceEquals(execution.Bookmark, bookmark))
                RemoveBookmark(execution);
        }
        catch (Exception e) when (e is not (BurstRefused or FactsMissing or OutOfMemoryException or OperationCanceledException))
        {
            if (RepeatsRecording && bookmark is not null)
                _resumedInVain = execution;
            else if (bookmark is not null && item.Activity.Behaviour.SpendsWait)
                RemoveBookmark(execution);
            var stopped = RepeatsRecording ? execution : Outermost(execution);
            Fault(stopped, e is ActivityFault ? e.Message : $"unexpected {e.GetType().Name}");
            if (!RepeatsRecording)
                MakeRepairable(stopped);
        }
        if (execution is { Status: ActivityStatus.Running, Bookmark: not null })
            Log(execution, JournalEvents.Suspended);
    }

    /// <summary>
    /// What a fault has stopped: where an activity has ended and its container with it, and what is around that cannot go on, it is the
    /// container. The activity stands in something that is over: nobody could repair it.
    /// </summary>
    private Execution Outermost(Execution execution)
    {
        while (execution.Parent is { IsLive: false, Parent: not null } ended)
        {
            Withdraw(execution);
            execution = ended;
        }
        return execution;
    }

    /// <summary>Leaves an execution that has failed so that it can be tried again or left out, whatever it had come to.</summary>
    private void MakeRepairable(Execution execution)
    {
        // It had ended and its container could not go on: tried again it begins anew.
        if (execution.OwnerTold)
        {
            (execution.OwnerTold, execution.Position, execution.Breaking) = (false, 0, false);
            RemoveBookmark(execution);
        }
        // It had opened a task and then not come to wait for it: nobody would ever take its answers.
        if (execution is { Bookmark: null, UserTask: { } task })
            CloseTask(execution, task, outcome: null, personId: null);
    }

    /// <summary>Elsa lets the next activity do what an activity that failed while it was resumed was to do.</summary>
    private void ResumeInstead(Execution resumed, Execution execution)
    {
        if (Definition.Of(resumed.Node).Behaviour is Event && !Definition.Of(execution.Node).Behaviour.Outputs.Any(output => output.Name == "Result"))
            throw new ActivityFault($"Cannot set result on activity {execution.Node.Id} because it does not implement IActivityWithResult.");
        Complete(execution);
        RemoveBookmark(resumed);
        _resumedInVain = null;
    }

    private bool IsWaitedOn(ActivityNode node)
    {
        foreach (var execution in Instance.Executions)
        {
            if (execution.Node == node && execution.Bookmark is not null)
                return true;
        }
        return false;
    }

    private Execution Begin(in WorkItem item)
    {
        var execution = new Execution(NextExecutionId(), item.Activity.Node, item.Owner)
        {
            Backward = item.Backward,
            OwnerEnds = item.OwnerEnds,
            Locals = item.Locals,
        };
        Instance.Executions.Add(execution);
        if (item.Activity.Node.Variables.Count > 0)
            DeclareVariables(execution);
        return execution;
    }

    /// <summary>Ends an execution with outcomes, by default Done, and tells its owner.</summary>
    /// <param name="text">What the journal is to say with it; nothing about the family.</param>
    public void Complete(Execution execution, IReadOnlyList<string>? outcomes = null, string? text = null)
    {
        if (execution.Status != ActivityStatus.Running)
            return;
        CancelWithin(execution);
        execution.Status = ActivityStatus.Completed;
        Log(execution, JournalEvents.Completed, outcomes, text);
        if (!execution.OwnerTold)
        {
            execution.OwnerTold = true;
            Drop(execution);
            if (execution.Parent is { } owner && owner.Ends == execution.OwnerEnds)
                TellOwner(owner, execution, outcomes ?? Done);
        }
        Withdraw(execution);
        execution.Ends++;
    }

    private void TellOwner(Execution owner, Execution execution, IReadOnlyList<string> outcomes)
    {
        var position = owner.Position;
        try
        {
            Definition.Of(owner.Node).Behaviour.ChildCompleted(this, owner, execution, outcomes);
        }
        catch when (!RepeatsRecording)
        {
            // After a repair it is told once more, and must not count twice.
            owner.Position = position;
            throw;
        }
    }

    /// <summary>Ends an execution and all inside it without an outcome, from the inside out, as a join or a broken loop does.</summary>
    public void Cancel(Execution execution)
    {
        if (execution.Status is not (ActivityStatus.Running or ActivityStatus.Faulted))
            return;
        // In Elsa a flowchart completes when the last of what runs in it is cancelled, even while it is itself cancelled.
        if (!RepeatsRecording)
            execution.Status = ActivityStatus.Canceled;
        foreach (var child in LiveChildren(execution))
            Cancel(child);
        EndAsCanceled(execution);
    }

    /// <summary>What a container that completes does to what is still open in it: from the outside in.</summary>
    private void CancelWithin(Execution execution)
    {
        foreach (var child in LiveChildren(execution))
        {
            if (!child.IsLive)
                continue;
            EndAsCanceled(child);
            CancelWithin(child);
        }
    }

    private void EndAsCanceled(Execution execution)
    {
        WithdrawScheduled(execution);
        execution.Status = ActivityStatus.Canceled;
        execution.OwnerTold = true;
        execution.Ends++;
        Log(execution, JournalEvents.Canceled);
        Withdraw(execution);
        Drop(execution);
        for (var container = execution; container is not null; container = container.Parent)
            Definition.Of(container.Node).Behaviour.DescendantCanceled(this, container, execution);
    }

    /// <summary>Takes out of the queue what would begin or go on inside an execution that was cancelled.</summary>
    private void WithdrawScheduled(Execution execution)
    {
        for (var i = _queue.Count; i > 0; i--)
        {
            var item = _queue.Dequeue();
            if (item.Existing != execution && item.Owner != execution)
                _queue.Enqueue(item);
            else if (item.Existing is null)
                _stateSize -= ExecutionSize + SizeOf(item.Locals);
        }
    }

    /// <summary>Lets every container above an activity end by its own rule for Complete: loops stop, a workflow ends with the outcomes.</summary>
    internal void CompleteComposite(Execution sender, IReadOnlyList<string> outcomes)
    {
        // Ending a loop, or the sender, may end the containers above it, and the workflow without its outcomes.
        CompositeOutcomes = outcomes;
        try
        {
            for (var container = sender.Parent; container is not null; container = container.Parent)
            {
                if (Definition.Of(container.Node).Behaviour.CompletesComposite(this, container, sender, outcomes))
                    return;
            }
        }
        finally
        {
            CompositeOutcomes = null;
        }
    }

    /// <summary>The outcomes of the Complete that is just ending the workflow it stands in; null while none is, and once that workflow has ended.</summary>
    internal IReadOnlyList<string>? CompositeOutcomes { get; set; }

    /// <summary>Tells the containers above an activity that their loop is to stop, up to the loop.</summary>
    internal void Break(Execution sender)
    {
        for (var container = sender.Parent; container is not null; container = container.Parent)
        {
            var behaviour = Definition.Of(container.Node).Behaviour;
            if (behaviour.HearsBreak)
                container.Breaking = true;
            if (behaviour.IsLoop)
                return;
        }
    }

    /// <summary>
    /// Ends everything else that is open in the container of an execution. Unlike a cancellation by a join it visits no connections:
    /// the activities stay as if they had not been reached, so that a later round of the flowchart reaches them again.
    /// </summary>
    public void CancelBeside(Execution execution)
    {
        foreach (var other in Instance.Executions.Where(other => other != execution && IsWithin(other, execution.Parent)).ToList())
        {
            other.Status = ActivityStatus.Canceled;
            other.OwnerTold = true;
            Log(other, JournalEvents.Canceled);
            Withdraw(other);
            Drop(other);
        }
    }

    private static bool IsWithin(Execution execution, Execution? container)
    {
        for (var above = execution.Parent; above is not null; above = above.Parent)
        {
            if (above == container)
                return true;
        }
        return false;
    }

    /// <summary>Ends what a container began after it was over itself, and what is in it.</summary>
    internal void CancelOrphans()
    {
        for (var i = 0; i < Instance.Executions.Count; i++)
        {
            var execution = Instance.Executions[i];
            if (execution.Parent is null or { IsLive: true })
                continue;
            execution.Status = ActivityStatus.Canceled;
            Log(execution, JournalEvents.Canceled);
            Withdraw(execution);
            Instance.Executions.RemoveAt(i);
            i = -1;
        }
    }

    /// <summary>The children of an execution that have not ended, as they are now.</summary>
    public IReadOnlyList<Execution> LiveChildren(Execution execution)
    {
        // Most executions have none when they end: nothing is made for those.
        List<Execution>? children = null;
        foreach (var child in Instance.Executions)
        {
            if (child.Parent == execution && child.IsLive)
                (children ??= []).Add(child);
        }
        return children ?? (IReadOnlyList<Execution>)[];
    }

    /// <summary>Stops an activity: it becomes an incident, and the workflow's incident strategy decides about the rest.</summary>
    private void Fault(Execution execution, string message)
    {
        execution.Status = ActivityStatus.Faulted;
        if (!Instance.Executions.Contains(execution))
        {
            Instance.Executions.Add(execution);
            _stateSize += SizeOf(execution);
        }
        Log(execution, JournalEvents.Faulted);
        RaiseIncident(execution, message);
        if (!Definition.Definition.ContinueWithIncidents)
        {
            Instance.Status = WorkflowStatus.Finished;
            Instance.SubStatus = WorkflowSubStatus.Faulted;
        }
    }

    /// <summary>Ends the whole instance at once: nothing in it goes on.</summary>
    public void FinishInstance(WorkflowSubStatus subStatus)
    {
        _queue.Clear();
        foreach (var execution in Instance.Executions)
        {
            Withdraw(execution);
            execution.OwnerTold = true;
        }
        Instance.Status = WorkflowStatus.Finished;
        Instance.SubStatus = subStatus;
    }

    /// <summary>Makes an execution wait.</summary>
    /// <param name="key">What a stimulus from outside must match; null for waits that are resumed by their row.</param>
    public void Wait(Execution execution, string? key = null, DateTimeOffset? dueAt = null)
    {
        execution.Bookmark = new Bookmark(execution.Node.Type, key, dueAt);
        if (key is not null)
            Changes.SetBookmarks.Add((execution.Id, key));
        if (dueAt is { } due)
            Changes.SetTimers.Add(new Timers.WorkflowTimer(RowIdOf(execution), due));
    }

    private void RemoveBookmark(Execution execution)
    {
        if (execution.Bookmark is not { } bookmark)
            return;
        execution.Bookmark = null;
        if (bookmark.Key is not null && !Changes.SetBookmarks.Remove((execution.Id, bookmark.Key)))
            Changes.RemovedBookmarks.Add(execution.Id);
        if (bookmark.DueAt is not null)
            RemoveTimer(RowIdOf(execution));
        if (HttpRequestActivity.RequestOf(bookmark.Key) is { } asked && Changes.Requests.RemoveAll(request => request.Id == asked) == 0)
            Changes.RemovedRequests.Add(asked);
    }

    private void RemoveTimer(Guid id)
    {
        Changes.SetTimers.RemoveAll(timer => timer.Id == id);
        Changes.RemovedTimers.Add(id);
    }

    /// <summary>Takes back what an execution that ends had set up: its wait, and its task when nobody has finished it.</summary>
    private void Withdraw(Execution execution)
    {
        RemoveBookmark(execution);
        if (execution.UserTask is { } task)
            CloseTask(execution, task, outcome: null, personId: null);
    }

    /// <summary>The row id of the wait of an execution.</summary>
    public Guid RowIdOf(Execution execution) => RowId.Derive(Instance.Id, execution.Id.Revision, execution.Id.Counter);

    public Guid NextRowId() => RowId.Derive(Instance.Id, Instance.Revision, ++_counter);

    internal ExecutionId NextExecutionId() => new(Instance.Revision, ++_counter);

    private void Log(Execution execution, string @event, IReadOnlyList<string>? outcomes = null, string? text = null) =>
        Changes.Journal.Add(new JournalEntry(@event, execution.Node, execution, outcomes, text));

    /// <summary>Adds a line to the story of the case. <paramref name="data"/> never has content about the family.</summary>
    public void LogCase(string @event, ActivityNode? activity, Guid? personId, System.Text.Json.Nodes.JsonObject? data = null) =>
        Changes.Journal.Add(new JournalEntry(@event, activity, personId, data));

    private readonly record struct WorkItem(
        CompiledActivity Activity, Execution? Owner, Execution? Existing, bool Backward, Value Payload, Dictionary<string, Value>? Locals, int OwnerEnds,
        string? EndsWith = null);
}
