using System.Text.Json.Serialization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>A form as pages and API show it, with the people who may be chosen filled in.</summary>
public sealed record FormView(string Title, IReadOnlyList<FieldView> Fields)
{
    /// <summary>For a task that asks nothing but its outcome.</summary>
    public static FormView Empty(string title) => new(title, []);
}

/// <summary>One question.</summary>
/// <param name="Type">text, long-text, date, number, money, yes-no, choice, choices, person or rows.</param>
/// <param name="Required">Whether it has to be answered whatever the outcome.</param>
/// <param name="RequiredFor">Outcomes with which it has to be answered although <paramref name="Required"/> is false.</param>
/// <param name="Options">Of a choice, choices or person.</param>
/// <param name="Fields">Of rows: the questions of each row.</param>
public sealed record FieldView(
    string Name,
    string Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint,
    string Type,
    bool Required,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? RequiredFor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldOption>? Options,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldView>? Fields);
