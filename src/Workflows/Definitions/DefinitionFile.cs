using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// A version of a procedure as a file, in the form in which Elsa servers exchange them. The forms, ladders and mail texts travel in a
/// custom property, which other servers and Studio hand on untouched.
/// </summary>
public static class DefinitionFile
{
    /// <summary>The custom property of the resources.</summary>
    public const string ResourcesProperty = "opsResources";

    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    /// <summary>The bytes of the file: the same whenever the version is the same.</summary>
    public static byte[] Write(DefinitionVersion version)
    {
        var json = version.ToJson();
        json.Remove("$schema");
        json.Insert(0, "$schema", Schema);
        if (JsonNode.Parse(version.Resources, documentOptions: DefinitionJson.Reading) is JsonObject resources && resources.Any(kind => kind.Value is JsonObject { Count: > 0 }))
        {
            if (json["customProperties"] is not JsonObject custom)
                json["customProperties"] = custom = [];
            custom[ResourcesProperty] = resources;
        }
        return Encoding.UTF8.GetBytes(json.ToJsonString(DefinitionJson.Readable) + "\n");
    }

    /// <summary>Takes a file apart: the document as it is kept, and the resources that came with it; null when none did.</summary>
    /// <exception cref="DefinitionFormatException">A form or a ladder is not well formed.</exception>
    internal static (JsonObject Document, string? Resources) Read(JsonObject file)
    {
        var (document, _) = StudioDocument.Restore(file);
        document.Remove("$schema");
        if (document["customProperties"] is not JsonObject custom || custom[ResourcesProperty] is not JsonObject resources)
            return (document, null);
        custom.Remove(ResourcesProperty);
        return (document, DefinitionResources.Read(resources).ToJson());
    }

    /// <summary>Whether a JSON object from somewhere is meant to be a workflow definition.</summary>
    public static bool Is(JsonObject json) =>
        WorkflowDefinition.Text(json, "$schema")?.StartsWith("https://elsaworkflows.io/schemas/workflow-definition/", StringComparison.Ordinal) == true
        || (json["definitionId"] is not null && json["root"] is JsonObject);

    /// <summary>What the file is called, in letters that every system takes.</summary>
    public static string NameOf(DefinitionVersion version) => $"workflow-definition-{Slug(version.Name)}-{Safe(version.DefinitionId)}-{Safe(version.VersionId)}.json";

    /// <summary>Whole and in its own letters, so that no two versions have one name.</summary>
    private static string Safe(string id) => string.Concat(id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.Replace('ł', 'l').Replace('Ł', 'L').Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(char.ToLowerInvariant(letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        return slug.ToString().Trim('-') is { Length: > 0 } made ? made[..Math.Min(made.Length, 60)] : "x";
    }
}
