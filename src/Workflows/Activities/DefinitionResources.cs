using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Activities;

/// <summary>What a version of a definition is pinned to besides its graph: forms, ladders and mail texts, by key.</summary>
public sealed class DefinitionResources
{
    /// <summary>The key of the form that starts a case.</summary>
    public const string StartForm = "start";

    /// <summary>The key of the mail text that tells people of a task that is theirs.</summary>
    public const string AssignedMail = "assigned";


    public static DefinitionResources None { get; } = new();

    public IReadOnlyDictionary<string, Form> Forms { get; private init; } = new Dictionary<string, Form>();
    public IReadOnlyDictionary<string, Ladder> Ladders { get; private init; } = new Dictionary<string, Ladder>();
    public IReadOnlyDictionary<string, string> Mails { get; private init; } = new Dictionary<string, string>();
    public JsonObject Json { get; private init; } = [];

    /// <exception cref="DefinitionFormatException">A form or a ladder is not well formed.</exception>
    public static DefinitionResources Read(JsonObject json) => new()
    {
        Forms = ReadAll(json, "forms", Form.Read),
        Ladders = ReadAll(json, "ladders", Ladder.Read),
        Mails = ReadAll(json, "mails", ReadText),
        Json = json,
    };

    /// <exception cref="DefinitionFormatException">A form or a ladder is not well formed.</exception>
    public static DefinitionResources Parse(string json) =>
        Read(JsonNode.Parse(json, documentOptions: DefinitionJson.Reading) as JsonObject ?? throw new DefinitionFormatException("resources", FormatProblem.ObjectExpected));

    public string ToJson() => Json.ToJsonString(DefinitionJson.Plain);

    /// <summary>Where the resources of an embedded version lie among those of the version around it.</summary>
    internal static string KeyWithin(string versionId, string key) => $"{versionId}/{key}";

    /// <summary>These, and those of the versions that are embedded.</summary>
    internal DefinitionResources With(IEnumerable<Embedding> embedded)
    {
        var versions = embedded.DistinctBy(embedding => embedding.Procedure!.VersionId).ToList();
        if (versions.Count == 0)
            return this;
        var (forms, ladders, mails) = (new Dictionary<string, Form>(Forms), new Dictionary<string, Ladder>(Ladders), new Dictionary<string, string>(Mails));
        foreach (var embedding in versions)
        {
            var (versionId, own) = (embedding.Procedure!.VersionId, Parse(embedding.Resources));
            foreach (var (key, form) in own.Forms)
                forms[KeyWithin(versionId, key)] = form;
            foreach (var (key, ladder) in own.Ladders)
                ladders[KeyWithin(versionId, key)] = new([.. ladder.Rungs.Select(rung => own.Mails.ContainsKey(rung.Mail) ? rung with { Mail = KeyWithin(versionId, rung.Mail) } : rung)]);
            foreach (var (key, mail) in own.Mails)
                mails[KeyWithin(versionId, key)] = mail;
        }
        return new() { Forms = forms, Ladders = ladders, Mails = mails, Json = Json };
    }

    private static string ReadText(JsonNode? json, string path) =>
        json is JsonValue value && value.TryGetValue(out string? text) ? text : throw new DefinitionFormatException(path, FormatProblem.TextExpected);

    private static Dictionary<string, T> ReadAll<T>(JsonObject json, string kind, Func<JsonNode?, string, T> read)
    {
        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in json[kind] as JsonObject ?? [])
            items[key] = read(value, $"{kind}/{key}");
        return items;
    }
}
