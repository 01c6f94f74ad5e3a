namespace OpsWorkflows.Expressions;

/// <summary>What an expression may ask of the case, under the names that Elsa gives them.</summary>
static class ScopeFunctions
{
    public static readonly Function[] All =
    [
        new("getVariable", "(name: string): any", static (ref run, node, scoped args) => run.Scope.TryGetVariable(args.Text(ref run, node, 0), out var value) ? value : default),
        new("getInput", "(name: string): any", static (ref run, node, scoped args) => run.Scope.TryGetInput(args.Text(ref run, node, 0), out var value) ? value : default),
        new("getOutputFrom", "(activityIdOrName: string, output?: string): any", static (ref run, node, scoped args) =>
            run.Scope.TryGetOutput(args.Text(ref run, node, 0), args[1].IsNothing ? null : args.Text(ref run, node, 1), out var value) ? value : default),
        new("getLastResult", "(): any", static (ref run, _, scoped _) => run.Scope.LastResult),
        new("getCorrelationId", "(): string | null", static (ref run, _, scoped _) => run.Scope.CorrelationId),
        new("getWorkflowInstanceId", "(): string", static (ref run, _, scoped _) => run.Scope.InstanceId),
        new("getWorkflowInstanceName", "(): string | null", static (ref run, _, scoped _) => run.Scope.InstanceName),
        new("getWorkflowDefinitionId", "(): string", static (ref run, _, scoped _) => run.Scope.DefinitionId),
        new("getWorkflowDefinitionVersionId", "(): string", static (ref run, _, scoped _) => run.Scope.DefinitionVersionId),
        new("getWorkflowDefinitionVersion", "(): number", static (ref run, _, scoped _) => run.Scope.DefinitionVersion),
        new("newGuidString", "(): string", static (ref run, _, scoped _) => run.Scope.NewGuid().ToString()),
    ];
}

/// <summary>What an expression may ask of the case as the office knows it: its people and its named dates.</summary>
static class OfficeFunctions
{
    public static readonly Function[] All =
    [
        new("person", "(role: string): string | null", static (ref run, node, scoped args) => run.Scope.PersonOf(args.Text(ref run, node, 0)) is { } person ? person.ToString() : Value.Null),
        new("milestone", "(name: string): Date | null", static (ref run, node, scoped args) => run.Scope.Milestone(args.Text(ref run, node, 0)) is { } day ? day : Value.Null),
    ];
}

/// <summary>What a script may change, where the scope lets it.</summary>
static class ChangeFunctions
{
    public static readonly Function[] All =
    [
        new("setVariable", "(name: string, value: any): void", static (ref run, node, scoped args) => SetVariable(ref run, node, args.Text(ref run, node, 0), args[1])),
        new("setWorkflowInstanceName", "(name: string): void", SetInstanceName),
        new(SetOutcome, "(outcome: string): void", static (ref run, node, scoped args) => Outcomes(ref run, node, args.Values[..1])),
        new(SetOutcomes, "(outcomes: string[]): void", static (ref run, node, scoped args) => Outcomes(ref run, node, args[0].Items.AsSpan())),
    ];

    public const string SetOutcome = "setOutcome";
    public const string SetOutcomes = "setOutcomes";

    public static Value SetVariable(ref Run run, Node node, string name, in Value value)
    {
        if (Allowed(ref run, node, name) is { } changes && !changes.TrySetVariable(name, value))
        {
            run.Fail(EvaluationErrors.UnknownName, node, name);
        }
        return default;
    }

    static Value SetInstanceName(ref Run run, Node node, scoped Arguments args)
    {
        var name = args.Text(ref run, node, 0);
        Allowed(ref run, node, "setWorkflowInstanceName")?.SetInstanceName(name);
        return default;
    }

    static Value Outcomes(ref Run run, Node node, scoped ReadOnlySpan<Value> outcomes)
    {
        var names = new List<string>();
        foreach (ref readonly var outcome in outcomes)
        {
            names.Add(Operators.TextOf(ref run, node, outcome));
        }
        Allowed(ref run, node, SetOutcome)?.SetOutcomes(names);
        return default;
    }

    static IChanges? Allowed(ref Run run, Node node, string name)
    {
        if (run.Scope.Changes is null)
        {
            run.Fail(EvaluationErrors.MayNotChange, node, name);
        }
        return run.Failed ? null : run.Scope.Changes;
    }
}

