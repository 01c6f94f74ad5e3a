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
    public string Name => name;

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
    readonly bool _spreads = items.Any(static item => item is Spread);

    protected override Value Compute(ref Run run)
    {
        var values = _spreads ? Spread.All(ref run, this, items) : new Value[items.Length];
        for (var i = 0; i < items.Length && !_spreads; i++)
        {
            values[i] = items[i].Evaluate(ref run);
        }
        return run.Failed ? default : run.MakeList(this, values);
    }
}

/// <summary>A part of a map literal: <c>name: value</c>, <c>[key]: value</c> or, without name and key, <c>...value</c>.</summary>
readonly record struct MapPart(string? Name, Node? Key, Node Value);

sealed class MapLiteral(int offset, MapPart[] parts)
    : Node(offset, Math.Max(Tallest([.. parts.Select(static part => part.Value)]), Tallest([.. parts.Select(static part => part.Key).OfType<Node>()])))
{
    readonly bool _isPlain = parts.All(static part => part.Name is not null);

    protected override Value Compute(ref Run run)
    {
        var entries = new KeyValuePair<string, Value>[_isPlain ? parts.Length : 0];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(parts[i].Name!, parts[i].Value.Evaluate(ref run));
        }
        if (!_isPlain)
        {
            entries = Composed(ref run);
        }
        return run.Failed ? default : run.MakeMap(this, entries);
    }

    KeyValuePair<string, Value>[] Composed(ref Run run)
    {
        var entries = new List<KeyValuePair<string, Value>>();
        for (var i = 0; i < parts.Length && !run.Failed; i++)
        {
            var part = parts[i];
            var name = part.Key is null ? part.Name : Operators.TextOf(ref run, this, part.Key.Evaluate(ref run));
            var value = part.Value.Evaluate(ref run);
            if (name is not null)
            {
                entries.Add(new(name, value));
            }
            else if (value.Kind == ValueKind.Map && run.Charge(this, value.Count / 8))
            {
                entries.AddRange(value.Entries.AsSpan());
            }
            else if (value.Kind is ValueKind.List or ValueKind.Text && run.Charge(this, value.Count))
            {
                entries.AddRange(Enumerable.Range(0, value.Count).Select(at => KeyValuePair.Create(NumberText.Format(at), Index.At(value, at))));
            }
        }
        return [.. entries];
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
