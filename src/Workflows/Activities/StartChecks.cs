namespace OpsWorkflows.Activities;

/// <summary>Whether the procedures that a definition starts are there to be started.</summary>
public static class StartChecks
{
    /// <summary>The procedures that the definition names, besides itself: it is published when it runs.</summary>
    public static IReadOnlyCollection<string> NamedIn(CompiledDefinition definition) =>
        [.. definition.Activities.Select(NamedBy).OfType<string>().Where(id => id != definition.Definition.DefinitionId).Distinct(StringComparer.Ordinal)];

    private static string? NamedBy(CompiledActivity activity) =>
        activity.Behaviour is StartWorkflow ? activity.Plain(StartWorkflow.DefinitionId) : null;

    /// <summary>What an embedded procedure starts is named at the step of the procedure's own document that leads there, once.</summary>
    /// <param name="known">Whether a procedure is published, by its id; of those that there are.</param>
    public static IEnumerable<Finding> Of(CompiledDefinition definition, IReadOnlyDictionary<string, bool> known) => Each(definition, known).Distinct();

    private static IEnumerable<Finding> Each(CompiledDefinition definition, IReadOnlyDictionary<string, bool> known)
    {
        foreach (var activity in definition.Activities)
        {
            if (NamedBy(activity) is { } id && id != definition.Definition.DefinitionId && known.GetValueOrDefault(id) is false)
            {
                yield return new Finding(known.ContainsKey(id) ? FindingKind.UnpublishedWorkflow : FindingKind.UnknownWorkflow, activity.Node.Outermost,
                    activity.Node.IsEmbedded ? null : StartWorkflow.DefinitionId, id);
            }
        }
    }
}
