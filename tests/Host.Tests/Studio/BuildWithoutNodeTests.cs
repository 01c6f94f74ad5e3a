using System.Diagnostics;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Studio;

/// <summary>Studio and PostgreSQL come from npm, which a machine that builds the host may lack.</summary>
public class BuildWithoutNodeTests
{
    [Fact]
    public async Task A_build_where_Node_is_missing_says_that_it_is_needed_and_where_from()
    {
        using var directory = new TestDirectory();
        await File.WriteAllTextAsync(directory.PathOf("package-lock.json"), "{}");
        File.CreateSymbolicLink(directory.PathOf("sh"), "/bin/sh");
        await File.WriteAllTextAsync(directory.PathOf("Needy.proj"), $"""
            <Project>
              <PropertyGroup><NpmDirectory>{directory.Path}</NpmDirectory></PropertyGroup>
              <Import Project="{Repository.PathOf("Directory.Build.targets")}" />
            </Project>
            """);

        var (code, output) = await BuildAsync(directory.PathOf("Needy.proj"));

        code.ShouldNotBe(0, output);
        output.ShouldContain($"error : Node.js 20 with npm is needed: the packages of {directory.Path}/package.json are installed with it.");
        output.ShouldContain("Install it (nodejs.org, or the packages nodejs and npm of your system) and build again.");
        Directory.Exists(directory.PathOf("node_modules")).ShouldBeFalse();
    }

    static async Task<(int Code, string Output)> BuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-target:InstallNpmPackages", "-nologo", "-nodeReuse:false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = Path.GetDirectoryName(project);
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return (build.ExitCode, output + await errors);
    }
}
