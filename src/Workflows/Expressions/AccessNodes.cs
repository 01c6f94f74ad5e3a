using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpsWorkflows.Expressions;

/// <summary>A node that reaches into the value of another: <c>a.b</c>, <c>a[b]</c>, <c>a.b(c)</c>, each also after <c>?.</c></summary>
abstract class Access(int offset, Node target, bool optional, int height) : Node(offset, Math.Max(target.Height, height))
{
    public bool Optional => optional;

    protected abstract string? Name { get; }

    protected override Value Compute(ref Run run)
    {
        var value = target.Evaluate(ref run);
        if (run.LeavingChain || run.Failed)
        {
            return default;
        }
        if (!value.IsNothing)
        {
            return Reach(ref run, value);
        }
        if (!optional)
        {
            return run.Fail(EvaluationErrors.NothingHasNoMembers, this, Name);
        }
        run.LeavingChain = true;
        return default;
    }

    protected abstract Value Reach(ref Run run, in Value value);
}

/// <summary>The end of a chain with <c>?.</c> in it, where leaving it stops.</summary>
sealed class OptionalChain(Node inner) : Node(inner.Offset, inner.Height)
{
    protected override Value Compute(ref Run run)
    {
        var value = inner.Evaluate(ref run);
        run.LeavingChain = false;
        return value;
    }
}

sealed class Member(int offset, Node target, string name, bool optional) : Access(offset, target, optional, 0)
{
    protected override string Name => name;

    protected override Value Reach(ref Run run, in Value value) => Of(value, name);

    public static Value Of(in Value value, string name) => value.Kind switch
    {
        ValueKind.Map => value[name],
        ValueKind.Text or ValueKind.List when name == "length" => Value.Of(value.Count),
        _ => default,
    };
}

sealed class Index(int offset, Node target, Node key, bool optional) : Access(offset, target, optional, key.Height)
{
    protected override string? Name => null;

    protected override Value Reach(ref Run run, in Value value)
    {
        var at = key.Evaluate(ref run);
        if (run.Failed)
        {
            return default;
        }
        if (value.Kind is not (ValueKind.List or ValueKind.Text))
        {
            return Member.Of(value, Operators.TextOf(ref run, this, at));
        }
        if (at.Kind == ValueKind.Number)
        {
            return At(value, at.Raw is >= 0 and < int.MaxValue && (int)at.Raw == at.Raw ? (int)at.Raw : -1);
        }
        var name = Operators.TextOf(ref run, this, at);
        return IsPosition(name, out var position) ? At(value, position) : Member.Of(value, name);
    }

    /// <summary>Whether a name is a position as JavaScript writes it: "7", not "07".</summary>
    static bool IsPosition(string name, out int position) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out position) && (name.Length == 1 || name[0] != '0');

    /// <summary>An item of a list or a unit of a text; Undefined when there is none.</summary>
    public static Value At(in Value value, int position) =>
        (uint)position >= (uint)value.Count ? default
        : value.Kind == ValueKind.List ? value[position]
        : Value.Of(value.RawText[position].ToString());
}

/// <summary>A method of the value's own kind; which one is known only now. <paramref name="arrow"/> is its first argument where it takes a function.</summary>
sealed class MethodCall(int offset, Node target, MethodFamily family, Arrow? arrow, Node[] arguments, bool optional)
    : Access(offset, target, optional, Math.Max(arrow?.Height ?? 0, Tallest(arguments)))
{
    readonly bool _spreads = arguments.Any(static argument => argument is Spread);

    protected override string Name => family.Name;

    protected override Value Reach(ref Run run, in Value value)
    {
        // The arguments of a method that this kind lacks are not worth computing.
        if (family.For(value, out var self) is not { } method)
        {
            return run.Fail(EvaluationErrors.NoSuchMethod, this, family.Name);
        }
        Scratch scratch = default;
        var values = _spreads ? Spread.All(ref run, this, arguments)
            : arguments.Length <= Scratch.Length ? ((Span<Value>)scratch)[..arguments.Length] : new Value[arguments.Length];
        for (var i = 0; i < arguments.Length && !_spreads; i++)
        {
            values[i] = arguments[i].Evaluate(ref run);
        }
        return run.Failed ? default
            : method.Callback is { } callback ? callback(ref run, this, self, arrow, new Arguments(values))
            : method.Body!(ref run, this, self, new Arguments(values));
    }
}

/// <summary>A function of the fixed set, such as <c>addDays(d, n)</c> or <c>Math.max(a, b)</c>.</summary>
sealed class FunctionCall(int offset, Function function, Node[] arguments) : Node(offset, Tallest(arguments))
{
    readonly bool _spreads = arguments.Any(static argument => argument is Spread);

    protected override Value Compute(ref Run run)
    {
        Scratch scratch = default;
        var values = _spreads ? Spread.All(ref run, this, arguments)
            : arguments.Length <= Scratch.Length ? ((Span<Value>)scratch)[..arguments.Length] : new Value[arguments.Length];
        for (var i = 0; i < arguments.Length && !_spreads; i++)
        {
            values[i] = arguments[i].Evaluate(ref run);
        }
        return run.Failed ? default : function.Body(ref run, this, new Arguments(values));
    }
}

/// <summary><c>...list</c> among items, arguments or members; its own value is the list.</summary>
sealed class Spread(int offset, Node operand) : Node(offset, operand.Height)
{
    protected override Value Compute(ref Run run) => operand.Evaluate(ref run);

    /// <summary>The values of nodes, with what is spread in its place.</summary>
    public static Value[] All(ref Run run, Node node, Node[] nodes)
    {
        var values = new List<Value>();
        for (var i = 0; i < nodes.Length && !run.Failed; i++)
        {
            var value = nodes[i].Evaluate(ref run);
            if (nodes[i] is not Spread)
            {
                values.Add(value);
            }
            else if (!run.Failed)
            {
                values.AddRange(Iteration.ItemsOf(ref run, nodes[i], value));
            }
            if (values.Count > run.Budget.CollectionSize)
            {
                run.Fail(EvaluationErrors.CollectionTooLarge, node);
            }
        }
        return [.. values];
    }
}

/// <summary>Room on the stack for the arguments of a call.</summary>
[InlineArray(Length)]
struct Scratch
{
    public const int Length = 4;
    Value _first;
}

/// <summary>The arguments of a call; those left out are Undefined.</summary>
readonly ref struct Arguments(ReadOnlySpan<Value> values)
{
    public readonly ReadOnlySpan<Value> Values = values;
    public int Count => Values.Length;
    public Value this[int index] => index < Values.Length ? Values[index] : default;
}
