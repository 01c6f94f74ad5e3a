namespace OpsWorkflows.Expressions;

sealed class Not(int offset, Node operand) : Node(offset, operand.Height)
{
    protected override Value Compute(ref Run run) => Value.Of(!operand.Evaluate(ref run).AsBoolean());
}

/// <summary>Unary <c>+</c> and <c>-</c>.</summary>
sealed class Sign(int offset, Node operand, bool negative) : Node(offset, operand.Height)
{
    protected override Value Compute(ref Run run)
    {
        var number = Operators.NumberOf(ref run, this, operand.Evaluate(ref run));
        return Value.Of(negative ? -number : number);
    }
}

sealed class TypeOf(int offset, Node operand) : Node(offset, operand.Height)
{
    protected override Value Compute(ref Run run) => operand.Evaluate(ref run).Kind switch
    {
        ValueKind.Undefined => Names.Undefined,
        ValueKind.Boolean => Names.Boolean,
        ValueKind.Number => Names.Number,
        ValueKind.Text => Names.String,
        _ => Names.Object,
    };

    static class Names
    {
        public static readonly Value Undefined = "undefined";
        public static readonly Value Boolean = "boolean";
        public static readonly Value Number = "number";
        public static readonly Value String = "string";
        public static readonly Value Object = "object";
    }
}

/// <summary><c>a &amp;&amp; b &amp;&amp; c</c>, <c>a || b || c</c> or <c>a ?? b ?? c</c>: the first operand that decides, else the last.</summary>
sealed class Logical(int offset, TokenKind kind, Node[] operands) : Node(offset, Tallest(operands))
{
    protected override Value Compute(ref Run run)
    {
        for (var i = 0; i < operands.Length - 1; i++)
        {
            var value = operands[i].Evaluate(ref run);
            var decides = kind switch
            {
                TokenKind.And => !value.AsBoolean(),
                TokenKind.Or => value.AsBoolean(),
                _ => !value.IsNothing,
            };
            if (decides)
            {
                return value;
            }
        }
        return operands[^1].Evaluate(ref run);
    }
}

/// <summary>One operator between two operands.</summary>
sealed class Binary(int offset, TokenKind kind, Node left, Node right) : Node(offset, Tallest(left, right))
{
    protected override Value Compute(ref Run run)
    {
        var first = left.Evaluate(ref run);
        var second = right.Evaluate(ref run);
        return run.Failed ? default : Operators.Apply(ref run, this, kind, first, second);
    }
}

/// <summary>Operators of one precedence from left to right (<c>a + b - c</c>), without nesting.</summary>
sealed class Chain(int offset, TokenKind[] kinds, Node[] operands) : Node(offset, Tallest(operands))
{
    protected override Value Compute(ref Run run)
    {
        var value = operands[0].Evaluate(ref run);
        for (var i = 1; i < operands.Length; i++)
        {
            var next = operands[i].Evaluate(ref run);
            if (run.Failed)
            {
                return default;
            }
            value = Operators.Apply(ref run, operands[i], kinds[i - 1], value, next);
        }
        return value;
    }
}
