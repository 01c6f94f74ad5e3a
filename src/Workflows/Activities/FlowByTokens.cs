using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>How branches meet at an activity of a token-based flowchart; the names are Elsa's.</summary>
public enum MergeMode
{
    /// <summary>Goes on with each arrival once nothing is on its way to the activities before it.</summary>
    Stream,

    /// <summary>Waits for every way that leads forward to it.</summary>
    Merge,

    /// <summary>Waits for every way that leads to it, those that close a loop too.</summary>
    Converge,

    /// <summary>Goes on with each arrival.</summary>
    Cascade,

    /// <summary>Goes on with the first arrival and cancels the others.</summary>
    Race,
}

/// <summary>
/// Elsa's token-based flowchart: each followed connection carries a token to its target, which consumes it when it completes; the
/// target's merge mode says for which tokens it waits. Paths that are not followed carry nothing, so nobody hears that they are dead.
/// </summary>
internal readonly struct FlowByTokens(BurstRun run, Execution execution, FlowGraph graph)
{
    private readonly List<FlowToken> _tokens = execution.Tokens!;

    /// <summary>Sends tokens along the connections of <paramref name="outcomes"/> and completes the flowchart when nothing is left to do.</summary>
    public void Leave(CompiledActivity activity, IReadOnlyList<string> outcomes)
    {
        var completed = activity.Position;
        var followed = Followed(completed, outcomes);
        foreach (var connection in followed)
            _tokens.Add(new FlowToken(connection.Source, connection.Target, connection.Port));
        Replace(token => token.To == completed && token.State == FlowTokenState.Live, FlowTokenState.Consumed);
        foreach (var connection in followed)
            Arrive(connection);
        if (!IsPending())
        {
            _tokens.Clear();
            run.Complete(execution);
        }
        _tokens.RemoveAll(token => token.To == completed && token.State == FlowTokenState.Consumed);
    }

    /// <summary>Drops the tokens from and to an activity that was cancelled.</summary>
    public void Forget(CompiledActivity activity)
    {
        var local = graph.IndexOf(activity);
        _tokens.RemoveAll(token => token.From == local || token.To == local);
    }

    private List<FlowConnection> Followed(int activity, IReadOnlyList<string> outcomes)
    {
        var followed = new List<FlowConnection>();
        foreach (var index in graph.Outbound(activity))
        {
            if (outcomes.Contains(graph.Connections[index].Port) && !followed.Contains(graph.Connections[index]))
                followed.Add(graph.Connections[index]);
        }
        return followed;
    }

    private void Replace(Func<FlowToken, bool> match, FlowTokenState state)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (match(_tokens[i]))
                _tokens[i] = _tokens[i] with { State = state };
        }
    }

    private void Arrive(in FlowConnection connection)
    {
        var target = graph.Activities[connection.Target];
        var mode = ModeOf(target);
        if (mode is MergeMode.Race or MergeMode.Cascade)
            ArriveFirst(connection, target, mode);
        else if (IsReady(connection.Target, mode))
            run.Schedule(execution, target);
    }

    private MergeMode ModeOf(CompiledActivity target) => target.Behaviour is not FlowJoin
        ? target.Node.MergeMode is { } text && Enum.TryParse<MergeMode>(text, ignoreCase: true, out var mode) ? mode : MergeMode.Stream
        : FlowJoin.ModeOf(run, execution, target) == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;

    /// <summary>The first arrival schedules the target and blocks the other ways to it; a later one uses up what blocks its way.</summary>
    private void ArriveFirst(FlowConnection connection, CompiledActivity target, MergeMode mode)
    {
        if (mode == MergeMode.Race)
            Flowchart.CancelAncestors(run, execution, target);
        var block = _tokens.FindIndex(token => token.To == connection.Target && token.From == connection.Source && token.Port == connection.Port && token.State == FlowTokenState.Blocked);
        if (block >= 0)
        {
            _tokens[block] = _tokens[block] with { State = FlowTokenState.Consumed };
            return;
        }
        run.Schedule(execution, target);
        foreach (var inbound in graph.ForwardInbound(connection.Target))
        {
            var other = graph.Connections[inbound];
            if (other.Source != connection.Source)
                _tokens.Add(new FlowToken(other.Source, other.Target, other.Port, FlowTokenState.Blocked));
        }
    }

    private bool IsReady(int target, MergeMode mode)
    {
        var inbound = mode == MergeMode.Converge ? graph.Inbound(target) : graph.ForwardInbound(target);
        if (mode is MergeMode.Merge or MergeMode.Converge)
            return inbound.Length <= 1 || Array.TrueForAll(inbound, HasArrived);
        return !Array.Exists(inbound, SourceIsAwaited);
    }

    private bool HasArrived(int index)
    {
        var connection = graph.Connections[index];
        return _tokens.Exists(token => token.State == FlowTokenState.Live && token.From == connection.Source && token.To == connection.Target && token.Port == connection.Port);
    }

    private bool SourceIsAwaited(int index)
    {
        var source = graph.Connections[index].Source;
        return _tokens.Exists(token => token.State == FlowTokenState.Live && token.To == source);
    }

    private bool IsPending() =>
        _tokens.Exists(token => token.State == FlowTokenState.Live)
        || run.LiveChildren(execution).Any(child => child.Status is ActivityStatus.Running or ActivityStatus.Faulted)
        || run.HasScheduledWithin(execution);
}
