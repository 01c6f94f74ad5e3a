using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OpsWorkflows.Host.Studio;

namespace OpsWorkflows.Host.Tests.Studio;

/// <summary>Elsa Studio's own files as the browser gets them.</summary>
[Collection(RunningHost.Collection)]
public sealed partial class StudioFilesTests(RunningHost running) : IDisposable
{
    const string Program = "/_framework/blazor.webassembly.js";

    readonly StudioFiles files = new();
    readonly HttpClient browser = running.Host.NewClient();

    public void Dispose()
    {
        files.Dispose();
        browser.Dispose();
    }

    async Task<HttpResponseMessage> GetAsync(string path, string? encoding = null, Action<HttpRequestHeaders>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
        {
            request.Headers.Add("Accept-Encoding", encoding);
        }
        with?.Invoke(request.Headers);
        return await browser.SendAsync(request);
    }

    /// <summary>Files whose names change with them, as Studio's start names them.</summary>
    async Task<IReadOnlyList<string>> FingerprintedAsync()
    {
        using var response = await GetAsync("/_framework/dotnet.js");
        return [.. FingerprintedNames().Matches(await response.Content.ReadAsStringAsync()).Select(match => match.Value).Distinct()];
    }

    [Theory]
    [InlineData(Program, "text/javascript")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.js", "text/javascript")]
    public async Task A_file_has_its_type_and_is_never_taken_for_another(string path, string type)
    {
        using var response = await GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task Programs_and_their_data_have_the_types_that_browsers_compile_them_by()
    {
        var names = await FingerprintedAsync();

        foreach (var (extension, type) in new[] { (".wasm", "application/wasm"), (".js", "text/javascript"), (".dat", "application/octet-stream") })
        {
            using var response = await GetAsync("/_framework/" + names.First(name => name.EndsWith(extension, StringComparison.Ordinal)));

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        }
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("zstd", null)]
    [InlineData(null, null)]
    public async Task A_packed_file_goes_to_a_browser_that_takes_it(string? accepted, string? encoding)
    {
        using var plain = await GetAsync(Program);
        using var response = await GetAsync(Program, accepted);

        string.Join(',', response.Content.Headers.ContentEncoding).ShouldBe(encoding ?? "");
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        await using var sent = await response.Content.ReadAsStreamAsync();
        await using Stream unpacked = encoding switch
        {
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        using var content = new MemoryStream();
        await unpacked.CopyToAsync(content);
        content.ToArray().ShouldBe(await plain.Content.ReadAsByteArrayAsync());
        if (encoding is not null)
        {
            response.Content.Headers.ContentLength!.Value.ShouldBeLessThan(content.Length);
            response.Headers.ETag.ShouldNotBe(plain.Headers.ETag);
        }
    }

    [Fact]
    public async Task Only_what_changes_its_address_with_its_content_is_kept_for_good()
    {
        var names = await FingerprintedAsync();
        names.Count.ShouldBeGreaterThan(100);

        foreach (var (path, caching) in new[]
        {
            ("/_framework/" + names[0], "public, max-age=31536000, immutable"),
            (files.Lasting(Program), "public, max-age=31536000, immutable"),
            (Program, "no-cache"),
            (Program + "?v=1.0.0", "no-cache"),
            (Program + "?other=1", "no-cache"),
            ("/_content/MudBlazor/MudBlazor.min.css", "no-cache"),
        })
        {
            using var response = await GetAsync(path);

            response.Headers.CacheControl!.ToString().ShouldBe(caching, path);
        }
    }

    [Fact]
    public async Task A_browser_that_has_a_file_already_is_sent_nothing_of_the_same_encoding()
    {
        using var first = await GetAsync(Program, "br");

        using var again = await GetAsync(Program, "br", headers => headers.IfNoneMatch.Add(first.Headers.ETag!));
        using var other = await GetAsync(Program, "gzip", headers => headers.IfNoneMatch.Add(first.Headers.ETag!));

        (again.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.NotModified, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("/_framework/nothing.js")]
    [InlineData("/_content/..%2fpackage.json")]
    [InlineData("/_content/..%2f..%2f..%2f..%2fpackage.json")]
    [InlineData("/_framework/")]
    public async Task Nothing_else_is_served_from_there(string path)
    {
        using var response = await GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Files_are_only_read()
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, Program);
        using var asked = await browser.SendAsync(head);
        using var posted = await browser.PostAsync(Program, null);

        (asked.StatusCode, asked.Content.Headers.ContentLength > 0).ShouldBe((HttpStatusCode.OK, true));
        posted.IsSuccessStatusCode.ShouldBeFalse();
    }

    [GeneratedRegex(@"[\w.-]+\.[0-9a-z]{10}\.(?:wasm|js|dat)(?="")", RegexOptions.None, 1000)]
    private static partial Regex FingerprintedNames();
}
