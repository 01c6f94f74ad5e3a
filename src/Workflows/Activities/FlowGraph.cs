using System.Collections.Concurrent;

namespace OpsWorkflows.Activities;

/// <summary>The graphs of a flowchart by the activity at which a run starts: a trigger, or the usual start.</summary>
internal sealed class FlowGraphs
{
    private readonly CompiledActivity _flowchart;
    private readonly ConcurrentDictionary<int, FlowGraph> _byStart = new();

    public FlowGraphs(CompiledActivity flowchart)
    {
        _flowchart = flowchart;
        Default = For(null);
    }

    /// <summary>The graph of a plain start; null for a flowchart without activities.</summary>
    public FlowGraph? Default { get; }

    /// <summary>Whether a person who looks at the drawing can tell the usual start: it is marked, or it alone has no way in.</summary>
    public bool HasClearStart
    {
        get
        {
            var activities = _flowchart.Children;
            return activities.Count < 2 || activities.Exists(activity => activity.Behaviour is Start || activity.Node.CanStartWorkflow) || activities.Count(HasNoWayIn) == 1;
        }
    }

    private bool HasNoWayIn(CompiledActivity activity) => !_flowchart.Node.Connections.Exists(connection => connection.Target == activity.Node);

    public FlowGraph? For(string? triggerActivityId)
    {
        if (triggerActivityId is null && Default is not null)
            return Default;
        var start = StartIndex(triggerActivityId);
        return start < 0 ? null : _byStart.GetOrAdd(start, index => new FlowGraph(_flowchart, index));
    }

    private int StartIndex(string? triggerActivityId)
    {
        var activities = _flowchart.Children;
        var trigger = triggerActivityId is null ? -1 : activities.FindIndex(activity => activity.Node.Id == triggerActivityId);
        if (trigger >= 0)
            return trigger;
        var start = activities.FindIndex(activity => activity.Node.Type == "Elsa.Start");
        if (start < 0)
            start = activities.FindIndex(activity => activity.Node.CanStartWorkflow);
        if (start < 0)
            start = activities.FindIndex(HasNoWayIn);
        return start < 0 && activities.Count > 0 ? 0 : start;
    }
}

/// <summary>A connection by the positions of its ends in the flowchart.</summary>
/// <param name="IsForward">Whether it leads away from the start; otherwise it closes a loop.</param>
/// <param name="IsValidBackward">Whether every forward path from the start to its source goes through its target.</param>
internal readonly record struct FlowConnection(int Source, int Target, string Port, bool IsForward, bool IsValidBackward);

/// <summary>A flowchart seen from one start: which connections lead forward, which close a loop, who comes before whom.</summary>
internal sealed class FlowGraph
{
    private readonly CompiledActivity _flowchart;
    private readonly int[][] _outbound;
    private readonly int[][] _inbound;
    private readonly int[][] _forwardInbound;
    private readonly bool[][] _ancestors;

    public FlowGraph(CompiledActivity flowchart, int start)
    {
        _flowchart = flowchart;
        Start = start;
        Activities = [.. flowchart.Children];
        var byNode = Activities.ToDictionary(activity => activity.Node, activity => activity.Position);
        var ends = flowchart.Node.Connections.ConvertAll(connection => (Source: byNode[connection.Source], Target: byNode[connection.Target], Port: connection.SourcePort));
        var forward = ForwardEdges(ends.ConvertAll(end => (end.Source, end.Target)), Activities.Length, start);
        Connections = [.. ends.Select(end =>
        {
            var isForward = forward.Contains((end.Source, end.Target));
            return new FlowConnection(end.Source, end.Target, end.Port, isForward, !isForward && EveryPathPasses(forward, start, end.Source, end.Target));
        })];
        _outbound = Enumerable.Range(0, Activities.Length)
            .Select(activity => Indexes(connection => connection.Source == activity)).ToArray();
        _inbound = Enumerable.Range(0, Activities.Length)
            .Select(activity => Indexes(connection => connection.Target == activity)).ToArray();
        _forwardInbound = Enumerable.Range(0, Activities.Length)
            .Select(activity => Indexes(connection => connection.IsForward && connection.Target == activity)).ToArray();
        _ancestors = Enumerable.Range(0, Activities.Length).Select(FindAncestors).ToArray();
    }

    public int Start { get; }
    public CompiledActivity[] Activities { get; }
    public FlowConnection[] Connections { get; }

    /// <summary>The place of an activity in the flowchart; -1 when it stands elsewhere.</summary>
    public int IndexOf(CompiledActivity activity) => activity.Parent == _flowchart ? activity.Position : -1;

    public int[] Outbound(int activity) => _outbound[activity];

    public int[] Inbound(int activity) => _inbound[activity];

    public int[] ForwardInbound(int activity) => _forwardInbound[activity];

    /// <summary>Whether no forward connection leads to the activity and it is not the start: it takes no part in the run.</summary>
    public bool IsDangling(int activity) => activity != Start && _forwardInbound[activity].Length == 0;

    /// <summary>Whether forward connections lead from one activity to another.</summary>
    public bool IsAncestor(int ancestor, int of) => ancestor >= 0 && _ancestors[of][ancestor];

    private int[] Indexes(Func<FlowConnection, bool> match) =>
        [.. Enumerable.Range(0, Connections.Length).Where(i => match(Connections[i]))];

    /// <summary>Walks breadth first from the start and accepts every edge that closes no cycle over those accepted before.</summary>
    private static HashSet<(int Source, int Target)> ForwardEdges(List<(int Source, int Target)> edges, int count, int start)
    {
        var accepted = new HashSet<(int, int)>();
        var reached = new bool[count][];
        for (var i = 0; i < count; i++)
        {
            reached[i] = new bool[count];
            reached[i][i] = true;
        }
        var visited = new bool[count];
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var source))
        {
            visited[source] = true;
            foreach (var edge in edges)
            {
                if (edge.Source != source || accepted.Contains(edge) || reached[edge.Target][source])
                    continue;
                accepted.Add(edge);
                for (var from = 0; from < count; from++)
                {
                    if (!reached[from][source])
                        continue;
                    for (var to = 0; to < count; to++)
                        reached[from][to] |= reached[edge.Target][to];
                }
                if (!visited[edge.Target])
                    queue.Enqueue(edge.Target);
            }
        }
        return accepted;
    }

    private static bool EveryPathPasses(HashSet<(int Source, int Target)> forward, int start, int source, int target)
    {
        if (start == target || source == target)
            return true;
        var seen = new HashSet<int> { start };
        var queue = new Queue<int>(seen);
        while (queue.TryDequeue(out var current))
        {
            if (current == source)
                return false;
            foreach (var edge in forward)
            {
                if (edge.Source == current && edge.Target != target && seen.Add(edge.Target))
                    queue.Enqueue(edge.Target);
            }
        }
        return true;
    }

    private bool[] FindAncestors(int activity)
    {
        var found = new bool[Activities.Length];
        var queue = new Queue<int>([activity]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var inbound in _forwardInbound[current])
            {
                var source = Connections[inbound].Source;
                if (found[source])
                    continue;
                found[source] = true;
                queue.Enqueue(source);
            }
        }
        return found;
    }
}
