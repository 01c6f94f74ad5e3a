using System.Collections.Frozen;

namespace OpsWorkflows.Expressions;

delegate Value FunctionBody(ref Run run, Node node, scoped Arguments arguments);

/// <summary>
/// A function that expressions may call by name. The signature is its TypeScript type: editors complete by it, and how many arguments
/// the function takes is read from it.
/// </summary>
sealed record Function(string Name, string Signature, FunctionBody Body)
{
    public Arity Arity { get; } = Arity.Of(Signature);

    public static FrozenDictionary<string, Function> All { get; } =
        new[] { ScopeFunctions.All, ChangeFunctions.All, ConversionFunctions.All, DateFunctions.All, OfficeFunctions.All, MathFunctions.All }
            .SelectMany(static functions => functions).ToFrozenDictionary(static function => function.Name, StringComparer.Ordinal);

    /// <summary>What Elsa's scripts may call and ours may not, by the reason.</summary>
    public static FrozenDictionary<string, string> Refused { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["setCorrelationId"] = ParseErrors.Change,
        ["setOutput"] = ParseErrors.Change,
        ["Math.random"] = ParseErrors.Random,
        ["newGuid"] = ParseErrors.Random,
        ["newShortGuid"] = ParseErrors.Random,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>How many arguments a call takes.</summary>
readonly record struct Arity(int Min, int Max)
{
    public const int Any = int.MaxValue;

    /// <summary>Reads <c>(a: T, b?: T, ...c: T[]): R</c>.</summary>
    public static Arity Of(string signature)
    {
        var (min, max) = (0, 0);
        foreach (var parameter in ParametersOf(signature))
        {
            if (parameter.StartsWith("...", StringComparison.Ordinal))
            {
                return new(min, Any);
            }
            max++;
            min += parameter.Split(':')[0].EndsWith('?') ? 0 : 1;
        }
        return new(min, max);
    }

    static List<string> ParametersOf(string signature)
    {
        var parameters = new List<string>();
        var depth = 0;
        var from = signature.IndexOf('(', StringComparison.Ordinal) + 1;
        for (var i = from; i < signature.Length; i++)
        {
            var closes = signature[i] is ')' or ']' or '}' || (signature[i] == '>' && signature[i - 1] != '=');
            if (depth == 0 && (closes || signature[i] == ','))
            {
                if (i > from)
                {
                    parameters.Add(signature[from..i].Trim());
                }
                from = i + 1;
                if (closes)
                {
                    break;
                }
            }
            depth += signature[i] is '(' or '[' or '{' or '<' ? 1 : closes ? -1 : 0;
        }
        return parameters;
    }

    public override string ToString() => Max == Any ? $"{Min}+" : Min == Max ? $"{Min}" : $"{Min}-{Max}";
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
