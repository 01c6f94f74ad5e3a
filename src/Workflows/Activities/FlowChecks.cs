using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>What a person who draws should know of the ways through a definition before a run finds out.</summary>
internal static class FlowChecks
{
    public static IEnumerable<Finding> Of(CompiledDefinition definition)
    {
        if (WorkflowDefinition.IsBlank(definition.Definition.Json, "name"))
            yield return new Finding(FindingKind.NoName, definition.Activities[0].Node);
        if (definition.Activities is [_, { Behaviour: Flowchart or Sequence or Parallel or Fork }])
            yield return new Finding(FindingKind.NoSteps, definition.Activities[0].Node);
        foreach (var activity in definition.Activities)
        {
            if (activity.Node.IsEmbedded)
                continue;
            var findings = activity.Behaviour switch
            {
                Finish when definition.Definition.UsableAsActivity => [new Finding(FindingKind.FinishInEmbeddable, activity.Node)],
                Flowchart => OfFlowchart((FlowGraphs)activity.Prepared!, activity, definition.Definition.FlowsByTokens),
                Complete => OfComplete(activity, definition.Definition.FlowsByTokens),
                Fork => OfFork(activity),
                While => LoopChecks.OfLoop(activity),
                _ => [],
            };
            foreach (var finding in findings)
                yield return finding;
        }
    }

    /// <summary>Seen from each start that it has: the usual one, and every activity that can start the workflow by itself.</summary>
    private static IEnumerable<Finding> OfFlowchart(FlowGraphs graphs, CompiledActivity flowchart, bool byTokens)
    {
        if (graphs.Default is not { } usual)
            return [];
        var starts = flowchart.Children.Where(activity => activity.Node.CanStartWorkflow && activity.Behaviour.IsTrigger && activity.Position != usual.Start);
        List<FlowGraph> all = [usual, .. starts.Select(start => graphs.For(start.Node.Id)!)];
        var reached = all.ConvertAll(Reached);
        var start = usual.Activities[usual.Start];
        return flowchart.Children.Where(activity => !reached.Exists(from => from[activity.Position])).Select(activity => new Finding(FindingKind.Unreachable, activity.Node, Value: Name(start)))
            .Concat(graphs.HasClearStart ? [] : [new Finding(FindingKind.StartUnclear, start.Node)])
            .Concat(OutcomeChecks.OfFlowchart(flowchart))
            .Concat(all.SelectMany((graph, i) => OfGraph(graph, reached[i], byTokens)).DistinctBy(finding => (finding.Kind, finding.Activity)));
    }

