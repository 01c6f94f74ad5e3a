using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Host;
using OpsWorkflows.Host.Demo;

namespace OpsWorkflows.Bench;

/// <summary>What Studio asks for, answered by the host over HTTP: with a handful of procedures, and with very many of many versions.</summary>
static class DesignerBench
{
    private const int Definitions = 500;
    private const int Versions = 50;
    private const int WarmUps = 5;
    private const int Calls = 21;

    private static readonly (string What, string Path)[] Questions =
    [
        ("list of procedures, first page", "workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderBy=Name&OrderDirection=Ascending"),
        ("list of procedures, page 31", "workflow-definitions?versionOptions=Latest&Page=30&PageSize=10&SearchTerm=&IsSystem=False&OrderBy=Name&OrderDirection=Ascending"),
        ("list of procedures, searched by name", "workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=procedure%20123&IsSystem=False&OrderBy=Name&OrderDirection=Ascending"),
        ("published versions of all, without pages", "workflow-definitions?versionOptions=Published"),
        ("version history of one", $"workflow-definitions?versionOptions=AllVersions&Page=0&PageSize=10&DefinitionIds={BenchOffice.Procedure}&OrderBy=Version&OrderDirection=Descending"),
        ("one procedure with its document", $"workflow-definitions/by-definition-id/{BenchOffice.Procedure}?versionOptions=Latest"),
        ("descriptors of activities", "descriptors/activities?Refresh=True"),
    ];

    public static async Task RunAsync(Report report, BenchOffice office)
    {
        var directory = Directory.CreateTempSubdirectory("opsworkflows-bench-host-");
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = DataDirectory.ContentRoot });
            builder.Configuration.AddInMemoryCollection(
            [
                new("ConnectionStrings:Ops", office.ConnectionString), new("urls", "http://127.0.0.1:0"), new("Ops:PublicUrl", "https://ops.example/"), new("Ops:DemoFamilies", "false"),
            ]);
            builder.Logging.ClearProviders();
            var data = new DataDirectory(directory.FullName);
            await using var database = await OfficeDatabase.OpenAsync(builder.Configuration, data, NullLoggerFactory.Instance, CancellationToken.None);
            await using var app = Composition.Compose(builder, database.Source, data);
            await DemoOffice.CreateAsync(app.Services);
            await app.StartAsync();
            using var client = await SignInAsync(app);
            var few = await AskAsync(client);
            await FillAsync(office.Database);
            await office.ExecuteAsync("analyze");
            var many = await AskAsync(client);
            report.Section($"The designer's questions to the server, {Definitions} procedures of {Versions} versions beside one");
            foreach (var ((what, _), (before, after)) in Questions.Zip(few.Zip(many)))
                report.Add(what, $"{before:0.0} → {after:0.0} ms: **{after / before:0.0}**");
            await app.StopAsync();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<HttpClient> SignInAsync(WebApplication app)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/elsa/api/") };
        using var response = await client.PostAsJsonAsync("/api/sign-in", new { email = "procedure-manager" + DemoOffice.EmailDomain, password = DemoOffice.Password });
        var answer = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["accessToken"]!);
        return client;
    }

    /// <summary>The median milliseconds of each question.</summary>
    private static async Task<List<double>> AskAsync(HttpClient client)
    {
        var medians = new List<double>();
        foreach (var (_, path) in Questions)
        {
            var times = new List<double>();
            for (var i = 0; i < WarmUps + Calls; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            medians.Add(Measure.Median(times.Skip(WarmUps)));
        }
        return medians;
    }

    /// <summary>Copies the measured procedure: many procedures of many versions, the last of each published.</summary>
    private static async Task FillAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        string content, resources;
        await using (var command = new NpgsqlCommand("select content::text, resources::text from definition_versions where definition_id = $1 and is_latest", connection))
        {
            command.Parameters.AddWithValue(BenchOffice.Procedure);
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            (content, resources) = (row.GetString(0), row.GetString(1));
        }
        var at = DateTimeOffset.UnixEpoch.AddYears(56);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy definition_versions (id, definition_id, version, name, is_latest, is_published, content, resources, created_at, published_at) from stdin (format binary)");
        for (var definition = 1; definition <= Definitions; definition++)
        {
            for (var version = 1; version <= Versions; version++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync($"many-{definition}:{version}");
                await copy.WriteAsync($"many-{definition}");
                await copy.WriteAsync(version);
                await copy.WriteAsync($"Procedure {definition}");
                await copy.WriteAsync(version == Versions);
                await copy.WriteAsync(version == Versions);
                await copy.WriteAsync(content, NpgsqlDbType.Json);
                await copy.WriteAsync(resources, NpgsqlDbType.Json);
                await copy.WriteAsync(at, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(at, NpgsqlDbType.TimestampTz);
            }
        }
        await copy.CompleteAsync();
    }
}
