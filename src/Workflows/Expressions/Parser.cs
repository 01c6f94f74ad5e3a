namespace OpsWorkflows.Expressions;

/// <summary>
/// A Pratt parser from text to the typed tree. After the first error it sees only the end of the text, so every rule below may go on
/// as if nothing had happened; nesting is counted, so no text makes it call itself without bound.
/// </summary>
sealed partial class Parser
{
    readonly string _source;
    readonly Lexer _lexer;
    readonly List<Reference> _references = [];
    Token _token;
    int _end;
    ParseError? _error;
    bool _changes;
    ParseError? _outcome;
    int _nesting;
    int _deepest;

    public Parser(string source)
    {
        _source = source;
        _lexer = new Lexer(source);
    }

    public ParseResult Parse()
    {
        if (_source.Length > JavaScriptExpression.MaxSourceLength)
        {
            return new ParseResult(null, new ParseError(ParseErrors.TooLong, 1, 1, null, $"{JavaScriptExpression.MaxSourceLength}"));
        }
        Advance();
        if (_token.Kind == TokenKind.End && _error is null)
        {
            Fail(ParseErrors.Empty, _token);
        }
        var root = Program();
        return _error is null
            ? new ParseResult(new JavaScriptExpression(_source, root, _deepest, _slots, _references) { Changes = _changes, Outcome = _outcome }, null)
            : new ParseResult(null, _error);
    }

    /// <summary>The whole of an expression: an assignment, a ternary or what binds tighter.</summary>
    Node Expression()
    {
        var start = _token.Start;
        if (!Enter())
        {
            return Nothing();
        }
        var first = Operation(0);
        if (_token.Kind == TokenKind.Question)
        {
            first = Ternary(start, first);
        }
        else if (_token.Kind == TokenKind.Assign)
        {
            first = Assigned(first);
        }
        _nesting--;
        RefuseForeign();
        return first;
    }

    Node Assigned(Node target)
    {
        var sign = _token;
        var kind = sign.Text switch
        {
            "+=" => TokenKind.Plus,
            "-=" => TokenKind.Minus,
            "*=" => TokenKind.Star,
            "/=" => TokenKind.Slash,
            "%=" => TokenKind.Percent,
            "**=" => TokenKind.Power,
            "&&=" => TokenKind.And,
            "||=" => TokenKind.Or,
            "??=" => TokenKind.Coalesce,
            _ => TokenKind.Assign,
        };
        if (!MayAssign(target, sign))
        {
            return Nothing();
        }
        Advance();
        var value = Expression();
        _changes |= target is VariableRead;
        return Tall(target is LocalRead local
            ? new LocalWrite(sign.Start, local.Slot, kind, value)
            : new VariableWrite(sign.Start, ((VariableRead)target).Name, kind, value));
    }

    /// <summary>Only names of the script itself and variables.X take a value; lists and maps never change.</summary>
    bool MayAssign(Node target, Token sign)
    {
        if (target is LocalRead { IsConstant: true } constant)
        {
            Fail(ParseErrors.ConstantAssigned, sign with { Start = constant.Offset, Text = constant.Name });
        }
        else if (target is not (LocalRead or VariableRead))
        {
            Fail(ParseErrors.Assignment, sign);
        }
        return _error is null;
    }

    Node Ternary(int start, Node test)
    {
        var (tests, results) = (new List<Node>(), new List<Node>());
        while (_token.Kind == TokenKind.Question)
        {
            Advance();
            tests.Add(test);
            results.Add(Expression());
            Expect(TokenKind.Colon, ":");
            test = Operation(0);
        }
        return Tall(new Conditional(start, [.. tests], [.. results], test));
    }

    /// <summary>Operators that bind tighter than <paramref name="power"/>; those of one power are gathered into one node.</summary>
    Node Operation(int power)
    {
        var left = Prefix();
        while (PowerOf(_token.Kind) is var strength && strength > power)
        {
            var (kinds, operands) = (new List<TokenKind>(), new List<Node> { left });
            var start = _token.Start;
            while (PowerOf(_token.Kind) == strength)
            {
                kinds.Add(_token.Kind);
                Advance();
                operands.Add(Operation(strength));
            }
            left = Tall(kinds[0] is TokenKind.And or TokenKind.Or or TokenKind.Coalesce ? new Logical(start, kinds[0], [.. operands])
                : kinds.Count == 1 ? new Binary(start, kinds[0], operands[0], operands[1])
                : new Chain(start, [.. kinds], [.. operands]));
        }
        return left;
    }

