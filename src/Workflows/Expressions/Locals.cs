using System.Runtime.CompilerServices;

namespace OpsWorkflows.Expressions;

/// <summary>
/// Where a script keeps its names: each declaration has a slot of its own. As arrow functions are no values, nothing runs twice at a time,
/// so one frame serves the whole evaluation.
/// </summary>
[InlineArray(Length)]
struct Frame
{
    public const int Length = 8;
    Value _first;
}

sealed class LocalRead(int offset, string name, int slot, bool isConstant) : Node(offset)
{
    public string Name => name;
    public int Slot => slot;
    public bool IsConstant => isConstant;

    protected override Value Compute(ref Run run) => run.Locals[slot];
}

/// <summary><c>x = value</c> or <c>x += value</c>; the operator is Assign for the plain one.</summary>
sealed class LocalWrite(int offset, int slot, TokenKind kind, Node value) : Node(offset, value.Height)
{
    protected override Value Compute(ref Run run)
    {
        var result = Assignment.Next(ref run, this, kind, run.Locals[slot], value);
        if (!run.Failed)
        {
            run.Locals[slot] = result;
        }
        return result;
    }
}

/// <summary><c>x++</c>, <c>x--</c>, <c>++x</c> or <c>--x</c>.</summary>
sealed class LocalStep(int offset, int slot, int by, bool before) : Node(offset)
{
    protected override Value Compute(ref Run run)
    {
        var number = Operators.NumberOf(ref run, this, run.Locals[slot]);
        run.Locals[slot] = number + by;
        return before ? number + by : number;
    }
}

/// <summary><c>variables.X = value</c>, as in Elsa another way to say setVariable.</summary>
sealed class VariableWrite(int offset, string name, TokenKind kind, Node value) : Node(offset, value.Height)
{
    protected override Value Compute(ref Run run)
    {
        run.Scope.TryGetVariable(name, out var present);
        var result = Assignment.Next(ref run, this, kind, present, value);
        if (!run.Failed)
        {
            ChangeFunctions.SetVariable(ref run, this, name, result);
        }
        return result;
    }
}

/// <summary><c>setX(value)</c>: the variable X or x.</summary>
sealed class SetterCall(int offset, string name, Node value) : Node(offset, value.Height)
{
    readonly string _lower = char.ToLowerInvariant(name[0]) + name[1..];

    protected override Value Compute(ref Run run)
    {
        var result = value.Evaluate(ref run);
        if (run.Failed)
        {
            return default;
        }
        ChangeFunctions.SetVariable(ref run, this, run.Scope.TryGetVariable(name, out _) ? name : _lower, result);
        return default;
    }
}

static class Assignment
{
    /// <summary>What the target holds after the assignment; <paramref name="kind"/> is the operator in front of the equals sign, Assign for none.</summary>
    public static Value Next(ref Run run, Node node, TokenKind kind, in Value present, Node value)
    {
        var stays = kind switch
        {
            TokenKind.And => !present.AsBoolean(),
            TokenKind.Or => present.AsBoolean(),
            TokenKind.Coalesce => !present.IsNothing,
            _ => false,
        };
        if (stays)
        {
            return present;
        }
        var given = value.Evaluate(ref run);
        return run.Failed ? default
            : kind is TokenKind.Assign or TokenKind.And or TokenKind.Or or TokenKind.Coalesce ? given
            : Operators.Apply(ref run, node, kind, present, given);
    }
}

/// <summary>A name that gets a value, or a pattern of one level: <c>{a, b: c}</c>, <c>[a, , b]</c>.</summary>
sealed class Binding((int Slot, string? Name)[] parts, BindingShape shape)
{
    public void Bind(ref Run run, Node node, in Value value)
    {
        switch (shape)
        {
            case BindingShape.Name:
                run.Locals[parts[0].Slot] = value;
                break;
            case BindingShape.Map when value.IsNothing:
                run.Fail(EvaluationErrors.NothingHasNoMembers, node, parts.Length > 0 ? parts[0].Name : null);
                break;
            case BindingShape.Map:
                foreach (var (slot, name) in parts)
                {
                    run.Locals[slot] = Member.Of(value, name!);
                }
                break;
            default:
                var items = Iteration.ItemsOf(ref run, node, value);
                for (var i = 0; i < parts.Length; i++)
                {
                    if (parts[i].Slot >= 0)
                    {
                        run.Locals[parts[i].Slot] = i < items.Length ? items[i] : default;
                    }
                }
                break;
        }
    }
}

enum BindingShape { Name, Map, List }

/// <summary>A function that a script gives to a method: <c>x =&gt; x.name</c> or <c>(x, i) =&gt; { … }</c>.</summary>
sealed class Arrow(int offset, Binding[] parameters, Node body) : Node(offset, body.Height)
{
    readonly bool _isBlock = body is Block;

    /// <summary>An arrow function is no value of its own; only methods call it.</summary>
    protected override Value Compute(ref Run run) => throw new InvalidOperationException("An arrow function has no value.");

    public Value Call(ref Run run, in Value first, in Value second, in Value third = default, in Value fourth = default)
    {
        if (!run.Enter(this))
        {
            return default;
        }
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].Bind(ref run, this, i switch { 0 => first, 1 => second, 2 => third, 3 => fourth, _ => default });
        }
        return _isBlock ? CallBlock(ref run) : body.Evaluate(ref run);
    }

    Value CallBlock(ref Run run)
    {
        var completion = run.Completion;
        body.Evaluate(ref run);
        var result = run.Jump == Jump.Return ? run.Result : default;
        (run.Jump, run.Completion, run.Result) = (Jump.None, completion, default);
        return result;
    }
}
