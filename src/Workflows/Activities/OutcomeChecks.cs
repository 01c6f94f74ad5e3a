using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>Whether the ways out of a step are ways that it can be left by, and whether people can tell them apart.</summary>
internal static class OutcomeChecks
{
    private static readonly string[] Done = ["Done"];

    /// <summary>What an activity can be left by; null when only a run knows, or when it is not left at all.</summary>
    public static IReadOnlyList<string>? Known(CompiledActivity activity) => activity.Behaviour switch
    {
        UnknownActivity or RunJavaScript or EmbeddedWorkflow => null,
        { IsTerminal: true } or Fault => null,
        UserTaskActivity => Listed(activity, "outcomes", Done),
        FlowFork => Listed(activity, "branches", Done),
        FlowSwitch => ["Default", .. ((List<SwitchCase>)activity.Prepared!).Select(item => item.Label)],
        FlowSendHttpRequest => Listed(activity, HttpRequestActivity.Expected, []) is { } codes ? [.. PortsOf(activity), .. codes] : null,
        _ => PortsOf(activity) is { Count: > 0 } ports ? ports : Done,
    };

    private static List<string> PortsOf(CompiledActivity activity) => [.. activity.Behaviour.Ports.Where(port => !port.IsEmbedded).Select(port => port.Name)];

    private static IReadOnlyList<string>? Listed(CompiledActivity activity, string input, string[] otherwise) =>
        !activity.Gives(input) ? otherwise
        : activity.Inputs[input] is not (Expression.Literal or Expression.Object { Error: null }) || Coerce.ToTextList(activity.Given(input)) is not { Succeeded: true, Value: var listed } ? null
        : listed.IsEmpty ? otherwise : listed;

    /// <summary>Connections that are never followed: they begin at an outcome that their step does not have.</summary>
    public static IEnumerable<Finding> OfFlowchart(CompiledActivity flowchart)
    {
        foreach (var ways in flowchart.Node.Connections.GroupBy(connection => connection.Source))
        {
            if (flowchart.Children.Find(child => child.Node == ways.Key) is not { } step || Known(step) is not { } known)
                continue;
            var unknown = ways.Select(way => way.SourcePort).Where(port => !known.Contains(port)).Distinct(StringComparer.Ordinal).ToList();
            // Where no way is one that is taken, the case ends after the step without a word.
            var kind = ways.All(way => unknown.Contains(way.SourcePort)) ? FindingKind.NoWayOn : FindingKind.UnknownOutcome;
            foreach (var port in unknown)
                yield return new Finding(kind, step.Node, Value: port);
        }
    }

    /// <summary>Outcomes of a task and what they are called.</summary>
    public static IEnumerable<Finding> OfTask(CompiledActivity task)
    {
        if (Known(task) is not { } outcomes)
            yield break;
        if (outcomes.Any(string.IsNullOrWhiteSpace))
            yield return new Finding(FindingKind.EmptyOutcome, task.Node, "outcomes");
        foreach (var twice in outcomes.Where(outcome => !string.IsNullOrWhiteSpace(outcome)).GroupBy(outcome => outcome.Trim(), StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return new Finding(FindingKind.OutcomeTwice, task.Node, "outcomes", twice.Key);
        var labels = UserTaskActivity.LabelsOf(task);
        foreach (var outcome in labels.Keys.Except(outcomes, StringComparer.Ordinal))
            yield return new Finding(FindingKind.LabelWithoutOutcome, task.Node, "outcomeLabels", outcome);
        if (labels.Count == 0)
            yield break;
        foreach (var outcome in outcomes.Where(outcome => !string.IsNullOrWhiteSpace(outcome)).Except(labels.Keys, StringComparer.Ordinal))
            yield return new Finding(FindingKind.OutcomeWithoutLabel, task.Node, "outcomeLabels", outcome);
    }
}