    static int PowerOf(TokenKind kind) => kind switch
    {
        TokenKind.Coalesce => 1,
        TokenKind.Or => 2,
        TokenKind.And => 3,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.StrictEqual or TokenKind.StrictNotEqual => 4,
        TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => 5,
        TokenKind.Plus or TokenKind.Minus => 6,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 7,
        _ => 0,
    };

    Node Prefix()
    {
        var (kind, start) = (_token.Kind, _token.Start);
        var isTypeOf = IsName("typeof");
        if (kind is not (TokenKind.Not or TokenKind.Minus or TokenKind.Plus or TokenKind.Step) && !isTypeOf)
        {
            return Power();
        }
        if (!Enter())
        {
            return Nothing();
        }
        var sign = _token;
        Advance();
        var operand = _token.Kind is TokenKind.Not or TokenKind.Minus or TokenKind.Plus or TokenKind.Step || IsName("typeof") ? Prefix() : Postfix();
        _nesting--;
        if (kind == TokenKind.Step)
        {
            return Stepped(operand, sign, before: true);
        }
        return Tall(isTypeOf ? new TypeOf(start, operand)
            : kind == TokenKind.Not ? new Not(start, operand)
            : operand is Constant { Value.Kind: ValueKind.Number } constant ? new Constant(start, kind == TokenKind.Minus ? -constant.Value.Raw : constant.Value)
            : new Sign(start, operand, kind == TokenKind.Minus));
    }

    /// <summary><c>a ** b</c>, from right to left; JavaScript allows no sign in front of the base.</summary>
    Node Power()
    {
        var number = Postfix();
        if (_token.Kind == TokenKind.Step && !_lexer.BreaksLine(_end, _token.Start))
        {
            var sign = _token;
            Advance();
            return Stepped(number, sign, before: false);
        }
        if (_token.Kind != TokenKind.Power || !Enter())
        {
            return number;
        }
        var start = _token.Start;
        Advance();
        var power = Prefix();
        _nesting--;
        return Tall(new Binary(start, TokenKind.Power, number, power));
    }

    Node Stepped(Node target, Token sign, bool before)
    {
        if (MayAssign(target, sign) && target is not LocalRead)
        {
            Fail(ParseErrors.Assignment, sign);
        }
        return target is LocalRead local ? new LocalStep(sign.Start, local.Slot, sign.Text == "++" ? 1 : -1, before) : Nothing();
    }

    Node Postfix()
    {
        var node = Primary();
        var optional = false;
        while (_token.Kind is TokenKind.Dot or TokenKind.OptionalDot or TokenKind.OpenBracket or TokenKind.OpenParen or TokenKind.Template)
        {
            var link = _token;
            if (link.Kind is TokenKind.OpenParen or TokenKind.Template)
            {
                Unexpected("end");
                break;
            }
            var isOptional = link.Kind == TokenKind.OptionalDot;
            optional |= isOptional;
            if (link.Kind != TokenKind.OpenBracket)
            {
                Advance();
            }
            node = Tall(_token.Kind == TokenKind.OpenBracket ? Indexed(node, isOptional) : Named(node, isOptional));
        }
        return optional ? new OptionalChain(node) : node;
    }

    Index Indexed(Node target, bool optional)
    {
        var start = _token.Start;
        Advance();
        var key = Expression();
        Expect(TokenKind.CloseBracket, "]");
        return new Index(start, target, key, optional);
    }

    Node Named(Node target, bool optional)
    {
        var name = _token;
        if (name.Kind != TokenKind.Name)
        {
            Unexpected("name");
            return Nothing();
        }
        Advance();
        if (_token.Kind != TokenKind.OpenParen)
        {
            return new Member(name.Start, target, name.Text, optional);
        }
        if (!MethodFamily.All.TryGetValue(name.Text, out var family))
        {
            Fail(name.Text is "push" or "pop" or "shift" or "unshift" or "splice" or "fill" ? ParseErrors.ListChange : ParseErrors.UnknownFunction, name);
            return Nothing();
        }
        Advance();
        var arrow = family.TakesCallback ? CallbackOf(name, family) : null;
        var arguments = Arguments(name, family.Name, family.Arity, arrow is null ? 0 : 1);
        return new MethodCall(name.Start, target, family, arrow, arguments, optional);
    }

