using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Conformance;

/// <summary>A definition and a script with the trace that the real Elsa engine gave for them.</summary>
internal sealed record OracleCase(string Name, JsonObject Definition, JsonArray Script, JsonArray ExpectedTrace)
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
            oracle["expectedTrace"]!.AsArray());
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
