using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>
/// Activities joined by connections. How branches meet is counted connection by connection (<see cref="FlowByCounters"/>) or
/// carried by tokens (<see cref="FlowByTokens"/>), as the definition chooses.
/// </summary>
public sealed class Flowchart : Activity
{
    public const string TypeName = "Elsa.Flowchart";

    public override string Type => TypeName;
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override bool IsContainer => true;

    public override object Prepare(CompiledActivity activity) => new FlowGraphs(activity);

    public override void Execute(BurstRun run, Execution execution)
    {
        if (GraphOf(run, execution) is not { } graph)
        {
            run.Complete(execution);
            return;
        }
        if (execution.Node.Workflow.FlowsByTokens)
            execution.Tokens = [];
        else
            execution.Flow = new FlowCounters(graph.Activities.Length, graph.Connections.Length);
        run.Schedule(execution, graph.Activities[graph.Start]);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        var activity = run.Definition.Of(child.Node);
        if (activity.Behaviour.IsTerminal)
        {
            execution.Tokens?.Clear();
            run.Complete(execution);
        }
        else if (execution.Tokens is not null)
        {
            new FlowByTokens(run, execution, GraphOf(run, execution)!).Leave(activity, outcomes);
        }
        else
        {
            var flow = new FlowByCounters(run, execution, GraphOf(run, execution)!);
            if (!flow.Leave(activity, outcomes, child.Backward))
                CompleteIfNothingPends(run, execution);
        }
    }

    public override void DescendantCanceled(BurstRun run, Execution execution, Execution descendant)
    {
        if (GraphOf(run, execution) is not { } graph)
            return;
        var activity = run.Definition.Of(descendant.Node);
        // Elsa lets a flowchart that is over go on, and faults over what stands deeper than in the flowchart itself; nobody is served by either.
        if (!run.RepeatsRecording && (!execution.IsLive || graph.IndexOf(activity) < 0))
            return;
        if (execution.Tokens is not null)
        {
            new FlowByTokens(run, execution, graph).Forget(activity);
            CompleteIfNothingPends(run, execution);
        }
        else
        {
            CompleteIfNothingPends(run, execution);
            new FlowByCounters(run, execution, graph).Leave(activity, [], backward: false);
        }
    }

    /// <summary>Cancels what is still open on the ways that lead to an activity.</summary>
    internal static void CancelAncestors(BurstRun run, Execution execution, CompiledActivity of)
    {
        var graph = GraphOf(run, execution)!;
        foreach (var child in run.LiveChildren(execution))
        {
            if (graph.IsAncestor(graph.IndexOf(run.Definition.Of(child.Node)), of.Position))
                run.Cancel(child);
        }
    }

    private static void CompleteIfNothingPends(BurstRun run, Execution execution)
    {
        var faulted = false;
        foreach (var child in run.Instance.Executions)
        {
            if (child.Parent != execution)
                continue;
            if (child.Status == ActivityStatus.Running)
                return;
            faulted |= child.Status == ActivityStatus.Faulted;
        }
        if (!faulted && !run.HasScheduledWithin(execution))
            run.Complete(execution);
    }

    private static FlowGraph? GraphOf(BurstRun run, Execution execution) =>
        ((FlowGraphs)run.Definition.Of(execution.Node).Prepared!).For(run.Instance.TriggerActivityId);
}
