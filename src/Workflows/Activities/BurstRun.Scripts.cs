using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

// Scripts: what expressions may ask of the office and change in the case.
public sealed partial class BurstRun : IChanges
{
    private Dictionary<(Execution Execution, string Input), Value>? _evaluatedOnce;
    private IReadOnlyList<string>? _outcomes;

    Guid? IScope.PersonOf(string role) => Instance.People.TryGetValue(role, out var person) ? person : null;
    DateOnly? IScope.Milestone(string name) => Instance.Milestones.TryGetValue(name, out var day) ? day : null;
    Guid IScope.NewGuid() => NextRowId();

    /// <summary>An input that is only looked at, before its activity runs, changes nothing.</summary>
    IChanges? IScope.Changes => _evaluating is { } execution && execution.Id != default ? this : null;

    bool IChanges.TrySetVariable(string name, Value value) => TrySetVariable(_evaluating!, name, value);
    void IChanges.SetInstanceName(string name) => Instance.Name = name;
    void IChanges.SetOutcomes(IReadOnlyList<string> outcomes) => _outcomes = outcomes;

    /// <summary>The value of an input whose expression changes the case: computed once in an execution, however often the activity reads it.</summary>
    private Value EvaluatedOnce(Execution execution, string name, Expression expression)
    {
        _evaluatedOnce ??= [];
        if (!_evaluatedOnce.TryGetValue((execution, name), out var value))
            _evaluatedOnce[(execution, name)] = value = Evaluated(execution, name, expression);
        return value;
    }

    private Value Evaluated(Execution execution, string name, Expression expression)
    {
        _evaluating = execution;
        var evaluation = Charged(expression.Evaluate(this, ScriptBudget));
        return evaluation.Error is { } error
            ? throw new ActivityFault($"the input '{name}' has no value: {error.Key} ({error.Name}) in line {error.Line}, column {error.Column}")
            : evaluation.Value;
    }

    /// <summary>Runs the script of an activity: its value and the outcomes that it named, null when it named none.</summary>
    internal (Value Result, IReadOnlyList<string>? Outcomes) RunScript(Execution execution, JavaScriptExpression script)
    {
        (_evaluating, _outcomes) = (execution, null);
        var evaluation = Charged(script.Evaluate(this, ScriptBudget));
        return evaluation.Error is { } error
            ? throw new ActivityFault($"the script stopped: {error.Key} ({error.Name}) in line {error.Line}, column {error.Column}")
            : (evaluation.Value, _outcomes);
    }
}
