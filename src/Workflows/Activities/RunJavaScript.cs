using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Runs a script that may change variables; its value is the Result, and it may name the outcomes to leave by.</summary>
public sealed class RunJavaScript : Activity
{
    public override string Type => "Elsa.RunJavaScript";
    public override ActivityCategory? Category => ActivityCategory.Data;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
        [new("script") { Editor = Editors.JavaScript }, new("possibleOutcomes") { Type = "Object", Editor = Editors.Outcomes, Syntax = "Object" }];
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("Result")];

    /// <summary>Studio stores the script as plain text; none is made of an empty one.</summary>
    public override object? Prepare(CompiledActivity activity) =>
        activity.Inputs.GetValueOrDefault("script") is Expression.Literal { Value: var text } && !string.IsNullOrWhiteSpace(Coerce.ToText(text))
            ? JavaScriptExpression.Parse(Coerce.ToText(text))
            : null;

    public override IEnumerable<Finding> Check(CompiledActivity activity)
    {
        var error = activity.Inputs.GetValueOrDefault("script") is null or Expression.Literal
            ? (activity.Prepared as ParseResult?)?.Error
            : new ParseError(ParseErrors.ScriptExpected, 1, 1);
        if (error is not null)
            yield return new Finding(FindingKind.InvalidScript, activity.Node, "script", Script: error);
    }

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.Definition.Of(execution.Node).Prepared is not ParseResult { Expression: { } script })
        {
            run.Complete(execution);
            return;
        }
        var (result, outcomes) = run.RunScript(execution, script);
        if (!result.IsNothing)
            run.SetResult(execution, result);
        run.Complete(execution, outcomes);
    }
}
