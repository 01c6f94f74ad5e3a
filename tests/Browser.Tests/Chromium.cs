using System.Diagnostics;
using Microsoft.Playwright;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Browser.Tests;

/// <summary>Finds a browser without anybody installing one: the system's, else the one in the npm packages of the tests.</summary>
static class Chromium
{
    static readonly string[] SystemNames = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The npm package unpacks itself, with the libraries that a bare system lacks, and says where.</summary>
    const string Unpack = "import('@sparticuz/chromium').then(async ({ default: chromium }) => console.log(await chromium.executablePath()))";

    /// <summary>Once for all tests: what is being unpacked cannot be started yet.</summary>
    static readonly Lazy<Task<string>> Program = new(async () => OnPath() ?? await FromNpmAsync());

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var program = await Program.Value;
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            // As root, and in containers without a large /dev/shm.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            Env = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Where(variable => variable.Key is not "LD_LIBRARY_PATH")
                .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))
                .Append(new("LD_LIBRARY_PATH", Path.Combine(Path.GetDirectoryName(program)!, "al2023", "lib"))),
        });
    }

    static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(directory => SystemNames.Select(name => Path.Combine(directory, name)))
        .FirstOrDefault(File.Exists);

    static async Task<string> FromNpmAsync()
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", Unpack])
        {
            WorkingDirectory = Repository.PathOf("tests"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_LAMBDA_JS_RUNTIME"] = "nodejs20.x" },
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var program = (await node.StandardOutput.ReadToEndAsync()).Trim();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? program : throw new InvalidOperationException($"There is no browser: {await errors}");
    }
}
