using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
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
        Texts.IncidentPages.Find($"reason.{message}") ?? OfExpression(message, activity, seesContent) ?? OfValue(message, activity)
        ?? OfName(message, activity, seesContent) ?? OfRequest(message, activity, seesContent) ?? OfProgram(message);

    static string? OfExpression(string message, CompiledActivity activity, bool seesContent)
    {
        if (ExpressionFault().Match(message) is not { Success: true } match || Texts.Expressions.Find(Group(match, "key")) is null)
        {
            return null;
        }
        var name = Group(match, "name") is { Length: > 0 } known && (seesContent || IsWritten(activity, known)) ? known : null;
        var error = new EvaluationError(Group(match, "key"), name, Number(match, "line"), Number(match, "column"), 0);
        return match.Groups["input"].Success
            ? Texts.IncidentPages["reason.input", InputName(activity, Group(match, "input")), ExpressionTexts.Of(error)]
            : Texts.IncidentPages[Group(match, "what") == "the script stopped" ? "reason.script" : "reason.condition", ExpressionTexts.Of(error)];
    }

    /// <summary>A name that no script of the step spells out was worked out for the case.</summary>
    static bool IsWritten(CompiledActivity activity, string name) =>
        activity.Inputs.Values.Any(input => input switch
        {
            Expression.JavaScript script => HasWord(script.Source, name),
            // A step that runs a script keeps it as plain text.
            Expression.Literal { Value: { IsText: true } text } => HasWord(text.AsText(), name),
            Expression.Unsupported other => other.Type == name,
            _ => false,
        })
        || (activity.Node.Json["cases"] is { } cases && HasWord(cases.ToJsonString(AsWritten), name));

    /// <summary>A script may write <c>setRooms(3)</c> for the variable rooms.</summary>
    static bool HasWord(string text, string word) => Regex.IsMatch(text, $@"(?<!\w)(set)?{Regex.Escape(word)}(?!\w)", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static string? OfValue(string message, CompiledActivity activity)
    {
        if (ValueFault().Match(message) is not { Success: true } match)
        {
            return null;
        }
        var problem = match.Groups["most"].Success ? Texts.IncidentPages["reason.input.whole", Number(match, "most")]
            : match.Groups["key"].Success ? Texts.Expressions.Find(Group(match, "key"))
            : Group(match, "what") switch
            {
                "is not a list" => Texts.Expressions[Coerce.NotAList],
                "has no names" => Texts.Expressions[Coerce.NotAMap],
                var what => Texts.IncidentPages[$"reason.input.{what}"],
            };
        return problem is null ? null : Texts.IncidentPages["reason.input.wrong", InputName(activity, Group(match, "input")), problem];
    }

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

    /// <summary>The address is the procedure's own when the step gives it as it stands.</summary>
    static string? OfRequest(string message, CompiledActivity activity, bool seesContent)
    {
        if (activity.Behaviour is not HttpRequestActivity || RequestFault().Match(message) is not { Success: true } match)
        {
            return null;
        }
        var host = seesContent || activity.Plain("url") is not null ? Texts.IncidentPages["reason.host", Group(match, "host")] : "";
        return Texts.IncidentPages[$"reason.host {Group(match, "what")}", host, Group(match, "number")];
    }

    static string? OfProgram(string message) =>
        ProgramFault().Match(message) is { Success: true } match ? Texts.IncidentPages["reason.unexpected", Group(match, "type")] : null;

    static string InputName(CompiledActivity activity, string input) =>
        Texts.Activities.Find($"{activity.Node.Type}.{input.Split('[')[0]}") ?? input;

    static string Group(Match match, string name) => match.Groups[name].Value;

    static int Number(Match match, string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(the input '(?<input>[^']+)' has no value|(?<what>the script stopped|a condition has no value)): (?<key>expression\.[a-z-]+) \((?<name>[^)]*)\) in line (?<line>\d{1,9}), column (?<column>\d{1,9})$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExpressionFault();

    [GeneratedRegex(@"^the input '(?<input>[^']+)' (is not what is expected: (?<key>coerce\.[a-z-]+)|(?<what>is not a list|has no names|names no person)|is -?\d{1,10}; a whole number from 0 to (?<most>\d{1,9}) is expected)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ValueFault();

    [GeneratedRegex(@"^(?<before>the limit counts from the date|the periods count from the date|nobody is named for the role|there is no form|there is no ladder|no variable) '(?<name>[^']*)'(?<after>, which the case does not have yet| is declared)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameFault();

    [GeneratedRegex(@"^(the office does not let procedures ask |the answer of )?'(?<host>[^']*)'(; the setting Requests:AllowedHosts)? (?<what>could not be asked|has not answered within|is larger than|has those that it does|lies in a network)( (?<number>[\d.,]{1,15}) (seconds|bytes)| that procedures do not ask; see the setting Requests:AllowPrivateAddresses)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestFault();

    [GeneratedRegex(@"^unexpected (?<type>[A-Za-z0-9_`]{1,100})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProgramFault();
}
