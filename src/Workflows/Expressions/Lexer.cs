using System.Globalization;
using System.Text;

namespace OpsWorkflows.Expressions;

enum TokenKind
{
    End, Number, Text, Name, Template,
    OpenParen, CloseParen, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    Dot, OptionalDot, Comma, Colon, Question, Semicolon,
    Plus, Minus, Star, Slash, Percent, Power, Not,
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual, StrictEqual, StrictNotEqual,
    And, Or, Coalesce,
    Arrow, Spread,
    /// <summary><c>=</c>, or with an operator in front.</summary>
    Assign,
    /// <summary><c>++</c> or <c>--</c>.</summary>
    Step,
    /// <summary>An operator that JavaScript has and the subset has not.</summary>
    Foreign,
}

readonly record struct Token(TokenKind Kind, int Start, int End, string Text = "", double Number = 0);

/// <summary>Cuts a script into tokens, one at a time; the parser asks for the pieces of templates itself.</summary>
sealed class Lexer(string source)
{
    int _at;

    public ParseError? Error { get; private set; }

    /// <summary>Looks at what comes after a token, and goes back.</summary>
    public T Ahead<T>(Func<Lexer, T> look)
    {
        var (at, error) = (_at, Error);
        var seen = look(this);
        (_at, Error) = (at, error);
        return seen;
    }

    /// <summary>Whether a line ends between two places, where JavaScript may end a statement too.</summary>
    public bool BreaksLine(int from, int to) => source.AsSpan(from, Math.Max(0, to - from)).IndexOfAny('\n', '\r') >= 0;

    public Token Next()
    {
        SkipBlanks();
        if (_at >= source.Length || Error is not null)
        {
            return new Token(TokenKind.End, source.Length, source.Length);
        }
        var c = source[_at];
        return c switch
        {
            '"' or '\'' => Text(c),
            '`' => Mark(TokenKind.Template, 1),
            >= '0' and <= '9' => Number(),
            '.' when char.IsAsciiDigit(Peek(1)) => Number(),
            _ when IsNameStart(c) => Name(),
            _ => Symbol(),
        };
    }

    void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (char.IsWhiteSpace(source[_at]) || source[_at] == '\uFEFF')
            {
                _at++;
            }
            else if (At("//"))
            {
                var end = source.IndexOf('\n', _at);
                _at = end < 0 ? source.Length : end;
            }
            else if (At("/*"))
            {
                var end = source.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    Fail(ParseErrors.Unterminated, _at, "/*", "*/");
                    return;
                }
                _at = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    Token Name()
    {
        var start = _at;
        while (_at < source.Length && (IsNameStart(source[_at]) || char.IsDigit(source[_at])))
        {
            _at++;
        }
        return new Token(TokenKind.Name, start, _at, source[start.._at]);
    }

    Token Number()
    {
        var start = _at;
        var hexadecimal = Peek(1) is 'x' or 'X';
        var dotted = hexadecimal;
        for (; _at < source.Length; _at++)
        {
            var c = source[_at];
            var exponentSign = c is '+' or '-' && _at > start && source[_at - 1] is 'e' or 'E' && !hexadecimal;
            if (c == '.' ? dotted : !exponentSign && !char.IsLetterOrDigit(c) && c != '_')
            {
                break;
            }
            dotted |= c is '.' or 'e' or 'E';
        }
        var written = source[start.._at];
        var digits = written.Replace("_", "", StringComparison.Ordinal);
        if (written is [.., 'n'] && digits.Length > 1)
        {
            Fail(ParseErrors.BigInt, start, written);
        }
        var number = NumberText.Parse(digits);
        if (double.IsNaN(number) || digits is ['0', >= '0' and <= '9', ..] || written is [.., '_'] || written.Contains("__", StringComparison.Ordinal))
        {
            Fail(ParseErrors.BadNumber, start, written);
        }
        return new Token(TokenKind.Number, start, _at, written, number);
    }

