namespace OpsWorkflows.Expressions;

/// <summary>Statements and the names that they declare.</summary>
sealed partial class Parser
{
    /// <summary>Names in the order of their blocks, the innermost last; var reaches up to the nearest function.</summary>
    readonly List<Scope> _scopes = [];
    int _slots;
    int _loops;

    readonly record struct Local(int Slot, bool IsConstant, bool IsVar);

    sealed record Scope(bool IsFunction)
    {
        public Dictionary<string, Local> Names { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>A script: one expression, or statements of which one may return.</summary>
    Node Program()
    {
        _scopes.Add(new Scope(IsFunction: true));
        var start = _token.Start;
        // A brace opens a map here, as authors of a single value expect, and a block anywhere else.
        var statements = Statements(TokenKind.End, mapFirst: true);
        return statements switch
        {
            [ExpressionStatement only] => only.Expression,
            [Return { Value: { } value }] => value,
            [] => new Constant(start, default),
            _ => Tall(new Script(start, new Block(start, statements))),
        };
    }

    Node[] Statements(TokenKind close, bool mapFirst = false)
    {
        var statements = new List<Node>();
        while (_token.Kind != close && _token.Kind != TokenKind.End)
        {
            if (_token.Kind == TokenKind.Semicolon)
            {
                Advance();
                continue;
            }
            Statement(statements, isMap: mapFirst && statements.Count == 0);
        }
        return [.. statements];
    }

    void Statement(List<Node> into, bool isMap = false)
    {
        if (!Enter())
        {
            return;
        }
        var start = _token;
        switch (start.Kind == TokenKind.Name ? start.Text : start.Kind == TokenKind.OpenBrace && !isMap ? "{" : "")
        {
            case "{": into.Add(BlockOf(isFunction: false)); break;
            case "const" or "let" or "var" when IsDeclaration(): Declarations(into); EndOfStatement(); break;
            case "if": into.Add(IfOf()); break;
            case "for": into.Add(ForOf()); break;
            case "while": into.Add(WhileOf()); break;
            case "return": into.Add(ReturnOf()); break;
            case "break" or "continue": into.Add(LeaveOf()); break;
            default:
                // An expression counts its own nesting.
                _nesting--;
                into.Add(new ExpressionStatement(Expression()));
                _nesting++;
                EndOfStatement();
                break;
        }
        _nesting--;
    }

    bool IsDeclaration() => _token.Text != "let" || _lexer.Ahead(static lexer => lexer.Next().Kind) is TokenKind.Name or TokenKind.OpenBrace or TokenKind.OpenBracket;

    /// <summary>A semicolon, or where JavaScript puts one: before a closing brace, at the end and at the end of a line.</summary>
    void EndOfStatement()
    {
        if (_token.Kind == TokenKind.Semicolon)
        {
            Advance();
        }
        else if (_token.Kind is not (TokenKind.CloseBrace or TokenKind.End) && !_lexer.BreaksLine(_end, _token.Start))
        {
            RefuseStatement();
            Unexpected("end");
        }
    }

    Block BlockOf(bool isFunction)
    {
        var start = _token.Start;
        Advance();
        _scopes.Add(new Scope(isFunction));
        var block = new Block(start, Statements(TokenKind.CloseBrace));
        _scopes.RemoveAt(_scopes.Count - 1);
        Expect(TokenKind.CloseBrace, "}");
        return block;
    }

    /// <summary>What follows if, else or a loop: a block, or one statement that declares nothing.</summary>
    Node Branch()
    {
        if (_token.Kind == TokenKind.Name && _token.Text is "const" or "let" && IsDeclaration())
        {
            Unexpected("{");
        }
        if (_token.Kind == TokenKind.Semicolon)
        {
            var empty = new Block(_token.Start, []);
            Advance();
            return empty;
        }
        var statements = new List<Node>();
        var start = _token.Start;
        if (_token.Kind == TokenKind.End)
        {
            Unexpected("operand");
        }
        Statement(statements);
        return statements is [var only] ? only : new Block(start, [.. statements]);
    }

    Node Condition()
    {
        Expect(TokenKind.OpenParen, "(");
        var condition = Expression();
        Expect(TokenKind.CloseParen, ")");
        return condition;
    }

    Node IfOf()
    {
        var start = _token.Start;
        var (tests, branches) = (new List<Node>(), new List<Node>());
        while (IsName("if"))
        {
            Advance();
            tests.Add(Condition());
            branches.Add(Branch());
            if (!IsName("else"))
            {
                return Tall(new If(start, [.. tests], [.. branches], null));
            }
            Advance();
        }
        return Tall(new If(start, [.. tests], [.. branches], Branch()));
    }

    Node WhileOf()
    {
        var start = _token.Start;
        Advance();
        return Tall(new For(start, null, Condition(), null, LoopBody()));
    }

    Node LoopBody()
    {
        _loops++;
        var body = Branch();
        _loops--;
        return body;
    }

    Node ForOf()
    {
        var start = _token;
        Advance();
        Expect(TokenKind.OpenParen, "(");
        _scopes.Add(new Scope(IsFunction: false));
        var declares = _token.Kind == TokenKind.Name && _token.Text is "const" or "let" or "var";
        var word = declares ? WordAfterPattern() : null;
        if (word == "in")
        {
            Fail(ParseErrors.Loop, start);
        }
        Loop loop = word == "of" ? OverList(start.Start) : Counting(start.Start);
        _scopes.RemoveAt(_scopes.Count - 1);
        return Tall(loop);
    }

    string? WordAfterPattern() => _lexer.Ahead(static lexer =>
    {
        for (var depth = 0; ;)
        {
            var token = lexer.Next();
            depth += token.Kind is TokenKind.OpenBrace or TokenKind.OpenBracket ? 1 : token.Kind is TokenKind.CloseBrace or TokenKind.CloseBracket ? -1 : 0;
            if (depth <= 0)
            {
                return lexer.Next().Text;
            }
            if (token.Kind == TokenKind.End)
            {
                return null;
            }
        }
    });

    ForOf OverList(int start)
    {
        var keyword = _token.Text;
        Advance();
        var pattern = Pattern();
        Advance();
        var list = Expression();
        Expect(TokenKind.CloseParen, ")");
        var binding = Declare(pattern, keyword);
        return new ForOf(start, binding, list, LoopBody());
    }

    For Counting(int start)
    {
        var first = new List<Node>();
        if (_token.Kind != TokenKind.Semicolon)
        {
            if (_token.Kind == TokenKind.Name && _token.Text is "const" or "let" or "var" && IsDeclaration())
            {
                Declarations(first);
            }
            else
            {
                first.Add(Expression());
            }
        }
        Expect(TokenKind.Semicolon, ";");
        var test = _token.Kind == TokenKind.Semicolon ? null : Expression();
        Expect(TokenKind.Semicolon, ";");
        var step = _token.Kind == TokenKind.CloseParen ? null : Expression();
        Expect(TokenKind.CloseParen, ")");
        return new For(start, first.Count == 0 ? null : new Block(start, [.. first]), test, step, LoopBody());
    }

    Return ReturnOf()
    {
        var start = _token;
        Advance();
        var ends = _token.Kind is TokenKind.Semicolon or TokenKind.CloseBrace or TokenKind.End || _lexer.BreaksLine(start.End, _token.Start);
        var value = ends ? null : Expression();
        EndOfStatement();
        return new Return(start.Start, value);
    }

    Leave LeaveOf()
    {
        var word = _token;
        if (_loops == 0)
        {
            Fail(ParseErrors.Statement, word);
        }
        Advance();
        EndOfStatement();
        return new Leave(word.Start, word.Text == "break" ? Jump.Break : Jump.Continue);
    }

    void Declarations(List<Node> into)
    {
        var keyword = _token.Text;
        do
        {
            Advance();
            var start = _token;
            var pattern = Pattern();
            Node? value = null;
            if (_token is { Kind: TokenKind.Assign, Text: "=" })
            {
                Advance();
                value = Expression();
            }
            else if (keyword == "const" || pattern.Shape != BindingShape.Name)
            {
                Unexpected("=");
            }
            into.Add(Tall(new Declaration(start.Start, Declare(pattern, keyword), value)));
        }
        while (_token.Kind == TokenKind.Comma);
    }

    readonly record struct PatternText(BindingShape Shape, List<(Token Name, string? Member)> Parts);

    /// <summary>A name, <c>{a, b: c}</c> or <c>[a, , b]</c>; nothing nested, no defaults.</summary>
    PatternText Pattern()
    {
        var parts = new List<(Token, string?)>();
        if (_token.Kind is not (TokenKind.OpenBrace or TokenKind.OpenBracket))
        {
            parts.Add((NewName(), null));
            return new PatternText(BindingShape.Name, parts);
        }
        var (shape, close) = _token.Kind == TokenKind.OpenBrace ? (BindingShape.Map, TokenKind.CloseBrace) : (BindingShape.List, TokenKind.CloseBracket);
        Advance();
        while (_token.Kind != close && _token.Kind != TokenKind.End)
        {
            if (shape == BindingShape.List && _token.Kind == TokenKind.Comma)
            {
                parts.Add((default, null));
                Advance();
                continue;
            }
            var member = _token;
            if (shape == BindingShape.Map && member.Kind == TokenKind.Name && _lexer.Ahead(static lexer => lexer.Next().Kind) == TokenKind.Colon)
            {
                Advance();
                Advance();
            }
            parts.Add((NewName(), shape == BindingShape.Map ? member.Text : null));
            if (_token.Kind != TokenKind.Comma)
            {
                break;
            }
            Advance();
        }
        Expect(close, close == TokenKind.CloseBrace ? ", }" : ", ]");
        return new PatternText(shape, parts);
    }

    Token NewName()
    {
        var name = _token;
        if (name.Kind != TokenKind.Name)
        {
            Unexpected("name");
        }
        else if (RefusalOf(name.Text) is not null || name.Text is "true" or "false" or "null" or "undefined" or "new" or "typeof" or "NaN" or "Infinity")
        {
            Fail(ParseErrors.Unexpected, name, "name");
        }
        Advance();
        return name;
    }

    Binding Declare(PatternText pattern, string keyword) =>
        new([.. pattern.Parts.Select(part => (part.Name.Kind == TokenKind.Name ? Declare(part.Name, keyword) : -1, part.Member))], pattern.Shape);

    int Declare(Token name, string keyword)
    {
        var isVar = keyword == "var";
        var scope = isVar ? _scopes.FindLast(static scope => scope.IsFunction)! : _scopes[^1];
        if (scope.Names.TryGetValue(name.Text, out var present))
        {
            if (isVar && present.IsVar)
            {
                return present.Slot;
            }
            Fail(ParseErrors.DeclaredTwice, name);
        }
        scope.Names[name.Text] = new Local(_slots, keyword == "const", isVar);
        return _slots++;
    }

    bool TryLocal(string name, out Local local)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].Names.TryGetValue(name, out local))
            {
                return true;
            }
        }
        local = default;
        return false;
    }

    bool IsArrow() => _token.Kind switch
    {
        TokenKind.Name => _lexer.Ahead(static lexer => lexer.Next().Kind) == TokenKind.Arrow,
        TokenKind.OpenParen => _lexer.Ahead(static lexer =>
        {
            for (var depth = 1; depth > 0;)
            {
                var kind = lexer.Next().Kind;
                if (kind is TokenKind.End or TokenKind.Semicolon or TokenKind.Template)
                {
                    return false;
                }
                depth += kind == TokenKind.OpenParen ? 1 : kind == TokenKind.CloseParen ? -1 : 0;
            }
            return lexer.Next().Kind == TokenKind.Arrow;
        }),
        _ => false,
    };

    Arrow ArrowOf()
    {
        var start = _token.Start;
        var parameters = new List<Binding>();
        _scopes.Add(new Scope(IsFunction: true));
        if (_token.Kind == TokenKind.Name)
        {
            parameters.Add(Declare(Pattern(), "let"));
        }
        else
        {
            Advance();
            while (_token.Kind != TokenKind.CloseParen && _token.Kind != TokenKind.End)
            {
                parameters.Add(Declare(Pattern(), "let"));
                if (_token.Kind != TokenKind.Comma)
                {
                    break;
                }
                Advance();
            }
            Expect(TokenKind.CloseParen, ", )");
        }
        Expect(TokenKind.Arrow, "=>");
        var loops = _loops;
        _loops = 0;
        var body = _token.Kind == TokenKind.OpenBrace ? BlockOf(isFunction: true) : Expression();
        _loops = loops;
        _scopes.RemoveAt(_scopes.Count - 1);
        return new Arrow(start, [.. parameters], body);
    }
}