/// <summary>Conversions and questions about values: <c>String(x)</c>, <c>isNullOrEmpty(x)</c>, <c>Object.keys(x)</c>…</summary>
static class ConversionFunctions
{
    public static readonly Function[] All =
    [
        new("String", "(value?: any): string", static (ref run, node, scoped args) => args.Count == 0 ? Value.EmptyText : args.Text(ref run, node, 0)),
        new("Number", "(value?: any): number", static (ref run, node, scoped args) => args.Count == 0 ? 0 : Operators.NumberOf(ref run, node, args[0])),
        new("Boolean", "(value?: any): boolean", static (ref _, _, scoped args) => args[0].AsBoolean()),
        new("parseInt", "(text: any, radix?: number): number", ParseInt),
        new("parseFloat", "(text: any): number", ParseFloat),
        new("Number.parseInt", "(text: any, radix?: number): number", ParseInt),
        new("Number.parseFloat", "(text: any): number", ParseFloat),
        new("isNaN", "(value: any): boolean", static (ref run, node, scoped args) => double.IsNaN(Operators.NumberOf(ref run, node, args[0]))),
        new("Number.isNaN", "(value: any): boolean", static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsNaN(args[0].Raw)),
        new("Number.isFinite", "(value: any): boolean", static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsFinite(args[0].Raw)),
        new("Number.isInteger", "(value: any): boolean", static (ref _, _, scoped args) => args[0].Kind == ValueKind.Number && double.IsInteger(args[0].Raw)),
        new("isNullOrEmpty", "(text: any): boolean", static (ref _, _, scoped args) => args[0].IsNothing || (args[0].IsText && args[0].Count == 0)),
        new("isNullOrWhiteSpace", "(text: any): boolean", static (ref run, node, scoped args) =>
            args[0].IsNothing || (args[0].IsText && run.ChargeLength(node, args[0].Count) && string.IsNullOrWhiteSpace(args[0].RawText))),
        new("toJson", "(value: any): string", Stringify),
        new("JSON.stringify", "(value: any): string", Stringify),
        new("Array.isArray", "(value: any): boolean", static (ref _, _, scoped args) => args[0].Kind == ValueKind.List),
        new("Object.keys", "(value: any): string[]", Keys),
        new("Object.entries", "(value: any): [string, any][]", Entries),
        new("Object.fromEntries", "(entries: [string, any][]): any", FromEntries),
        new("JSON.parse", "(json: string): any", ParseJson),
        new("Object.values", "(value: any): any[]", Values),
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
            ValueKind.List or ValueKind.Text => run.MakeList(node, [.. Enumerable.Range(0, Math.Min(value.Count, run.Budget.CollectionSize + 1)).Select(static i => Value.Of(NumberText.Format(i)))]),
            ValueKind.Undefined or ValueKind.Null => run.Fail(EvaluationErrors.NothingHasNoMembers, node, "Object.keys"),
            _ => Value.EmptyList,
        };
    }

    static Value Entries(ref Run run, Node node, scoped Arguments args)
    {
        var names = Keys(ref run, node, args);
        var pairs = new Value[names.Count];
        for (var i = 0; i < pairs.Length && run.Charge(node, 2); i++)
        {
            pairs[i] = Value.List(names[i], args[0].Kind == ValueKind.Map ? args[0].Entries[i].Value : Index.At(args[0], i));
        }
        return run.Failed ? default : run.MakeList(node, pairs);
    }

    static Value FromEntries(ref Run run, Node node, scoped Arguments args)
    {
        var entries = new KeyValuePair<string, Value>[args[0].Count];
        if (args[0].Kind != ValueKind.List || !run.Charge(node, entries.Length))
        {
            return run.Fail(EvaluationErrors.NotAList, node, "Object.fromEntries");
        }
        for (var i = 0; i < entries.Length; i++)
        {
            if (args[0][i].Kind != ValueKind.List)
            {
                return run.Fail(EvaluationErrors.NotAList, node, "Object.fromEntries");
            }
            entries[i] = new(Operators.TextOf(ref run, node, args[0][i][0]), args[0][i][1]);
        }
        return run.MakeMap(node, entries);
    }

    static Value ParseJson(ref Run run, Node node, scoped Arguments args)
    {
        var text = args.Text(ref run, node, 0);
        return !run.MayMakeText(node, text.Length) || !run.Charge(node, text.Length / 8) ? default
            : Value.TryParse(text, out var value) ? value
            : run.Fail(EvaluationErrors.NotJson, node, "JSON.parse");
    }

    static Value Values(ref Run run, Node node, scoped Arguments args)
    {
        var value = args[0];
        return value.Kind switch
        {
            ValueKind.Map => run.MakeList(node, [.. value.Entries.Take(run.Budget.CollectionSize + 1).Select(static entry => entry.Value)]),
            ValueKind.List => value,
            ValueKind.Text => run.MakeList(node, [.. value.RawText.Take(run.Budget.CollectionSize + 1).Select(static unit => Value.Of(unit.ToString()))]),
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
        new("Math.min", "(...numbers: number[]): number", static (ref run, node, scoped args) => Fold(ref run, node, args, double.PositiveInfinity, static (a, b) => Math.Min(a, b))),
        new("Math.max", "(...numbers: number[]): number", static (ref run, node, scoped args) => Fold(ref run, node, args, double.NegativeInfinity, static (a, b) => Math.Max(a, b))),
        new("Math.round", "(x: number): number", static (ref run, node, scoped args) => Round(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.floor", "(x: number): number", static (ref run, node, scoped args) => Math.Floor(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.ceil", "(x: number): number", static (ref run, node, scoped args) => Math.Ceiling(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.trunc", "(x: number): number", static (ref run, node, scoped args) => Math.Truncate(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.abs", "(x: number): number", static (ref run, node, scoped args) => Math.Abs(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.pow", "(x: number, power: number): number", static (ref run, node, scoped args) => Operators.Power(Operators.NumberOf(ref run, node, args[0]), Operators.NumberOf(ref run, node, args[1]))),
        new("Math.sqrt", "(x: number): number", static (ref run, node, scoped args) => Math.Sqrt(Operators.NumberOf(ref run, node, args[0]))),
        new("Math.sign", "(x: number): number", static (ref run, node, scoped args) => Operators.NumberOf(ref run, node, args[0]) is var n && double.IsNaN(n) ? double.NaN : Math.Sign(n)),
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
