using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Packs procedures into zips, and takes them in from uploaded files.</summary>
public sealed class DefinitionFiles(DefinitionStore definitions, DefinitionEditor editor, DefinitionChanges changes)
{
    public const string Zip = "application/zip";

    /// <summary>What an upload may unpack to, in bytes, entries and zips within zips; a small file can hold far more.</summary>
    const long LargestUnpacked = 100_000_000;
    const int MostEntries = 1000;
    const int DeepestZip = 3;

    /// <summary>Zips know no earlier moment; the same one each time makes the same bytes of the same versions.</summary>
    static readonly DateTimeOffset NoMoment = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The versions with the latest versions of all procedures that embed them, directly or through others.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> WithConsumersAsync(IReadOnlyList<DefinitionVersion> versions, CancellationToken token)
    {
        var found = versions.ToList();
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange((await definitions.FindConsumersAsync(found[next].DefinitionId, token)).Where(consumer => !found.Exists(one => one.DefinitionId == consumer.DefinitionId)));
        }
        return found;
    }

    public static byte[] Pack(IReadOnlyList<DefinitionVersion> versions)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var version in versions.OrderBy(version => version.DefinitionId, StringComparer.Ordinal).ThenBy(version => version.Version))
            {
                var entry = zip.CreateEntry(DefinitionFile.NameOf(version));
                entry.LastWriteTime = NoMoment;
                using var stream = entry.Open();
                stream.Write(DefinitionFile.Write(version));
            }
        }
        return file.ToArray();
    }

    /// <summary>Every file is read and checked before the first is kept; each procedure is then a change of its own.</summary>
    public async Task<IResult> ImportAsync(IFormFileCollection files, CurrentPerson person, CancellationToken token)
    {
        var documents = new List<(string File, JsonObject Json)>();
        try
        {
            var upload = new Unpacking(documents);
            foreach (var file in files)
            {
                await using var stream = file.OpenReadStream();
                await upload.ReadAsync(file.FileName, stream, 0, token);
            }
        }
        catch (UnreadableFileException exception)
        {
            return ElsaErrors.Of("not-a-definition", exception.Message);
        }
        if (documents.Count == 0)
        {
            return ElsaErrors.Of("not-a-definition", Texts.Definitions["file.none"]);
        }
        var (_, wrong) = await EachAsync(documents, json => editor.CheckImportAsync(json, person.Id, token), token);
        if (wrong.Count > 0)
        {
            return ElsaErrors.Of("not-a-definition", [.. wrong, Texts.Definitions["file.kept", 0]]);
        }
        var (kept, left) = await EachAsync(documents, async json => await editor.ImportAsync(json, mayPublish: false, person.Id, token) as EditResult.Refused, token);
        return left.Count == 0 ? TypedResults.Ok(new ImportedFiles(kept)) : ElsaErrors.Of("not-a-definition", [.. left, Texts.Definitions["file.kept", kept]]);
    }

    async Task<(int Done, List<string> Refused)> EachAsync(
        List<(string File, JsonObject Json)> documents, Func<JsonObject, Task<EditResult.Refused?>> act, CancellationToken token)
    {
        var (done, left) = (0, new List<string>());
        foreach (var (file, json) in documents)
        {
            try
            {
                if (await act(json) is { } refused)
                {
                    left.AddRange((await changes.SentencesAsync(refused, token)).Select(sentence => $"{file}: {sentence}"));
                    continue;
                }
                done++;
            }
            catch (DefinitionFormatException exception)
            {
                left.Add($"{file}: {DefinitionChanges.Sentence(exception)}");
            }
        }
        return (done, left);
    }

    /// <summary>The documents in the files of one upload, as far as its bounds allow.</summary>
    sealed class Unpacking(List<(string File, JsonObject Json)> documents)
    {
        long left = LargestUnpacked;
        int entries;

        public async Task ReadAsync(string name, Stream stream, int depth, CancellationToken token)
        {
            using var content = await BufferAsync(name, stream, token);
            if (!IsZip(content))
            {
                documents.Add((name, Parse(name, content)));
                return;
            }
            try
            {
                using var zip = new ZipArchive(content, ZipArchiveMode.Read);
                if (depth == DeepestZip || (entries += zip.Entries.Count) > MostEntries)
                {
                    throw new UnreadableFileException(Texts.Definitions["file.large", name]);
                }
                foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)))
                {
                    await using var inner = await entry.OpenAsync(token);
                    await ReadAsync($"{name}/{entry.FullName}", inner, depth + 1, token);
                }
            }
            catch (InvalidDataException)
            {
                throw new UnreadableFileException(Texts.Definitions["file.zip", name]);
            }
        }

        async Task<MemoryStream> BufferAsync(string name, Stream stream, CancellationToken token)
        {
            var content = new MemoryStream();
            var block = new byte[81_920];
            for (int read; (read = await stream.ReadAsync(block, token)) > 0;)
            {
                if ((left -= read) < 0)
                {
                    throw new UnreadableFileException(Texts.Definitions["file.large", name]);
                }
                await content.WriteAsync(block.AsMemory(0, read), token);
            }
            content.Position = 0;
            return content;
        }

        static bool IsZip(MemoryStream content) => content.GetBuffer().AsSpan(0, (int)content.Length).StartsWith("PK\x3\x4"u8);

        static JsonObject Parse(string name, MemoryStream content)
        {
            if (content.Length > DefinitionChanges.LargestDocument)
            {
                throw new UnreadableFileException(Texts.Definitions["file.large", name]);
            }
            try
            {
                return JsonNode.Parse(content, documentOptions: DefinitionJson.Strict) is JsonObject json && DefinitionFile.Is(json)
                    ? json
                    : throw new UnreadableFileException(Texts.Definitions["file.other", name]);
            }
            catch (JsonException exception)
            {
                throw new UnreadableFileException(Texts.Definitions["file.json", name, (exception.LineNumber ?? 0) + 1]);
            }
        }
    }

    sealed class UnreadableFileException(string message) : Exception(message);
}
