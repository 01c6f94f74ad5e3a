using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>
/// One version of a procedure as an Elsa 3 document. The document itself is kept, so that writing it back loses nothing;
/// the typed members are read from it once.
/// </summary>
public sealed class WorkflowDefinition
{
    /// <summary>The id of the node that Elsa wraps around the root activity.</summary>
    public const string WorkflowNodeId = "Workflow1";

    /// <summary>The custom property that chooses how flowcharts run: <c>CounterBased</c> (the default) or <c>TokenBased</c>.</summary>
    public const string ExecutionModeProperty = "Flowchart:ExecutionMode";

    /// <summary>The id of this version; instances are bound to it.</summary>
    public required string VersionId { get; init; }

    /// <summary>The id that all versions of the procedure share.</summary>
    public required string DefinitionId { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<VariableDefinition> Variables { get; init; }
    public required IReadOnlyList<InputDefinition> Inputs { get; init; }
    public required IReadOnlyList<OutputDefinition> Outputs { get; init; }

    /// <summary>The ends that an activity standing for it can be left by.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>Whether other procedures may embed it.</summary>
    public required bool UsableAsActivity { get; init; }
    public required bool ContinueWithIncidents { get; init; }

    /// <summary>What has to hold for a new instance to start: the name of Elsa's strategy; null for always.</summary>
    public required string? ActivationStrategyType { get; init; }

    /// <summary>Whether its flowcharts carry tokens instead of counting visits.</summary>
    public required bool FlowsByTokens { get; init; }

    /// <summary>Every activity, parents before children, with those of the procedures it embeds; index 0 is the workflow around the root.</summary>
    public required IReadOnlyList<ActivityNode> Nodes { get; init; }
    public required JsonObject Json { get; init; }

    private Dictionary<string, ActivityNode> _byId = [];

    public ActivityNode? Find(string activityId) => _byId.GetValueOrDefault(activityId);

    /// <summary>The procedures that its own document refers to.</summary>
    internal IEnumerable<EmbeddingReference> References => Nodes.Where(node => !node.IsEmbedded).Select(node => node.Embedding?.Reference).OfType<EmbeddingReference>();

    /// <exception cref="DefinitionFormatException">The text is no workflow definition.</exception>
    public static WorkflowDefinition Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: DefinitionJson.Reading);
        }
        catch (JsonException e)
        {
            throw new DefinitionFormatException($"{e.LineNumber + 1}:{e.BytePositionInLine + 1}", FormatProblem.NotJson);
        }
        return Read(node as JsonObject ?? throw new DefinitionFormatException("$", FormatProblem.ObjectExpected));
    }

    /// <param name="embedded">The procedures that it embeds, whose activities are read with its own; null leaves them out.</param>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public static WorkflowDefinition Read(JsonObject json, EmbeddedVersions? embedded = null)
    {
        var definitionId = Text(json, "definitionId") ?? throw new DefinitionFormatException("$.definitionId", FormatProblem.Missing);
        var version = Number(json, "version") ?? 1;
        var nodes = new DefinitionTreeReader(embedded ?? EmbeddedVersions.None).Read(json, definitionId);
        var definition = new WorkflowDefinition
        {
            VersionId = Text(json, "id") ?? $"{definitionId}:{version}",
            DefinitionId = definitionId,
            Version = version,
            Name = Text(json, "name") ?? definitionId,
            Description = Text(json, "description"),
            Variables = DefinitionTreeReader.ReadVariables(json, "$"),
            Inputs = ReadInputs(json),
            ContinueWithIncidents = json["options"] is JsonObject options
                && Text(options, "incidentStrategyType")?.Contains("ContinueWithIncidents", StringComparison.Ordinal) == true,
            ActivationStrategyType = json["options"] is JsonObject settings ? Text(settings, "activationStrategyType") : null,
            Outputs = ReadOutputs(json),
            Outcomes = json["outcomes"] is JsonArray outcomes ? [.. outcomes.Select(DefinitionTreeReader.TextOf).OfType<string>().Distinct(StringComparer.Ordinal)] : [],
            UsableAsActivity = json["options"] is JsonObject usage && IsSet(usage, "usableAsActivity"),
            FlowsByTokens = IsTokenBased(json),
            Nodes = nodes,
            Json = json,
        };
        definition._byId = nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        return definition;
    }

    private static List<InputDefinition> ReadInputs(JsonObject json) =>
        json["inputs"] is not JsonArray inputs ? [] :
        [.. inputs.OfType<JsonObject>()
            .Where(input => Text(input, "name") is not null)
            .Select(input => new InputDefinition(Text(input, "name")!, Text(input, "type") ?? "Object", Text(input, "displayName"))
            {
                IsArray = IsSet(input, "isArray"),
                Description = Text(input, "description"),
                Category = Text(input, "category"),
                UiHint = Text(input, "uiHint"),
                StorageDriverType = Text(input, "storageDriverType"),
            })];

    private static List<OutputDefinition> ReadOutputs(JsonObject json) =>
        json["outputs"] is not JsonArray outputs ? [] :
        [.. outputs.OfType<JsonObject>()
            .Where(output => Text(output, "name") is not null)
            .Select(output => new OutputDefinition(Text(output, "name")!, Text(output, "type") ?? "Object", Text(output, "displayName"), Text(output, "description"))
            {
                IsArray = IsSet(output, "isArray"),
            })];

    internal static bool IsTokenBased(JsonObject json) =>
        json["customProperties"] is JsonObject properties && Text(properties, ExecutionModeProperty) == "TokenBased";

    internal static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>Whether a text is given and nothing stands in it.</summary>
    internal static bool IsBlank(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text);

    internal static bool IsSet(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out bool set) && set;

    internal static int? Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
