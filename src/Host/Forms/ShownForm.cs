using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>
/// A form as a page shows it. Person fields carry the eligible people as their options; errors stand under the ids of the inputs
/// (<see cref="PostedAnswers.IdOf"/>).
/// </summary>
/// <param name="Today">The day at the office, which a press of a button fills in.</param>
/// <param name="Focus">The path of the row whose first field gets the keyboard; null leaves it to the browser.</param>
public sealed record ShownForm(FormView Form, JsonObject Answers, FieldErrors Errors, DateOnly Today, string? Focus = null)
{
    /// <summary>Whether there is anything to fill in.</summary>
    public bool Asks => Form.Fields.Count > 0;

    public IEnumerable<ShownField> Fields => Form.Fields.Select(question => new ShownField(this, question, question.Name, Answers[question.Name]));
}

/// <summary>One question of a form on a page, drawn by Forms/_Field.cshtml.</summary>
/// <param name="Path">The names that lead to it, such as <c>household[0].birthDate</c>.</param>
public sealed record ShownField(ShownForm Shown, FieldView Field, string Path, JsonNode? Answer)
{
    /// <summary>Up to so many options stand below one another; more of them fold into a list.</summary>
    const int OptionsInSight = 7;

    public FieldType Type { get; } = FieldTypes.Parse(Field.Type)!.Value;
    public IReadOnlyList<FieldOption> Options => Field.Options ?? [];
    public string Id => PostedAnswers.IdOf(Path);
    public IReadOnlyList<string> Wrong => Shown.Errors.ByField.GetValueOrDefault(Id) ?? [];
    public bool IsWrong => Wrong.Count > 0;
    public string? HintId => Field.Hint is null ? null : $"{Id}-hint";
    public string? ErrorId => IsWrong ? $"{Id}-error" : null;
    public string? DescribedBy => string.Join(' ', new[] { HintId, ErrorId }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
    public bool IsInRow => Path != Field.Name;
    public bool FoldsOptions => Type == FieldType.Person || (Type == FieldType.Choice && (IsInRow || Options.Count > OptionsInSight));

    /// <summary>The answer as the person typed it or would type it.</summary>
    public string Typed => Answer is not JsonValue value ? "" : value.GetValueKind() switch
    {
        JsonValueKind.Number => TypedNumber(value.GetValue<decimal>()),
        JsonValueKind.String => value.GetValue<string>(),
        _ => "",
    };

    string TypedNumber(decimal number) =>
        number.ToString(Type == FieldType.Money ? "0.00" : "0.############", CultureInfo.CurrentCulture);

    /// <summary>Day, month and year as they stand in their three inputs; what is no date stays as it was typed.</summary>
    public string[] DateParts
    {
        get
        {
            var typed = Typed;
            if (PostedAnswers.TryReadDate(typed, out var date))
            {
                return [date.Day.ToString(), date.Month.ToString(), date.Year.ToString("0000")];
            }
            var parts = typed.Split('.', 3);
            return [parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? ""];
        }
    }

    public bool? Yes => Answer is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? Answer.GetValue<bool>() : null;

    public bool IsChosen(string option) => Answer switch
    {
        JsonArray chosen => chosen.Any(item => item is JsonValue value && value.TryGetValue(out string? text) && text == option),
        _ => Typed == option,
    };

    public IReadOnlyList<JsonObject> Rows => Answer is JsonArray rows ? [.. rows.OfType<JsonObject>()] : [];

    public string RowPath(int row) => $"{Path}[{row}]";

    public IEnumerable<ShownField> FieldsOf(int row) =>
        Field.Fields!.Select(field => new ShownField(Shown, field, $"{RowPath(row)}.{field.Name}", Rows[row][field.Name]));

    /// <summary>Whether the keyboard goes to this field when the page opens: the first one of a row just added.</summary>
    public bool HasFocus => IsInRow && Shown.Focus is { } row && Path == $"{row}.{FirstOf(row)}";

    string? FirstOf(string row) => Shown.Form.Fields.FirstOrDefault(field => row.StartsWith(field.Name + "[", StringComparison.Ordinal))?.Fields?[0].Name;

    /// <summary>Questions that may be left out say so, in the language of the page.</summary>
    public string? Optional => Field.Required ? null : Texts.FormPages[Field.RequiredFor is null ? "optional" : "dependsOnOutcome"];
}
