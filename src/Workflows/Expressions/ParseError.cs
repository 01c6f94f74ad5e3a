namespace OpsWorkflows.Expressions;

/// <summary>
/// Where and why a script is not an expression of the subset. <see cref="Key"/> is one of <see cref="ParseErrors"/>, to be shown through
/// resources; <see cref="Found"/> is a piece of the script (null at its end), <see cref="Expected"/> is quoted tokens or one of the words
/// <c>operand</c>, <c>name</c>, <c>end</c>, or a count. Line and column count from 1.
/// </summary>
public sealed record ParseError(string Key, int Line, int Column, string? Found = null, string? Expected = null)
{
    /// <summary>The message in English, for logs and for answers of the API without a language.</summary>
    public string Message => $"Line {Line}, column {Column}: {Text}";

    string Text => Key switch
    {
        ParseErrors.Unexpected => $"expected {Described}, found {(Found is null ? "the end" : $"'{Found}'")}.",
        ParseErrors.UnknownName => $"unknown name '{Found}'; variables are read as variables.Name.",
        ParseErrors.UnknownFunction => $"unknown function '{Found}'.",
        ParseErrors.WrongArguments => $"'{Found}' takes {Expected} argument(s).",
        ParseErrors.Unterminated => $"missing closing {Expected}.",
        ParseErrors.BadNumber => $"'{Found}' is not a number.",
        ParseErrors.BadEscape => $"'{Found}' is not a valid escape.",
        ParseErrors.BadCharacter => $"unexpected character '{Found}'.",
        ParseErrors.TooDeep => $"nested more than {Expected} deep.",
        ParseErrors.TooLong => $"longer than {Expected} characters.",
        ParseErrors.Empty => "the expression is empty.",
        ParseErrors.NotJson => "the text is not JSON.",
        ParseErrors.UnsupportedType => $"expressions of type {Found} are not supported; use JavaScript.",
        ParseErrors.DeclaredTwice => $"'{Found}' is declared already.",
        ParseErrors.ConstantAssigned => $"'{Found}' is a constant; declare it with let to give it another value.",
        ParseErrors.CallbackExpected => $"'{Found}' takes a function such as x => x.name.",
        ParseErrors.ListChange => $"'{Found}' would change a list; make a new one, such as [...list, item].",
        ParseErrors.ScriptExpected => "the script is to be plain text, not an expression.",
        ParseErrors.OutcomeElsewhere => $"'{Found}' works only in the script of a Run JavaScript activity.",
        _ => $"{ParseErrors.ConstructOf(Key)} ('{Found}') is not supported.",
    };

    string Described => Expected switch { "operand" => "a value", "name" => "a name", "end" => "the end of the expression", _ => Expected ?? "" };
}

/// <summary>The message keys of <see cref="ParseError"/>.</summary>
public static class ParseErrors
{
    public const string Unexpected = "expression.parse.unexpected";
    public const string UnknownName = "expression.parse.unknown-name";
    public const string UnknownFunction = "expression.parse.unknown-function";
    public const string WrongArguments = "expression.parse.wrong-arguments";
    public const string Unterminated = "expression.parse.unterminated";
    public const string BadNumber = "expression.parse.bad-number";
    public const string BadEscape = "expression.parse.bad-escape";
    public const string BadCharacter = "expression.parse.bad-character";
    public const string TooDeep = "expression.parse.too-deep";
    public const string TooLong = "expression.parse.too-long";
    public const string Empty = "expression.parse.empty";
    public const string UnsupportedType = "expression.parse.unsupported-type";
    public const string DeclaredTwice = "expression.parse.declared-twice";
    public const string ConstantAssigned = "expression.parse.constant-assigned";
    public const string CallbackExpected = "expression.parse.callback-expected";
    public const string ListChange = "expression.parse.list-change";
    public const string OutcomeElsewhere = "expression.parse.outcome-elsewhere";
    public const string ScriptExpected = "expression.parse.script-expected";
    public const string NotJson = "expression.parse.not-json";

    public const string Loop = "expression.parse.unsupported.loop";
    public const string Assignment = "expression.parse.unsupported.assignment";
    public const string FunctionDefinition = "expression.parse.unsupported.function";
    public const string RegularExpression = "expression.parse.unsupported.regular-expression";
    public const string New = "expression.parse.unsupported.new";
    public const string Spread = "expression.parse.unsupported.spread";
    public const string Operator = "expression.parse.unsupported.operator";
    public const string Statement = "expression.parse.unsupported.statement";
    public const string BigInt = "expression.parse.unsupported.bigint";
    public const string Change = "expression.parse.unsupported.change";
    public const string Random = "expression.parse.unsupported.random";
    public const string Word = "expression.parse.unsupported.word";

    internal static string ConstructOf(string key) => key switch
    {
        Loop => "This loop",
        Assignment => "An assignment to anything but a name of the script or variables.X",
        FunctionDefinition => "A function other than one given to a method of a list",
        RegularExpression => "A regular expression",
        New => "'new' other than new Date(...)",
        Spread => "A spread here",
        Operator => "The operator",
        Statement => "The statement",
        BigInt => "A BigInt",
        Change => "The function",
        Random => "A function with random results",
        Word => "The word",
        _ => key,
    };
}
