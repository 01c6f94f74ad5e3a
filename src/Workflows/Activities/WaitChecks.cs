using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>Whether a wait may last for ever: it has no limit of its own, and no time that runs beside it ends it.</summary>
internal static class WaitChecks
{
    public static IEnumerable<Finding> Of(IEnumerable<CompiledActivity> activities) =>
        from activity in activities
        where activity.Behaviour.WaitsWithoutLimit(activity) && !IsEndedInTime(activity)
        select new Finding(FindingKind.NoTimeLimit, activity.Node);

    private static bool IsEndedInTime(CompiledActivity activity)
    {
        for (var inside = activity; inside.Parent is { } container; inside = container)
        {
            var ends = container.Behaviour switch
            {
                Fork => (bool)container.Prepared! && container.Children.Exists(branch => branch != inside && HoldsTime(branch)),
                Flowchart => IsEndedInTime(inside, ((FlowGraphs)container.Prepared!).Default!),
                _ => false,
            };
            if (ends)
                return true;
        }
        return false;
    }

    private static bool IsEndedInTime(CompiledActivity activity, FlowGraph graph) => Array.Exists(graph.Activities, time => time != activity && HoldsTime(time)
        && !graph.IsAncestor(time.Position, activity.Position) && !graph.IsAncestor(activity.Position, time.Position)
        && Array.Exists(graph.Activities, after => graph.IsAncestor(time.Position, after.Position) && Ends(after, activity, graph)));

    /// <summary>Whether an activity of the same flowchart takes away what another one still waits for.</summary>
    private static bool Ends(CompiledActivity after, CompiledActivity activity, FlowGraph graph) => after.Behaviour switch
    {
        FlowJoin => FlowChecks.IsWaitAny(after) && graph.IsAncestor(activity.Position, after.Position),
        CaseStatus => Coerce.ToBoolean(after.Given("cancelOpenWork")).Value,
        _ => after.Behaviour.IsTerminal,
    };

    private static bool HoldsTime(CompiledActivity activity) =>
        activity.Behaviour is Delay or Timer or StartAt or Cron or RepeatEvery || activity.Children.Exists(HoldsTime);
}
