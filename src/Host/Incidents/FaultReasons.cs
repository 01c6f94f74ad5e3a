using System.Globalization;
using System.Text.RegularExpressions;
using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.Incidents;

/// <summary>
/// Says why a step has stopped, in the language of the request. A fault may repeat what somebody wrote about the family: who does not see
/// the content of the case reads only what is made of the procedure's own words.
/// </summary>
static partial class FaultReasons
{
    /// <summary>The type whose message its author writes, with whatever in it.</summary>
    const string FaultType = "Elsa.Fault";

    /// <param name="activity">Null when the version of the procedure does not have the step any more.</param>
    public static string Of(string message, CompiledActivity? activity, bool seesContent) =>
        (activity is null || activity.Node.Type == FaultType ? null : Translated(message, activity, seesContent))
        ?? (seesContent && message.Length > 0 ? message : Texts.IncidentPages[seesContent ? "reason.none" : "reason.hidden"]);

    static string? Translated(string message, CompiledActivity activity, bool seesContent) =>
        Texts.IncidentPages.Find($"reason.{message}") ?? OfExpression(message, activity) ?? OfValue(message, activity) ?? OfName(message, activity, seesContent);

    static string? OfExpression(string message, CompiledActivity activity)
    {
        if (ExpressionFault().Match(message) is not { Success: true } match || Texts.Expressions.Find(Group(match, "key")) is null)
        {
            return null;
        }
        var error = new EvaluationError(Group(match, "key"), Group(match, "name") is { Length: > 0 } name ? name : null, Number(match, "line"), Number(match, "column"), 0);
        return match.Groups["input"].Success
            ? Texts.IncidentPages["reason.input", InputName(activity, Group(match, "input")), ExpressionTexts.Of(error)]
            : Texts.IncidentPages[Group(match, "what") == "the script stopped" ? "reason.script" : "reason.condition", ExpressionTexts.Of(error)];
    }

    static string? OfValue(string message, CompiledActivity activity) =>
        ValueFault().Match(message) is { Success: true } match && Texts.Expressions.Find(Group(match, "key")) is { } problem
            ? Texts.IncidentPages["reason.input", InputName(activity, Group(match, "input")), problem]
            : null;

    /// <summary>The name is the procedure's own when the step gives it as it stands; otherwise it was worked out for the case.</summary>
    static string? OfName(string message, CompiledActivity activity, bool seesContent)
    {
        if (NameFault().Match(message) is not { Success: true } match)
        {
            return null;
        }
        var name = Group(match, "name");
        return seesContent || activity.Inputs.Values.OfType<Expression.Literal>().Any(input => input.Value.AsText() == name)
            ? Texts.IncidentPages[$"reason.{Group(match, "before")}…{Group(match, "after")}", name]
            : null;
    }

    static string InputName(CompiledActivity activity, string input) =>
        Texts.Activities.Find($"{activity.Node.Type}.{input.Split('[')[0]}") ?? input;

    static string Group(Match match, string name) => match.Groups[name].Value;

    static int Number(Match match, string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(the input '(?<input>[^']+)' has no value|(?<what>the script stopped|a condition has no value)): (?<key>expression\.[a-z-]+) \((?<name>[^)]*)\) in line (?<line>\d{1,9}), column (?<column>\d{1,9})$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExpressionFault();

    [GeneratedRegex(@"^the input '(?<input>[^']+)' is not what is expected: (?<key>coerce\.[a-z-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ValueFault();

    [GeneratedRegex(@"^(?<before>the limit counts from the date|the periods count from the date|nobody is named for the role|there is no form|there is no ladder|no variable) '(?<name>[^']*)'(?<after>, which the case does not have yet| is declared)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameFault();
}
