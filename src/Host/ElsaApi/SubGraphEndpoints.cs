using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Parts of a version's drawing, for what Studio shows inside an activity, and the way that leads there.</summary>
public static class SubGraphEndpoints
{
    public static void MapSubGraphs(this IEndpointRouteBuilder api)
    {
        var parts = api.MapGroup($"{DefinitionEndpoints.Root}/subgraph").RequireAuthorization(Policies.SignedIn);
        parts.MapGet("/{id}", FindAsync).WithSummary("An activity of a version with those directly in it; without a node the whole drawing")
            .Produces<ActivityNodeView>().ProducesProblem(404);
        parts.MapGet("/segments/{id}", FindWayAsync).WithSummary("The containers that an activity of a version lies in, from the outside in")
            .Produces<PathSegmentsView>().ProducesProblem(404);
    }

    static Task<IResult> FindAsync(string id, string? parentNodeId, DefinitionStore store, CancellationToken token) =>
        FindNodeAsync(id, parentNodeId, store, node => ActivityNodeView.WithChildren(node), token);

    static Task<IResult> FindWayAsync(string id, string? childNodeId, DefinitionStore store, CancellationToken token) =>
        FindNodeAsync(id, childNodeId, store, PathSegmentsView.Of, token);

    static async Task<IResult> FindNodeAsync<T>(string versionId, string? nodeId, DefinitionStore store, Func<ActivityNode, T> show, CancellationToken token)
    {
        if (await store.FindAsync(versionId, token) is not { } version)
        {
            return Problems.Of(Reason.NotFound);
        }
        var nodes = StudioDocument.WithInsides(version, await store.EmbeddedInAsync(version.ToDefinition(), token)).Nodes;
        var found = string.IsNullOrEmpty(nodeId) ? nodes[Math.Min(1, nodes.Count - 1)] : nodes.FirstOrDefault(node => node.NodeId == nodeId);
        // Elsa itself answers 400 to some of these, on which Studio breaks; 404 it takes for nothing there.
        return found is null ? Problems.Of(Reason.NotFound) : TypedResults.Ok(show(found));
    }
}

/// <summary>An activity with its place in the drawing.</summary>
/// <param name="Port">The port of the parent that holds it, as Elsa names ports; null for the outermost.</param>
public sealed record ActivityNodeView(string NodeId, string? Port, JsonObject Activity, IReadOnlyList<ActivityNodeView> Children)
{
    public static ActivityNodeView WithChildren(ActivityNode node) => Of(node) with { Children = [.. node.Children.Select(Of)] };

    internal static ActivityNodeView Of(ActivityNode node) => new(node.NodeId, PortOf(node), node.Parent is null ? WorkflowOf(node) : node.Json, []);

    static JsonObject WorkflowOf(ActivityNode node) => new()
    {
        ["id"] = node.OwnId,
        ["nodeId"] = node.NodeId,
        ["name"] = node.Name,
        ["type"] = node.Type,
        ["version"] = node.Version,
        ["customProperties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["root"] = node.Children[0].Json.DeepClone(),
    };

    /// <summary>Elsa names the ports of a list by the items: the label of a case, a status code.</summary>
    internal static string? PortOf(ActivityNode node) => node.Port switch
    {
        null => null,
        [.., ']'] when node.Json.Parent is JsonObject item && (item["label"] ?? item["statusCode"]) is JsonValue name => name.ToString(),
        var port => char.ToUpperInvariant(port[0]) + port[1..],
    };
}

/// <summary>One container on the way to an activity.</summary>
/// <param name="PortName">The port of the container through which the way goes on.</param>
public sealed record PathSegment(string ActivityNodeId, string ActivityId, string ActivityType, string? PortName, string ActivityName);

/// <param name="Container">The innermost container that is a step of its own; the workflow when there is none.</param>
public sealed record PathSegmentsView(ActivityNodeView ChildNode, ActivityNodeView Container, IReadOnlyList<PathSegment> PathSegments)
{
    public static PathSegmentsView Of(ActivityNode child)
    {
        var (segments, container, outermost) = (new List<PathSegment>(), (ActivityNode?)null, child);
        for (var (inner, outer) = (child, child.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            outermost = outer;
            if (outer.Type is not "Elsa.Workflow" and not "Elsa.Flowchart")
            {
                container ??= outer;
                segments.Insert(0, new(outer.NodeId, outer.OwnId, outer.Type, ActivityNodeView.PortOf(inner), outer.Name ?? outer.Type));
            }
        }
        return new(ActivityNodeView.Of(child), ActivityNodeView.WithChildren(container ?? outermost), segments);
    }
}
