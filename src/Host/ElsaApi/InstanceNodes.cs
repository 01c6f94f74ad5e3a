using OpsWorkflows.Definitions;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>The activities of the version that an instance runs on, as the journal and the badges name them.</summary>
public sealed class InstanceNodes(WorkflowDefinition definition)
{
    public WorkflowDefinition Definition => definition;

    /// <summary>Stands for an activity that the present version of the procedure does not have: the journal outlives it.</summary>
    public NodeName Of(string activityId) => definition.Find(activityId) is { } node
        ? new(node.OwnId, node.NodeId, node.Type, node.Version, node.Name, node.NodeId.Count(letter => letter == ':'))
        : new(activityId, activityId, "Elsa.NotFoundActivity", 1, null, 0);

    /// <summary>The ids of the activities at these nodes; what is no node is taken for an activity's id.</summary>
    public string[] ActivitiesAt(IEnumerable<string> nodeIds)
    {
        var asked = nodeIds.ToHashSet(StringComparer.Ordinal);
        return [.. definition.Nodes.Where(node => asked.Contains(node.NodeId)).Select(node => node.Id)
            .Union(ActivitiesNamed(asked.Where(id => !id.Contains(':', StringComparison.Ordinal))), StringComparer.Ordinal)];
    }

    /// <summary>The ids that the journal knows activities by: those inside an embedded procedure are named as its document names them, wherever it stands.</summary>
    public IEnumerable<string> ActivitiesNamed(IEnumerable<string> ids)
    {
        var asked = ids.ToHashSet(StringComparer.Ordinal);
        return asked.Concat(definition.Nodes.Where(node => node.IsEmbedded && asked.Contains(node.OwnId)).Select(node => node.Id));
    }

    public string[] ActivitiesOf(IReadOnlyCollection<string> types) =>
        [.. definition.Nodes.Where(node => types.Contains(node.Type, StringComparer.Ordinal)).Select(node => node.Id)];
}

/// <summary>What journal and badges say of an activity.</summary>
/// <param name="Depth">How many containers it stands in.</param>
public sealed record NodeName(string Id, string NodeId, string Type, int Version, string? Name, int Depth);

static class InstanceNodesReading
{
    /// <summary>The activities of the version that the instance runs on.</summary>
    public static async Task<InstanceNodes> NodesOfAsync(this DefinitionStore definitions, InstanceSummary instance, CancellationToken token) =>
        new((await definitions.FindCompiledAsync(instance.DefinitionVersionId, token))!.Definition);
}
