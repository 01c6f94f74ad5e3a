using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Workflows.Tests.Procedures;

/// <summary>Reads a shipped procedure from the folder in which it is kept.</summary>
internal static class ProcedureFolder
{
    public static CompiledDefinition Compile(string definitionId)
    {
        var folder = Path.Combine(Root(), "workflows", definitionId);
        var resources = new JsonObject
        {
            ["forms"] = Read(folder, "forms", "*.json", text => JsonNode.Parse(text)),
            ["ladders"] = Read(folder, "ladders", "*.json", text => JsonNode.Parse(text)),
            ["mails"] = Read(folder, "mails", "*.txt", text => JsonValue.Create(text)),
        };
        return CompiledDefinition.Compile(WorkflowDefinition.Parse(File.ReadAllText(Path.Combine(folder, "definition.json"))), DefinitionResources.Read(resources));
    }

    private static JsonObject Read(string folder, string kind, string pattern, Func<string, JsonNode?> read) =>
        new(Directory.GetFiles(Path.Combine(folder, kind), pattern)
            .Select(file => KeyValuePair.Create(Path.GetFileNameWithoutExtension(file), read(File.ReadAllText(file)))));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OpsWorkflows.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
