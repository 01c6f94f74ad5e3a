using System.Collections.Immutable;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Starts another procedure as an instance of its own, which begins after the commit; may wait until it has ended.</summary>
public abstract class StartWorkflow(bool waits) : Activity
{
    /// <summary>The input that names the procedure.</summary>
    internal const string DefinitionId = "workflowDefinitionId";

    private readonly bool _waits = waits;

    public override ActivityCategory? Category => ActivityCategory.Workflows;
    public override bool CanWait => true;
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("Result")];

    protected static IReadOnlyList<ActivityInput> InputsOf(bool waits) =>
    [
        new(DefinitionId, Required: true) { Editor = Editors.WorkflowPicker },
        new("correlationId"),
        new("input") { Type = "ObjectDictionary", Editor = Editors.Dictionary, Syntax = "Object" },
        new("waitForCompletion") { Type = "Boolean", Editor = Editors.CheckBox, Default = waits ? "True" : "False" },
    ];

    protected bool Waits(BurstRun run, Execution execution) =>
        run.Definition.Of(execution.Node).Inputs.ContainsKey("waitForCompletion") ? run.Boolean(execution, "waitForCompletion") == true : _waits;

    /// <summary>Whether it may wait: a script that decides may say so.</summary>
    internal override bool WaitsWithoutLimit(CompiledActivity activity) =>
        activity.Inputs.TryGetValue("waitForCompletion", out var given) ? given is not Expression.Literal { Value: var value } || Coerce.ToBoolean(value).Value : _waits;

    /// <summary>Promises one instance; returns its id.</summary>
    protected static Guid Promise(BurstRun run, Execution execution, bool waits) => Promise(run, execution, waits, [default])[0];

    /// <summary>Promises an instance for each item, or none when that fails; returns their ids.</summary>
    protected static List<Guid> Promise(BurstRun run, Execution execution, bool waits, ImmutableArray<Value> items)
    {
        run.RequireStarts(items.Length);
        var definitionId = run.Text(execution, DefinitionId) ?? throw new ActivityFault("no procedure was chosen");
        var given = run.Map(execution, "input");
        var correlationId = run.Text(execution, "correlationId");
        var ids = new List<Guid>(items.Length);
        foreach (var item in items)
            ids.Add(run.PromiseStart(definitionId, InputsFor(item, given), correlationId, waits ? execution : null));
        return ids;
    }

    private static Dictionary<string, Value> InputsFor(in Value item, IEnumerable<KeyValuePair<string, Value>> given)
    {
        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
            inputs[name] = value;
        if (item.Kind == ValueKind.Map)
        {
            foreach (var (name, value) in item.Entries)
                inputs[name] = value;
        }
        if (item.Kind != ValueKind.Undefined)
            inputs["Item"] = item;
        return inputs;
    }

    protected static Value ResultOf(Guid childId, WorkflowSubStatus subStatus, Value output) => Value.Map(
        new KeyValuePair<string, Value>("workflowInstanceId", Value.Of(childId.ToString())),
        new("status", Value.Of(subStatus == WorkflowSubStatus.Pending ? nameof(WorkflowStatus.Running) : nameof(WorkflowStatus.Finished))),
        new("subStatus", Value.Of(subStatus.ToString())),
        new("output", output));
}

/// <summary>Starts another procedure and goes on with what it came to.</summary>
public sealed class ExecuteWorkflow() : StartWorkflow(waits: true)
{
    public override string Type => "Elsa.ExecuteWorkflow";
    public override IReadOnlyList<ActivityInput> Inputs { get; } = InputsOf(waits: true);
    internal override bool SpendsWait => true;

    public override void Execute(BurstRun run, Execution execution)
    {
        var waits = Waits(run, execution);
        var child = Promise(run, execution, waits);
        if (waits)
        {
            run.Wait(execution);
            return;
        }
        run.SetResult(execution, ResultOf(child, WorkflowSubStatus.Pending, Value.EmptyMap));
        run.Complete(execution);
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        if (run.Stimulus is Stimulus.ChildEnded ended)
            run.SetResult(execution, ResultOf(ended.ChildId, ended.SubStatus, ended.Output));
        run.Complete(execution);
    }
}

/// <summary>Starts another procedure in the background.</summary>
public sealed class DispatchWorkflow() : StartWorkflow(waits: false)
{
    public override string Type => "Elsa.DispatchWorkflow";
    public override IReadOnlyList<ActivityInput> Inputs { get; } = InputsOf(waits: false);
    internal override bool SpendsWait => true;

    public override void Execute(BurstRun run, Execution execution)
    {
        var waits = Waits(run, execution);
        Promise(run, execution, waits);
        if (waits)
            run.Wait(execution);
        else
            run.Complete(execution);
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        run.SetResult(execution, payload);
        run.Complete(execution);
    }
}

/// <summary>
/// Starts another procedure for each item of a list; may do a step whenever one has ended. One that a fault has stopped has not ended:
/// it can be repaired, and counts as failed when it is cancelled.
/// </summary>
public sealed class BulkDispatchWorkflows() : StartWorkflow(waits: true)
{
    private static readonly string[] Ended = ["Completed", "Done"];

    /// <summary>The <see cref="Execution.Position"/> of one whose instances have all ended: tried again after a fault, it does not start them anew.</summary>
    private const int AllEnded = -1;

    public override string Type => "Elsa.BulkDispatchWorkflows";
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("items", Required: true) { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" }, .. InputsOf(waits: true)];
    public override IReadOnlyList<ActivityOutput> Outputs => [];
    public override IReadOnlyList<ActivityPort> Ports { get; } =
        [new("ChildCompleted", IsEmbedded: true), new("ChildFaulted", IsEmbedded: true), new("Completed"), new("Done")];

    public override void Execute(BurstRun run, Execution execution)
    {
        if (execution.Position == AllEnded)
        {
            run.Complete(execution, Ended);
            return;
        }
        var items = run.Items(execution, "items");
        var waits = Waits(run, execution) && items.Length > 0;
        if (items.Length > 0)
            Promise(run, execution, waits, items);
        if (!waits)
        {
            run.Complete(execution);
            return;
        }
        execution.Position = items.Length;
        run.Wait(execution);
    }

    /// <summary>One of the instances has ended; what is left counts those that run and the steps for those that ended.</summary>
    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        var port = run.Stimulus is Stimulus.ChildEnded { SubStatus: WorkflowSubStatus.Finished } ? "childCompleted" : "childFaulted";
        run.Wait(execution);
        if (run.Definition.Of(execution.Node).InPort(port) is not { } step)
        {
            CountOne(run, execution);
            return;
        }
        try
        {
            run.Schedule(execution, step, locals: new(StringComparer.Ordinal) { ["ChildOutput"] = payload });
        }
        catch (ActivityFault)
        {
            // The instance will not end a second time: whatever is repaired goes on without the step for it.
            _ = IsLast(execution);
            throw;
        }
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes) => CountOne(run, execution);

    private static void CountOne(BurstRun run, Execution execution)
    {
        if (IsLast(execution))
            run.Complete(execution, Ended);
    }

    private static bool IsLast(Execution execution)
    {
        if (--execution.Position > 0)
            return false;
        // A fault may keep it from completing now; a wait that nothing can end would keep it from completing ever.
        execution.Position = AllEnded;
        execution.Bookmark = null;
        return true;
    }
}
