using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Definitions;

/// <summary>
/// Inputs that give texts by name, such as the labels of outcomes. Documents keep them as they are read best, <c>{"Given":"Zgoda"}</c>; Studio's
/// editor understands only entries that are expressions, <c>{"Given":{"type":"Literal","value":"Zgoda"}}</c>, and wipes all others at the first change.
/// </summary>
internal static class StudioMaps
{
    /// <summary>Makes the entries of an activity's maps expressions, for Studio.</summary>
    public static void Wrap(JsonObject activity, string type)
    {
        foreach (var expression in ExpressionsOf(activity, type))
        {
            if (EntriesOf(expression) is { } entries && !entries.All(entry => IsWrapped(entry.Value)))
                expression["value"] = Wrapped(entries).ToJsonString(DefinitionJson.Plain);
        }
    }

    /// <summary>
    /// Takes that off again. What nobody changed is as it was kept, letter for letter; a map that was kept with all its entries as expressions,
    /// because it came so, goes on that way.
    /// </summary>
    /// <param name="was">The activity as it was kept; null for a new one.</param>
    public static void Unwrap(JsonObject activity, string type, JsonObject? was)
    {
        foreach (var expression in ExpressionsOf(activity, type))
        {
            if (EntriesOf(expression) is not { } entries)
                continue;
            var keptExpression = was is null ? null : ExpressionIn(was, expression.Parent!.GetPropertyName());
            var kept = keptExpression is null ? null : EntriesOf(keptExpression);
            if (kept is not null && JsonNode.DeepEquals(Wrapped(entries), Wrapped(kept)))
                expression["value"] = keptExpression!["value"]!.DeepClone();
            else if (entries.Any(entry => IsWrapped(entry.Value)) && (kept is null || kept.Count == 0 || !kept.All(entry => IsWrapped(entry.Value))))
                expression["value"] = Unwrapped(entries, kept).ToJsonString(DefinitionJson.Plain);
        }
    }

    private static IEnumerable<JsonObject> ExpressionsOf(JsonObject activity, string type) =>
        (ActivityRegistry.Find(type, 1)?.Inputs ?? []).Where(input => input.Editor == Editors.Dictionary).Select(input => ExpressionIn(activity, input.Name)).OfType<JsonObject>();

    private static JsonObject? ExpressionIn(JsonObject activity, string input) =>
        (activity[input] as JsonObject)?["expression"] is JsonObject expression && WorkflowDefinition.Text(expression, "type") is "Object" or "Json" or "JSON" ? expression : null;

    /// <summary>The map that an expression holds as JSON or as JSON text; null when it holds none.</summary>
    private static JsonObject? EntriesOf(JsonObject expression) => DefinitionTreeReader.TextOf(expression["value"]) is not { } text ? expression["value"] as JsonObject
        : Value.TryParse(text, out var parsed) && parsed.Kind == ValueKind.Map ? parsed.ToJson()!.AsObject()
        : null;

    private static bool IsWrapped(JsonNode? entry) =>
        entry is JsonObject { Count: 2 } json && DefinitionTreeReader.TextOf(json["type"]) is not null && DefinitionTreeReader.TextOf(json["value"]) is not null;

    private static JsonObject Wrapped(JsonObject entries) => Each(entries, (_, entry) => entry switch
    {
        not null when IsWrapped(entry) => entry.DeepClone(),
        JsonValue value when value.TryGetValue(out string? text) => ExpressionOf("Literal", text),
        _ => ExpressionOf("Object", entry?.ToJsonString(DefinitionJson.Plain) ?? "null"),
    });

    private static JsonObject ExpressionOf(string type, string value) => new() { ["type"] = type, ["value"] = value };

    private static JsonObject Unwrapped(JsonObject entries, JsonObject? kept)
    {
        var before = kept is null ? [] : Wrapped(kept);
        return Each(entries, (name, entry) =>
            before[name] is { } same && JsonNode.DeepEquals(same, entry) ? kept![name]?.DeepClone()
            : IsWrapped(entry) && WorkflowDefinition.Text(entry!.AsObject(), "type") == "Literal" ? entry["value"]!.DeepClone()
            : entry?.DeepClone());
    }

    private static JsonObject Each(JsonObject entries, Func<string, JsonNode?, JsonNode?> make) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, make(entry.Key, entry.Value))));
}