    Token Text(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < source.Length && source[_at] != quote && source[_at] is not ('\n' or '\r'))
        {
            AppendCharacter(text);
        }
        if (_at >= source.Length || source[_at] != quote)
        {
            Fail(ParseErrors.Unterminated, start, quote.ToString(), quote.ToString());
            return new Token(TokenKind.End, start, start);
        }
        _at++;
        return new Token(TokenKind.Text, start, _at, text.ToString());
    }

    /// <summary>The text of a template from a given place up to its closing backtick or to the next <c>${</c>, which <paramref name="open"/> tells.</summary>
    public Token TemplateText(int from, out bool open)
    {
        _at = from;
        open = false;
        var text = new StringBuilder();
        while (_at < source.Length && source[_at] != '`')
        {
            if (At("${"))
            {
                open = true;
                _at += 2;
                return new Token(TokenKind.Text, from, _at, text.ToString());
            }
            AppendCharacter(text);
        }
        if (_at >= source.Length)
        {
            Fail(ParseErrors.Unterminated, from, "`", "`");
        }
        _at++;
        return new Token(TokenKind.Text, from, _at, text.ToString());
    }

    void AppendCharacter(StringBuilder text)
    {
        if (source[_at] != '\\')
        {
            text.Append(source[_at++]);
            return;
        }
        var start = _at;
        var c = Peek(1);
        _at += 2;
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'x': AppendCode(text, start, 2); break;
            case 'u' when Peek(0) == '{': AppendCodePoint(text, start); break;
            case 'u': AppendCode(text, start, 4); break;
            case '\r' when Peek(0) == '\n': _at++; break;
            case '\n' or '\r': break;
            case '0' when !char.IsAsciiDigit(Peek(0)): text.Append('\0'); break;
            case >= '0' and <= '9': Fail(ParseErrors.BadEscape, start, $"\\{c}"); break;
            default: text.Append(c); break;
        }
        _at = Math.Min(_at, source.Length);
    }

    void AppendCode(StringBuilder text, int start, int length)
    {
        var digits = source.AsSpan(_at, Math.Min(length, source.Length - _at));
        if (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && digits.Length == length)
        {
            text.Append((char)code);
            _at += length;
            return;
        }
        Fail(ParseErrors.BadEscape, start, source[start..Math.Min(_at, source.Length)]);
    }

    void AppendCodePoint(StringBuilder text, int start)
    {
        var end = source.IndexOf('}', _at);
        if (end > 0 && end - _at <= 8
            && int.TryParse(source.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.IsValid(code))
        {
            text.Append(new Rune(code).ToString());
            _at = end + 1;
            return;
        }
        Fail(ParseErrors.BadEscape, start, "\\u{");
    }

    Token Symbol()
    {
        foreach (var (text, kind) in Symbols)
        {
            // "a?.5:b" is a ternary.
            if (At(text) && !(kind == TokenKind.OptionalDot && char.IsAsciiDigit(Peek(2))))
            {
                return Mark(kind, text.Length);
            }
        }
        Fail(ParseErrors.BadCharacter, _at, char.IsSurrogate(source[_at]) ? "?" : source[_at].ToString());
        return new Token(TokenKind.End, _at, _at);
    }

    /// <summary>The longest first.</summary>
    static readonly (string Text, TokenKind Kind)[] Symbols =
    [
        (">>>=", TokenKind.Foreign),
        ("===", TokenKind.StrictEqual), ("!==", TokenKind.StrictNotEqual), ("...", TokenKind.Spread), ("**=", TokenKind.Assign),
        ("&&=", TokenKind.Assign), ("||=", TokenKind.Assign), ("??=", TokenKind.Assign), ("<<=", TokenKind.Foreign), (">>=", TokenKind.Foreign), (">>>", TokenKind.Foreign),
        ("=>", TokenKind.Arrow), ("==", TokenKind.Equal), ("!=", TokenKind.NotEqual), ("<=", TokenKind.LessOrEqual), (">=", TokenKind.GreaterOrEqual),
        ("&&", TokenKind.And), ("||", TokenKind.Or), ("??", TokenKind.Coalesce), ("?.", TokenKind.OptionalDot),
        ("++", TokenKind.Step), ("--", TokenKind.Step), ("+=", TokenKind.Assign), ("-=", TokenKind.Assign), ("*=", TokenKind.Assign), ("/=", TokenKind.Assign), ("%=", TokenKind.Assign),
        ("&=", TokenKind.Foreign), ("|=", TokenKind.Foreign), ("^=", TokenKind.Foreign), ("**", TokenKind.Power), ("<<", TokenKind.Foreign), (">>", TokenKind.Foreign),
        ("(", TokenKind.OpenParen), (")", TokenKind.CloseParen), ("[", TokenKind.OpenBracket), ("]", TokenKind.CloseBracket),
        ("{", TokenKind.OpenBrace), ("}", TokenKind.CloseBrace), (".", TokenKind.Dot), (",", TokenKind.Comma), (":", TokenKind.Colon),
        ("?", TokenKind.Question), (";", TokenKind.Semicolon), ("+", TokenKind.Plus), ("-", TokenKind.Minus), ("*", TokenKind.Star),
        ("/", TokenKind.Slash), ("%", TokenKind.Percent), ("!", TokenKind.Not), ("<", TokenKind.Less), (">", TokenKind.Greater),
        ("=", TokenKind.Assign), ("&", TokenKind.Foreign), ("|", TokenKind.Foreign), ("^", TokenKind.Foreign), ("~", TokenKind.Foreign),
    ];

    Token Mark(TokenKind kind, int length)
    {
        var start = _at;
        _at += length;
        return new Token(kind, start, _at, source[start.._at]);
    }

    bool At(string text) => string.CompareOrdinal(source, _at, text, 0, text.Length) == 0;
    char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';
    static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    void Fail(string key, int offset, string? found, string? expected = null)
    {
        var (line, column) = SourcePosition.Of(source, offset);
        Error ??= new ParseError(key, line, column, found, expected);
    }
}