    private static bool[] Reached(FlowGraph graph)
    {
        var reached = new bool[graph.Activities.Length];
        var open = new Queue<int>([graph.Start]);
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

    private static IEnumerable<Finding> OfGraph(FlowGraph graph, bool[] reached, bool byTokens)
    {
        for (var i = 0; i < graph.Activities.Length; i++)
        {
            if (reached[i] && (byTokens ? OfTokens(graph, i) : OfCounters(graph, i)) is { } finding)
                yield return finding;
        }
        foreach (var connection in graph.Connections)
        {
            if (!byTokens && reached[connection.Source] && connection is { IsForward: false, IsValidBackward: false })
                yield return new Finding(FindingKind.BackwardIntoBranch, graph.Activities[connection.Source].Node, Value: Name(graph.Activities[connection.Target]));
        }
        foreach (var finding in LoopChecks.OfGraph(graph, reached))
            yield return finding;
    }

    private static Finding? OfTokens(FlowGraph graph, int target)
    {
        var activity = graph.Activities[target];
        var mode = activity.Behaviour is not FlowJoin
            ? Enum.TryParse<MergeMode>(activity.Node.MergeMode, ignoreCase: true, out var merge) ? merge : MergeMode.Stream
            : IsWaitAny(activity) ? MergeMode.Race : MergeMode.Merge;
        // Nothing has come by the way back when the activity is reached for the first time.
        if (mode == MergeMode.Converge && graph.Inbound(target) is { Length: > 1 } inbound && Array.FindIndex(inbound, way => graph.Connections[way].IsValidBackward) is >= 0 and var back)
            return new(FindingKind.ConvergeOfLoop, activity.Node, Value: Name(graph.Activities[graph.Connections[inbound[back]].Source]));
        if (graph.ForwardInbound(target).Length < 2)
            return null;
        return mode switch
        {
            MergeMode.Merge or MergeMode.Converge when Chooser(graph, target) is { } chooser => new(FindingKind.JoinOfDeadPath, activity.Node, Value: Name(chooser)),
            MergeMode.Race when Racing(graph, target).FirstOrDefault(HoldsWait) is { } waiting => new(FindingKind.RaceOfWaits, activity.Node, Value: Name(waiting)),
            MergeMode.Cascade => new(FindingKind.CascadeOfTwo, activity.Node),
            _ => null,
        };
    }

    private static Finding? OfCounters(FlowGraph graph, int target)
    {
        var activity = graph.Activities[target];
        return activity.Behaviour is FlowJoin && IsWaitAny(activity) && Racing(graph, target).FirstOrDefault(before => before.Children.Exists(HoldsWait)) is { } container
            ? new Finding(FindingKind.JoinCancelsContainer, activity.Node, Value: Name(container))
            : null;
    }

    private static IEnumerable<CompiledActivity> Before(FlowGraph graph, int target) =>
        graph.Activities.Where(before => graph.IsAncestor(before.Position, target));

    /// <summary>What may still be open when the join is reached by another way; whatever leads to each of them is done by then.</summary>
    private static IEnumerable<CompiledActivity> Racing(FlowGraph graph, int join) =>
        Before(graph, join).Where(before => !Array.TrueForAll(graph.ForwardInbound(join), way => LeadsTo(graph, before.Position, way)));

    /// <summary>An activity before the join that chooses between its ways in: something comes by one of them or from beside, and nothing by another.</summary>
    private static CompiledActivity? Chooser(FlowGraph graph, int join)
    {
        var ways = graph.ForwardInbound(join);
        return Before(graph, join).FirstOrDefault(before =>
        {
            var choices = ChoicesOf(graph, before).Select(choice => (Ends: choice.Exists(connection => LeadsToEnd(graph, connection.Target)),
                Ways: Array.FindAll(ways, way => choice.Exists(connection => connection == graph.Connections[way] || LeadsTo(graph, connection.Target, way))))).ToList();
            var together = choices.SelectMany(choice => choice.Ways).Distinct().Count();
            return choices.Exists(choice => choice.Ways.Length > 0 ? choice.Ways.Length < together : together > 0 && together < ways.Length && !choice.Ends);
        });
    }

    /// <summary>The connections of each outcome that an activity may choose, also of one without any; not of those that lead back, after which it chooses again.</summary>
    private static IEnumerable<List<FlowConnection>> ChoicesOf(FlowGraph graph, CompiledActivity activity)
    {
        var outcomes = activity.Behaviour is FlowDecision or RepeatEvery or FlowSwitch or UserTaskActivity ? OutcomeChecks.Known(activity) ?? [] : [];
        var drawn = graph.Outbound(activity.Position).Select(index => graph.Connections[index]).ToLookup(connection => connection.Port, StringComparer.Ordinal);
        return activity.Behaviour is FlowFork or BulkDispatchWorkflows
            ? []
            : outcomes.Union(drawn.Select(port => port.Key), StringComparer.Ordinal).Select(outcome => drawn[outcome].ToList()).Where(connections => connections.TrueForAll(connection => connection.IsForward));
    }

    private static bool LeadsToEnd(FlowGraph graph, int from) =>
        Array.Exists(graph.Activities, end => end.Behaviour.IsTerminal && (end.Position == from || graph.IsAncestor(from, end.Position)));

    private static bool LeadsTo(FlowGraph graph, int from, int way) =>
        from == graph.Connections[way].Source || graph.IsAncestor(from, graph.Connections[way].Source);

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
        (bool)fork.Prepared! && fork.Children.Find(branch => !HoldsWait(branch)) is { } branch
            ? [new(FindingKind.ForkWithoutWaits, fork.Node, Value: Name(branch))]
            : [];

    /// <summary>A mode that only a run can work out may be any.</summary>
    internal static bool IsWaitAny(CompiledActivity join) =>
        !join.Inputs.TryGetValue("mode", out var mode) || (mode is Expression.Literal { Value: var value } && value.AsText() is "" or nameof(FlowJoinMode.WaitAny));

    private static bool HoldsWait(CompiledActivity activity) => activity.Behaviour.CanWait || activity.Children.Exists(HoldsWait);

    private static string Name(CompiledActivity activity) => activity.Node.Title;
}
