using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Runs the activity of the first case whose condition holds, or those of all of them; another one when none does.</summary>
public sealed class Switch : Activity
{
    public override string Type => "Elsa.Switch";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Default", IsEmbedded: true), new("Done")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("cases") { Type = "Object", Editor = Editors.SwitchCases, IsWrapped = false }, SwitchCase.Mode];

    public override object Prepare(CompiledActivity activity) => SwitchCase.ReadAll(activity);

    public override IEnumerable<Finding> Check(CompiledActivity activity) => SwitchCase.Check(activity);

    public override void Execute(BurstRun run, Execution execution)
    {
        var activity = run.Definition.Of(execution.Node);
        var matches = SwitchCase.Matching(run, execution);
        foreach (var branch in matches.Count > 0 ? matches.Select(match => activity.InPort($"cases[{match.Index}]")) : [activity.InPort("default")])
        {
            if (branch is null)
                continue;
            execution.Position++;
            run.Schedule(execution, branch);
        }
        if (execution.Position == 0)
            run.Complete(execution);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        if (--execution.Position == 0)
            run.Complete(execution);
    }
}

/// <summary>Runs its activities all at once and completes after the last.</summary>
public sealed class Parallel : Activity
{
    public override string Type => "Elsa.Parallel";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override bool IsContainer => true;

    public override void Execute(BurstRun run, Execution execution)
    {
        var activities = run.Definition.Of(execution.Node).Children;
        execution.Position = activities.Count;
        foreach (var activity in activities)
            run.Schedule(execution, activity);
        if (activities.Count == 0)
            run.Complete(execution);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        if (--execution.Position == 0)
            run.Complete(execution);
    }
}

/// <summary>Runs its branches all at once and completes after the first or the last of them.</summary>
public sealed class Fork : Activity
{
    public override string Type => "Elsa.Fork";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("joinMode")
    {
        Type = "Elsa.Workflows.ForkJoinMode, Elsa.Workflows.Core",
        Editor = Editors.DropDown,
        Values = ["WaitAll", "WaitAny"],
        Default = "WaitAll",
        IsWrapped = false,
    }];

    internal override bool HearsBreak => true;

    /// <summary>Whether the first branch is enough.</summary>
    public override object Prepare(CompiledActivity activity) => activity.Node.Json["joinMode"] is { } mode && mode.ToString() is "WaitAny" or "0";

    public override void Execute(BurstRun run, Execution execution)
    {
        var branches = run.Definition.Of(execution.Node).Children;
        foreach (var branch in branches)
            run.Schedule(execution, branch);
        if (branches.Count == 0)
            run.Complete(execution);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        var activity = run.Definition.Of(execution.Node);
        if (execution.Breaking || ++execution.Position == activity.Children.Count || (bool)activity.Prepared!)
            run.Complete(execution);
    }
}
