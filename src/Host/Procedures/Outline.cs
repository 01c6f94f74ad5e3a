using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>A procedure told in words: its steps in the order in which a case comes to them. What the diagram shows, for readers and for paper.</summary>
public sealed record Outline(IReadOnlyList<OutlineStep> Steps)
{
    public static Outline Of(CompiledDefinition definition)
    {
        var root = definition.Activities[0].Children.FirstOrDefault();
        return new(root is null ? [] : new OutlineWriter(definition).Inside(root));
    }

    /// <summary>Where the outline tells each step, by the ids of the activities.</summary>
    public static IReadOnlyDictionary<string, string> AnchorsOf(CompiledDefinition definition)
    {
        var numbers = OutlineNumbers.Of(definition.Activities[0]);
        return numbers.ToDictionary(step => step.Key.Node.Id, step => OutlineNumbers.Anchor(step.Value), StringComparer.Ordinal);
    }
}

/// <summary>Which number each step has in the outline.</summary>
static class OutlineNumbers
{
    public static IReadOnlyDictionary<CompiledActivity, int> Of(CompiledActivity workflow)
    {
        var numbers = new Dictionary<CompiledActivity, int>();
        foreach (var root in workflow.Children.Take(1))
        {
            Number(root, numbers);
        }
        return numbers;
    }

    static void Number(CompiledActivity container, Dictionary<CompiledActivity, int> numbers)
    {
        foreach (var child in OutlineOrder.Of(container).Steps)
        {
            numbers[child] = numbers.Count + 1;
            Number(child, numbers);
        }
    }

    public static string Anchor(int number) => $"step-{number}";
}

/// <summary>One activity of a procedure in words.</summary>
/// <param name="Kind">What sort of activity it is.</param>
/// <param name="Facts">What there is to know about it, such as who does it and until when.</param>
/// <param name="Ways">Where its outcomes lead.</param>
/// <param name="Inside">What stands inside it.</param>
public sealed record OutlineStep(string Id, string Title, string Kind, bool IsTask, string? Instructions,
    IReadOnlyList<OutlineFact> Facts, IReadOnlyList<OutlineWay> Ways, IReadOnlyList<OutlinePart> Inside)
{
    /// <summary>Its place in the order, from 1.</summary>
    public required int Number { get; init; }
    public string Anchor => OutlineNumbers.Anchor(Number);
}

/// <summary>A label and what is said under it, a line each.</summary>
public sealed record OutlineFact(string Label, IReadOnlyList<string> Lines)
{
    /// <summary>What is worked out in each case, after the lines.</summary>
    public IReadOnlyList<OutlineExpression> Expressions { get; init; } = [];
}

/// <summary>What follows an outcome.</summary>
/// <param name="Outcome">Null when there is but one way on.</param>
/// <param name="To">Null when this way ends here.</param>
/// <param name="IsLoop">Whether it goes back to a step that came before.</param>
public sealed record OutlineWay(string? Outcome, OutlineTarget? To, bool IsLoop);

/// <summary>A step that a way leads to.</summary>
public sealed record OutlineTarget(string Anchor, int Number, string Title);

/// <summary>Steps inside another one, under the name of the place in which they stand.</summary>
public sealed record OutlinePart(string Label, IReadOnlyList<OutlineStep> Steps);

/// <summary>Tells the activities of one definition.</summary>
sealed class OutlineWriter(CompiledDefinition definition)
{
    readonly OutlineFacts facts = new(definition);

    /// <summary>All of them first: a way may lead to a step further on.</summary>
    readonly IReadOnlyDictionary<CompiledActivity, int> numbers = OutlineNumbers.Of(definition.Activities[0]);

    public List<OutlineStep> Inside(CompiledActivity container)
    {
        var order = OutlineOrder.Of(container);
        return [.. order.Steps.Select(activity => Tell(activity, container, order))];
    }

    OutlineStep Tell(CompiledActivity activity, CompiledActivity container, OutlineOrder order) => new(
        activity.Node.Id, OutlineFacts.TitleOf(activity), OutlineFacts.KindOf(activity), activity.Behaviour is UserTaskActivity,
        OutlineFacts.Plain(activity, "instructions"), facts.Of(activity), Ways(activity, container, order), Parts(activity))
    { Number = numbers[activity] };

