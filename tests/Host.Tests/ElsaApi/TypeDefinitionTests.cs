using System.Net.Http.Json;
using System.Text.RegularExpressions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>What the editor of a script completes.</summary>
[Collection(ApiOffice.Collection)]
public partial class TypeDefinitionTests(ApiOffice office)
{
    async Task<string> DeclarationsAsync(string definitionId)
    {
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");
        using var response = await client.PostAsJsonAsync($"/elsa/api/scripting/javascript/type-definitions/{definitionId}",
            new { workflowDefinitionId = definitionId, activityTypeName = "Elsa.SetVariable", propertyName = "Value" });
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        return await response.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Names_of_the_procedure_are_completed_with_their_types()
    {
        var text = await DeclarationsAsync("assign-family-assistant");

        text.ShouldContain("  readonly \"supportEnds\": boolean;");
        text.ShouldContain("declare function getVariable(name: \"assistant\"): string;");
        text.ShouldContain("declare function getInput(name: \"urgent\"): boolean;");
        text.ShouldContain("declare function getSupportEnds(): boolean;");
    }

    [Fact]
    public async Task What_is_completed_parses()
    {
        var functions = GlobalFunction().Matches(await DeclarationsAsync("assign-family-assistant")).Select(match => (Name: match.Groups["name"].Value, Parameters: match.Groups["parameters"].Value)).ToList();

        functions.Count.ShouldBeGreaterThan(30);
        foreach (var (name, parameters) in functions)
        {
            var arguments = parameters.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(parameter => !parameter.Contains('?', StringComparison.Ordinal))
                .Select(_ => "'x'");
            // Outcomes are set where an activity runs a script, not in an input.
            if (!name.StartsWith("setOutcome", StringComparison.Ordinal))
            {
                JavaScriptExpression.Parse($"{name}({string.Join(", ", arguments)})").Error.ShouldBeNull(name);
            }
        }
    }

    [Fact]
    public async Task A_procedure_that_is_not_saved_yet_has_the_library() =>
        (await DeclarationsAsync("nothing")).ShouldBe(TypeDeclarations.Text);

    [GeneratedRegex(@"^declare function (?<name>\w+)\((?<parameters>[^\n]*?)\): ", RegexOptions.Multiline, 1000)]
    private static partial Regex GlobalFunction();
}
