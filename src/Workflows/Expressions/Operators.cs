namespace OpsWorkflows.Expressions;

/// <summary>
/// What operators mean: JavaScript's rules for primitives and for the identity of objects, and one rule of our own. As dates become
/// ISO text when a case is stored, a date equals and compares with ISO text as with the date it says, with <c>==</c> and <c>===</c> alike.
/// </summary>
static class Operators
{
    public static Value Apply(ref Run run, Node node, TokenKind kind, in Value left, in Value right) => kind switch
    {
        TokenKind.Plus => Add(ref run, node, left, right),
        TokenKind.Minus => Subtract(ref run, node, left, right),
        TokenKind.Star => Value.Of(NumberOf(ref run, node, left) * NumberOf(ref run, node, right)),
        TokenKind.Slash => Value.Of(NumberOf(ref run, node, left) / NumberOf(ref run, node, right)),
        TokenKind.Percent => Value.Of(NumberOf(ref run, node, left) % NumberOf(ref run, node, right)),
        TokenKind.Power => Value.Of(Power(NumberOf(ref run, node, left), NumberOf(ref run, node, right))),
        TokenKind.Equal => Value.Of(LooselyEqual(ref run, node, left, right)),
        TokenKind.NotEqual => Value.Of(!LooselyEqual(ref run, node, left, right)),
        TokenKind.StrictEqual => Value.Of(StrictlyEqual(ref run, node, left, right)),
        TokenKind.StrictNotEqual => Value.Of(!StrictlyEqual(ref run, node, left, right)),
        TokenKind.Less => Value.Of(Compare(ref run, node, left, right) is < 0),
        TokenKind.LessOrEqual => Value.Of(Compare(ref run, node, left, right) is <= 0),
        TokenKind.Greater => Value.Of(Compare(ref run, node, left, right) is > 0),
        TokenKind.GreaterOrEqual => Value.Of(Compare(ref run, node, left, right) is >= 0),
        _ => throw new InvalidOperationException($"{kind} is no binary operator."),
    };

    /// <summary>ECMAScript knows no limit for one to an infinite power, nor for any base to NaN.</summary>
    public static double Power(double number, double power) =>
        double.IsNaN(power) || (double.IsInfinity(power) && Math.Abs(number) == 1) ? double.NaN : Math.Pow(number, power);

    static Value Add(ref Run run, Node node, in Value left, in Value right)
    {
        if (left.Kind < ValueKind.Text && right.Kind < ValueKind.Text)
        {
            return Value.Of(left.AsNumber() + right.AsNumber());
        }
        var (first, second) = (TextOf(ref run, node, left), TextOf(ref run, node, right));
        return run.MayMakeText(node, (long)first.Length + second.Length) ? Value.Of(string.Concat(first, second)) : default;
    }

    static Value Subtract(ref Run run, Node node, in Value left, in Value right) => TryAsDates(ref run, node, left, right, out var first, out var second)
        ? Value.Of(first - second)
        : Value.Of(NumberOf(ref run, node, left) - NumberOf(ref run, node, right));

    /// <summary>Below, at or above zero; null where the two do not compare (NaN).</summary>
    static int? Compare(ref Run run, Node node, in Value left, in Value right)
    {
        if (left.Kind == ValueKind.Number && right.Kind == ValueKind.Number)
        {
            return Order(left.Raw, right.Raw);
        }
        if (TryAsDates(ref run, node, left, right, out var first, out var second))
        {
            return Order(first, second);
        }
        if (left.Kind >= ValueKind.Text && right.Kind >= ValueKind.Text && !left.IsDate && !right.IsDate)
        {
            var (a, b) = (TextOf(ref run, node, left), TextOf(ref run, node, right));
            return run.ChargeLength(node, Math.Min(a.Length, b.Length)) ? string.CompareOrdinal(a, b) : null;
        }
        return Order(NumberOf(ref run, node, left), NumberOf(ref run, node, right));
    }

    static int? Order(double left, double right) => left < right ? -1 : left > right ? 1 : left == right ? 0 : null;

    public static bool StrictlyEqual(ref Run run, Node node, in Value left, in Value right) => left.Kind == right.Kind
        ? SameKindEqual(ref run, node, left, right)
        : TryAsDates(ref run, node, left, right, out var first, out var second) && first == second;

    static bool LooselyEqual(ref Run run, Node node, in Value left, in Value right)
    {
        if (left.Kind == right.Kind)
        {
            return SameKindEqual(ref run, node, left, right);
        }
        if (left.IsNothing || right.IsNothing)
        {
            return left.IsNothing && right.IsNothing;
        }
        if (left.IsDate || right.IsDate)
        {
            return TryAsDates(ref run, node, left, right, out var first, out var second) && first == second;
        }
        if (left.Kind < ValueKind.List && right.Kind < ValueKind.List)
        {
            return NumberOf(ref run, node, left) == NumberOf(ref run, node, right);
        }
        if (left.Kind >= ValueKind.List && right.Kind >= ValueKind.List)
        {
            return false;
        }
        // A list or map against a primitive becomes text first.
        return LooselyEqual(ref run, node, Primitive(ref run, node, left), Primitive(ref run, node, right));
    }

    static Value Primitive(ref Run run, Node node, in Value value) => value.Kind >= ValueKind.List ? Value.Of(TextOf(ref run, node, value)) : value;

    static bool SameKindEqual(ref Run run, Node node, in Value left, in Value right) => left.Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => true,
        ValueKind.Text => left.RawText.Length == right.RawText.Length && run.ChargeLength(node, left.RawText.Length)
            && string.Equals(left.RawText, right.RawText, StringComparison.Ordinal),
        ValueKind.List or ValueKind.Map => left.IsSameObjectAs(right),
        _ => left.Raw == right.Raw,
    };

    /// <summary>Both as milliseconds, when one is a date and the other a date or ISO text.</summary>
    static bool TryAsDates(ref Run run, Node node, in Value left, in Value right, out double first, out double second)
    {
        (first, second) = (0, 0);
        if (!left.IsDate && !right.IsDate)
        {
            return false;
        }
        if (!left.TryAsDateKind(out var from) || !right.TryAsDateKind(out var to) || !run.Charge(node, 1))
        {
            return false;
        }
        (first, second) = from.Kind == ValueKind.Date && to.Kind == ValueKind.Date
            ? (from.Raw * MillisecondsOfDay, to.Raw * MillisecondsOfDay)
            : (from.AsNumber(), to.AsNumber());
        return true;
    }

    /// <summary>Two days lie whole days apart, whatever summer time did in between.</summary>
    const double MillisecondsOfDay = 86_400_000;

    /// <summary>String(x), with steps taken for lists.</summary>
    public static string TextOf(ref Run run, Node node, in Value value) =>
        value.Kind != ValueKind.List ? value.AsText() : run.MayMakeText(node, value.Weight) ? value.AsText() : "";

    public static double NumberOf(ref Run run, Node node, in Value value) => value.Kind switch
    {
        ValueKind.Number => value.Raw,
        ValueKind.Text => run.ChargeLength(node, value.RawText.Length) ? value.AsNumber() : double.NaN,
        ValueKind.List => run.MayMakeText(node, value.Weight) ? value.AsNumber() : double.NaN,
        _ => value.AsNumber(),
    };
}