    /// <summary>The arrow function that a method calls; null where sort is to compare by itself.</summary>
    Arrow? CallbackOf(Token name, MethodFamily family)
    {
        if (!IsArrow())
        {
            if (_token.Kind != TokenKind.CloseParen || family.Arity.Min > 0)
            {
                Fail(ParseErrors.CallbackExpected, name);
            }
            return null;
        }
        if (!Enter())
        {
            return null;
        }
        var arrow = ArrowOf();
        _nesting--;
        if (_token.Kind == TokenKind.Comma)
        {
            Advance();
        }
        else if (_token.Kind != TokenKind.CloseParen)
        {
            Unexpected(", )");
        }
        return arrow;
    }

    Node[] CallArguments(Token at, string name, Arity arity)
    {
        Advance();
        return Arguments(at, name, arity, 0);
    }

    Node[] Arguments(Token at, string name, Arity arity, int given)
    {
        var arguments = Items(TokenKind.CloseParen, ")", spreads: arity.Max == Arity.Any);
        given += arguments.Length;
        if (given < arity.Min && !arguments.Any(static argument => argument is Spread) || given > arity.Max)
        {
            Fail(ParseErrors.WrongArguments, at with { Text = name }, arity.ToString());
        }
        return arguments;
    }

    /// <summary>Expressions between commas up to the closing token, which is taken too.</summary>
    Node[] Items(TokenKind close, string closing, bool spreads = true)
    {
        var items = new List<Node>();
        while (_token.Kind != close && _token.Kind != TokenKind.End)
        {
            items.Add(_token.Kind == TokenKind.Spread && spreads ? SpreadOf() : Expression());
            if (_token.Kind != TokenKind.Comma)
            {
                break;
            }
            Advance();
        }
        Expect(close, items.Count == 0 ? closing : $", {closing}");
        return [.. items];
    }

    Spread SpreadOf()
    {
        var start = _token.Start;
        Advance();
        return new Spread(start, Expression());
    }

    bool IsName(string name) => _token.Kind == TokenKind.Name && _token.Text == name;

    void Advance()
    {
        _end = _token.End;
        var next = _lexer.Next();
        _error ??= _lexer.Error;
        _token = _error is null ? next : End;
    }

    void Expect(TokenKind kind, string expected)
    {
        if (_token.Kind == kind)
        {
            Advance();
        }
        else
        {
            Unexpected(expected);
        }
    }

    bool Enter()
    {
        _deepest = Math.Max(_deepest, ++_nesting);
        if (_nesting <= JavaScriptExpression.MaxDepth)
        {
            return true;
        }
        Fail(ParseErrors.TooDeep, _token with { Text = "" }, $"{JavaScriptExpression.MaxDepth}");
        return false;
    }

    /// <summary>Chains of members are no nesting for the parser, yet the evaluation goes down each link.</summary>
    Node Tall(Node node)
    {
        if (node.Height > 8 * JavaScriptExpression.MaxDepth)
        {
            Fail(ParseErrors.TooDeep, new Token(TokenKind.Name, node.Offset, node.Offset), $"{8 * JavaScriptExpression.MaxDepth}");
            return Nothing();
        }
        return node;
    }

    void Unexpected(string expected)
    {
        RefuseForeign();
        Fail(ParseErrors.Unexpected, _token, expected);
    }

    void Fail(string key, Token at, string? expected = null)
    {
        _error ??= ErrorAt(key, at, expected);
        _token = End;
    }

    ParseError ErrorAt(string key, Token at, string? expected = null)
    {
        var (line, column) = SourcePosition.Of(_source, at.Start);
        var found = at.Kind switch { TokenKind.End => null, TokenKind.Text => _source[at.Start..at.End], _ => at.Text.Length == 0 ? null : at.Text };
        return new ParseError(key, line, column, found, expected);
    }

    Token End => new(TokenKind.End, _source.Length, _source.Length);
    Constant Nothing() => new(_token.Start, default);
}
