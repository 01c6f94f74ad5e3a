using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>What a person who draws should know of the ways through a definition before a run finds out.</summary>
internal static class FlowChecks
{
    public static IEnumerable<Finding> Of(CompiledDefinition definition)
    {
        foreach (var activity in definition.Activities)
        {
            if (activity.Node.IsEmbedded)
                continue;
            var findings = activity.Behaviour switch
            {
                Finish when definition.Definition.UsableAsActivity => [new Finding(FindingKind.FinishInEmbeddable, activity.Node)],
                Flowchart when ((FlowGraphs)activity.Prepared!).Default is { } graph => OfFlowchart(graph, definition.Definition.FlowsByTokens),
                Complete => OfComplete(activity, definition.Definition.FlowsByTokens),
                Fork => OfFork(activity),
                _ => [],
            };
            foreach (var finding in findings)
                yield return finding;
        }
    }

    private static IEnumerable<Finding> OfFlowchart(FlowGraph graph, bool byTokens)
    {
        var reached = Reached(graph);
        for (var i = 0; i < graph.Activities.Length; i++)
        {
            if (!reached[i])
                yield return new Finding(FindingKind.Unreachable, graph.Activities[i].Node);
            else if ((byTokens ? OfTokens(graph, i) : OfCounters(graph, i)) is { } finding)
                yield return finding;
        }
        foreach (var connection in graph.Connections)
        {
            if (!byTokens && reached[connection.Source] && connection is { IsForward: false, IsValidBackward: false } && !graph.IsDangling(connection.Source))
                yield return new Finding(FindingKind.BackwardIntoBranch, graph.Activities[connection.Source].Node, Value: Name(graph.Activities[connection.Target]));
        }
    }

    /// <summary>From the start, and from every activity that can start the workflow by itself.</summary>
    private static bool[] Reached(FlowGraph graph)
    {
        var reached = new bool[graph.Activities.Length];
        var open = new Queue<int>([graph.Start, .. graph.Activities.Where(activity => activity.Node.CanStartWorkflow && activity.Behaviour.IsTrigger).Select(activity => activity.Position)]);
        while (open.TryDequeue(out var activity))
        {
            if (reached[activity])
                continue;
            reached[activity] = true;
            foreach (var connection in graph.Outbound(activity))
                open.Enqueue(graph.Connections[connection].Target);
        }
        return reached;
    }

    private static Finding? OfTokens(FlowGraph graph, int target)
    {
        var activity = graph.Activities[target];
        if (graph.ForwardInbound(target).Length < 2)
            return null;
        var mode = activity.Behaviour is not FlowJoin
            ? Enum.TryParse<MergeMode>(activity.Node.MergeMode, ignoreCase: true, out var merge) ? merge : MergeMode.Stream
            : IsWaitAny(activity) ? MergeMode.Race : MergeMode.Merge;
        return mode switch
        {
            MergeMode.Merge or MergeMode.Converge when Chooser(graph, target) is { } chooser => new(FindingKind.JoinOfDeadPath, activity.Node, Value: Name(chooser)),
            MergeMode.Race when Before(graph, target).FirstOrDefault(HoldsWait) is { } waiting => new(FindingKind.RaceOfWaits, activity.Node, Value: Name(waiting)),
            MergeMode.Cascade => new(FindingKind.CascadeOfTwo, activity.Node),
            _ => null,
        };
    }

    private static Finding? OfCounters(FlowGraph graph, int target)
    {
        var activity = graph.Activities[target];
        return activity.Behaviour is FlowJoin && IsWaitAny(activity) && Before(graph, target).FirstOrDefault(before => before.Children.Exists(HoldsWait)) is { } container
            ? new Finding(FindingKind.JoinCancelsContainer, activity.Node, Value: Name(container))
            : null;
    }

    private static IEnumerable<CompiledActivity> Before(FlowGraph graph, int target) =>
        graph.Activities.Where(before => graph.IsAncestor(before.Position, target));

    /// <summary>An activity before the join that chooses between its ways in: not every way can be reached through each of its ports.</summary>
    private static CompiledActivity? Chooser(FlowGraph graph, int join) => Before(graph, join).FirstOrDefault(before =>
        before.Behaviour is not FlowFork
        && graph.Outbound(before.Position).Select(index => graph.Connections[index]).Where(connection => connection.IsForward)
            .GroupBy(connection => connection.Port, StringComparer.Ordinal)
            .Select(port => Array.FindAll(graph.ForwardInbound(join), way => port.Any(connection => LeadsTo(graph, connection, way))).Length)
            .ToList() is { Count: > 1 } ways && ways.Exists(count => count < graph.ForwardInbound(join).Length));

    private static bool LeadsTo(FlowGraph graph, FlowConnection connection, int way) =>
        connection == graph.Connections[way] || connection.Target == graph.Connections[way].Source || graph.IsAncestor(connection.Target, graph.Connections[way].Source);

    private static IEnumerable<Finding> OfComplete(CompiledActivity complete, bool byTokens)
    {
        // The root and the workflow around it are what a Complete is for.
        if (complete.Parent?.Parent?.Parent is null)
            return [];
        return complete.Parent.Behaviour is Flowchart
            ? byTokens ? [] : [new(FindingKind.CompleteInFlowchart, complete.Node)]
            : [new(FindingKind.CompleteInContainer, complete.Node)];
    }

    private static IEnumerable<Finding> OfFork(CompiledActivity fork) =>
        (string?)fork.Node.Json["joinMode"] == "WaitAny" && fork.Children.Find(branch => !HoldsWait(branch)) is { } branch
            ? [new(FindingKind.ForkWithoutWaits, fork.Node, Value: Name(branch))]
            : [];

    /// <summary>A mode that only a run can work out may be any.</summary>
    private static bool IsWaitAny(CompiledActivity join) =>
        !join.Inputs.TryGetValue("mode", out var mode) || (mode is Expression.Literal { Value: var value } && value.AsText() is "" or nameof(FlowJoinMode.WaitAny));

    private static bool HoldsWait(CompiledActivity activity) => activity.Behaviour.CanWait || activity.Children.Exists(HoldsWait);

    private static string Name(CompiledActivity activity) => activity.Node.Title;
}
