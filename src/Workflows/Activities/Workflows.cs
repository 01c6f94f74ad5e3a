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
    protected static Guid Promise(BurstRun run, Execution execution, bool waits, Value item = default)
    {
        var definitionId = run.Text(execution, DefinitionId) ?? throw new ActivityFault("no procedure was chosen");
        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, value) in run.Map(execution, "input"))
            inputs[name] = value;
        if (item.Kind == ValueKind.Map)
        {
            foreach (var (name, value) in item.Entries)
                inputs[name] = value;
        }
        if (item.Kind != ValueKind.Undefined)
            inputs["Item"] = item;
        return run.PromiseStart(definitionId, inputs, run.Text(execution, "correlationId"), waits ? execution : null);
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

    public override string Type => "Elsa.BulkDispatchWorkflows";
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("items", Required: true) { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" }, .. InputsOf(waits: true)];
    public override IReadOnlyList<ActivityOutput> Outputs => [];
    public override IReadOnlyList<ActivityPort> Ports { get; } =
        [new("ChildCompleted", IsEmbedded: true), new("ChildFaulted", IsEmbedded: true), new("Completed"), new("Done")];

    public override void Execute(BurstRun run, Execution execution)
    {
        var items = run.Items(execution, "items");
        var waits = Waits(run, execution) && items.Length > 0;
        foreach (var item in items)
            Promise(run, execution, waits, item);
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
        if (run.Definition.Of(execution.Node).InPort(port) is { } step)
        {
            run.Wait(execution);
            run.Schedule(execution, step, locals: new(StringComparer.Ordinal) { ["ChildOutput"] = payload });
        }
        else if (--execution.Position == 0)
        {
            run.Complete(execution, Ended);
        }
        else
        {
            run.Wait(execution);
        }
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        if (--execution.Position == 0)
            run.Complete(execution, Ended);
    }
}
