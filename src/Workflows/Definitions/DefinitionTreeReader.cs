using System.Text.Json.Nodes;

namespace OpsWorkflows.Definitions;

/// <summary>Reads the tree of activities out of an Elsa 3 document: containers, embedded ports and connections in every form that Elsa accepts.</summary>
internal sealed class DefinitionTreeReader
{
    private const int MaximumDepth = 50;
    private readonly List<ActivityNode> _nodes = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _generated = new(StringComparer.Ordinal);

    internal List<ActivityNode> Read(JsonObject definition)
    {
        var workflow = new ActivityNode
        {
            Index = 0,
            Id = WorkflowDefinition.WorkflowNodeId,
            NodeId = WorkflowDefinition.WorkflowNodeId,
            Type = "Elsa.Workflow",
            Name = "Workflow",
            Parent = null,
            Port = null,
            Path = "$",
            Json = [],
            Variables = ReadVariables(definition, "$"),
        };
        _nodes.Add(workflow);
        _ids.Add(workflow.Id);
        if (definition["root"] is not JsonObject root)
            throw new DefinitionFormatException("$.root", "a root activity is expected");
        Add(root, workflow, "root", "$.root", 1);
        return _nodes;
    }

    private ActivityNode Add(JsonObject json, ActivityNode parent, string port, string path, int depth)
    {
        if (depth > MaximumDepth)
            throw new DefinitionFormatException(path, $"activities are nested deeper than {MaximumDepth}");
        var type = WorkflowDefinition.Text(json, "type") ?? throw new DefinitionFormatException(path + ".type", "is missing");
        var id = WorkflowDefinition.Text(json, "id") ?? GenerateId(type);
        if (!_ids.Add(id))
            throw new DefinitionFormatException(path + ".id", $"'{id}' is used by another activity of this workflow");
        var node = new ActivityNode
        {
            Index = _nodes.Count,
            Id = id,
            NodeId = parent.NodeId + ":" + id,
            Type = type,
            Version = WorkflowDefinition.Number(json, "version") ?? 1,
            Name = WorkflowDefinition.Text(json, "name"),
            DisplayText = json["metadata"] is JsonObject metadata ? WorkflowDefinition.Text(metadata, "displayText") : null,
            Parent = parent,
            Port = port,
            Path = path,
            Json = json,
            Variables = ReadVariables(json, path),
        };
        _nodes.Add(node);
        parent.Children.Add(node);
        AddChildren(json, node, path, depth);
        if (json["connections"] is JsonNode connections)
            ReadConnections(connections, node, path + ".connections");
        return node;
    }

    private void AddChildren(JsonObject json, ActivityNode node, string path, int depth)
    {
        foreach (var (name, value) in json)
        {
            if (name is "customProperties" or "metadata" or "connections" or "variables")
                continue;
            switch (value)
            {
                case JsonObject child when IsActivity(child):
                    Add(child, node, name, $"{path}.{name}", depth + 1);
                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        if (items[i] is not JsonObject item)
                            continue;
                        if (IsActivity(item))
                            Add(item, node, name, $"{path}.{name}[{i}]", depth + 1);
                        else if (item["activity"] is JsonObject embedded && IsActivity(embedded))
                            Add(embedded, node, $"{name}[{i}]", $"{path}.{name}[{i}].activity", depth + 1);
                    }
                    break;
            }
        }
    }

    private static bool IsActivity(JsonObject json) =>
        json["type"] is JsonValue && json["expression"] is null && (json["id"] is JsonValue || json["nodeId"] is JsonValue || json["activities"] is JsonArray);

    private string GenerateId(string type)
    {
        var shortType = type[(type.LastIndexOf('.') + 1)..];
        string id;
        do
        {
            _generated[shortType] = _generated.GetValueOrDefault(shortType) + 1;
            id = shortType + _generated[shortType];
        }
        while (_ids.Contains(id));
        return id;
    }

    private static void ReadConnections(JsonNode json, ActivityNode flowchart, string path)
    {
        var items = ItemsOf(json) ?? throw new DefinitionFormatException(path, "an array is expected");
        var children = flowchart.Children.ToDictionary(child => child.Id, StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item)
                throw new DefinitionFormatException($"{path}[{i}]", "an object is expected");
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
                throw new DefinitionFormatException($"{path}.variables[{i}]", "an object is expected");
            var name = WorkflowDefinition.Text(variable, "name") ?? throw new DefinitionFormatException($"{path}.variables[{i}].name", "is missing");
            var value = variable["value"] switch
            {
                null => null,
                JsonValue single when single.TryGetValue(out string? text) => text,
                var other => other.ToJsonString(),
            };
            var isArray = variable["isArray"] is JsonValue array && array.TryGetValue(out bool set) && set;
            read.Add(new VariableDefinition(WorkflowDefinition.Text(variable, "id") ?? name, name, WorkflowDefinition.Text(variable, "typeName") ?? "Object", isArray, value));
        }
        return read;
    }
}
