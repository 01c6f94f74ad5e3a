using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsWorkflows.Host.Errors;

/// <summary>
/// Reads documents of the API so that one that names a member twice is malformed. The framework's own reading ends in an internal
/// error there, and takes large and small letters for the same.
/// </summary>
sealed class WholeDocuments : JsonConverter<JsonObject>
{
    /// <summary>As deep as the framework takes by itself, and as whoever keeps an answer reads it again.</summary>
    const int Deepest = 64;

    static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, Deepest);

    internal static JsonObject Read(ref Utf8JsonReader reader, int deepest)
    {
        var scan = reader;
        for (var outside = reader.CurrentDepth; scan.Read() && scan.CurrentDepth > outside;)
        {
            if (scan.CurrentDepth >= deepest && scan.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                throw new JsonException();
            }
        }
        var element = JsonSerializer.Deserialize<JsonElement>(ref reader, Strict);
        return element.ValueKind == JsonValueKind.Object ? JsonObject.Create(element)! : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer, options);
}
