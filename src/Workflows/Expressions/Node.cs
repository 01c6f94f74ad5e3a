namespace OpsWorkflows.Expressions;

/// <summary>
/// A node of the typed tree. Trees are immutable and shared by all evaluations. <paramref name="height"/> is the tallest child's:
/// it bounds how deep an evaluation calls itself.
/// </summary>
abstract class Node(int offset, int height = 0)
{
    public int Offset { get; } = offset;
    public int Height { get; } = height + 1;

    public Value Evaluate(ref Run run) => run.Enter(this) ? Compute(ref run) : default;

    protected abstract Value Compute(ref Run run);

    protected static int Tallest(params ReadOnlySpan<Node> children)
    {
        var height = 0;
        foreach (var child in children)
        {
            height = Math.Max(height, child.Height);
        }
        return height;
    }
}

sealed class Constant(int offset, Value value) : Node(offset)
{
    public Value Value => value;
    protected override Value Compute(ref Run run) => value;
}

/// <summary><c>variables.X</c> or <c>getVariable("X")</c>; Undefined when there is none.</summary>
sealed class VariableRead(int offset, string name) : Node(offset)
{
    protected override Value Compute(ref Run run) => run.Scope.TryGetVariable(name, out var value) ? value : default;
}

/// <summary><c>variables[name]</c> or <c>getVariable(name)</c> with a computed name.</summary>
sealed class ComputedVariableRead(int offset, Node name) : Node(offset, name.Height)
{
    protected override Value Compute(ref Run run)
    {
        var key = name.Evaluate(ref run);
        return !run.Failed && run.Scope.TryGetVariable(key.AsText(), out var value) ? value : default;
    }
}

/// <summary><c>getX()</c>: the variable X or x, else the input, else for <c>getYFromZ()</c> the output Y of activity Z.</summary>
sealed class AccessorCall(int offset, string name) : Node(offset)
{
    readonly string _lower = char.ToLowerInvariant(name[0]) + name[1..];
    readonly (string Output, string Activity)[] _outputs = Splits(name);

    protected override Value Compute(ref Run run)
    {
        var scope = run.Scope;
        if (scope.TryGetVariable(name, out var value) || scope.TryGetVariable(_lower, out value)
            || scope.TryGetInput(name, out value) || scope.TryGetInput(_lower, out value))
        {
            return value;
        }
        foreach (var (output, activity) in _outputs)
        {
            if (scope.TryGetOutput(activity, output, out value))
            {
                return value;
            }
        }
        return run.Fail(EvaluationErrors.UnknownName, this, "get" + name);
    }

    static (string, string)[] Splits(string name)
    {
        var splits = new List<(string, string)>();
        for (var at = name.IndexOf("From", 1, StringComparison.Ordinal); at > 0; at = name.IndexOf("From", at + 1, StringComparison.Ordinal))
        {
            if (at + 4 < name.Length)
            {
                splits.Add((name[..at], name[(at + 4)..]));
            }
        }
        return [.. splits];
    }
}

/// <summary><c>`text ${expression} text`</c>; the parts alternate as they stand.</summary>
sealed class Template(int offset, Node[] parts) : Node(offset, Tallest(parts))
{
    protected override Value Compute(ref Run run)
    {
        var texts = new string[parts.Length];
        var length = 0L;
        for (var i = 0; i < parts.Length && !run.Failed; i++)
        {
            var part = parts[i].Evaluate(ref run);
            texts[i] = Operators.TextOf(ref run, this, part);
            length += texts[i].Length;
            if (length > run.Budget.TextLength)
            {
                break;
            }
        }
        return run.MayMakeText(this, length) ? Value.Of(string.Concat(texts)) : default;
    }
}

sealed class ListLiteral(int offset, Node[] items) : Node(offset, Tallest(items))
{
    protected override Value Compute(ref Run run)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(ref run);
        }
        return run.Failed ? default : run.MakeList(this, values);
    }
}

sealed class MapLiteral(int offset, string[] names, Node[] values) : Node(offset, Tallest(values))
{
    protected override Value Compute(ref Run run)
    {
        var entries = new KeyValuePair<string, Value>[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            entries[i] = new(names[i], values[i].Evaluate(ref run));
        }
        return run.Failed ? default : run.MakeMap(this, entries);
    }
}

/// <summary><c>a ? x : b ? y : z</c>, however many tests, without nesting.</summary>
sealed class Conditional(int offset, Node[] tests, Node[] results, Node otherwise)
    : Node(offset, Math.Max(Math.Max(Tallest(tests), Tallest(results)), otherwise.Height))
{
    protected override Value Compute(ref Run run)
    {
        for (var i = 0; i < tests.Length; i++)
        {
            if (tests[i].Evaluate(ref run).AsBoolean())
            {
                return results[i].Evaluate(ref run);
            }
        }
        return otherwise.Evaluate(ref run);
    }
}
