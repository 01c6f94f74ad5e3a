using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Says in the language of the request what is wrong with an expression, and where.</summary>
public static class ExpressionTexts
{
    public static string Of(ParseError error)
    {
        var expected = error.Expected is { } word ? Texts.Expressions.Find($"expected.{word}") ?? word : null;
        return At(error.Line, error.Column, Texts.Expressions[error.Key, error.Found ?? Texts.Expressions["found.end"], expected]);
    }

    /// <summary>Why an expression had no value when its case ran.</summary>
    public static string Of(EvaluationError error)
    {
        var text = Texts.Expressions[error.Key, error.Name ?? "?"];
        return error.Line == 0 ? text : At(error.Line, error.Column, text);
    }

    static string At(int line, int column, string text) => Texts.Expressions["place", line, column, text];
}
