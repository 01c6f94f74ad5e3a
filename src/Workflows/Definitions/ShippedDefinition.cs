using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// A procedure as a folder: <c>definition.json</c>, <c>forms/*.json</c>, <c>ladders/*.json</c> and <c>mails/*.txt</c>. The folder's name is the
/// definition id; other files in it are nobody's business here.
/// </summary>
public sealed record ShippedDefinition
{
    public required string DefinitionId { get; init; }
    public required JsonObject Document { get; init; }
    public required DefinitionResources Resources { get; init; }

    /// <summary>Of the files that count, whatever line ends they were checked out with.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads and checks every folder of a directory, in the order of their names; none when the directory is not there.</summary>
    /// <exception cref="ImportRefusedException">Something in a folder cannot run.</exception>
    public static IReadOnlyList<ShippedDefinition> ReadAll(string directory)
    {
        var findings = new List<ImportFinding>();
        var definitions = new List<ShippedDefinition>();
        foreach (var folder in Sorted(directory, Directory.GetDirectories))
        {
            if (new FolderReader(folder, findings).Read() is { } definition)
                definitions.Add(definition);
        }
        return findings.Count == 0 ? definitions : throw new ImportRefusedException(findings);
    }

    private static IEnumerable<string> Sorted(string directory, Func<string, string[]> entries) =>
        Directory.Exists(directory) ? entries(directory).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();

    private sealed class FolderReader(string folder, List<ImportFinding> findings)
    {
        private const string DefinitionFile = "definition.json";

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
                return document is null || findings.Count > _findingsBefore ? null : Check(document, resources);
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
                if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 128, AllowDuplicateProperties = false }) is JsonObject json)
                    return json;
                Find(file, "$", "a JSON object is expected");
            }
            catch (JsonException e)
            {
                Find(file, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", "the text is not valid JSON");
            }
            return null;
        }

        private ShippedDefinition? Check(JsonObject document, JsonObject resources)
        {
            try
            {
                var definition = WorkflowDefinition.Read(document);
                if (definition.DefinitionId != _id)
                    Find(DefinitionFile, "$.definitionId", $"'{definition.DefinitionId}' is not the name of its folder");
                var read = DefinitionResources.Read(resources);
                foreach (var finding in CompiledDefinition.Compile(definition, read).Findings.Where(finding => finding.IsError))
                    Find(DefinitionFile, finding.Path, finding.Reason);
                return new() { DefinitionId = _id, Document = document, Resources = read, Hash = Convert.ToHexStringLower(_hash.GetHashAndReset()) };
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
