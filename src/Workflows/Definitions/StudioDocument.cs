using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// The document as a designer gets it and sends it back. On the way out what designers rely on is filled in, and activities that
/// this service does not run are wrapped, as Elsa wraps them; on the way back all of that is taken off again, so that nothing is lost.
/// </summary>
public static class StudioDocument
{
    /// <summary>Stands for an activity that this service does not run.</summary>
    public const string NotFoundActivity = "Elsa.NotFoundActivity";

    /// <summary>The custom property that says which state of a draft a designer works on; designers send custom properties back as they came.</summary>
    public const string RevisionProperty = "opsRevision";

    private const string Flowchart = "Elsa.Flowchart";
    /// <summary>The custom property of the connections that lead nowhere.</summary>
    internal const string LooseConnections = "notFoundConnections";
    private const string OriginalJson = "originalActivityJson";
    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];
    private static readonly Dictionary<string, string[]> ListsByType = new(StringComparer.Ordinal)
    {
        [Flowchart] = ["activities", "variables", "connections"],
        ["Elsa.Sequence"] = ["activities", "variables"],
        ["Elsa.Parallel"] = ["activities", "variables"],
    };

    /// <summary>Whether the activity does nothing but run those in it.</summary>
    internal static bool OnlyHoldsSteps(ActivityNode node) => ListsByType.ContainsKey(node.Type);

    /// <summary>The version for a designer. What it embeds is told by name; <see cref="WithInsides"/> shows what lies in it.</summary>
    public static JsonObject For(DefinitionVersion version, EmbeddedVersions embedded)
    {
        var json = version.ToJson();
        var definition = WorkflowDefinition.Read(json, embedded);
        FillHead(json, version);
        var wrapped = new HashSet<ActivityNode>();
        foreach (var node in definition.Nodes.Skip(1).Where(node => !node.IsEmbedded))
        {
            if (wrapped.Contains(node.Parent!))
                wrapped.Add(node);
            else if (node.Type != NotFoundActivity && !CanDraw(node) && wrapped.Add(node))
                node.Json.ReplaceWith(Wrap(node));
            else
                Fill(node.Json, node);
        }
        return json;
    }

    private static bool CanDraw(ActivityNode node) =>
        node.Embedding is { } embedding ? embedding.Procedure is not null : ActivityRegistry.Find(node.Type, node.Version) is not null;

    /// <summary>The version for a designer, with the graph of every procedure that it embeds as the <c>root</c> of the activity that stands for it.</summary>
    public static WorkflowDefinition WithInsides(DefinitionVersion version, EmbeddedVersions embedded)
    {
        var definition = WorkflowDefinition.Read(For(version, embedded), embedded);
        foreach (var node in definition.Nodes.Where(node => node.IsEmbedded))
        {
            Fill(node.Json, node);
            if (node.Workflow != node)
                continue;
            node.Json["name"] = node.Name;
            node.Json["type"] = node.Type;
            var root = node.Children[0].Json;
            root.Parent!.AsObject().Remove("root");
            node.Json["root"] = root;
            node.Parent!.Json["root"] = node.Json;
        }
        return definition;
    }

    private static void FillHead(JsonObject json, DefinitionVersion version)
    {
        foreach (var list in Lists)
            json[list] ??= new JsonArray();
        json["options"] ??= new JsonObject();
        json["isReadonly"] ??= false;
        json["isSystem"] ??= false;
        json["toolVersion"] ??= "3.8.2.0";
        json["name"] ??= version.Name;
        if (json["customProperties"] is not JsonObject custom)
            json["customProperties"] = custom = [];
        custom[RevisionProperty] = StampOf(version);
    }

    private static void Fill(JsonObject json, ActivityNode node)
    {
        json["id"] = node.OwnId;
        json["nodeId"] = node.NodeId;
        json["version"] = node.Version;
        if (node.Embedding is { Procedure: { } procedure, Published: var published })
        {
            procedure.PinTo(json);
            json["latestAvailablePublishedVersion"] = (published ?? procedure).Version;
            json["latestAvailablePublishedVersionId"] = (published ?? procedure).VersionId;
        }
        json["customProperties"] ??= new JsonObject();
        json["metadata"] ??= new JsonObject();
        foreach (var list in ListsByType.GetValueOrDefault(node.Type) ?? [])
            json[list] ??= new JsonArray();
        StudioMaps.Wrap(json, node.Type);
        if (node.Type == Flowchart)
            Straighten(json, node);
        CarryOver.MarkIn(json);
    }

    /// <summary>
    /// Writes connections in the one form that designers draw. Those that lead to what is not there are set aside, as Elsa does it:
    /// designers break on them.
    /// </summary>
    private static void Straighten(JsonObject json, ActivityNode flowchart)
    {
        var children = flowchart.Children.Select(child => child.Id).ToHashSet(StringComparer.Ordinal);
        var drawn = new JsonArray();
        var loose = new JsonArray();
        foreach (var item in DefinitionTreeReader.ItemsOf(json["connections"]!) ?? [])
        {
            var connection = Straight(item!.AsObject());
            var joins = EndIsIn(children, connection["source"]!) && EndIsIn(children, connection["target"]!);
            (joins ? drawn : loose).Add((JsonNode)connection);
        }
        json["connections"] = drawn;
        if (loose.Count == 0)
            return;
        if (json["customProperties"] is not JsonObject custom)
            json["customProperties"] = custom = [];
        custom[LooseConnections] = loose;
    }

    private static bool EndIsIn(HashSet<string> children, JsonNode end) => DefinitionTreeReader.TextOf(end["activity"]) is { } id && children.Contains(id);

    /// <summary>A connection in the form that designers draw.</summary>
    internal static JsonObject Straight(JsonObject item)
    {
        var connection = item.DeepClone().AsObject();
        foreach (var (end, port) in new[] { ("source", "Done"), ("target", "In") })
        {
            if (connection[end] is JsonObject { } written && written["activity"] is not null && written["port"] is not null)
                continue;
            var (activity, itsPort) = DefinitionTreeReader.ReadEnd(item, end, port);
            foreach (var old in new[] { end, end + "Port" })
                connection.Remove(char.ToUpperInvariant(old[0]) + old[1..]);
            connection.Remove(end + "Port");
            connection[end] = new JsonObject { ["activity"] = activity, ["port"] = itsPort };
        }
        if (connection["Vertices"] is { } vertices)
        {
            connection.Remove("Vertices");
            connection["vertices"] = vertices;
        }
        return connection;
    }

    private static JsonObject Wrap(ActivityNode node)
    {
        var metadata = node.Json["metadata"] is JsonObject own ? own.DeepClone().AsObject() : [];
        metadata["displayText"] = $"Not Found: {node.DisplayText ?? node.Type}";
        var wrapped = new JsonObject
        {
            ["id"] = node.OwnId,
            ["nodeId"] = node.NodeId,
            ["name"] = node.Name,
            ["type"] = NotFoundActivity,
            ["version"] = 1,
            ["missingTypeName"] = node.Type,
            ["missingTypeVersion"] = node.Version,
            [OriginalJson] = node.Json.ToJsonString(DefinitionJson.Plain),
            ["customProperties"] = (node.Json["customProperties"] as JsonObject)?.DeepClone() ?? new JsonObject(),
            ["metadata"] = metadata,
        };
        CarryOver.MarkIn(wrapped);
        return wrapped;
    }

    /// <summary>Which state of which version a designer works on.</summary>
    public static string StampOf(DefinitionSummary version) => string.Create(CultureInfo.InvariantCulture, $"{version.Version}.{version.Revision}");

    /// <summary>Takes off what was only for a designer: a document ready to be kept, and the stamp that it bore; null when it bore none.</summary>
    /// <exception cref="DefinitionFormatException">A wrapped activity holds no JSON, a text cannot be kept, or something is nested too deep.</exception>
    public static (JsonObject Document, string? Stamp) Restore(JsonObject document)
    {
        var (restored, stamp) = Unwrapped(document);
        CarryOver.Unmark(restored);
        return (restored, stamp);
    }

    /// <summary>The same for what Studio sends; the document is ready with what <see cref="CarryOver"/> puts onto it.</summary>
    internal static (JsonObject Document, string? Stamp) Unwrapped(JsonObject document)
    {
        CheckTexts(document, "$");
        document = document.DeepClone().AsObject();
        document.Remove("links");
        string? stamp = null;
        if (document["customProperties"] is JsonObject custom)
        {
            stamp = WorkflowDefinition.Text(custom, RevisionProperty);
            custom.Remove(RevisionProperty);
        }
        if (document["root"] is { } root)
            Unwrap(root, "$.root");
        CheckNesting(document, "$", 1);
        return (document, stamp);
    }

    private static void CheckNesting(JsonNode? node, string path, int depth)
    {
        if (depth > DefinitionJson.MostNested)
            throw new DefinitionFormatException(path, FormatProblem.NestedTooDeep, $"{DefinitionJson.MostNested}");
        if (node is JsonObject json)
        {
            foreach (var (name, value) in json)
                CheckNesting(value, depth == 1 ? $"{path}.{name}" : path, depth + 1);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                CheckNesting(item, path, depth + 1);
        }
    }

    /// <summary>JSON is read lazily: what is no text in it shows only when somebody asks for it, and the database takes no zero letter.</summary>
    private static void CheckTexts(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in Open(() => json.ToList(), path))
                {
                    CheckText(name, path);
                    CheckTexts(value, $"{path}.{name}");
                }
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    CheckTexts(items[i], $"{path}[{i}]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                CheckText(Open(() => value.GetValue<string>(), path), path);
                break;
        }
    }

    private static void CheckText(string text, string path)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new DefinitionFormatException(path, FormatProblem.CharacterNotKept);
    }

    private static T Open<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new DefinitionFormatException(path, FormatProblem.NotUnicode);
        }
    }

    private static void Unwrap(JsonNode node, string path)
    {
        switch (node)
        {
            case JsonObject wrapped when WorkflowDefinition.Text(wrapped, "type") == NotFoundActivity && WorkflowDefinition.Text(wrapped, OriginalJson) is { } original:
                wrapped.ReplaceWith(OriginalOf(wrapped, original, path));
                break;
            case JsonObject json:
                foreach (var (name, value) in json.ToList())
                {
                    if (value is JsonObject or JsonArray)
                        Unwrap(value, $"{path}.{name}");
                }
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonObject or JsonArray)
                        Unwrap(items[i]!, $"{path}[{i}]");
                }
                break;
        }
    }

    /// <summary>What was drawn comes from the wrapping: a copy's own id, and where it stands.</summary>
    private static JsonObject OriginalOf(JsonObject wrapped, string original, string path)
    {
        var json = Parse(original, path);
        json["id"] = wrapped["id"]?.DeepClone() ?? json["id"]?.DeepClone();
        if (wrapped["metadata"]?["designer"] is { } designer && !JsonNode.DeepEquals(designer, json["metadata"]?["designer"]))
        {
            if (json["metadata"] is not JsonObject metadata)
                json["metadata"] = metadata = [];
            metadata["designer"] = designer.DeepClone();
        }
        return json;
    }

    private static JsonObject Parse(string original, string path)
    {
        try
        {
            return JsonNode.Parse(original, documentOptions: DefinitionJson.Reading) as JsonObject
                ?? throw new DefinitionFormatException($"{path}.{OriginalJson}", FormatProblem.ObjectExpected);
        }
        catch (JsonException)
        {
            throw new DefinitionFormatException($"{path}.{OriginalJson}", FormatProblem.NotJson);
        }
    }
}
