using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Gives an output of the workflow a value.</summary>
public sealed class SetOutput : Activity
{
    public override string Type => "Elsa.SetOutput";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("outputName", Required: true) { Editor = Editors.OutputPicker }, new("outputValue") { Type = "Object" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var output = run.Text(execution, "outputName") ?? throw new ActivityFault("the output has no name");
        run.SetWorkflowOutput(execution, output, run.Input(execution, "outputValue"));
        run.Complete(execution);
    }
}

/// <summary>Gives the instance the key by which events and other instances find it.</summary>
public sealed class Correlate : Activity
{
    public override string Type => "Elsa.Correlate";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("correlationId", Required: true)];

    public override void Execute(BurstRun run, Execution execution)
    {
        run.Instance.CorrelationId = run.Text(execution, "correlationId");
        run.Complete(execution);
    }
}

/// <summary>Writes a line to the journal.</summary>
public sealed class WriteLine : Activity
{
    /// <summary>What of a line the journal keeps.</summary>
    private const int MaximumLength = 2_000;

    public override string Type => "Elsa.WriteLine";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("text")];

    public override void Execute(BurstRun run, Execution execution)
    {
        var line = run.Text(execution, "text") ?? "";
        run.Lines?.Add(line);
        run.Complete(execution, text: line.Length <= MaximumLength ? line : line[..MaximumLength]);
    }
}
