using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>The document of a procedure in a request; nested as deep as no other.</summary>
[JsonConverter(typeof(Reading))]
public sealed record DefinitionDocument(JsonObject Json)
{
    sealed class Reading : JsonConverter<DefinitionDocument>
    {
        public override DefinitionDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(WholeDocuments.Read(ref reader, DefinitionJson.MaxDepth));

        public override void Write(Utf8JsonWriter writer, DefinitionDocument value, JsonSerializerOptions options) => value.Json.WriteTo(writer, options);
    }
}
