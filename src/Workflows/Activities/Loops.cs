using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>An activity that runs its body again and again, until it is done or a Break inside asks for the end.</summary>
public abstract class Loop : Activity
{
    /// <summary>What the body knows its value of the round by.</summary>
    protected const string CurrentValue = "CurrentValue";
    protected const string CurrentIndex = "CurrentIndex";

    public override ActivityCategory? Category => ActivityCategory.Loops;
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Body", IsEmbedded: true), new("Done")];

    internal override bool IsLoop => true;

    public override void Execute(BurstRun run, Execution execution) => Round(run, execution);

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        execution.Position++;
        Round(run, execution);
    }

    internal override bool CompletesComposite(BurstRun run, Execution execution, Execution sender, IReadOnlyList<string> outcomes)
    {
        run.Cancel(execution);
        return false;
    }

    private void Round(BurstRun run, Execution execution)
    {
        if (execution.Breaking || !Begins(run, execution, out var locals))
            run.Complete(execution);
        else if (run.Definition.Of(execution.Node).InPort("body") is { } body)
            run.Schedule(execution, body, locals: locals);
        else if (EndsOfItself)
            run.Complete(execution);
        else
            throw new ActivityFault("the loop has nothing to repeat and would never end");
    }

    /// <summary>Whether the loop comes to its end whatever its body does.</summary>
    protected virtual bool EndsOfItself => true;

    /// <summary>Whether there is another round, which is the one with the number <see cref="Execution.Position"/>.</summary>
    /// <param name="locals">What the body sees of the round.</param>
    protected abstract bool Begins(BurstRun run, Execution execution, out Dictionary<string, Value>? locals);
}

/// <summary>Repeats its body while a condition holds.</summary>
public sealed class While : Loop
{
    public override string Type => "Elsa.While";
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("condition", Required: true) { Type = "Boolean", Syntax = "JavaScript" }];

    protected override bool EndsOfItself => false;

    protected override bool Begins(BurstRun run, Execution execution, out Dictionary<string, Value>? locals)
    {
        locals = null;
        return run.Boolean(execution, "condition") == true;
    }
}

/// <summary>Repeats its body for each number from a start to an end, downwards when the step is negative.</summary>
public sealed class For : Loop
{
    public override string Type => "Elsa.For";
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("start") { Type = "Int32", Default = "0" },
        new("end") { Type = "Int32", Default = "0" },
        new("step") { Type = "Int32", Default = "1" },
        new("outerBoundInclusive") { Type = "Boolean", Editor = Editors.CheckBox, Default = "True" },
    ];
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new(CurrentValue)];

    protected override bool Begins(BurstRun run, Execution execution, out Dictionary<string, Value>? locals)
    {
        var end = run.WholeNumber(execution, "end") ?? 0;
        var step = run.WholeNumber(execution, "step") ?? 1;
        var number = (run.WholeNumber(execution, "start") ?? 0) + (long)step * execution.Position;
        locals = new(StringComparer.Ordinal) { [CurrentValue] = Value.Of(number) };
        if (step == 0)
            throw new ActivityFault("a step of 0 never comes to the end");
        if (number == end ? run.Boolean(execution, "outerBoundInclusive") == false : step > 0 ? number > end : number < end)
            return false;
        run.SetOutput(execution, CurrentValue, Value.Of(number));
        return true;
    }
}

/// <summary>Repeats its body for each item of a list, one after the other.</summary>
public sealed class ForEach : Loop
{
    public override string Type => "Elsa.ForEach";
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("items", Required: true) { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" }];
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new(CurrentValue)];

    protected override bool Begins(BurstRun run, Execution execution, out Dictionary<string, Value>? locals)
    {
        locals = null;
        var items = run.Items(execution, "items");
        if (execution.Position >= items.Length)
            return false;
        run.SetOutput(execution, CurrentValue, items[execution.Position]);
        locals = new(StringComparer.Ordinal) { [CurrentIndex] = Value.Of(execution.Position), [CurrentValue] = items[execution.Position] };
        return true;
    }
}

/// <summary>Runs its body for each item of a list, all at once.</summary>
public sealed class ParallelForEach : Activity
{
    public override string Type => "Elsa.ParallelForEach";
    public override ActivityCategory? Category => ActivityCategory.Loops;
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Body", IsEmbedded: true), new("Done")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("items", Required: true) { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var items = run.Items(execution, "items");
        if (items.Length == 0 || run.Definition.Of(execution.Node).InPort("body") is not { } body)
        {
            run.Complete(execution);
            return;
        }
        run.RequireRoomForEach(items);
        execution.Position = items.Length;
        for (var i = 0; i < items.Length; i++)
            run.Schedule(execution, body, locals: new(StringComparer.Ordinal) { ["CurrentValue"] = items[i], ["CurrentIndex"] = Value.Of(i) });
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        if (--execution.Position == 0)
            run.Complete(execution);
    }
}

/// <summary>Ends the loop around it.</summary>
public sealed class Break : Activity
{
    public override string Type => "Elsa.Break";
    public override ActivityCategory? Category => ActivityCategory.Loops;
    public override bool IsTerminal => true;

    public override void Execute(BurstRun run, Execution execution)
    {
        run.Break(execution);
        run.Complete(execution);
    }
}
