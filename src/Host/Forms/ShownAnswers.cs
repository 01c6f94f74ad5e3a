using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>Answers to read, not to change: drawn by Forms/_Answers.cshtml.</summary>
/// <param name="NameOf">Who a person chosen in the form is.</param>
public sealed record ShownAnswers(IReadOnlyList<FieldView> Fields, JsonObject Answers, Func<Guid, string?> NameOf)
{
    static readonly string Money = FieldType.Money.ToKey();

    /// <summary>The questions that were answered.</summary>
    public IEnumerable<(FieldView Field, JsonNode Answer)> Given =>
        Fields.Where(question => Answers[question.Name] is not null).Select(question => (question, Answers[question.Name]!));

    public IEnumerable<ShownAnswers> RowsOf(FieldView field) =>
        Answers[field.Name] is JsonArray rows ? rows.OfType<JsonObject>().Select(row => this with { Fields = field.Fields ?? [], Answers = row }) : [];

    /// <summary>The answer in words, a line for each choice; never of rows.</summary>
    public IEnumerable<string> Lines(FieldView field, JsonNode answer) => answer is JsonArray chosen
        ? chosen.Select(item => OptionLabel(field, (string?)item ?? ""))
        : [Line(field, answer.AsValue())];

    string Line(FieldView field, JsonValue answer) => answer.GetValueKind() switch
    {
        JsonValueKind.True => Texts.FormPages["yes"],
        JsonValueKind.False => Texts.FormPages["no"],
        JsonValueKind.Number when field.Type == Money => Texts.FormPages["money", answer.GetValue<decimal>().ToString("N2", CultureInfo.CurrentCulture)],
        JsonValueKind.Number => answer.GetValue<decimal>().ToString("#,0.############", CultureInfo.CurrentCulture),
        _ => OfText(field, answer.ToString()),
    };

    string OfText(FieldView field, string text) => FieldTypes.Parse(field.Type) switch
    {
        FieldType.Choice => OptionLabel(field, text),
        FieldType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => DateTexts.Day(date),
        FieldType.Person when Guid.TryParse(text, out var id) => NameOf(id) ?? Texts.FormPages["personGone"],
        _ => text,
    };

    /// <summary>Whether the words are the person's or the procedure's, which are Polish, and not the page's.</summary>
    public static bool IsContent(FieldView field) => FieldTypes.Parse(field.Type) is FieldType.Text or FieldType.LongText or FieldType.Choice or FieldType.Choices or FieldType.Person;

    static string OptionLabel(FieldView field, string value) => field.Options?.FirstOrDefault(option => option.Value == value)?.Label ?? value;
}
