using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>A folder under <c>workflows/</c> as it is shipped: its definition and the files that the definition names.</summary>
internal sealed class ProcedureFolder
{
    private ProcedureFolder(string path)
    {
        Path = path;
        Definition = WorkflowDefinition.Parse(File.ReadAllText(System.IO.Path.Combine(path, "definition.json")));
        Root = Definition.Nodes[1];
        Forms = ReadJson("forms");
        Ladders = ReadJson("ladders");
        Mails = Files("mails", "*.txt").ToDictionary(Key, File.ReadAllText, StringComparer.Ordinal);
    }

    public string Path { get; }
    public WorkflowDefinition Definition { get; }

    /// <summary>The flowchart of the procedure.</summary>
    public ActivityNode Root { get; }
    public Dictionary<string, JsonObject> Forms { get; }
    public Dictionary<string, JsonObject> Ladders { get; }
    public Dictionary<string, string> Mails { get; }

    public IEnumerable<ActivityNode> UserTasks => Definition.Nodes.Where(node => node.Type == "Ops.UserTask");

    public static IEnumerable<string> Names =>
        Directory.GetDirectories(System.IO.Path.Combine(Repository.Directory, "workflows")).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static ProcedureFolder Read(string name) => new(System.IO.Path.Combine(Repository.Directory, "workflows", name));

    /// <summary>The literal of an input; null when there is none or an expression computes it.</summary>
    public static string? Literal(ActivityNode node, string input) => Expression(node, input, "Literal");

    /// <summary>The JSON behind an input that holds a list or a dictionary.</summary>
    public static JsonNode? Object(ActivityNode node, string input) =>
        Expression(node, input, "Object") is { } text ? JsonNode.Parse(text) : null;

    public static string[] Texts(JsonNode? list) => list is JsonArray items ? [.. items.Select(item => item!.GetValue<string>())] : [];

    /// <summary>The names of the ends from which connections can leave the activity.</summary>
    public static string[] Ports(ActivityNode node) => node.Type switch
    {
        "Ops.UserTask" => Texts(Object(node, "outcomes")),
        "Ops.RepeatEvery" => ["Due", "Finished"],
        "Elsa.FlowDecision" => ["True", "False"],
        _ => ["Done"],
    };

    private static string? Expression(ActivityNode node, string input, string type) =>
        node.Json[input]?["expression"] is JsonObject expression && (string?)expression["type"] == type ? (string?)expression["value"] : null;

    private Dictionary<string, JsonObject> ReadJson(string folder) => Files(folder, "*.json")
        .ToDictionary(Key, file => JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject(), StringComparer.Ordinal);

    private string[] Files(string folder, string pattern) => Directory.GetFiles(System.IO.Path.Combine(Path, folder), pattern);

    private static string Key(string file) => System.IO.Path.GetFileNameWithoutExtension(file);
}
