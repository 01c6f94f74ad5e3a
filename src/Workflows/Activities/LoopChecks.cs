using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>Loops that go round without waiting for anything and that nothing leaves: a case is stopped in them. Only those of which that is certain.</summary>
internal static class LoopChecks
{
    /// <summary>A loop whose condition always holds.</summary>
    public static IEnumerable<Finding> OfLoop(CompiledActivity loop) =>
        loop.Behaviour is While && Coerce.ToBoolean(loop.Given("condition")).Value && loop.InPort("body") is { } body && !Holds(body, inside => Waits(inside) || Leaves(inside))
            ? [new(FindingKind.EndlessLoop, loop.Node)]
            : [];

    /// <summary>Steps of a flowchart in a circle, each circle once.</summary>
    public static IEnumerable<Finding> OfGraph(FlowGraph graph, bool[] reached)
    {
        var after = Enumerable.Range(0, graph.Activities.Length).Select(step => reached[step] ? After(graph, step) : []).ToArray();
        var told = new HashSet<int>();
        for (var step = 0; step < after.Length; step++)
        {
            if (!after[step].Contains(step) || !after[step].All(next => GoesOn(graph, next)))
                continue;
            if (!after[step].Overlaps(told))
                yield return new Finding(FindingKind.EndlessLoop, graph.Activities[step].Node);
            told.UnionWith(after[step]);
        }
    }

    /// <summary>What can come after a step, itself too if there is a way back.</summary>
    private static HashSet<int> After(FlowGraph graph, int step)
    {
        var after = new HashSet<int>();
        var open = new Queue<int>([step]);
        while (open.TryDequeue(out var current))
        {
            foreach (var connection in graph.Outbound(current))
            {
                if (after.Add(graph.Connections[connection].Target))
                    open.Enqueue(graph.Connections[connection].Target);
            }
        }
        return after;
    }

    /// <summary>Whether a step does not wait and is always followed by another one.</summary>
    private static bool GoesOn(FlowGraph graph, int step)
    {
        var activity = graph.Activities[step];
        var ports = graph.Outbound(step).Select(connection => graph.Connections[connection].Port).ToHashSet(StringComparer.Ordinal);
        return !Holds(activity, inside => Waits(inside) || Leaves(inside)) && OutcomeChecks.Known(activity) is { } outcomes && outcomes.All(ports.Contains);
    }

    private static bool Holds(CompiledActivity activity, Predicate<CompiledActivity> what) => what(activity) || activity.Children.Exists(child => Holds(child, what));

    private static bool Waits(CompiledActivity activity) => activity.Behaviour.CanWait || activity.Behaviour.SpendsWait;

    private static bool Leaves(CompiledActivity activity) => activity.Behaviour.IsTerminal || activity.Behaviour is Fault or UnknownActivity;
}
