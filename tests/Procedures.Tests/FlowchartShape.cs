using OpsWorkflows.Definitions;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>Which connections of a flowchart close a loop, worked out here apart from the engine: a search from the start in breadth, as Elsa does it.</summary>
internal sealed class FlowchartShape
{
    private readonly List<Connection> _forward = [];

    public FlowchartShape(ActivityNode flowchart)
    {
        Start = flowchart.Children.First(node => flowchart.Connections.TrueForAll(connection => connection.Target != node));
        var outbound = flowchart.Connections.ToLookup(connection => connection.Source);
        var seen = new HashSet<ActivityNode> { Start };
        var queue = new Queue<ActivityNode>(seen);
        while (queue.TryDequeue(out var source))
        {
            foreach (var connection in outbound[source].Where(connection => !Reaches(connection.Target, source, without: null)))
            {
                _forward.Add(connection);
                if (seen.Add(connection.Target))
                    queue.Enqueue(connection.Target);
            }
        }
        Backward = [.. flowchart.Connections.Except(_forward)];
    }

    public ActivityNode Start { get; }
    public IReadOnlyList<Connection> Forward => _forward;
    public IReadOnlyList<Connection> Backward { get; }

    public bool IsReached(ActivityNode node) => Reaches(Start, node, without: null);

    /// <summary>A loop may only lead back to an activity that every way to its source passes through; Elsa faults at any other.</summary>
    public bool IsLegal(Connection backward) =>
        backward.Target == Start || backward.Target == backward.Source || !Reaches(Start, backward.Source, without: backward.Target);

    private bool Reaches(ActivityNode from, ActivityNode to, ActivityNode? without)
    {
        var seen = new HashSet<ActivityNode> { from };
        var open = new Stack<ActivityNode>(seen);
        while (open.TryPop(out var node))
        {
            if (node == to)
                return true;
            foreach (var connection in _forward)
            {
                if (connection.Source == node && connection.Target != without && seen.Add(connection.Target))
                    open.Push(connection.Target);
            }
        }
        return false;
    }
}
