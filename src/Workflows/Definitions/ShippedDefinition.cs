using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// A procedure as a folder: <c>definition.json</c>, <c>forms/*.json</c>, <c>ladders/*.json</c> and <c>mails/*.txt</c>. The folder's name is the
/// definition id; other files in it are nobody's business here. Folders may embed one another: each the other as it is shipped beside it, whatever
/// version its file names, which is one of the place where it was drawn.
/// </summary>
public sealed record ShippedDefinition
{
    public required string DefinitionId { get; init; }
    public required JsonObject Document { get; init; }
    public required DefinitionResources Resources { get; init; }

    /// <summary>Of the files that count, whatever line ends they were checked out with; and of those of the folders that it embeds.</summary>
    public required string Hash { get; init; }

    /// <summary>The procedures that it embeds.</summary>
    private IReadOnlyList<string> EmbeddedIds { get; init; } = [];

    /// <summary>Reads and checks every folder of a directory, each after those that it embeds; none when the directory is not there.</summary>
    /// <exception cref="ImportRefusedException">Something in a folder cannot run.</exception>
    public static IReadOnlyList<ShippedDefinition> ReadAll(string directory)
    {
        var findings = new List<ImportFinding>();
        var read = new List<ShippedDefinition>();
        foreach (var folder in Sorted(directory, Directory.GetDirectories))
        {
            if (new FolderReader(folder, findings).Read() is { } definition)
                read.Add(definition);
        }
        var definitions = InOrder(read);
        var together = Together(definitions);
        foreach (var definition in definitions)
            findings.AddRange(definition.Check(together));
        return findings.Count == 0 ? definitions : throw new ImportRefusedException(findings);
    }

    private static List<ShippedDefinition> InOrder(List<ShippedDefinition> read)
    {
        var ordered = new List<ShippedDefinition>(read.Count);
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in read)
            Visit(definition.DefinitionId);
        return ordered;

        void Visit(string id)
        {
            if (read.Find(one => one.DefinitionId == id) is not { } definition || !met.Add(id))
                return;
            foreach (var embedded in definition.EmbeddedIds)
                Visit(embedded);
            string[] inside = [.. ordered.Where(one => definition.EmbeddedIds.Contains(one.DefinitionId)).Select(one => one.Hash).Order(StringComparer.Ordinal)];
            ordered.Add(inside.Length == 0 ? definition : definition with { Hash = HashOf(string.Concat([definition.Hash, .. inside])) });
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What they embed when all of them are published.</summary>
    private static EmbeddedVersions Together(List<ShippedDefinition> definitions)
    {
        var together = new EmbeddedVersions();
        foreach (var definition in definitions)
        {
            var read = WorkflowDefinition.Read(definition.Document);
            var head = new DefinitionSummary
            {
                VersionId = definition.DefinitionId,
                DefinitionId = definition.DefinitionId,
                Version = 1,
                Name = read.Name,
                IsLatest = true,
                IsPublished = true,
            };
            var version = new DefinitionVersion(head, definition.Document.ToJsonString(DefinitionJson.Plain), definition.Resources.ToJson());
            together.Learn(definition.DefinitionId, read.Name, read.UsableAsActivity ? [new(EmbeddableVersion.Of(version), IsPublished: true)] : []);
            together.Add(version);
        }
        return together;
    }

    private IEnumerable<ImportFinding> Check(EmbeddedVersions together)
    {
        try
        {
            return CompiledDefinition.Compile(WorkflowDefinition.Read(Document, together), Resources).Findings.Where(finding => finding.IsError)
                .Select(finding => new ImportFinding($"{DefinitionId}/{DefinitionFile}", finding.Path, finding.Reason));
        }
        catch (DefinitionFormatException e)
        {
            return [new ImportFinding($"{DefinitionId}/{DefinitionFile}", e.Path, e.Reason)];
        }
    }

    private static IEnumerable<string> Sorted(string directory, Func<string, string[]> entries) =>
        Directory.Exists(directory) ? entries(directory).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();

    private const string DefinitionFile = "definition.json";

    private sealed class FolderReader(string folder, List<ImportFinding> findings)
    {
        private readonly string _id = Path.GetFileName(folder);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly int _findingsBefore = findings.Count;

        internal ShippedDefinition? Read()
        {
            using (_hash)
            {
                if (!File.Exists(Path.Combine(folder, DefinitionFile)))
                {
                    Find(DefinitionFile, "$", "is missing");
                    return null;
                }
                var document = ParseObject(DefinitionFile, ReadText(DefinitionFile));
                var resources = new JsonObject
                {
                    ["forms"] = ReadFiles("forms", "*.json", ParseObject),
                    ["ladders"] = ReadFiles("ladders", "*.json", ParseObject),
                    ["mails"] = ReadFiles("mails", "*.txt", (_, text) => JsonValue.Create(text)),
                };
                return document is null || findings.Count > _findingsBefore ? null : Read(document, resources);
            }
        }

        private JsonObject ReadFiles(string kind, string pattern, Func<string, string, JsonNode?> parse)
        {
            var read = new JsonObject();
            var path = Path.Combine(folder, kind);
            foreach (var file in Sorted(path, found => Directory.GetFiles(found, pattern)))
            {
                var name = $"{kind}/{Path.GetFileName(file)}";
                read[Path.GetFileNameWithoutExtension(file)] = parse(name, ReadText(name));
            }
            return read;
        }

        private string ReadText(string name)
        {
            var text = File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n");
            _hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text.Length}\0{text}"));
            return text;
        }

        private JsonObject? ParseObject(string file, string text)
        {
            try
            {
                if (JsonNode.Parse(text, documentOptions: DefinitionJson.Strict) is JsonObject json)
                    return json;
                Find(file, "$", "a JSON object is expected");
            }
            catch (JsonException e)
            {
                Find(file, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", "the text is not valid JSON");
            }
            return null;
        }

        private ShippedDefinition? Read(JsonObject document, JsonObject resources)
        {
            try
            {
                var definition = WorkflowDefinition.Read(document);
                if (definition.DefinitionId != _id)
                    Find(DefinitionFile, "$.definitionId", $"'{definition.DefinitionId}' is not the name of its folder");
                foreach (var node in definition.Nodes.Where(node => node.Embedding is not null))
                    EmbeddingReference.Unpin(node.Json);
                return new()
                {
                    DefinitionId = _id,
                    Document = document,
                    Resources = DefinitionResources.Read(resources),
                    Hash = Convert.ToHexStringLower(_hash.GetHashAndReset()),
                    EmbeddedIds = [.. definition.References.Select(reference => reference.DefinitionId).Distinct()],
                };
            }
            catch (DefinitionFormatException e)
            {
                Find(DefinitionFile, e.Path, e.Reason);
                return null;
            }
        }

        private void Find(string file, string path, string reason) => findings.Add(new ImportFinding($"{_id}/{file}", path, reason));
    }
}
