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
/// A condition, a computation or a short script in the JavaScript subset: parsed once with the definition version, evaluated any number
/// of times from any thread. It reaches nothing but its scope, and the budget ends it.
/// </summary>
public sealed class JavaScriptExpression
{
    public const int MaxSourceLength = 20_000;

    /// <summary>How deep parentheses, brackets, calls and prefix operators may be nested.</summary>
    public const int MaxDepth = 64;

    readonly Node _root;
    readonly int _depth;
    readonly int _slots;

    internal JavaScriptExpression(string source, Node root, int depth, int slots, IReadOnlyList<Reference> references)
        => (Source, _root, _depth, _slots, References) = (source, root, depth, slots, references);

    public string Source { get; }
    public IReadOnlyList<Reference> References { get; }

    /// <summary>Whether it may set a variable, the name of the instance or outcomes, so that it must be evaluated exactly once.</summary>
    public required bool Changes { get; init; }

    /// <summary>Where it first sets an outcome, which only a script that is an activity can; null when it does not.</summary>
    public required ParseError? Outcome { get; init; }

    public static ParseResult Parse(string source) => new Parser(source).Parse();

    /// <summary>The value, or the error with its place; never an exception for what the script's author or the data did wrong.</summary>
    public Evaluation Evaluate(IScope scope, Budget budget) => _slots == 0 ? Evaluate(scope, budget, []) : EvaluateWithLocals(scope, budget);

    Evaluation EvaluateWithLocals(IScope scope, Budget budget)
    {
        Frame frame = default;
        return Evaluate(scope, budget, _slots <= Frame.Length ? ((Span<Value>)frame)[.._slots] : new Value[_slots]);
    }

    Evaluation Evaluate(IScope scope, Budget budget, scoped Span<Value> locals)
    {
        var run = new Run(scope, budget, locals);
        if (_depth > budget.Depth)
        {
            run.Fail(EvaluationErrors.TooDeep, _root);
        }
        var value = _root.Evaluate(ref run);
        return (run.Failed ? Describe(ref run) : new Evaluation(value)) with { Steps = run.Steps };
    }

    Evaluation Describe(scoped ref Run run)
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
