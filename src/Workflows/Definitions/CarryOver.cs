using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>
/// What a document loses on its way through Studio although nobody changed it: members that Studio's models have no place for, and the
/// digits of numbers that JavaScript cannot hold. Both come back from the kept document. A member that Studio's model knows is never
/// brought back: where Studio leaves it out, somebody deleted it.
/// </summary>
internal sealed class CarryOver
{
    /// <summary>
    /// Stands in each part of an activity that Studio passes on as it is until it writes the part anew from its model, when it has unknown
    /// members. Where it comes back, Studio passed the part on, and an unknown member that is gone was deleted in the code view.
    /// </summary>
    private const string Mark = "opsUntouched";

    /// <param name="Known">The members that Studio's model has; null where Studio passes on all there are.</param>
    private sealed record Model(params string[]? Known)
    {
        /// <summary>Those of the members that are objects or lists of a model.</summary>
        public Dictionary<string, Model> Members { get; init; } = [];

        /// <summary>By what the items of a list are told apart; null where only their place does it.</summary>
        public Func<JsonObject, string>? Key { get; init; }
    }

    private static readonly Model Passed = new(Known: null);
    private static readonly Model Definition = new(
        "id", "definitionId", "name", "description", "createdAt", "version", "toolVersion", "isLatest", "isPublished", "isReadonly", "variables", "inputs",
        "outputs", "outcomes", "customProperties", "options", "root", "links")
    {
        Members =
        {
            ["options"] = new("activationStrategyType", "usableAsActivity", "autoUpdateConsumingWorkflows", "activityCategory", "incidentStrategyType", "commitStrategyName"),
            ["variables"] = new("id", "name", "typeName", "isArray", "value", "storageDriverTypeName") { Key = json => TextOf(json, "id") ?? TextOf(json, "name") ?? "" },
            ["inputs"] = new("type", "isArray", "name", "displayName", "description", "category", "uiHint", "storageDriverType") { Key = json => TextOf(json, "name") ?? "" },
            ["outputs"] = new("type", "isArray", "name", "displayName", "description", "category") { Key = json => TextOf(json, "name") ?? "" },
        },
    };
    private static readonly Model Designer = new("position", "size") { Members = { ["position"] = new("x", "y"), ["size"] = new("width", "height") } };
    private static readonly Model Metadata = new(Known: null) { Members = { ["designer"] = Designer } };
    private static readonly Model End = new("activity", "port");
    private static readonly Model Connection = new("source", "target", "vertices") { Members = { ["source"] = End, ["target"] = End }, Key = EndsOf };
    private static readonly Model InputOrOutput = new("typeName", "expression", "memoryReference", "converter") { Members = { ["expression"] = new("type", "value") } };

    /// <summary>The activities of the document that Studio sent, each with what was kept of it.</summary>
    private readonly Dictionary<JsonNode, JsonObject?> _activities = new(ReferenceEqualityComparer.Instance);

    private CarryOver(JsonObject sent, JsonObject kept)
    {
        var known = WorkflowDefinition.Read(kept);
        foreach (var node in WorkflowDefinition.Read(sent).Nodes.Skip(1))
            _activities[node.Json] = known.Find(node.Id)?.Json;
    }

    /// <summary>Puts onto a document that Studio sent what it lost of the kept one.</summary>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public static void Onto(JsonObject sent, JsonObject kept)
    {
        var carry = new CarryOver(sent, kept);
        carry.Fill(sent, kept, Definition);
        foreach (var (activity, was) in carry._activities.Where(pair => pair.Value is not null).ToList())
            carry.FillActivity(activity.AsObject(), was!);
    }

    private void FillActivity(JsonObject sent, JsonObject kept)
    {
        foreach (var (name, was) in kept.ToList())
        {
            if (name == "connections")
                FillConnections(sent, kept);
            else
                FillMember(sent, name, was, ModelOf(name, was));
        }
    }

    private static Model ModelOf(string name, JsonNode? member) =>
        name == "metadata" ? Metadata : member is JsonObject json && (json["expression"] ?? json["memoryReference"]) is JsonObject ? InputOrOutput : Passed;

    /// <summary>Those that lead to what is not there were set aside when Studio got the document.</summary>
    private void FillConnections(JsonObject sent, JsonObject kept)
    {
        var was = new JsonArray([.. ConnectionsOf(kept).OfType<JsonObject>().Select(StudioDocument.Straight)]);
        Fill(ConnectionsOf(sent), was, Connection);
        if (sent["customProperties"] is JsonObject custom && custom[StudioDocument.LooseConnections] is JsonArray loose)
            Fill(loose, was, Passed with { Key = EndsOf });
    }

    private static JsonArray ConnectionsOf(JsonObject activity) => activity["connections"] is { } connections ? DefinitionTreeReader.ItemsOf(connections) ?? [] : [];

