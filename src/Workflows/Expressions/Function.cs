using System.Collections.Frozen;

namespace OpsWorkflows.Expressions;

delegate Value FunctionBody(ref Run run, Node node, scoped Arguments arguments);

delegate Value MethodBody(ref Run run, Node node, in Value self, scoped Arguments arguments);

/// <summary>A function that expressions may call by name, and how many arguments it takes.</summary>
sealed record Function(string Name, int Min, int Max, FunctionBody Body)
{
    public const int Any = int.MaxValue;

    public static FrozenDictionary<string, Function> All { get; } = new[] { ScopeFunctions.All, ConversionFunctions.All, DateFunctions.All, MathFunctions.All }
        .SelectMany(static functions => functions).ToFrozenDictionary(static function => function.Name, StringComparer.Ordinal);

    /// <summary>What Elsa's scripts may call and ours may not, by the reason.</summary>
    public static FrozenDictionary<string, string> Refused { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["setVariable"] = ParseErrors.Change,
        ["setCorrelationId"] = ParseErrors.Change,
        ["setWorkflowInstanceName"] = ParseErrors.Change,
        ["setOutcome"] = ParseErrors.Change,
        ["setOutcomes"] = ParseErrors.Change,
        ["setOutput"] = ParseErrors.Change,
        ["Math.random"] = ParseErrors.Random,
        ["newGuid"] = ParseErrors.Random,
        ["newGuidString"] = ParseErrors.Random,
        ["newShortGuid"] = ParseErrors.Random,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>A method that values have, by the kinds of value that have it.</summary>
sealed record Method(string Name, int Min, int Max)
{
    public MethodBody? Text { get; init; }
    public MethodBody? List { get; init; }
    public MethodBody? Number { get; init; }
    public MethodBody? Date { get; init; }
    public MethodBody? Map { get; init; }

    /// <summary>For every kind that has no body of its own.</summary>
    public MethodBody? Other { get; init; }

    public static FrozenDictionary<string, Method> All { get; } = new[] { TextMethods.All, ListMethods.All, DateFunctions.Methods }
        .SelectMany(static methods => methods).ToFrozenDictionary(static method => method.Name, StringComparer.Ordinal);

    /// <summary>The body for this value; ISO text counts as the date it says where only dates have the method.</summary>
    public (MethodBody? Body, Value Self) For(in Value value) => value.Kind switch
    {
        ValueKind.Text when Text is null && Date is not null && value.TryAsDateKind(out var date) => (Date, date),
        ValueKind.Text => (Text ?? Other, value),
        ValueKind.List => (List ?? Other, value),
        ValueKind.Number => (Number ?? Other, value),
        ValueKind.Date or ValueKind.Instant => (Date ?? Other, value),
        ValueKind.Map => (Map ?? Other, value),
        _ => (Other, value),
    };
}

/// <summary>How functions read their arguments.</summary>
static class ArgumentReading
{
    /// <summary>ToIntegerOrInfinity, kept within int: NaN is 0, Undefined the given default.</summary>
    public static int Whole(this scoped Arguments arguments, ref Run run, Node node, int index, int whenLeftOut = 0) =>
        arguments[index].Kind == ValueKind.Undefined ? whenLeftOut : (int)Operators.NumberOf(ref run, node, arguments[index]);

    public static string Text(this scoped Arguments arguments, ref Run run, Node node, int index) => Operators.TextOf(ref run, node, arguments[index]);

    /// <summary>A place counted from the start or, when negative, from the end; within 0..length.</summary>
    public static int Place(int relative, int length) => (int)Math.Clamp(relative < 0 ? (long)length + relative : relative, 0, length);
}
