using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>
/// Whether the variables that scripts name are declared where they can see them; one that is not has no value when it is read. And whether
/// names are given once: of two the first is meant.
/// </summary>
internal static class VariableChecks
{
    private static readonly string[] OfLoops = ["CurrentValue", "CurrentIndex"];

    public static IEnumerable<Finding> Of(CompiledActivity activity, WorkflowDefinition definition) =>
        from script in ScriptsOf(activity)
        from reference in script.Script.References
        where reference.Kind == ReferenceKind.Variable && !IsDeclared(reference.Name, activity, definition)
        select new Finding(FindingKind.UnknownVariable, activity.Node, script.Input, reference.Name);

    /// <summary>Of one container, or of the procedure as a whole.</summary>
    public static IEnumerable<Finding> Twice(CompiledActivity activity, WorkflowDefinition definition)
    {
        return activity.Parent is not null ? Twice("variables", activity.Node.Variables.Select(variable => variable.Name)) :
        [
            .. Twice("variables", definition.Variables.Select(variable => variable.Name)),
            .. Twice("inputs", definition.Inputs.Select(input => input.Name)),
            .. Twice("outputs", definition.Outputs.Select(output => output.Name)),
        ];

        IEnumerable<Finding> Twice(string list, IEnumerable<string> names) =>
            from same in names.GroupBy(name => name, StringComparer.Ordinal)
            where same.Count() > 1
            select new Finding(FindingKind.NameTwice, activity.Node, list, same.Key);
    }

    private static IEnumerable<(string Input, JavaScriptExpression Script)> ScriptsOf(CompiledActivity activity)
    {
        foreach (var (name, expression) in activity.Inputs)
        {
            if (expression is Expression.JavaScript { Script: { } script })
                yield return (name, script);
        }
        if (activity.Prepared is ParseResult { Expression: { } own })
            yield return ("script", own);
        foreach (var item in activity.Prepared as List<SwitchCase> ?? [])
        {
            if (item.Condition is Expression.JavaScript { Script: { } condition })
                yield return ($"cases[{item.Index}].condition", condition);
        }
    }

    private static bool IsDeclared(string name, CompiledActivity activity, WorkflowDefinition definition)
    {
        for (var above = activity; above is not null; above = above.Parent)
        {
            if (Has(above.Node.Variables, name) || (above.Behaviour.IsLoop && OfLoops.Contains(name)))
                return true;
        }
        return Has(definition.Variables, name) || (definition.UsableAsActivity && IsGiven(name, definition));
    }

    /// <summary>Where the procedure is embedded, its inputs and outputs are variables.</summary>
    private static bool IsGiven(string name, WorkflowDefinition definition) =>
        definition.Inputs.Select(input => input.Name).Concat(definition.Outputs.Select(output => output.Name)).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Accessors such as getTotal() begin the name with a capital whatever its own first letter.</summary>
    private static bool Has(IReadOnlyList<VariableDefinition> variables, string name) =>
        variables.Any(variable => variable.Id == name || variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
