using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.UserTasks;

/// <summary>What a person is asked at a step; the same description serves pages, API and validation.</summary>
public sealed record Form(string Title, IReadOnlyList<FormField> Fields)
{
    /// <summary>Outcomes that cannot be taken back: screens ask once more before them.</summary>
    public IReadOnlyList<string> ConfirmedOutcomes { get; init; } = [];

    internal static Form Read(JsonNode? json, string path)
    {
        if (json is not JsonObject form)
            throw new DefinitionFormatException(path, FormatProblem.ObjectExpected);
        return new Form((string?)form["title"] ?? "", FormField.ReadAll(form["fields"], path + ".fields"))
        {
            ConfirmedOutcomes = form["confirm"] is JsonArray outcomes ? [.. outcomes.Select(outcome => (string)outcome!)] : [],
        };
    }

    /// <summary>
    /// What is wrong with the answers, by the path of the field (<c>actions[0].dueOn</c>): a code of <see cref="AnswerProblems"/>.
    /// Only what the description says is asked for.
    /// </summary>
    /// <param name="outcome">The outcome chosen; some fields are asked for with some outcomes only.</param>
    public Dictionary<string, string> Validate(JsonObject answers, string? outcome)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        Validate(Fields, answers, outcome, "", problems);
        return problems;
    }

    private static void Validate(IReadOnlyList<FormField> fields, JsonObject answers, string? outcome, string prefix, Dictionary<string, string> problems)
    {
        foreach (var field in fields)
        {
            var path = prefix + field.Name;
            var answer = answers[field.Name];
            if (IsEmpty(answer))
            {
                if (field.Required || (outcome is not null && field.RequiredFor.Contains(outcome)))
                    problems[path] = AnswerProblems.Required;
            }
            else if (field.Type == FieldType.Rows)
            {
                ValidateRows(field, answer!, path, problems);
            }
            else if (Problem(field, answer!) is { } problem)
            {
                problems[path] = problem;
            }
        }
    }

    private static void ValidateRows(FormField field, JsonNode answer, string path, Dictionary<string, string> problems)
    {
        if (answer is not JsonArray rows)
        {
            problems[path] = AnswerProblems.Rows;
            return;
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is JsonObject row)
                Validate(field.Fields, row, null, $"{path}[{i}].", problems);
            else
                problems[$"{path}[{i}]"] = AnswerProblems.Rows;
        }
    }

    private static string? Problem(FormField field, JsonNode answer) => field.Type switch
    {
        FieldType.Text => Text(answer) is not { } text ? AnswerProblems.Text : text.Length > 500 ? AnswerProblems.TooLong : null,
        FieldType.LongText => Text(answer) is not { } text ? AnswerProblems.Text : text.Length > 20_000 ? AnswerProblems.TooLong : null,
        FieldType.Date => DateOnly.TryParseExact(Text(answer), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : AnswerProblems.Date,
        FieldType.Number => Number(answer) is null ? AnswerProblems.Number : null,
        FieldType.Money => Number(answer) is not { } amount ? AnswerProblems.Number : amount < 0 || decimal.Round(amount, 2) != amount ? AnswerProblems.Money : null,
        FieldType.YesNo => answer.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : AnswerProblems.YesNo,
        FieldType.Choice => field.Options.Any(option => option.Value == Text(answer)) ? null : AnswerProblems.Choice,
        FieldType.Choices => answer is JsonArray chosen && chosen.All(item => field.Options.Any(option => item is not null && option.Value == Text(item)))
            ? null : AnswerProblems.Choice,
        FieldType.Person => Guid.TryParse(Text(answer), out _) ? null : AnswerProblems.Person,
        _ => null,
    };

    private static bool IsEmpty(JsonNode? answer) => answer switch
    {
        null => true,
        JsonArray items => items.Count == 0,
        JsonValue value => value.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text),
        _ => false,
    };

    private static string? Text(JsonNode answer) => answer is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static decimal? Number(JsonNode answer)
    {
        if (answer is not JsonValue value)
            return null;
        if (value.TryGetValue(out decimal number))
            return number;
        return value.TryGetValue(out string? text) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out number) ? number : null;
    }
}

/// <summary>Codes of what can be wrong with an answer; screens have their texts.</summary>
public static class AnswerProblems
{
    public const string Required = "required";
    public const string Text = "text";
    public const string TooLong = "too-long";
    public const string Date = "date";
    public const string Number = "number";
    public const string Money = "money";
    public const string YesNo = "yes-no";
    public const string Choice = "choice";
    public const string Person = "person";
    public const string Rows = "rows";
    public const string NotEligible = "not-eligible";
    public const string CaseloadFull = "caseload-full";
    public const string DutiesNotSeparate = "duties-not-separate";
}

/// <summary>What kind of answer a field takes.</summary>
public enum FieldType
{
    Text,
    LongText,
    Date,
    Number,
    Money,
    YesNo,
    Choice,
    Choices,
    Person,
    Rows,
}

/// <summary>One question of a form.</summary>
/// <param name="RequiredFor">Outcomes with which the answer may not be missing, though it may with others.</param>
/// <param name="Role">Of a person field: the role whose holders may be chosen.</param>
/// <param name="Fields">Of rows: the questions of each row.</param>
public sealed record FormField(
    string Name,
    string Label,
    string? Hint,
    FieldType Type,
    bool Required,
    IReadOnlyList<string> RequiredFor,
    IReadOnlyList<FieldOption> Options,
    string? Role,
    IReadOnlyList<FormField> Fields)
{
    internal static IReadOnlyList<FormField> ReadAll(JsonNode? json, string path) =>
        json is JsonArray fields ? [.. fields.Select((field, i) => Read(field as JsonObject ?? [], $"{path}[{i}]"))] : [];

    private static FormField Read(JsonObject json, string path)
    {
        var type = FieldTypes.Parse((string?)json["type"]) ?? throw new DefinitionFormatException(path + ".type", FormatProblem.UnknownFieldType, (string?)json["type"]);
        return new FormField(
            (string?)json["name"] ?? throw new DefinitionFormatException(path + ".name", FormatProblem.Missing),
            (string?)json["label"] ?? throw new DefinitionFormatException(path + ".label", FormatProblem.Missing),
            (string?)json["hint"],
            type,
            json["required"] is JsonValue required && required.TryGetValue(out bool set) && set,
            json["requiredFor"] is JsonArray outcomes ? [.. outcomes.Select(outcome => (string)outcome!)] : [],
            json["options"] is JsonArray options ? [.. options.OfType<JsonObject>().Select(option => new FieldOption((string)option["value"]!, (string)option["label"]!))] : [],
            (string?)json["role"],
            ReadAll(json["fields"], path + ".fields"));
    }
}

/// <summary>One of the answers to choose from.</summary>
public sealed record FieldOption(string Value, string Label);

/// <summary>The stable keys of <see cref="FieldType"/>.</summary>
public static class FieldTypes
{
    private static readonly (FieldType Type, string Key)[] Keys =
    [
        (FieldType.Text, "text"), (FieldType.LongText, "long-text"), (FieldType.Date, "date"), (FieldType.Number, "number"),
        (FieldType.Money, "money"), (FieldType.YesNo, "yes-no"), (FieldType.Choice, "choice"), (FieldType.Choices, "choices"),
        (FieldType.Person, "person"), (FieldType.Rows, "rows"),
    ];

    public static FieldType? Parse(string? key)
    {
        foreach (var (type, known) in Keys)
        {
            if (known == key)
                return type;
        }
        return null;
    }

    public static string ToKey(this FieldType type) => Keys[(int)type].Key;
}
