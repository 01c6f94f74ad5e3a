using System.Globalization;

namespace OpsWorkflows.Expressions;

/// <summary>Numbers to text and back by the rules of ECMAScript (Number::toString, StringToNumber, parseFloat, parseInt, toFixed).</summary>
static class NumberText
{
    public static string Format(double value)
    {
        if (value is > -1e15 and < 1e15 && (long)value is var whole && whole == value)
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        Span<char> raw = stackalloc char[32];
        value.TryFormat(raw, out var length, "R", CultureInfo.InvariantCulture);
        return Layout(raw[..length]);
    }

    /// <summary>Takes the shortest digits from .NET's form and lays them out as ECMAScript does.</summary>
    static string Layout(ReadOnlySpan<char> raw)
    {
        var negative = raw[0] == '-';
        var exponentAt = raw.IndexOf('E');
        var exponent = exponentAt < 0 ? 0 : int.Parse(raw[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = raw[(negative ? 1 : 0)..(exponentAt < 0 ? raw.Length : exponentAt)];
        Span<char> digits = stackalloc char[32];
        var (count, point) = (0, mantissa.Length);
        for (var i = 0; i < mantissa.Length; i++)
        {
            if (mantissa[i] == '.')
            {
                point = i;
                continue;
            }
            digits[count++] = mantissa[i];
        }
        ReadOnlySpan<char> all = digits[..count];
        var zeros = count - all.TrimStart('0').Length;
        var significant = all.Trim('0');
        point += exponent - zeros; // the value is 0.significant × 10^point
        var sign = negative ? "-" : "";
        return point switch
        {
            > 21 or <= -6 => $"{sign}{significant[0]}{(significant.Length > 1 ? "." : "")}{significant[1..]}e{(point > 0 ? "+" : "")}{point - 1}",
            <= 0 => $"{sign}0.{new string('0', -point)}{significant}",
            _ when significant.Length <= point => $"{sign}{significant}{new string('0', point - significant.Length)}",
            _ => $"{sign}{significant[..point]}.{significant[point..]}",
        };
    }

    public static double Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return 0;
        }
        if (text.Length > 2 && text[0] == '0' && RadixOf(text[1]) is var radix and > 0)
        {
            return Digits(text[2..], radix, out var read) is var number && read == text.Length - 2 ? number : double.NaN;
        }
        return DecimalPrefix(text) == text.Length ? ToDouble(text) : double.NaN;
    }

    public static double ParseFloat(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var length = DecimalPrefix(text);
        return length == 0 ? double.NaN : ToDouble(text[..length]);
    }

    public static double ParseInt(ReadOnlySpan<char> text, int radix)
    {
        text = text.TrimStart();
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
        {
            text = text[1..];
        }
        if (radix is 0 or 16 && text is ['0', 'x' or 'X', ..])
        {
            text = text[2..];
            radix = 16;
        }
        var number = Digits(text, radix == 0 ? 10 : radix, out var read);
        return read == 0 ? double.NaN : negative ? -number : number;
    }

    public static string ToFixed(double value, int digits)
    {
        if (!(Math.Abs(value) < 1e21))
        {
            return Format(value);
        }
        // .NET's own rounding differs at exact halves, so its exact digits are cut here; thirty more tell a half from its neighbours.
        var exact = Math.Abs(value).ToString($"F{digits + 30}", CultureInfo.InvariantCulture).ToCharArray();
        var end = exact.Length - 30;
        var rounded = RoundUp(exact.AsSpan(0, end), exact[end] >= '5') + new string(exact, 0, end);
        return (value < 0 ? "-" : "") + (digits == 0 ? rounded[..^1] : rounded);
    }

    /// <summary>Adds one in the last place; gives "1" when that needs one more place in front.</summary>
    static string RoundUp(Span<char> digits, bool carry)
    {
        for (var i = digits.Length - 1; i >= 0 && carry; i--)
        {
            if (digits[i] == '.')
            {
                continue;
            }
            carry = digits[i] == '9';
            digits[i] = carry ? '0' : (char)(digits[i] + 1);
        }
        return carry ? "1" : "";
    }

    public static int RadixOf(char letter) => letter switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 0 };

    public static double Digits(ReadOnlySpan<char> text, int radix, out int read)
    {
        var number = 0.0;
        for (read = 0; read < text.Length; read++)
        {
            var digit = text[read] switch
            {
                >= '0' and <= '9' and var c => c - '0',
                >= 'a' and <= 'z' and var c => c - 'a' + 10,
                >= 'A' and <= 'Z' and var c => c - 'A' + 10,
                _ => 99,
            };
            if (digit >= radix)
            {
                break;
            }
            number = (number * radix) + digit;
        }
        // Beyond 2^53 the sum above rounds at each digit; decimal digits have an exact way.
        return radix == 10 && number > 9e15 ? ToDouble(text[..read]) : number;
    }

    /// <summary>The length of the longest decimal literal (or Infinity), with its sign, at the start of the text; 0 when there is none.</summary>
    static int DecimalPrefix(ReadOnlySpan<char> text)
    {
        var at = text is ['+' or '-', ..] ? 1 : 0;
        if (text[at..].StartsWith("Infinity", StringComparison.Ordinal))
        {
            return at + "Infinity".Length;
        }
        var whole = CountDigits(text, at);
        at += whole;
        if (at < text.Length && text[at] == '.' && CountDigits(text, at + 1) is var fraction && whole + fraction > 0)
        {
            at += 1 + fraction;
            whole += fraction;
        }
        if (whole == 0)
        {
            return 0;
        }
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var signed = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
            var exponent = CountDigits(text, at + 1 + signed);
            at += exponent > 0 ? 1 + signed + exponent : 0;
        }
        return at;
    }

    static int CountDigits(ReadOnlySpan<char> text, int from)
    {
        var at = from;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }
        return at - from;
    }

    static double ToDouble(ReadOnlySpan<char> text) => text switch
    {
        ['-', 'I', ..] => double.NegativeInfinity,
        ['I', ..] or ['+', 'I', ..] => double.PositiveInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
