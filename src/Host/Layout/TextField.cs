using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Layout;

/// <summary>One line of a form, drawn by Layout/_TextField.cshtml; its errors are those that stand under <paramref name="Name"/>.</summary>
public sealed record TextField(string Name, string Label, string? Value, FieldErrors Errors)
{
    public string Type { get; init; } = "text";
    public string? Hint { get; init; }
    public string? Autocomplete { get; init; }
    public IReadOnlyList<string> Wrong => Errors.ByField.GetValueOrDefault(Name) ?? [];
    public string? DescribedBy => string.Join(' ', new[] { Hint is null ? null : $"{Name}-hint", Wrong.Count == 0 ? null : $"{Name}-error" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
}
