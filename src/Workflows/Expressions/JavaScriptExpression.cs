namespace OpsWorkflows.Expressions;

/// <summary>A parsed expression, or the reason why there is none.</summary>
public readonly record struct ParseResult(JavaScriptExpression? Expression, ParseError? Error)
{
    public bool Succeeded => Expression is not null;
}

/// <summary>What kind of name a <see cref="Reference"/> is.</summary>
public enum ReferenceKind { Variable, Input, Output, Accessor }

/// <summary>A name that an expression reads, for the checks before publishing. An Accessor (getX()) may be a variable, an input or an output.</summary>
public readonly record struct Reference(ReferenceKind Kind, string Name, int Line, int Column);

/// <summary>
/// A condition or computation in the JavaScript expression subset: parsed once with the definition version, evaluated any number of
/// times from any thread. It has no loops, no functions of its own and no side effects, so it ends by construction.
/// </summary>
public sealed class JavaScriptExpression
{
    public const int MaxSourceLength = 20_000;

    /// <summary>How deep parentheses, brackets, calls and prefix operators may be nested.</summary>
    public const int MaxDepth = 64;

    readonly Node _root;
    readonly int _depth;

    internal JavaScriptExpression(string source, Node root, int depth, IReadOnlyList<Reference> references)
        => (Source, _root, _depth, References) = (source, root, depth, references);

    public string Source { get; }
    public IReadOnlyList<Reference> References { get; }

    public static ParseResult Parse(string source) => new Parser(source).Parse();

    /// <summary>The value, or the error with its place; never an exception for what the script's author or the data did wrong.</summary>
    public Evaluation Evaluate(IScope scope, Budget budget)
    {
        var run = new Run(scope, budget);
        if (_depth > budget.Depth)
        {
            run.Fail(EvaluationErrors.TooDeep, _root);
        }
        var value = _root.Evaluate(ref run);
        return run.Failed ? Describe(ref run) : new Evaluation(value);
    }

    Evaluation Describe(ref Run run)
    {
        var (line, column) = SourcePosition.Of(Source, run.FaultOffset);
        return new Evaluation(new EvaluationError(run.FaultKey!, run.FaultName, line, column, run.Steps));
    }
}

static class SourcePosition
{
    public static (int Line, int Column) Of(string source, int offset)
    {
        var before = source.AsSpan(0, Math.Min(offset, source.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
