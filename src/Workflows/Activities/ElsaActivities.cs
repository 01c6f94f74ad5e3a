using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>The workflow around the root activity.</summary>
public sealed class WorkflowActivity : Activity
{
    public override string Type => "Elsa.Workflow";
    public override ActivityCategory? Category => null;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Root", IsEmbedded: true)];

    public override void Execute(BurstRun run, Execution execution) => run.Schedule(execution, run.Definition.Of(execution.Node).Children[0]);

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes) => run.Complete(execution);

    internal override bool CompletesComposite(BurstRun run, Execution execution, Execution sender, IReadOnlyList<string> outcomes)
    {
        run.Complete(sender);
        run.Complete(execution, outcomes);
        return true;
    }
}

/// <summary>Runs its activities one after the other.</summary>
public sealed class Sequence : Activity
{
    public override string Type => "Elsa.Sequence";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override bool IsContainer => true;

    public override void Execute(BurstRun run, Execution execution) => Next(run, execution, 0);

    internal override bool HearsBreak => true;

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        if (execution.Breaking || run.Definition.Of(child.Node).Behaviour.IsTerminal)
            run.Complete(execution);
        else
            Next(run, execution, execution.Position + 1);
    }

    private static void Next(BurstRun run, Execution execution, int position)
    {
        var activities = run.Definition.Of(execution.Node).Children;
        execution.Position = position;
        if (position < activities.Count)
            run.Schedule(execution, activities[position]);
        else
            run.Complete(execution);
    }
}

/// <summary>Runs one of two activities.</summary>
public sealed class If : Activity
{
    public override string Type => "Elsa.If";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Then", IsEmbedded: true), new("Else", IsEmbedded: true), new("Done")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("condition", Required: true) { Type = "Boolean", Syntax = "JavaScript" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var branch = run.Definition.Of(execution.Node).InPort(run.Boolean(execution, "condition") == true ? "then" : "else");
        if (branch is not null)
            run.Schedule(execution, branch);
        else
            run.Complete(execution);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes) => run.Complete(execution);
}

/// <summary>Leaves by True or False.</summary>
public sealed class FlowDecision : Activity
{
    private static readonly string[] True = ["True"];
    private static readonly string[] False = ["False"];

    public override string Type => "Elsa.FlowDecision";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("True"), new("False")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("condition", Required: true) { Type = "Boolean", Syntax = "JavaScript" }];

    public override void Execute(BurstRun run, Execution execution) =>
        run.Complete(execution, run.Boolean(execution, "condition") == true ? True : False);
}

/// <summary>Leaves by the branches that the author named, all at once.</summary>
public sealed class FlowFork : Activity
{
    public override string Type => "Elsa.FlowFork";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("branches") { Type = "Object", Editor = Editors.Outcomes, Syntax = "Object" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        // Elsa takes an empty list at its word: nothing is followed.
        var isGiven = run.Definition.Of(execution.Node).Gives("branches") && !run.Input(execution, "branches").IsNothing;
        run.Complete(execution, isGiven ? run.TextList(execution, "branches") : null);
    }
}

/// <summary>How a join waits for what leads to it.</summary>
public enum FlowJoinMode
{
    WaitAny,
    WaitAll,
    WaitAllActive,
}

/// <summary>Brings branches together; the flowchart it stands in does the waiting.</summary>
public sealed class FlowJoin : Activity
{
    public override string Type => "Elsa.FlowJoin";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("mode")
    {
        Type = "Elsa.Workflows.Activities.Flowchart.Models.FlowJoinMode, Elsa.Workflows.Core",
        Editor = Editors.DropDown,
        Values = Enum.GetNames<FlowJoinMode>(),
        Default = nameof(FlowJoinMode.WaitAny),
    }];

    internal static FlowJoinMode ModeOf(BurstRun run, Execution flowchart, CompiledActivity activity)
    {
        var text = run.Text(new Execution(default, activity.Node, flowchart), "mode");
        return text is null ? FlowJoinMode.WaitAny
            : Enum.TryParse<FlowJoinMode>(text, out var mode) ? mode
            : throw new ActivityFault($"'{text}' is not a mode of a join");
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        if (execution.Parent!.Node.Type != Flowchart.TypeName)
            throw new ActivityFault("a join brings branches of a flowchart together and has to stand in one");
        Flowchart.CancelAncestors(run, execution.Parent, run.Definition.Of(execution.Node));
        run.Complete(execution);
    }
}

