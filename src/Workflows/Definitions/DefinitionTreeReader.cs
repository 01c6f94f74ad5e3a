using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>Reads the tree of activities out of an Elsa 3 document: containers, embedded ports and connections in every form that Elsa accepts.</summary>
/// <param name="embedded">The procedures that are read where an activity stands for one.</param>
internal sealed class DefinitionTreeReader(EmbeddedVersions embedded)
{
    private const int MaximumDepth = 50;

    /// <summary>How deep procedures may embed one another, and how many activities that may come to.</summary>
    internal const int MaximumLevels = 10;
    internal const int MaximumNodes = 20_000;

    private readonly List<ActivityNode> _nodes = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal List<ActivityNode> Read(JsonObject definition, string definitionId)
    {
        AddWorkflow(definition, new Document(definitionId, null, "", 0), null);
        return _nodes;
    }

    /// <summary>The document that is read: its ids are its own, whatever it stands in.</summary>
    /// <param name="Prefix">What makes its ids unique among those of all documents.</param>
    private sealed record Document(string DefinitionId, Document? Outer, string Prefix, int Level)
    {
        public ActivityNode Workflow { get; set; } = null!;
        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal) { WorkflowDefinition.WorkflowNodeId };
        public Dictionary<string, int> Generated { get; } = new(StringComparer.Ordinal);

