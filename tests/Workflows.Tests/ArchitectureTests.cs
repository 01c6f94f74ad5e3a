using System.Text.RegularExpressions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests;

/// <summary>Who may know whom, read from the source files.</summary>
public class ArchitectureTests
{
    [Theory]
    [InlineData("Calendars")]
    [InlineData("Expressions", "Calendars")]
    [InlineData("Instances", "Calendars", "Cases", "Definitions", "Expressions", "Journal", "Outbox", "Timers", "UserTasks")]
    [InlineData("Activities", "Calendars", "Definitions", "Expressions", "Instances", "Journal", "Outbox", "Timers", "UserTasks")]
    [InlineData("Outbox", "Database")]
    public void A_folder_of_the_engine_uses_only_what_lies_below_it(string folder, params string[] below)
    {
        var used = Files("src/Workflows/" + folder)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"using (?:static )?OpsWorkflows\.([A-Z]\w*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking))
            .Select(match => match.Value[(match.Value.LastIndexOf('.') + 1)..]);
        used.Except([.. below, folder]).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_commit_the_runner_the_database_and_the_files_beside_a_record_speak_to_PostgreSQL()
    {
        string[] allowed = ["Commit.cs", "Commit.Tasks.cs", "WorkflowRunner.cs", "EngineRegistration.cs"];
        Files("src/Workflows")
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"using (Npgsql|Dapper)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking))
            .Select(file => Path.GetRelativePath(Repository.PathOf("src/Workflows"), file))
            .Where(file => !file.StartsWith("Database", StringComparison.Ordinal) && !file.EndsWith("Sql.cs", StringComparison.Ordinal) && !allowed.Contains(Path.GetFileName(file)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_two_libraries_do_not_know_each_other_nor_the_host()
    {
        Files("src/Notifications").Where(file => File.ReadAllText(file).Contains("OpsWorkflows.Engine", StringComparison.Ordinal)).ShouldBeEmpty();
        File.ReadAllText(Repository.PathOf("src/Notifications/Notifications.csproj")).ShouldNotContain("ProjectReference");
        File.ReadAllText(Repository.PathOf("src/Workflows/Workflows.csproj")).ShouldNotContain("ProjectReference");
    }

    [Fact]
    public void What_runs_at_each_step_looks_nothing_up_by_reflection()
    {
        string[] folders = ["Activities", "Engine", "Expressions", "Instances", "Journal", "Timers", "UserTasks"];
        folders.SelectMany(folder => Files($"src/Workflows/{folder}"))
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"System\.Reflection|Activator\.|\bdynamic [a-z]|\.(GetMethod|GetProperties|GetConstructor|MakeGenericType|InvokeMember|DynamicInvoke)\(",
                RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_files_that_the_README_names_exist()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var named = Regex.Matches(readme, @"`(?<path>(src|tests|docs|workflows|bench)(/[\w.-]+)*)`|\]\((?<path>docs/[^)]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
            .Select(match => match.Groups["path"].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(10);
        named.Where(path => !Path.Exists(Repository.PathOf(path))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
