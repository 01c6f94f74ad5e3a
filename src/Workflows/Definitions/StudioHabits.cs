using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>Undoes what Studio changes in a document although nobody asked it to.</summary>
internal static class StudioHabits
{
    /// <param name="kept">The version that Studio worked on; null for a new procedure.</param>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public static void Undo(JsonObject sent, DefinitionVersion? kept)
    {
        var known = kept?.ToDefinition();
        foreach (var node in WorkflowDefinition.Read(sent).Nodes.Skip(1))
        {
            var was = known?.Find(node.Id) is { } found && found.Type == node.Type ? found : null;
            StudioMaps.Unwrap(node.Json, node.Type, was?.Json);
            if (was is not null && node.Type == Flowchart.TypeName && node.Json["activities"] is JsonArray steps)
                Order(steps, was);
        }
    }

    /// <summary>
    /// Studio writes the steps of a flowchart as they lie upon one another, and one that was touched lies on top; but with the first of
    /// several that nothing leads to a case begins. New ones come last.
    /// </summary>
    private static void Order(JsonArray steps, ActivityNode was)
    {
        var places = was.Children.Index().ToDictionary(child => child.Item.OwnId, child => child.Index, StringComparer.Ordinal);
        var ordered = steps.OrderBy(step => step is JsonObject json && WorkflowDefinition.Text(json, "id") is { } id ? places.GetValueOrDefault(id, int.MaxValue) : int.MaxValue).ToList();
        steps.Clear();
        foreach (var step in ordered)
            steps.Add(step);
    }
}