    List<OutlineWay> Ways(CompiledActivity activity, CompiledActivity container, OutlineOrder order)
    {
        if (container.Behaviour is not Flowchart)
        {
            return [];
        }
        var connections = container.Node.Connections.Where(connection => connection.Source == activity.Node).ToList();
        var outcomes = facts.OutcomesOf(activity).Union(connections.Select(connection => connection.SourcePort)).ToList();
        return
        [
            .. from outcome in outcomes
               from target in connections.Where(connection => connection.SourcePort == outcome).Select(connection => definition.Of(connection.Target)).DefaultIfEmpty()
               select new OutlineWay(outcomes.Count == 1 && !facts.IsNamed(activity, outcome) ? null : facts.OutcomeText(activity, outcome),
                   target is null ? null : new OutlineTarget(OutlineNumbers.Anchor(numbers[target]), numbers[target], OutlineFacts.TitleOf(target)),
                   target is not null && order.IsLoop(activity, target)),
        ];
    }

    List<OutlinePart> Parts(CompiledActivity activity)
    {
        var steps = Inside(activity).ToDictionary(step => step.Id);
        return activity.Behaviour is EmbeddedWorkflow ? [] : [.. activity.Children.GroupBy(child => child.Node.Port ?? "")
            .Select(port => new OutlinePart(OutlineFacts.PortText(activity, port.Key), [.. port.Select(child => steps[child.Node.Id]).OrderBy(step => step.Number)]))];
    }
}

/// <summary>The order in which a reader meets the activities of a container: along the connections from its start.</summary>
sealed class OutlineOrder
{
    readonly HashSet<(CompiledActivity From, CompiledActivity To)> loops = [];

    public IReadOnlyList<CompiledActivity> Steps { get; private init; } = [];

    public bool IsLoop(CompiledActivity from, CompiledActivity to) => loops.Contains((from, to));

    /// <summary>What another procedure does is told where that procedure is.</summary>
    public static OutlineOrder Of(CompiledActivity container)
    {
        var steps = new List<CompiledActivity>();
        var order = new OutlineOrder { Steps = steps };
        if (container.Behaviour is EmbeddedWorkflow)
        {
            return order;
        }
        if (container.Behaviour is not Flowchart)
        {
            steps.AddRange(container.Children);
            return order;
        }
        var next = container.Children.ToDictionary(child => child, child => container.Node.Connections.Where(connection => connection.Source == child.Node)
            .Select(connection => container.Children.Find(other => other.Node == connection.Target)!).ToList());
        var finished = new Stack<CompiledActivity>();
        var open = new HashSet<CompiledActivity>();
        var seen = new HashSet<CompiledActivity>();
        foreach (var first in Starts(container))
        {
            order.Walk(first, next, seen, open, finished);
        }
        // What was finished last comes first: each step after all those that lead to it, loops aside.
        steps.AddRange(finished);
        return order;
    }

    /// <summary>The start of the flowchart, then whatever no path reaches.</summary>
    static IEnumerable<CompiledActivity> Starts(CompiledActivity flowchart)
    {
        var start = flowchart.Children.Find(child => child.Behaviour is Start)
            ?? flowchart.Children.Find(child => child.Node.CanStartWorkflow)
            ?? flowchart.Children.Find(child => !flowchart.Node.Connections.Exists(connection => connection.Target == child.Node));
        // Walked last, so that it is finished last and comes first.
        return flowchart.Children.Where(child => child != start).Reverse().Where(child => !flowchart.Node.Connections.Exists(connection => connection.Target == child.Node))
            .Concat(start is null ? [] : [start]).Concat(flowchart.Children);
    }

    void Walk(CompiledActivity activity, Dictionary<CompiledActivity, List<CompiledActivity>> next, HashSet<CompiledActivity> seen, HashSet<CompiledActivity> open, Stack<CompiledActivity> finished)
    {
        if (!seen.Add(activity))
        {
            return;
        }
        open.Add(activity);
        foreach (var target in Enumerable.Reverse(next[activity]))
        {
            if (open.Contains(target))
            {
                loops.Add((activity, target));
            }
            Walk(target, next, seen, open, finished);
        }
        open.Remove(activity);
        finished.Push(activity);
    }
}
