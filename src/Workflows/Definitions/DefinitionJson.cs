using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsWorkflows.Definitions;

/// <summary>
/// How the JSON of definitions is read and written. Activities stand in one another, so it is nested deeper than the framework takes
/// by itself; that there is an end to it, <see cref="DefinitionTreeReader"/> and <see cref="StudioDocument"/> say in words.
/// </summary>
public static class DefinitionJson
{
    /// <summary>What is read and written at all: more than <see cref="MostNested"/>, so that what is too deep can be told and what is kept can be answered with.</summary>
    public const int MaxDepth = 1000;

    /// <summary>How deep members of a document may be nested: room for all activities that may stand in one another and for what they hold.</summary>
    public const int MostNested = 500;

    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>For files that people write.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>As it is kept.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { MaxDepth = MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As it goes into files.</summary>
    public static JsonSerializerOptions Readable { get; } = new(Plain) { WriteIndented = true, NewLine = "\n" };
}
