using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OpsWorkflows.Expressions;

/// <summary>
/// What an input of an activity holds in a definition: <c>{"type":…,"value":…}</c>. Read once with the definition version; one that cannot
/// be evaluated keeps the reason, which the checks before publishing report.
/// </summary>
public abstract record Expression
{
    /// <summary>The value as it stands; Studio stores most of them as text whatever the type of the input: see <see cref="Coerce"/>.</summary>
    public sealed record Literal(Value Value) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) => Value;
    }

    /// <summary>JSON text, or JSON itself.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name that Elsa's format gives it.")]
    public sealed record Object(Value Value) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) => Error is null ? Value : Failure(EvaluationErrors.DoesNotParse, "Object");
    }

    /// <summary>A variable by its id, else by its name; Undefined when the scope knows neither.</summary>
    public sealed record Variable(string? Id, string? Name) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) =>
            (Id is not null && scope.TryGetVariable(Id, out var value)) || (Name is not null && scope.TryGetVariable(Name, out value)) ? value : Value.Undefined;
    }

    /// <summary>An input of the workflow by its name; Undefined when it was not given.</summary>
    public sealed record Input(string Name) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) => scope.TryGetInput(Name, out var value) ? value : Value.Undefined;
    }

    /// <summary>A script of the JavaScript subset; <see cref="Script"/> is null when it does not parse.</summary>
    public sealed record JavaScript(string Source, JavaScriptExpression? Script) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) => Script is not null
            ? Script.Evaluate(scope, budget)
            : new Evaluation(new EvaluationError(EvaluationErrors.DoesNotParse, null, Error?.Line ?? 0, Error?.Column ?? 0, 0));
    }

    /// <summary>A type of expression that this service does not evaluate (CSharp, Liquid, Python, Secret, …).</summary>
    public sealed record Unsupported(string Type) : Expression
    {
        public override Evaluation Evaluate(IScope scope, Budget budget) => Failure(EvaluationErrors.UnsupportedType, Type);
    }

    /// <summary>Why the text of this expression cannot be evaluated; null when it can.</summary>
    public ParseError? Error { get; init; }

    /// <summary>The value, or why there is none; never an exception for what the definition or the data did wrong.</summary>
    public abstract Evaluation Evaluate(IScope scope, Budget budget);

    static Evaluation Failure(string key, string name) => new(new EvaluationError(key, name, 0, 0, 0));

    /// <summary>Reads <c>{"type","value"}</c>; JSON of any other shape is the literal that it is.</summary>
    public static Expression Read(JsonElement expressionObject)
    {
        if (expressionObject.ValueKind != JsonValueKind.Object || !TryGet(expressionObject, "type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return ReadLiteral(expressionObject);
        }
        var hasValue = TryGet(expressionObject, "value", out var value);
        return type.GetString()! switch
        {
            "Literal" => hasValue ? ReadLiteral(value) : new Literal(Value.Null),
            "Object" or "Json" or "JSON" => ReadObject(value),
            "Variable" => ReadReference(value) is var (id, name) && (id ?? name) is not null ? new Variable(id, name) : Broken("Variable"),
            "Input" => ReadReference(value) is (_, { } input) ? new Input(input) : Broken("Input"),
            "JavaScript" => ReadScript(value.ValueKind == JsonValueKind.String ? value.GetString()! : ""),
            var other => new Unsupported(other) { Error = new ParseError(ParseErrors.UnsupportedType, 1, 1, other) },
        };
    }

    static Expression ReadLiteral(JsonElement value) => TryRead(value, out var literal) ? new Literal(literal) : Broken("Literal");

    static Object ReadObject(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return TryRead(value, out var json) ? new Object(json) : NotJson();
        }
        var text = value.GetString()!;
        return string.IsNullOrWhiteSpace(text) ? new Object(Value.Null)
            : Value.TryParse(text, out var parsed) ? new Object(parsed)
            : NotJson();

        static Object NotJson() => new(Value.Undefined) { Error = new ParseError(ParseErrors.NotJson, 1, 1) };
    }

    /// <summary>Where Studio embeds a variable or an input: the whole object, its JSON text, or (by hand) its name.</summary>
    static (string? Id, string? Name) ReadReference(JsonElement value)
    {
        if (!TryRead(value, out var reference))
        {
            return default;
        }
        if (reference.IsText && Value.TryParse(reference.AsText(), out var parsed) && parsed.Kind == ValueKind.Map)
        {
            reference = parsed;
        }
        return reference.Kind == ValueKind.Map ? (Member("id"), Member("name"))
            : reference.IsText && reference.Count > 0 ? (null, reference.AsText())
            : default;

        string? Member(string name) => reference[name] is { IsText: true, Count: > 0 } text ? text.AsText() : null;
    }

    static JavaScript ReadScript(string source)
    {
        var parsed = JavaScriptExpression.Parse(source);
        return new JavaScript(source, parsed.Expression) { Error = parsed.Error };
    }

    static Unsupported Broken(string type) => new(type) { Error = new ParseError(ParseErrors.NotJson, 1, 1) };

    static bool TryRead(JsonElement element, out Value value)
    {
        try
        {
            value = Value.From(element);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    static bool TryGet(JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) || element.TryGetProperty(char.ToUpperInvariant(name[0]) + name[1..], out value);
}
