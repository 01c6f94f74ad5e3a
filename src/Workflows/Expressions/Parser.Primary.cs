namespace OpsWorkflows.Expressions;

/// <summary>The leaves of expressions, names first: which there are, what they mean, and why others are refused.</summary>
sealed partial class Parser
{
    Node Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new Constant(token.Start, token.Number);
            case TokenKind.Text:
                Advance();
                return new Constant(token.Start, token.Text);
            case TokenKind.Template:
                return TemplateLiteral();
            case TokenKind.OpenParen:
                Advance();
                var inner = Expression();
                Expect(TokenKind.CloseParen, ")");
                if (_token.Kind == TokenKind.Arrow)
                {
                    Fail(ParseErrors.FunctionDefinition, _token);
                }
                return inner;
            case TokenKind.OpenBracket:
                Advance();
                return Tall(new ListLiteral(token.Start, Items(TokenKind.CloseBracket, "]")));
            case TokenKind.OpenBrace:
                return MapOf();
            case TokenKind.Name:
                return Name();
            case TokenKind.Slash:
                Fail(ParseErrors.RegularExpression, token);
                return Nothing();
            default:
                Unexpected("operand");
                return Nothing();
        }
    }

    Node TemplateLiteral()
    {
        var start = _token;
        var parts = new List<Node>();
        if (!Enter())
        {
            return Nothing();
        }
        var text = _lexer.TemplateText(start.End, out var open);
        AddText(text);
        while (open && _error is null)
        {
            Advance();
            parts.Add(Expression());
            if (_token.Kind != TokenKind.CloseBrace)
            {
                Unexpected("}");
                break;
            }
            text = _lexer.TemplateText(_token.End, out open);
            AddText(text);
        }
        _nesting--;
        Advance();
        return Tall(parts is [Constant only] ? only : new Template(start.Start, [.. parts]));

        void AddText(Token piece)
        {
            if (piece.Text.Length > 0 || (parts.Count == 0 && !open))
            {
                parts.Add(new Constant(piece.Start, piece.Text));
            }
        }
    }

    Node MapOf()
    {
        var start = _token.Start;
        var parts = new List<MapPart>();
        Advance();
        while (_token.Kind != TokenKind.CloseBrace && _token.Kind != TokenKind.End)
        {
            parts.Add(MapPartOf());
            if (_token.Kind != TokenKind.Comma)
            {
                break;
            }
            Advance();
        }
        Expect(TokenKind.CloseBrace, parts.Count == 0 ? "}" : ", }");
        return Tall(new MapLiteral(start, [.. parts]));
    }

    MapPart MapPartOf()
    {
        var name = _token;
        if (name.Kind == TokenKind.Spread)
        {
            Advance();
            return new MapPart(null, null, Expression());
        }
        Node? key = null;
        if (name.Kind == TokenKind.OpenBracket)
        {
            Advance();
            key = Expression();
            Expect(TokenKind.CloseBracket, "]");
        }
        else if (name.Kind is not (TokenKind.Name or TokenKind.Text or TokenKind.Number))
        {
            Unexpected("name");
            return new MapPart("", null, Nothing());
        }
        else if (name.Kind == TokenKind.Name && TryLocal(name.Text, out var local) && _lexer.Ahead(static lexer => lexer.Next().Kind) is TokenKind.Comma or TokenKind.CloseBrace)
        {
            Advance();
            return new MapPart(name.Text, null, new LocalRead(name.Start, name.Text, local.Slot, local.IsConstant));
        }
        else
        {
            Advance();
        }
        Expect(TokenKind.Colon, ":");
        return new MapPart(key is not null ? null : name.Kind == TokenKind.Number ? NumberText.Format(name.Number) : name.Text, key, Expression());
    }

    Node Name()
    {
        var name = _token;
        Node? literal = name.Text switch
        {
            "true" => new Constant(name.Start, true),
            "false" => new Constant(name.Start, false),
            "null" => new Constant(name.Start, Value.Null),
            "undefined" => new Constant(name.Start, Value.Undefined),
            "NaN" => new Constant(name.Start, double.NaN),
            "Infinity" => new Constant(name.Start, double.PositiveInfinity),
            _ => null,
        };
        if (literal is null && RefusalOf(name.Text) is { } refusal)
        {
            Fail(refusal, name);
            return Nothing();
        }
        Advance();
        if (TryLocal(name.Text, out var local) && literal is null)
        {
            return new LocalRead(name.Start, name.Text, local.Slot, local.IsConstant);
        }
        return literal ?? name.Text switch
        {
            "new" => NewDate(name),
            "variables" => Variable(name),
            "Math" or "JSON" or "Object" or "Array" or "Number" or "Date" when _token.Kind == TokenKind.Dot => Call(Qualified(name)),
            _ when _token.Kind == TokenKind.OpenParen => Call(name),
            _ => Unknown(name),
        };
    }

    Constant Unknown(Token name)
    {
        if (_token.Kind != TokenKind.Assign)
        {
            RefuseForeign();
        }
        Fail(ParseErrors.UnknownName, name);
        return Nothing();
    }

    Node NewDate(Token start)
    {
        if (!IsName("Date"))
        {
            Fail(ParseErrors.New, _token.Kind == TokenKind.End ? start : _token);
            return Nothing();
        }
        Advance();
        var arguments = _token.Kind == TokenKind.OpenParen ? CallArguments(start, "new Date", DateFunctions.New.Arity) : [];
        return new FunctionCall(start.Start, DateFunctions.New, arguments);
    }

    /// <summary><c>variables.X</c>, <c>variables["X"]</c> or <c>variables[name]</c>.</summary>
    Node Variable(Token start)
    {
        if (_token.Kind is TokenKind.Dot or TokenKind.OptionalDot)
        {
            Advance();
        }
        if (_token.Kind == TokenKind.OpenBracket)
        {
            Advance();
            var key = Expression();
            Expect(TokenKind.CloseBracket, "]");
            return VariableBy(start, key);
        }
        if (_token.Kind != TokenKind.Name)
        {
            Unexpected("name");
            return Nothing();
        }
        var name = _token.Text;
        Advance();
        return VariableBy(start, new Constant(start.Start, name));
    }

    Node VariableBy(Token at, Node key)
    {
        if (key is not Constant { Value: { IsText: true } name })
        {
            return new ComputedVariableRead(at.Start, key);
        }
        Refer(ReferenceKind.Variable, name.RawText, at);
        return new VariableRead(at.Start, name.RawText);
    }

    Token Qualified(Token space)
    {
        Advance();
        if (_token.Kind != TokenKind.Name)
        {
            Unexpected("name");
            return space;
        }
        var name = _token;
        Advance();
        return space with { Text = $"{space.Text}.{name.Text}" };
    }

    Node Call(Token name)
    {
        if (Function.Refused.TryGetValue(name.Text, out var reason))
        {
            Fail(reason, name);
            return Nothing();
        }
        if (_token.Kind != TokenKind.OpenParen)
        {
            Unexpected("(");
            return Nothing();
        }
        if (Function.All.TryGetValue(name.Text, out var function))
        {
            return Read(name, function, CallArguments(name, function.Name, function.Arity));
        }
        if (IsSetter(name.Text))
        {
            var value = CallArguments(name, name.Text, new Arity(1, 1));
            _changes = true;
            Refer(ReferenceKind.Variable, name.Text[3..], name);
            return value is [var only] ? Tall(new SetterCall(name.Start, name.Text[3..], only)) : Nothing();
        }
        if (name.Text.Length > 3 && name.Text.StartsWith("get", StringComparison.Ordinal) && char.IsUpper(name.Text[3]))
        {
            CallArguments(name, name.Text, new Arity(0, 0));
            Refer(ReferenceKind.Accessor, name.Text[3..], name);
            return new AccessorCall(name.Start, name.Text[3..]);
        }
        Fail(ParseErrors.UnknownFunction, name);
        return Nothing();
    }

    static bool IsSetter(string name) => name.Length > 3 && name.StartsWith("set", StringComparison.Ordinal) && char.IsUpper(name[3]);

    Node Read(Token at, Function function, Node[] arguments)
    {
        var name = arguments is [Constant { Value: { IsText: true } text }, ..] ? text.RawText : null;
        switch (function.Name)
        {
            case "getVariable" when arguments.Length == 1: return VariableBy(at, arguments[0]);
            case "setVariable":
                _changes = true;
                if (name is not null)
                {
                    Refer(ReferenceKind.Variable, name, at);
                }
                break;
            case "setWorkflowInstanceName": _changes = true; break;
            case ChangeFunctions.SetOutcome or ChangeFunctions.SetOutcomes:
                _changes = true;
                _outcome ??= ErrorAt(ParseErrors.OutcomeElsewhere, at);
                break;
            case "getInput" when name is not null: Refer(ReferenceKind.Input, name, at); break;
            case "getOutputFrom" when name is not null: Refer(ReferenceKind.Output, name, at); break;
        }
        return Tall(new FunctionCall(at.Start, function, arguments));
    }

    void Refer(ReferenceKind kind, string name, Token at)
    {
        var (line, column) = SourcePosition.Of(_source, at.Start);
        _references.Add(new Reference(kind, name, line, column));
    }

    static string? RefusalOf(string word) => word switch
    {
        "for" or "while" or "do" => ParseErrors.Loop,
        "function" or "async" or "class" => ParseErrors.FunctionDefinition,
        "let" or "const" or "var" => ParseErrors.Statement,
        "if" or "else" or "switch" or "try" or "throw" or "break" or "continue" or "return" or "import" or "export" or "debugger" or "with" => ParseErrors.Statement,
        "this" or "super" or "await" or "yield" or "void" or "delete" or "case" or "catch" or "finally" or "default" or "eval" or "arguments" or "globalThis"
            or "in" or "instanceof" => ParseErrors.Word,
        _ => null,
    };

    /// <summary>Names the statement that follows a whole expression.</summary>
    void RefuseStatement()
    {
        if (_token.Kind == TokenKind.Name && RefusalOf(_token.Text) is { } refusal)
        {
            Fail(refusal, _token);
        }
    }

    /// <summary>Names the construct where JavaScript would go on and the subset cannot.</summary>
    void RefuseForeign()
    {
        if (_token.Kind == TokenKind.Name && _token.Text is "in" or "instanceof")
        {
            Fail(ParseErrors.Operator, _token);
        }
        else if (_token.Kind == TokenKind.Foreign)
        {
            Fail(_token.Text switch
            {
                [.., '='] => ParseErrors.Assignment,
                _ => ParseErrors.Operator,
            }, _token);
        }
        else if (_token.Kind is TokenKind.Arrow or TokenKind.Spread or TokenKind.Step or TokenKind.Assign)
        {
            Fail(_token.Kind switch
            {
                TokenKind.Arrow => ParseErrors.FunctionDefinition,
                TokenKind.Spread => ParseErrors.Spread,
                TokenKind.Assign when _token.Text == "/=" => ParseErrors.RegularExpression,
                _ => ParseErrors.Assignment,
            }, _token);
        }
    }
}
