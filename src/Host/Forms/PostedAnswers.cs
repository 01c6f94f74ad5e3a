using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>
/// Makes answers, in the same shape that the API takes, from the inputs of a posted page. What cannot be read (a date that there
/// is none, letters for a number) stays as it was typed, so that validation names it and the page shows it again.
/// </summary>
public static class PostedAnswers
{
    /// <summary>The name of the button pressed: <see cref="AddRow"/> or <see cref="RemoveRow"/> with a path, or what the page itself offers.</summary>
    public const string Button = "do";
    public const string AddRow = "add:";
    public const string RemoveRow = "remove:";

    const string Prefix = "answers.";
    const int MaximumRows = 100;
    static readonly string Rows = FieldType.Rows.ToKey();

    /// <summary>The id and the name of the input of the field at a path.</summary>
    public static string IdOf(string path) => Prefix + path;

    public static JsonObject Read(FormView form, IFormCollection posted) => ReadFields(form.Fields, posted, "");

    static JsonObject ReadFields(IReadOnlyList<FieldView> fields, IFormCollection posted, string prefix)
    {
        var answers = new JsonObject();
        foreach (var field in fields)
        {
            if (ReadField(field, posted, prefix + field.Name) is { } answer)
            {
                answers[field.Name] = answer;
            }
        }
        return answers;
    }

    static JsonNode? ReadField(FieldView field, IFormCollection posted, string path)
    {
        var text = TextOf(posted, path);
        return FieldTypes.Parse(field.Type) switch
        {
            FieldType.Date => ReadDate(posted, path),
            FieldType.Number or FieldType.Money => text is null ? null : ReadNumber(text),
            FieldType.YesNo => text switch { null => null, "true" => true, "false" => false, _ => text },
            FieldType.Choices => ReadChoices(posted, path),
            FieldType.Rows => ReadRows(field, posted, path),
            _ => text,
        };
    }

    static string? TextOf(IFormCollection posted, string path)
    {
        var text = posted[IdOf(path)].ToString().ReplaceLineEndings("\n").Trim();
        return text.Length == 0 ? null : text;
    }

    static JsonValue ReadNumber(string text)
    {
        var plain = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace(',', '.');
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    /// <summary>From three inputs, or from one; a whole date typed or pasted into the first of three counts too.</summary>
    static JsonValue? ReadDate(IFormCollection posted, string path)
    {
        string?[] parts = [TextOf(posted, path + ".day"), TextOf(posted, path + ".month"), TextOf(posted, path + ".year")];
        var typed = TextOf(posted, path) ?? (parts.All(part => part is null) ? null : parts[1] is null && parts[2] is null ? parts[0] : string.Join('.', parts));
        return typed is null ? null : JsonValue.Create(TryReadDate(typed, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : typed);
    }

    static readonly string[] DateFormats = ["yyyy-MM-dd", "d.M.yyyy", "d-M-yyyy", "d/M/yyyy", "d M yyyy"];

    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    static JsonArray? ReadChoices(IFormCollection posted, string path)
    {
        var chosen = posted[IdOf(path)].Where(value => !string.IsNullOrEmpty(value)).ToList();
        return chosen.Count == 0 ? null : new JsonArray([.. chosen.Select(value => JsonValue.Create(value))]);
    }

    /// <summary>Each row has an input of its own name, so that one without any answer is there too.</summary>
    static JsonArray? ReadRows(FieldView field, IFormCollection posted, string path)
    {
        var rows = new JsonArray();
        for (var row = 0; row < MaximumRows && posted.ContainsKey(IdOf($"{path}[{row}]")); row++)
        {
            rows.Add(ReadFields(field.Fields!, posted, $"{path}[{row}]."));
        }
        return rows.Count == 0 ? null : rows;
    }

    /// <summary>Leaves out rows in which nothing was written; they are a page's, not an answer.</summary>
    public static JsonObject WithoutEmptyRows(this JsonObject answers, FormView form)
    {
        foreach (var field in form.Fields.Where(field => field.Type == Rows))
        {
            if (answers[field.Name] is not JsonArray rows)
            {
                continue;
            }
            foreach (var empty in rows.Where(row => row is JsonObject { Count: 0 }).ToList())
            {
                rows.Remove(empty);
            }
            if (rows.Count == 0)
            {
                answers.Remove(field.Name);
            }
        }
        return answers;
    }

    /// <summary>Adds or removes a row when one of those buttons was pressed.</summary>
    /// <param name="focus">The path of the row just added, or null.</param>
    /// <returns>False when it was another button.</returns>
    public static bool ChangeRows(this JsonObject answers, FormView form, string? button, out string? focus)
    {
        focus = null;
        if (button?.StartsWith(AddRow, StringComparison.Ordinal) == true)
        {
            focus = Add(answers, form, button[AddRow.Length..]);
            return true;
        }
        if (button?.StartsWith(RemoveRow, StringComparison.Ordinal) == true)
        {
            Remove(answers, button[RemoveRow.Length..]);
            return true;
        }
        return false;
    }

    static string? Add(JsonObject answers, FormView form, string name)
    {
        if (!form.Fields.Any(field => field.Name == name && field.Type == Rows))
        {
            return null;
        }
        if (answers[name] is not JsonArray rows)
        {
            answers[name] = rows = [];
        }
        if (rows.Count < MaximumRows)
        {
            rows.Add(new JsonObject());
        }
        return $"{name}[{rows.Count - 1}]";
    }

    static void Remove(JsonObject answers, string path)
    {
        var parts = path.TrimEnd(']').Split('[');
        if (parts.Length == 2 && answers[parts[0]] is JsonArray rows && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < rows.Count)
        {
            rows.RemoveAt(row);
        }
    }
}