        public bool IsWithin(string definitionId) => DefinitionId == definitionId || Outer?.IsWithin(definitionId) == true;
    }

    /// <param name="around">The activity that stands for the procedure; null for the procedure that is read itself.</param>
    private void AddWorkflow(JsonObject definition, Document document, ActivityNode? around)
    {
        var path = around?.Path ?? "$";
        document.Workflow = new ActivityNode
        {
            Index = _nodes.Count,
            Id = document.Prefix + WorkflowDefinition.WorkflowNodeId,
            OwnId = WorkflowDefinition.WorkflowNodeId,
            NodeId = around is null ? WorkflowDefinition.WorkflowNodeId : $"{around.NodeId}:{WorkflowDefinition.WorkflowNodeId}",
            Type = "Elsa.Workflow",
            Name = "Workflow",
            Parent = around,
            Port = around is null ? null : "root",
            Path = around is null ? path : $"{path}.root",
            Json = [],
            Variables = ReadVariables(definition, path),
            FlowsByTokens = WorkflowDefinition.IsTokenBased(definition),
        };
        Claim(document.Workflow, path);
        _nodes.Add(document.Workflow);
        around?.Children.Add(document.Workflow);
        if (definition["root"] is not JsonObject root)
            throw new DefinitionFormatException("$.root", FormatProblem.RootExpected);
        Add(root, document, document.Workflow, "root", $"{document.Workflow.Path}.root", 1);
    }

    private ActivityNode Add(JsonObject json, Document document, ActivityNode parent, string port, string path, int depth)
    {
        if (depth > MaximumDepth)
            throw new DefinitionFormatException(OutermostPath(parent), FormatProblem.TooDeep, $"{MaximumDepth}");
        var type = WorkflowDefinition.Text(json, "type") ?? throw new DefinitionFormatException(path + ".type", FormatProblem.Missing);
        var id = WorkflowDefinition.Text(json, "id") ?? GenerateId(document, type);
        if (!document.Ids.Add(id))
            throw new DefinitionFormatException(path + ".id", FormatProblem.IdUsedTwice, id);
        var node = new ActivityNode
        {
            Index = _nodes.Count,
            Id = document.Prefix + id,
            OwnId = id,
            NodeId = parent.NodeId + ":" + id,
            Type = type,
            Version = WorkflowDefinition.Number(json, "version") ?? 1,
            Name = WorkflowDefinition.Text(json, "name"),
            DisplayText = json["metadata"] is JsonObject metadata ? WorkflowDefinition.Text(metadata, "displayText") : null,
            Parent = parent,
            Around = document.Workflow,
            Port = port,
            Path = path,
            Json = json,
            Variables = ReadVariables(json, path),
        };
        Claim(node, path);
        _nodes.Add(node);
        parent.Children.Add(node);
        var reference = EmbeddingReference.Of(json, type);
        AddChildren(json, document, node, path, depth, isReference: reference is not null);
        if (reference is not null)
            Embed(reference, document, node);
        if (json["connections"] is JsonNode connections)
            ReadConnections(connections, node, path + ".connections");
        return node;
    }

    /// <summary>The activity of the root in which it stands: the path itself would be too long to be read.</summary>
    private static string OutermostPath(ActivityNode node)
    {
        while (node.Parent?.Parent?.Parent is not null)
            node = node.Parent;
        return node.Path;
    }

    /// <summary>An id with a slash may be the one that an activity inside an embedded procedure goes by.</summary>
    private void Claim(ActivityNode node, string path)
    {
        if (!_ids.Add(node.Id))
            throw new DefinitionFormatException((node.IsEmbedded ? node.Outermost.Path : path) + ".id", FormatProblem.IdUsedInEmbedded, node.Id);
    }

    /// <summary>Puts the graph of a procedure where an activity stands for it.</summary>
    private void Embed(EmbeddingReference reference, Document document, ActivityNode node)
    {
        var embedding = embedded.Resolve(reference);
        EmbeddingProblem? problem = embedding.Problem is { } found ? found
            : document.IsWithin(reference.DefinitionId) ? EmbeddingProblem.InItself
            : document.Level == MaximumLevels || _nodes.Count > MaximumNodes ? EmbeddingProblem.TooLarge
            : null;
        node.Embedding = problem is null ? embedding : embedding with { Procedure = null, Problem = problem };
        if (node.Embedding.Procedure is { } procedure)
            AddWorkflow(embedded.DocumentOf(procedure), new Document(procedure.DefinitionId, document, $"{node.Id}/", document.Level + 1), node);
    }

    /// <param name="isReference">Whether the activity stands for a procedure: a copy of its graph in the document is not what runs.</param>
    private void AddChildren(JsonObject json, Document document, ActivityNode node, string path, int depth, bool isReference)
    {
        foreach (var (name, value) in json)
        {
            if (name is "customProperties" or "metadata" or "connections" or "variables" || (isReference && name == "root"))
                continue;
            switch (value)
            {
                case JsonObject child when IsActivity(child):
                    Add(child, document, node, name, $"{path}.{name}", depth + 1);
                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        if (items[i] is not JsonObject item)
                            continue;
                        if (IsActivity(item))
                            Add(item, document, node, name, $"{path}.{name}[{i}]", depth + 1);
                        else if (item["activity"] is JsonObject inCase && IsActivity(inCase))
                            Add(inCase, document, node, $"{name}[{i}]", $"{path}.{name}[{i}].activity", depth + 1);
                    }
                    break;
            }
        }
    }

    private static bool IsActivity(JsonObject json) =>
        json["type"] is JsonValue && json["expression"] is null && (json["id"] is JsonValue || json["nodeId"] is JsonValue || json["activities"] is JsonArray);

    private static string GenerateId(Document document, string type)
    {
        var shortType = type[(type.LastIndexOf('.') + 1)..];
        string id;
        do
        {
            document.Generated[shortType] = document.Generated.GetValueOrDefault(shortType) + 1;
            id = shortType + document.Generated[shortType];
        }
        while (document.Ids.Contains(id));
        return id;
    }

    private static void ReadConnections(JsonNode json, ActivityNode flowchart, string path)
    {
        var items = ItemsOf(json) ?? throw new DefinitionFormatException(path, FormatProblem.ArrayExpected);
        var children = flowchart.Children.ToDictionary(child => child.OwnId, StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item)
                throw new DefinitionFormatException($"{path}[{i}]", FormatProblem.ObjectExpected);
            var (source, sourcePort) = ReadEnd(item, "source", "Done");
            var (target, targetPort) = ReadEnd(item, "target", "In");
            // Elsa parks a connection whose end is missing; it takes no part in the run.
            if (source is not null && target is not null && children.TryGetValue(source, out var from) && children.TryGetValue(target, out var to))
                flowchart.Connections.Add(new Connection(from, sourcePort, to, targetPort));
        }
    }

    internal static JsonArray? ItemsOf(JsonNode connections) => connections as JsonArray ?? (connections as JsonObject)?["$values"] as JsonArray;

    internal static (string? Activity, string Port) ReadEnd(JsonObject connection, string end, string defaultPort)
    {
        var value = Member(connection, end);
        return value is JsonObject endpoint
            ? (TextOf(Member(endpoint, "activity")), TextOf(Member(endpoint, "port")) ?? defaultPort)
            : (TextOf(value), TextOf(Member(connection, end + "Port")) ?? defaultPort);
    }

    internal static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonNode? Member(JsonObject json, string camelCase) =>
        json[camelCase] ?? json[char.ToUpperInvariant(camelCase[0]) + camelCase[1..]];

    internal static List<VariableDefinition> ReadVariables(JsonObject json, string path)
    {
        if (json["variables"] is not JsonArray variables)
            return [];
        var read = new List<VariableDefinition>(variables.Count);
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i] is not JsonObject variable)
                throw new DefinitionFormatException($"{path}.variables[{i}]", FormatProblem.ObjectExpected);
            var name = WorkflowDefinition.Text(variable, "name") ?? throw new DefinitionFormatException($"{path}.variables[{i}].name", FormatProblem.Missing);
            var value = variable["value"] switch
            {
                null => null,
                JsonValue single when single.TryGetValue(out string? text) => text,
                var other => other.ToJsonString(DefinitionJson.Plain),
            };
            var isArray = variable["isArray"] is JsonValue array && array.TryGetValue(out bool set) && set;
            read.Add(new VariableDefinition(WorkflowDefinition.Text(variable, "id") ?? name, name, WorkflowDefinition.Text(variable, "typeName") ?? "Object", isArray, value));
        }
        return read;
    }
}
