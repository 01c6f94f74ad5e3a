using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OpsWorkflows.Host.Studio;

/// <summary>
/// Elsa Studio's own files, as its npm package brings them, at the addresses where a Blazor program looks for itself. A packed
/// sibling is sent to a browser that takes it.
/// </summary>
public sealed partial class StudioFiles : IDisposable
{
    static readonly string[] Folders = ["/_framework", "/_content"];
    static readonly (string Encoding, string Extension)[] Packed = [("br", ".br"), ("gzip", ".gz")];
    static readonly FileExtensionContentTypeProvider Types = new();

    readonly PhysicalFileProvider files;

    public StudioFiles()
    {
        var directory = Directories().FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"Elsa Studio is neither in {string.Join(" nor in ", Directories())}. Build or publish the host again.");
        files = new PhysicalFileProvider(directory);
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "package.json")));
        Version = package.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>The package's version: files of one version never change, so it tells one state of a file from another.</summary>
    public string Version { get; }

    /// <summary>The folder of a published host, then where a build found the npm package.</summary>
    static IEnumerable<string> Directories()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "studio");
        yield return typeof(StudioFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "NpmStudio").Value!;
    }

    /// <summary>An address of a file that the browser keeps until the package has another version.</summary>
    public string Lasting(string path) => $"{path}?v={Version}";

    internal async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            || !Array.Exists(Folders, folder => path.StartsWithSegments(folder, StringComparison.Ordinal)))
        {
            await next(context);
            return;
        }
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        var packed = Array.Find(Packed, one => accepted.Any(encoding => encoding.Value == one.Encoding && encoding.Quality is not 0) && files.GetFileInfo(path + one.Extension).Exists);
        var file = files.GetFileInfo(path + packed.Extension);
        if (!file.Exists)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query["v"] == Version || Fingerprint().IsMatch(path) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentEncoding = packed.Encoding;
        await TypedResults.PhysicalFile(file.PhysicalPath!, TypeOf(path), entityTag: new($"\"{Version}-{packed.Encoding ?? "plain"}\"")).ExecuteAsync(context);
    }

    public void Dispose() => files.Dispose();

    static string TypeOf(string path) => Types.TryGetContentType(path, out var type) ? type : "application/octet-stream";

    /// <summary>What the name of a file has before its extension when a change of the file changes its name.</summary>
    [GeneratedRegex(@"\.[0-9a-z]{10}\.(?:wasm|js|dat|bundle\.scp\.css)$", RegexOptions.NonBacktracking)]
    private static partial Regex Fingerprint();
}