    private void Fill(JsonObject sent, JsonObject kept, Model model)
    {
        if (sent.ContainsKey(Mark))
            model = Passed;
        foreach (var (name, was) in kept.ToList())
        {
            if (sent.ContainsKey(name))
                FillMember(sent, name, was, model.Members.GetValueOrDefault(name, Passed));
            else if (model.Known is { } known && !known.Contains(name))
                sent[name] = was?.DeepClone();
        }
    }

    private void FillMember(JsonObject sent, string name, JsonNode? was, Model model)
    {
        if (sent.TryGetPropertyValue(name, out var now) && Filled(now, was, model) is var filled && filled != now)
            sent[name] = filled;
    }

    private void Fill(JsonArray sent, JsonArray kept, Model model)
    {
        foreach (var (place, was) in model.Key is { } key ? Pairs(sent, kept, key) : kept.Take(sent.Count).Index())
        {
            if (Filled(sent[place], was, model) is var filled && filled != sent[place])
                sent[place] = filled;
        }
    }

    /// <summary>Items that are told apart by the same key are each other's only where as many came back as there were.</summary>
    private static IEnumerable<(int Place, JsonNode? Was)> Pairs(JsonArray sent, JsonArray kept, Func<JsonObject, string> key)
    {
        var known = kept.OfType<JsonObject>().ToLookup(key, StringComparer.Ordinal);
        foreach (var same in sent.Index().Where(item => item.Item is JsonObject).ToLookup(item => key(item.Item!.AsObject()), item => item.Index, StringComparer.Ordinal))
        {
            if (same.Count() == known[same.Key].Count())
            {
                foreach (var (place, was) in same.Zip(known[same.Key]))
                    yield return (place, was);
            }
        }
    }

    /// <returns>What is to stand there: what came, filled, or the kept number where it is the same to JavaScript.</returns>
    private JsonNode? Filled(JsonNode? sent, JsonNode? kept, Model model)
    {
        switch (sent, kept)
        {
            case (JsonObject now, JsonObject was) when !_activities.ContainsKey(now):
                Fill(now, was, model);
                break;
            case (JsonArray now, JsonArray was):
                Fill(now, was, model);
                break;
            case (null or JsonValue, JsonValue was) when IsSameNumber(sent, was):
                return was.DeepClone();
        }
        return sent;
    }

    /// <summary>JavaScript reads numbers as doubles, and writes null for one that is too large.</summary>
    private static bool IsSameNumber(JsonNode? sent, JsonValue kept)
    {
        if (kept.GetValueKind() != JsonValueKind.Number || (sent is not null && sent.GetValueKind() != JsonValueKind.Number))
            return false;
        var (now, was) = (sent?.ToJsonString(), kept.ToJsonString());
        return now != was && (now is null ? double.IsInfinity(DoubleOf(was)) : DoubleOf(now).Equals(DoubleOf(was)) || (DoubleOf(now) == 0 && DoubleOf(was) == 0));
    }

    private static double DoubleOf(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    private static string? TextOf(JsonObject json, string name) => WorkflowDefinition.Text(json, name);

    private static string EndsOf(JsonObject connection)
    {
        var (source, sourcePort) = DefinitionTreeReader.ReadEnd(connection, "source", "Done");
        var (target, targetPort) = DefinitionTreeReader.ReadEnd(connection, "target", "In");
        return string.Join('\n', source, sourcePort, target, targetPort);
    }

    /// <summary>Marks the parts of an activity that Studio may write anew.</summary>
    public static void MarkIn(JsonObject activity)
    {
        if ((activity["metadata"] as JsonObject)?["designer"] is JsonObject designer)
            MarkIfUnknown(designer, Designer);
        foreach (var connection in ConnectionsOf(activity).OfType<JsonObject>())
            MarkIfUnknown(connection, Connection);
        foreach (var (name, member) in activity.ToList())
        {
            if (ModelOf(name, member) == InputOrOutput)
                MarkIfUnknown(member!.AsObject(), InputOrOutput);
        }
    }

    private static void MarkIfUnknown(JsonObject part, Model model)
    {
        if (HasUnknown(part, model))
            part[Mark] = true;
    }

    private static bool HasUnknown(JsonObject part, Model model) => part.Any(member =>
        !model.Known!.Contains(member.Key) || (member.Value is JsonObject inner && model.Members.TryGetValue(member.Key, out var its) && HasUnknown(inner, its)));

    /// <summary>Takes all marks off again.</summary>
    public static void Unmark(JsonNode? node)
    {
        if (node is JsonObject json)
            json.Remove(Mark);
        IEnumerable<JsonNode?> within = node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] };
        foreach (var inner in within)
            Unmark(inner);
    }
}
