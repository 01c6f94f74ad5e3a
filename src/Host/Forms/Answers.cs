using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>What people answer to forms: what is kept of it, what is wrong with it, and how it reads.</summary>
public static class Answers
{
    /// <summary>The answers that the form asks for; what else was sent is not kept.</summary>
    public static JsonObject Keep(IReadOnlyList<FormField> fields, JsonObject answers)
    {
        var kept = new JsonObject();
        foreach (var field in fields)
        {
            if (answers.TryGetPropertyValue(field.Name, out var answer))
            {
                kept[field.Name] = field.Type == FieldType.Rows && answer is JsonArray rows
                    ? new JsonArray([.. rows.Select(row => row is JsonObject one ? Keep(field.Fields, one) : Storable(row))])
                    : Storable(answer);
            }
        }
        return kept;
    }

    /// <summary>A copy without what PostgreSQL keeps in no text: NUL.</summary>
    /// <exception cref="BadHttpRequestException">The text is no Unicode: half a surrogate pair.</exception>
    static JsonNode? Storable(JsonNode? answer)
    {
        try
        {
            return answer switch
            {
                JsonArray list => new JsonArray([.. list.Select(Storable)]),
                JsonValue value when value.TryGetValue(out string? text) => text.Replace("\0", "", StringComparison.Ordinal),
                _ => answer?.DeepClone(),
            };
        }
        catch (InvalidOperationException exception)
        {
            throw new BadHttpRequestException("An answer is not valid Unicode.", exception);
        }
    }

    /// <summary>Codes of <see cref="AnswerProblems"/> by field, in words.</summary>
    public static FieldErrors Errors(IEnumerable<KeyValuePair<string, string>> problems)
    {
        var errors = new FieldErrors();
        foreach (var (field, problem) in problems)
        {
            errors.Add(field, Texts.Problems.Find($"answer.{problem}") ?? Texts.Problems["answer.other"]);
        }
        return errors;
    }

    /// <summary>An answer as a person reads it: labels instead of keys, dates and amounts in the reader's language.</summary>
    public static string Read(FormField field, JsonNode? answer, Func<Guid, string?> nameOf) => (field.Type, answer) switch
    {
        (_, null) => "",
        (FieldType.Rows, JsonArray rows) => string.Join("; ", rows.OfType<JsonObject>().Select(row => ReadRow(field, row, nameOf))),
        (FieldType.Choices, JsonArray chosen) => string.Join(", ", chosen.Select(item => LabelOf(field, Text(item)))),
        (FieldType.Choice, _) => LabelOf(field, Text(answer)),
        (FieldType.YesNo, _) => Texts.Cases[answer.GetValueKind() == JsonValueKind.True ? "answer.yes" : "answer.no"],
        (FieldType.Person, _) => Guid.TryParse(Text(answer), out var id) ? nameOf(id) ?? "" : "",
        (FieldType.Date, _) => DateOnly.TryParseExact(Text(answer), "yyyy-MM-dd", out var day) ? day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture) : Text(answer),
        (FieldType.Number or FieldType.Money, JsonValue value) => value.TryGetValue(out decimal number)
            ? number.ToString(field.Type == FieldType.Money ? "N2" : "0.######", CultureInfo.CurrentCulture) : Text(answer),
        _ => Text(answer),
    };

    static string ReadRow(FormField field, JsonObject row, Func<Guid, string?> nameOf) => string.Join(", ", field.Fields
        .Select(column => (column.Label, Text: Read(column, row[column.Name], nameOf)))
        .Where(cell => cell.Text.Length > 0)
        .Select(cell => $"{cell.Label}: {cell.Text}"));

    static string LabelOf(FormField field, string value) => field.Options.FirstOrDefault(option => option.Value == value)?.Label ?? value;

    static string Text(JsonNode? answer) => answer?.ToString() ?? "";
}
