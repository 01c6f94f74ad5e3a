using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>
/// Stands for a version of another procedure, whose graph runs inside the same instance: it sees its inputs and outputs as variables, and
/// the outcomes that it completes with are those of this activity.
/// </summary>
public sealed class EmbeddedWorkflow(EmbeddableVersion procedure) : Activity
{
    /// <summary>Names of inputs and outputs that are members of every such activity in Elsa's documents.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "Id", "NodeId", "Name", "Type", "Version", "CustomProperties", "SyntheticProperties", "Metadata", "Behaviors", "Variables", "Root",
        "WorkflowDefinitionId", "WorkflowDefinitionVersionId", "LatestAvailablePublishedVersion", "LatestAvailablePublishedVersionId",
    };

    public EmbeddableVersion Procedure { get; } = procedure;

    public override string Type => Procedure.ActivityType;
    public override ActivityCategory? Category => null;

    public override IReadOnlyList<ActivityInput> Inputs { get; } =
        [.. procedure.Inputs.Select(input => new ActivityInput(PropertyOf(input.Name)) { Type = input.IsArray ? $"{input.Type}[]" : input.Type })];

    public override IReadOnlyList<ActivityOutput> Outputs { get; } =
        [.. procedure.Outputs.Select(output => new ActivityOutput(output.Name, output.IsArray ? $"{output.Type}[]" : output.Type))];

    public override IReadOnlyList<ActivityPort> Ports { get; } =
        [new("Root", IsEmbedded: true), .. (procedure.Outcomes.Count > 0 ? procedure.Outcomes : ["Done"]).Select(outcome => new ActivityPort(outcome))];

    /// <summary>What descriptors call an input or output.</summary>
    public static string DescribedName(string name) => Reserved.Contains(name) ? "_" + name : name;

    /// <summary>The property that documents keep an input or output under.</summary>
    internal static string PropertyOf(string name) => ActivityNames.CamelCase(DescribedName(name));

    /// <summary>Inputs are worked out where the activity stands, before any of them can be seen under its name.</summary>
    public override void Execute(BurstRun run, Execution execution)
    {
        var locals = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var output in Procedure.Outputs)
            locals[output.Name] = Value.Null;
        foreach (var input in Procedure.Inputs)
            locals[input.Name] = Typed(run.Input(execution, PropertyOf(input.Name)), input);
        run.SetLocals(execution, locals);
        run.Schedule(execution, run.Definition.Of(execution.Node).InPort("root")!);
    }

    /// <summary>Designers store numbers and the like as text.</summary>
    private static Value Typed(in Value value, InputDefinition input)
    {
        if (value.IsNothing || (value is { IsText: true, Count: 0 } && input.Type != "String"))
            return Value.Null;
        if (!value.IsText)
            return value;
        if (input.IsArray)
            return Value.TryParse(value.AsText(), out var items) ? items : value;
        return input.Type.TrimEnd('?') switch
        {
            "Boolean" => Coerce.ToBoolean(value) is { Succeeded: true } boolean ? Value.Of(boolean.Value) : value,
            "Int16" or "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" =>
                Coerce.ToNumber(value) is { Succeeded: true } number ? Value.Of(number.Value) : value,
            _ => value,
        };
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes)
    {
        var ended = run.CompositeOutcomes ?? outcomes;
        // They are those of this workflow, and not of what it ends on its part.
        run.CompositeOutcomes = null;
        HandOver(run, execution);
        run.Complete(execution, ended);
    }

    private void HandOver(BurstRun run, Execution execution)
    {
        var locals = execution.Locals ?? [];
        // An output is given to a variable further out, also where one inside has the same name.
        execution.Locals = null;
        try
        {
            foreach (var output in Procedure.Outputs)
            {
                if (locals.TryGetValue(output.Name, out var value) && !value.IsNothing)
                    run.SetOutput(execution, output.Name, value);
            }
        }
        finally
        {
            execution.Locals = locals;
        }
    }
}
