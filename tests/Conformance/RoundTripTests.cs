using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Conformance;

/// <summary>A definition that is read and written again has lost nothing.</summary>
public class RoundTripTests
{
    [Fact]
    public void Every_recorded_definition_is_written_as_it_was_read()
    {
        var definitions = OracleCase.All().ToList();
        definitions.ShouldNotBeEmpty();
        foreach (var oracle in definitions)
            AssertKept(oracle.Definition, oracle.Name);
    }

    [Fact]
    public void Every_procedure_of_the_repository_is_written_as_it_was_read()
    {
        var files = Directory.GetFiles(Repository.PathOf("workflows"), "definition*.json", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        foreach (var file in files)
            AssertKept(JsonNode.Parse(File.ReadAllText(file))!.AsObject(), file);
    }

    private static void AssertKept(JsonObject document, string name)
    {
        var written = WorkflowDefinition.Parse(document.ToJsonString()).Json.ToJsonString();
        JsonNode.DeepEquals(JsonNode.Parse(written), document).ShouldBeTrue(name);
    }
}
