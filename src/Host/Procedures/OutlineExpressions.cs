using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Procedures;

/// <summary>An expression in an outline.</summary>
/// <param name="Outcome">The way out that it decides on; null where it decides on all.</param>
/// <param name="IsCode">Whether the text is as its author wrote it; words otherwise.</param>
public sealed record OutlineExpression(string? Outcome, string Text, bool IsCode);

/// <summary>Tells what decides in a procedure and what its variables become: an answer or a variable by its name, anything more as it is written.</summary>
sealed partial class OutlineExpressions(CompiledDefinition definition)
{
    /// <summary>Null when the definition says nothing about the input.</summary>
    public OutlineExpression? Of(CompiledActivity activity, string input) => activity.Gives(input) ? Say(activity.Inputs[input]) : null;

    /// <summary>The condition of each way out of a switch.</summary>
    public IReadOnlyList<OutlineExpression> CasesOf(CompiledActivity activity) =>
    [
        .. from one in (activity.Node.Json["cases"] as JsonArray ?? []).OfType<JsonObject>()
           select Say(Expression.Read(JsonSerializer.SerializeToElement(one["condition"]))) with { Outcome = TextOf(one, "label") ?? "" },
    ];

    OutlineExpression Say(Expression expression) => expression switch
    {
        Expression.Literal { Value: var value } => Words(Plain(value)),
        Expression.Input { Name: var name } => Words(Answer(name)),
        Expression.Variable(var id, var name) => Words(ByVariable(id, name)),
        Expression.JavaScript { Source: var source } => OneName().Match(source) is { Success: true } match
            ? Words(match.Groups["kind"].Value == "Input" ? Answer(match.Groups["name"].Value) : ByVariable(null, match.Groups["name"].Value))
            : new(null, source.Trim(), IsCode: true),
        Expression.Object { Value: var value } => new(null, value.ToJsonText(), IsCode: true),
        _ => Words(Texts.Outline["ofCase"]),
    };

    static OutlineExpression Words(string text) => new(null, text, IsCode: false);

    static string Plain(Value value) => Coerce.ToText(value) switch
    {
        "" => Texts.Outline["value.none"],
        "true" or "True" => Texts.Outline["value.true"],
        "false" or "False" => Texts.Outline["value.false"],
        var text => text,
    };

    /// <summary>An input of the procedure is what the start form asks for under its name.</summary>
    string Answer(string input) => Texts.Outline["byAnswer", LabelIn(definition.Resources.Forms.GetValueOrDefault(DefinitionResources.StartForm), input)
        ?? definition.Definition.Inputs.FirstOrDefault(given => given.Name == input)?.DisplayName ?? input];

    /// <summary>A variable may be what the form of a task asked for.</summary>
    string ByVariable(string? id, string? name)
    {
        var variable = VariableName(id, name);
        var remembered = definition.Activities
            .Where(activity => activity.Behaviour is UserTaskActivity && Coerce.ToTextList(activity.Given("rememberedAnswers")) is { Succeeded: true, Value: var kept } && kept.Contains(variable))
            .Select(activity => LabelIn(activity.Plain("form") is { } form ? definition.Resources.Forms.GetValueOrDefault(form) : null, variable))
            .FirstOrDefault(label => label is not null);
        return remembered is null ? Texts.Outline["byVariable", variable] : Texts.Outline["byAnswer", remembered];
    }

    static string? LabelIn(Form? form, string field) => form?.Fields.FirstOrDefault(one => one.Name == field)?.Label;

    /// <summary>What people call a variable; its id where nobody named it.</summary>
    public string VariableName(string? id, string? name) =>
        definition.Definition.Variables.FirstOrDefault(variable => variable.Id == (id ?? name))?.Name ?? name ?? id ?? "";

    /// <summary>A member that is no text says nothing: a draft may hold anything.</summary>
    public static string? TextOf(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("""^\s*(return\s+)?get(?<kind>Input|Variable)\(\s*(?<quote>['"])(?<name>[^'"]+)\k<quote>\s*\)\s*;?\s*$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneName();
}
