using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Conformance;

/// <summary>A definition and a script with the trace that the real Elsa engine gave for them.</summary>
internal sealed record OracleCase(string Name, JsonObject Definition, JsonArray Script, string FlowchartMode, JsonArray ExpectedTrace, JsonNode? TokenTrace)
{
    /// <summary>Every case of the folder that <c>ELSA_CASES</c> names, or of the copy kept with the tests.</summary>
    public static IEnumerable<OracleCase> All()
    {
        var folder = Environment.GetEnvironmentVariable("ELSA_CASES") is { Length: > 0 } given
            ? given
            : Path.Combine(AppContext.BaseDirectory, "cases");
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
            yield return Read(File.ReadAllText(file), Path.GetFileNameWithoutExtension(file));
        foreach (var file in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
                yield return Read(line, $"{Path.GetFileNameWithoutExtension(file)}-{++number:000}");
        }
    }

    private static OracleCase Read(string json, string file)
    {
        var oracle = JsonNode.Parse(json)!.AsObject();
        return new OracleCase(
            $"{file} {oracle["name"]}",
            oracle["definition"]!.AsObject(),
            oracle["script"] as JsonArray ?? [],
            (string?)oracle["flowchartMode"] ?? "counter",
            oracle["expectedTrace"]!.AsArray(),
            oracle["expectedTraceTokenMode"]);
    }

    /// <summary>What was recorded in a flowchart mode; null when nothing was. Without a flowchart the mode makes no difference.</summary>
    public JsonArray? TraceIn(string flowchartMode) => flowchartMode == FlowchartMode ? ExpectedTrace
        : TokenTrace is JsonArray trace ? trace
        : TokenTrace is JsonValue || !ActivityTypes().Contains("Elsa.Flowchart") ? ExpectedTrace
        : null;

    /// <summary>The definition, made to run its flowcharts in a mode.</summary>
    public JsonObject DefinitionIn(string flowchartMode)
    {
        var definition = (JsonObject)Definition.DeepClone();
        if (definition["customProperties"] is not JsonObject)
            definition["customProperties"] = new JsonObject();
        definition["customProperties"]![WorkflowDefinition.ExecutionModeProperty] = flowchartMode == "token" ? "TokenBased" : "CounterBased";
        return definition;
    }

    public IEnumerable<string> ActivityTypes() => Types(Definition["root"]!);

    private static IEnumerable<string> Types(JsonNode node) => node switch
    {
        JsonObject item => (item["type"] is JsonValue type && item["id"] is not null && type.GetValueKind() == JsonValueKind.String ? new[] { (string)type! } : [])
            .Concat(item.Where(member => member.Value is not null && member.Key is not ("variables" or "customProperties" or "metadata")).SelectMany(member => Types(member.Value!))),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Types(item!)),
        _ => [],
    };
}