/// <summary>Ends the whole workflow.</summary>
public sealed class Finish : Activity
{
    public override string Type => "Elsa.Finish";
    public override ActivityCategory? Category => ActivityCategory.Ends;
    public override bool IsTerminal => true;

    public override void Execute(BurstRun run, Execution execution)
    {
        run.FinishInstance(WorkflowSubStatus.Finished);
        run.Complete(execution);
    }
}

/// <summary>Marks where a flowchart starts.</summary>
public sealed class Start : Activity
{
    public override string Type => "Elsa.Start";
    public override ActivityCategory? Category => ActivityCategory.Ends;
    public override bool IsStart => true;

    public override void Execute(BurstRun run, Execution execution) => run.Complete(execution);
}

/// <summary>Ends the flowchart it stands in.</summary>
public sealed class End : Activity
{
    public override string Type => "Elsa.End";
    public override ActivityCategory? Category => ActivityCategory.Ends;
    public override bool IsTerminal => true;

    public override void Execute(BurstRun run, Execution execution) => run.Complete(execution);
}

/// <summary>Ends the workflow it stands in, with outcomes.</summary>
public sealed class Complete : Activity
{
    private static readonly string[] Done = ["Done"];

    public override string Type => "Elsa.Complete";
    public override ActivityCategory? Category => ActivityCategory.Ends;
    public override bool IsTerminal => true;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("outcomes") { Type = "Object", Editor = Editors.OutcomePicker }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var outcomes = run.TextList(execution, "outcomes");
        run.CompleteComposite(execution, outcomes.Count > 0 ? outcomes : Done);
    }
}

/// <summary>Stops with an incident, on purpose.</summary>
public sealed class Fault : Activity
{
    public override string Type => "Elsa.Fault";
    public override ActivityCategory? Category => ActivityCategory.Ends;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("message") { Editor = Editors.MultiLine }];

    public override void Execute(BurstRun run, Execution execution) => throw new ActivityFault(run.Text(execution, "message") ?? "");
}

/// <summary>Gives a variable a value.</summary>
public sealed class SetVariable : Activity
{
    public override string Type => "Elsa.SetVariable";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [
        new("variable") { Type = "Variable", Editor = Editors.VariablePicker, IsWrapped = false },
        new("value") { Type = "Object" },
    ];

    public override object? Prepare(CompiledActivity activity) => activity.Node.Json["variable"] switch
    {
        System.Text.Json.Nodes.JsonObject variable => WorkflowDefinition.Text(variable, "id") ?? WorkflowDefinition.Text(variable, "name"),
        var name => DefinitionTreeReader.TextOf(name),
    };

    public override IEnumerable<Finding> Check(CompiledActivity activity)
    {
        if (activity.Prepared is null)
            yield return new Finding(FindingKind.NoVariable, activity.Node, "variable");
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        var variable = (string?)run.Definition.Of(execution.Node).Prepared ?? throw new ActivityFault("no variable was chosen");
        run.SetVariable(execution, variable, run.Input(execution, "value"));
        run.Complete(execution);
    }
}

/// <summary>Names the instance.</summary>
public sealed class SetName : Activity
{
    public override string Type => "Elsa.SetName";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("value", Required: true)];

    public override void Execute(BurstRun run, Execution execution)
    {
        run.Instance.Name = run.Text(execution, "value");
        run.Complete(execution);
    }
}
