using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>
/// Elsa's counter-based flowchart: an activity with several inbound connections runs once, after each of them was followed or turned
/// out dead; connections that close a loop schedule their target at once.
/// </summary>
internal readonly struct FlowByCounters(BurstRun run, Execution execution, FlowGraph graph)
{
    private readonly FlowCounters _counters = execution.Flow!;

    /// <summary>Visits the connections that go out of an activity; those of <paramref name="outcomes"/> are followed, the others are dead.</summary>
    /// <returns>Whether anything was scheduled.</returns>
    public bool Leave(CompiledActivity activity, IReadOnlyList<string> outcomes, bool backward)
    {
        var local = graph.IndexOf(activity);
        if (local < 0 || graph.IsDangling(local))
            throw new ActivityFault($"Activity {activity.Node.Id} is not reachable from the flowchart graph. Unable to schedule it's outbound activities.");
        return Leave(local, outcomes, backward);
    }

    private bool Leave(int activity, IReadOnlyList<string> outcomes, bool backward)
    {
        if (!backward)
            _counters.ActivityVisits[activity]++;
        var scheduled = false;
        foreach (var index in graph.Outbound(activity))
        {
            ref readonly var connection = ref graph.Connections[index];
            var followed = Contains(outcomes, connection.Port);
            _counters.ConnectionVisits[index]++;
            _counters.LastFollowed[index] = followed;
            scheduled |= connection.IsForward ? Reach(index, connection.Target) : followed && GoBack(connection);
        }
        return scheduled;
    }

    private static bool Contains(IReadOnlyList<string> outcomes, string port)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] == port)
                return true;
        }
        return false;
    }

    private bool GoBack(in FlowConnection connection)
    {
        if (!connection.IsValidBackward)
        {
            var (source, target) = (graph.Activities[connection.Source].Node.Id, graph.Activities[connection.Target].Node.Id);
            throw new ActivityFault($"Invalid backward connection: Every path from the source ('{source}') must go through the target ('{target}') when tracing back to the start.");
        }
        run.Schedule(execution, graph.Activities[connection.Target], backward: true);
        return true;
    }

    private bool Reach(int connection, int target)
    {
        var activity = graph.Activities[target];
        var mode = activity.Behaviour is FlowJoin ? FlowJoin.ModeOf(run, execution, activity) : FlowJoinMode.WaitAllActive;
        return mode switch
        {
            FlowJoinMode.WaitAny => ReachAny(connection, target, activity),
            FlowJoinMode.WaitAll => AllVisited(target) && (AllFollowed(target) ? Enter(activity) : Skip(target)),
            _ => AllVisited(target) && (AnyFollowed(target) ? Enter(activity) : Skip(target)),
        };
    }

    private bool ReachAny(int connection, int target, CompiledActivity activity)
    {
        var passedInThisRound = _counters.ConnectionVisits[connection] <= _counters.ActivityVisits[target];
        if (passedInThisRound || run.IsScheduled(execution, activity))
            return false;
        if (AnyFollowed(target))
        {
            Enter(activity);
            Flowchart.CancelAncestors(run, execution, activity);
            return true;
        }
        return AllVisited(target) && Skip(target);
    }

    private bool Enter(CompiledActivity activity)
    {
        run.Schedule(execution, activity);
        return true;
    }

    /// <summary>Goes past an activity that no live path leads to, so that joins behind it do not wait for it.</summary>
    private bool Skip(int activity) => Leave(activity, [], backward: false);

    private bool AllVisited(int activity)
    {
        foreach (var inbound in graph.ForwardInbound(activity))
        {
            if (_counters.ConnectionVisits[inbound] <= _counters.ActivityVisits[activity])
                return false;
        }
        return true;
    }

    /// <summary>Whether every connection was visited in the latest round and followed.</summary>
    private bool AllFollowed(int activity)
    {
        var latest = LatestRound(activity);
        foreach (var inbound in graph.ForwardInbound(activity))
        {
            if (!_counters.LastFollowed[inbound] || _counters.ConnectionVisits[inbound] != latest)
                return false;
        }
        return true;
    }

    /// <summary>Whether one of the connections visited in the latest round was followed.</summary>
    private bool AnyFollowed(int activity)
    {
        var latest = LatestRound(activity);
        foreach (var inbound in graph.ForwardInbound(activity))
        {
            if (_counters.LastFollowed[inbound] && _counters.ConnectionVisits[inbound] == latest)
                return true;
        }
        return false;
    }

    private int LatestRound(int activity)
    {
        var latest = 0;
        foreach (var inbound in graph.ForwardInbound(activity))
            latest = Math.Max(latest, _counters.ConnectionVisits[inbound]);
        return latest;
    }
}
