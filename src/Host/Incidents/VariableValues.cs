using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Incidents;

/// <summary>Reads new values of variables, by the types that the procedure gives them, and says what is wrong with them.</summary>
public static class VariableValues
{
    /// <summary>What one evaluation of an expression may make at most.</summary>
    const int Longest = 100_000;

    static readonly string[] Whole = ["Int16", "Int32", "Int64", "Long"];
    static readonly string[] Numbers = [.. Whole, "Single", "Double", "Decimal"];
    static readonly string[] Moments = ["DateTime", "DateTimeOffset"];

    /// <summary>How a person enters a value of the type: as text, boolean, number, date, span, list or json.</summary>
    public static string EntryOf(StepVariable variable) => variable switch
    {
        { IsArray: true } => "list",
        { Type: "String" or "Guid" } => "text",
        { Type: "Boolean" } => "boolean",
        { Type: "TimeSpan" } => "span",
        { Type: "DateOnly" } => "date",
        _ when Moments.Contains(variable.Type) => "date",
        _ when Numbers.Contains(variable.Type) => Whole.Contains(variable.Type) ? "whole" : "number",
        _ => "json",
    };

    /// <summary>A value as it is entered; what is not there is an empty text.</summary>
    public static string Shown(StepVariable variable) => variable.Value switch
    {
        null => "",
        JsonValue value when EntryOf(variable) is not ("json" or "list") => value.ToString(),
        var value => value.ToJsonString(Readable),
    };

    static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The values of a request, by id or name; errors stand under <c>variables.</c> and that.</summary>
    public static Dictionary<string, Value> Read(IReadOnlyList<StepVariable> seen, JsonObject given, FieldErrors errors)
    {
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, json) in given)
        {
            if ((seen.FirstOrDefault(one => one.Id == name) ?? seen.FirstOrDefault(one => one.Name == name)) is { } variable)
            {
                Take(values, variable, Try(() => Value.From(json)), errors, $"{IncidentWork.VariablesField}.{name}");
            }
            else
            {
                errors.Add($"{IncidentWork.VariablesField}.{name}", Texts.Problems["variable.unknown"]);
            }
        }
        return values;
    }

    /// <summary>One value as a person entered it.</summary>
    public static void Read(Dictionary<string, Value> values, StepVariable variable, string entered, FieldErrors errors, string field) =>
        Take(values, variable, EntryOf(variable) switch
        {
            "text" => (Value.Of(entered), null),
            _ when entered.Length == 0 => (Value.Null, null),
            "json" or "list" => Try(() => Value.Parse(entered)),
            "number" or "whole" => (Value.Of(entered.Trim().Replace(',', '.')), null),
            _ => (Value.Of(entered.Trim()), null),
        }, errors, field);

    static (Value Value, string? Problem) Try(Func<Value> read)
    {
        try
        {
            return (read(), null);
        }
        catch (JsonException exception) when (exception.LineNumber is { } line)
        {
            return (default, Texts.IncidentPages["value.notJson.place", line + 1, (exception.BytePositionInLine ?? 0) + 1]);
        }
        catch (JsonException)
        {
            return (default, Texts.IncidentPages["value.notJson"]);
        }
    }

    static void Take(Dictionary<string, Value> values, StepVariable variable, (Value Value, string? Problem) read, FieldErrors errors, string field)
    {
        if ((read.Problem ?? ProblemOf(variable, read.Value)) is { } problem)
        {
            errors.Add(field, Texts.IncidentPages["value.wrong", variable.Name, problem]);
            return;
        }
        values[variable.Id] = Converted(variable, read.Value);
    }

    static string? ProblemOf(StepVariable variable, Value value)
    {
        var json = value.ToJsonText();
        return json.Length > Longest ? Texts.IncidentPages["value.tooLong", Longest.ToString("N0", CultureInfo.CurrentCulture)]
            // PostgreSQL keeps no NUL in texts.
            : json.Contains("\\u0000", StringComparison.OrdinalIgnoreCase) ? Texts.IncidentPages["value.nul"]
            : value.IsNothing || Fits(variable, value) ? null
            : Texts.IncidentPages[$"value.not.{EntryOf(variable)}"];
    }

    static bool Fits(StepVariable variable, Value value) => EntryOf(variable) switch
    {
        "text" => value.IsText && (variable.Type != "Guid" || Guid.TryParse(value.AsText(), out _)),
        "boolean" => Coerce.ToBoolean(value).Succeeded,
        "whole" => Coerce.ToNumber(value) is { Succeeded: true, Value: var number } && double.IsInteger(number),
        "number" => Coerce.ToNumber(value).Succeeded,
        "date" => Coerce.ToInstant(value).Succeeded || Coerce.ToDate(value).Succeeded,
        "span" => Coerce.ToDuration(value).Succeeded,
        "list" => value.Kind == ValueKind.List,
        _ => true,
    };

    static Value Converted(StepVariable variable, Value value) => value.IsNothing ? Value.Null : EntryOf(variable) switch
    {
        "boolean" => Value.Of(Coerce.ToBoolean(value).Value),
        "whole" or "number" => Value.Of(Coerce.ToNumber(value).Value),
        _ => value,
    };
}
