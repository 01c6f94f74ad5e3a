using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Forms;

/// <summary>Turns errors under the paths of fields, as the API gives them, into errors under the ids of inputs that name the question.</summary>
public static class InputErrors
{
    public static FieldErrors OfInputs(this FieldErrors errors, FormView form)
    {
        var ofInputs = new FieldErrors();
        foreach (var (path, texts) in InFormOrder(errors, form))
        {
            var label = LabelOf(form.Fields, path);
            foreach (var text in texts.Select(ForPeople))
            {
                ofInputs.Add(label is null ? path : PostedAnswers.IdOf(path), label is null ? text : Texts.FormPages["error", label, text]);
            }
        }
        return ofInputs;
    }

    /// <summary>The API names the format that programs write dates in; people have three inputs.</summary>
    static string ForPeople(string text) => text == Texts.Problems["answer.date"] ? Texts.FormPages["wrongDate"] : text;

    static IEnumerable<KeyValuePair<string, List<string>>> InFormOrder(FieldErrors errors, FormView form)
    {
        var order = form.Fields.Select((field, i) => (field.Name, i)).ToDictionary(field => field.Name, field => field.i, StringComparer.Ordinal);
        return errors.ByField.OrderBy(error => order.GetValueOrDefault(error.Key.Split('[')[0], int.MaxValue));
    }

    /// <summary>The question at a path such as <c>household[0].birthDate</c>; null where there is none.</summary>
    static string? LabelOf(IReadOnlyList<FieldView> fields, string path)
    {
        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return fields.FirstOrDefault(field => field.Name == path)?.Label;
        }
        var rows = fields.FirstOrDefault(field => field.Name == path[..bracket]);
        var end = path.IndexOf(']', StringComparison.Ordinal);
        if (rows?.Fields is null || end < bracket)
        {
            return rows?.Label;
        }
        var row = Texts.FormPages["rowOf", rows.Label, int.TryParse(path.AsSpan(bracket + 1, end - bracket - 1), out var index) ? index + 1 : 0];
        return end + 2 < path.Length && LabelOf(rows.Fields, path[(end + 2)..]) is { } label ? $"{row}, {label}" : row;
    }
}
