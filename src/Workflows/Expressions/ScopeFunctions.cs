namespace OpsWorkflows.Expressions;

/// <summary>What an expression may ask of the case, under the names that Elsa gives them.</summary>
static class ScopeFunctions
{
    public static readonly Function[] All =
    [
        new("getVariable", 1, 1, static (ref run, node, scoped args) => run.Scope.TryGetVariable(args.Text(ref run, node, 0), out var value) ? value : default),
        new("getInput", 1, 1, static (ref run, node, scoped args) => run.Scope.TryGetInput(args.Text(ref run, node, 0), out var value) ? value : default),
        new("getOutputFrom", 1, 2, static (ref run, node, scoped args) =>
            run.Scope.TryGetOutput(args.Text(ref run, node, 0), args[1].IsNothing ? null : args.Text(ref run, node, 1), out var value) ? value : default),
        new("getLastResult", 0, 0, static (ref run, _, scoped _) => run.Scope.LastResult),
        new("getCorrelationId", 0, 0, static (ref run, _, scoped _) => run.Scope.CorrelationId),
        new("getWorkflowInstanceId", 0, 0, static (ref run, _, scoped _) => run.Scope.InstanceId),
        new("getWorkflowInstanceName", 0, 0, static (ref run, _, scoped _) => run.Scope.InstanceName),
        new("getWorkflowDefinitionId", 0, 0, static (ref run, _, scoped _) => run.Scope.DefinitionId),
        new("getWorkflowDefinitionVersionId", 0, 0, static (ref run, _, scoped _) => run.Scope.DefinitionVersionId),
        new("getWorkflowDefinitionVersion", 0, 0, static (ref run, _, scoped _) => run.Scope.DefinitionVersion),
    ];
}

/// <summary>Conversions and questions about values: <c>String(x)</c>, <c>isNullOrEmpty(x)</c>, <c>Object.keys(x)</c>…</summary>
static class ConversionFunctions
{
    public static readonly Function[] All =
    [
        new("String", 0, 1, static (ref run, node, scoped args) => args.Count == 0 ? Value.EmptyText : args.Text(ref run, node, 0)),
        new("Number", 0, 1, static (ref run, node, scoped args) => args.Count == 0 ? 0 : Operators.NumberOf(ref run, node, args[0])),
        new("Boolean", 0, 1, static (ref _, _, scoped args) => args[0].AsBoolean()),
        new("parseInt", 1, 2, ParseInt),
        new("parseFloat", 1, 1, ParseFloat),
        new("Number.parseInt", 1, 2, ParseInt),
        new("Number.parseFloat", 1, 1, ParseFloat),
        new("isNaN", 1, 1, static (ref run, node, scoped args) => double.IsNaN(Operators.NumberOf(ref run, node, args[0]))),
        new("Number.isNaN", 1, 1, static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsNaN(args[0].Raw)),
        new("Number.isFinite", 1, 1, static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsFinite(args[0].Raw)),
        new("Number.isInteger", 1, 1, static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsInteger(args[0].Raw)),
        new("isNullOrEmpty", 1, 1, static (ref _, _, scoped args) => args[0].IsNothing || (args[0].IsText && args[0].Count == 0)),
        new("isNullOrWhiteSpace", 1, 1, static (ref run, node, scoped args) =>
            args[0].IsNothing || (args[0].IsText && run.ChargeLength(node, args[0].Count) && string.IsNullOrWhiteSpace(args[0].RawText))),
        new("toJson", 1, 1, Stringify),
        new("JSON.stringify", 1, 1, Stringify),
        new("Array.isArray", 1, 1, static (ref _, _, scoped args) => args[0].Kind == ValueKind.List),
        new("Object.keys", 1, 1, Keys),
        new("Object.values", 1, 1, Values),
    ];

    static Value ParseInt(ref Run run, Node node, scoped Arguments args)
    {
        var radix = args.Whole(ref run, node, 1);
        return radix is 0 or (>= 2 and <= 36) ? NumberText.ParseInt(args.Text(ref run, node, 0), radix) : double.NaN;
    }

    static Value ParseFloat(ref Run run, Node node, scoped Arguments args) => NumberText.ParseFloat(args.Text(ref run, node, 0));

    static Value Stringify(ref Run run, Node node, scoped Arguments args)
    {
        if (args[0].Kind == ValueKind.Undefined || !run.MayMakeText(node, args[0].Weight))
        {
            return default;
        }
        var text = args[0].ToJsonText();
        return run.MayMakeText(node, text.Length) ? text : Value.Undefined;
    }

    static Value Keys(ref Run run, Node node, scoped Arguments args)
    {
        var value = args[0];
        return value.Kind switch
        {
            ValueKind.Map => run.MakeList(node, [.. value.Entries.Take(run.Budget.CollectionSize + 1).Select(static entry => Value.Of(entry.Key))]),
            ValueKind.List => run.MakeList(node, [.. Enumerable.Range(0, Math.Min(value.Count, run.Budget.CollectionSize + 1)).Select(static i => Value.Of(NumberText.Format(i)))]),
            ValueKind.Undefined or ValueKind.Null => run.Fail(EvaluationErrors.NothingHasNoMembers, node, "Object.keys"),
            _ => Value.EmptyList,
        };
    }

    static Value Values(ref Run run, Node node, scoped Arguments args)
    {
        var value = args[0];
        return value.Kind switch
        {
            ValueKind.Map => run.MakeList(node, [.. value.Entries.Take(run.Budget.CollectionSize + 1).Select(static entry => entry.Value)]),
            ValueKind.List => value,
            ValueKind.Undefined or ValueKind.Null => run.Fail(EvaluationErrors.NothingHasNoMembers, node, "Object.values"),
            _ => Value.EmptyList,
        };
    }
}

/// <summary>JavaScript's Math, as far as it gives the same result each time.</summary>
static class MathFunctions
{
    public static readonly Function[] All =
    [
        new("Math.min", 0, Function.Any, static (ref run, node, scoped args) => Fold(ref run, node, args, double.PositiveInfinity, static (a, b) => Math.Min(a, b))),
        new("Math.max", 0, Function.Any, static (ref run, node, scoped args) => Fold(ref run, node, args, double.NegativeInfinity, static (a, b) => Math.Max(a, b))),
        new("Math.round", 1, 1, static (ref run, node, scoped args) => Round(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.floor", 1, 1, static (ref run, node, scoped args) => Math.Floor(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.ceil", 1, 1, static (ref run, node, scoped args) => Math.Ceiling(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.trunc", 1, 1, static (ref run, node, scoped args) => Math.Truncate(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.abs", 1, 1, static (ref run, node, scoped args) => Math.Abs(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.sign", 1, 1, static (ref run, node, scoped args) => Operators.NumberOf(ref run, node, args[0]) is var n && double.IsNaN(n) ? double.NaN : Math.Sign(n)),
    ];

    static Value Fold(ref Run run, Node node, scoped Arguments args, double start, Func<double, double, double> combine)
    {
        var result = start;
        foreach (ref readonly var value in args.Values)
        {
            result = combine(result, Operators.NumberOf(ref run, node, value));
        }
        return result;
    }

    /// <summary>Halves go up, also below zero.</summary>
    static double Round(double number) => Math.Floor(number) is var floor && number - floor >= 0.5 ? floor + 1 : floor;
}
