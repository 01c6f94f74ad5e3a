namespace OpsWorkflows.Expressions;

/// <summary>What one evaluation may use up, whoever wrote the expression. Immutable; share it.</summary>
public sealed record Budget
{
    public static Budget Default { get; } = new();

    /// <summary>Visited nodes of the expression, plus a share for long texts and lists that it works through.</summary>
    public int Steps { get; init; } = 50_000;

    /// <summary>How deep parentheses, brackets and calls may be nested; the parser's own limit is <see cref="JavaScriptExpression.MaxDepth"/>.</summary>
    public int Depth { get; init; } = JavaScriptExpression.MaxDepth;

    /// <summary>UTF-16 units of any text that is made, and about as many characters of JSON for any list or map that is made.</summary>
    public int TextLength { get; init; } = 100_000;

    /// <summary>How long it may take. Steps end an evaluation long before; this is for a step that costs more than it should.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Items of any list that is made.</summary>
    public int CollectionSize { get; init; } = 10_000;
}

/// <summary>
/// Why an expression gave no value. <see cref="Key"/> is one of <see cref="EvaluationErrors"/>, to be shown through resources with
/// <see cref="Name"/> (a word of the expression's own text, never data of a case). Line and column count from 1; 0 when there is no script.
/// </summary>
public sealed record EvaluationError(string Key, string? Name, int Line, int Column, int Step);

/// <summary>A value, or the error that stood in its way.</summary>
public readonly record struct Evaluation
{
    public Evaluation(Value value) => Value = value;
    public Evaluation(EvaluationError error) => Error = error;

    public Value Value { get; }
    public EvaluationError? Error { get; }

    /// <summary>What it took of the budget.</summary>
    public int Steps { get; init; }
    public bool Succeeded => Error is null;

    public static implicit operator Evaluation(Value value) => new(value);
}

/// <summary>The message keys of <see cref="EvaluationError"/>.</summary>
public static class EvaluationErrors
{
    public const string TooManySteps = "expression.too-many-steps";
    public const string TooDeep = "expression.too-deep";
    public const string TextTooLong = "expression.text-too-long";
    public const string CollectionTooLarge = "expression.collection-too-large";
    public const string NothingHasNoMembers = "expression.nothing-has-no-members";
    public const string NoSuchMethod = "expression.no-such-method";
    public const string UnknownName = "expression.unknown-name";
    public const string NotADate = "expression.not-a-date";
    public const string OutOfRange = "expression.out-of-range";
    public const string DoesNotParse = "expression.does-not-parse";
    public const string UnknownUnit = "expression.unknown-unit";
    public const string NotAList = "expression.not-a-list";
    public const string NotJson = "expression.not-json";
    public const string MayNotChange = "expression.may-not-change";
    public const string TooSlow = "expression.too-slow";
    public const string UnsupportedType = "expression.unsupported-type";
}
