using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Definitions;

/// <summary>
/// The forms, ladders and mail texts that a draft may use: its own, and those of all published procedures. A draft gets its own
/// copy of what it uses when it is saved, so that a version depends on nothing that changes.
/// </summary>
public sealed class UsableResources(DefinitionStore definitions)
{
    private const string Forms = "forms";
    private const string Ladders = "ladders";
    private const string Mails = "mails";

    /// <summary>Whose resources those are; where two have one of the same key, the first counts.</summary>
    /// <param name="definitionId">The procedure of the draft, which comes first; null where it is not known.</param>
    public async Task<IReadOnlyList<CompiledDefinition>> OwnersAsync(string? definitionId, CancellationToken token = default)
    {
        var owners = new List<CompiledDefinition>();
        if (definitionId is not null && await definitions.FindLatestAsync(definitionId, token) is { } own && await definitions.FindCompiledAsync(own.VersionId, token) is { } drawn)
            owners.Add(drawn);
        foreach (var version in await definitions.ListAsync(VersionFilter.Published, token: token))
        {
            if (version.DefinitionId != definitionId && await definitions.FindCompiledAsync(version.VersionId, token) is { } published)
                owners.Add(published);
        }
        return owners;
    }

    /// <summary>The resources of a draft with copies of those it uses and lacks; what nobody has stays missing, which checks find.</summary>
    internal async Task<string> CompleteAsync(WorkflowDefinition definition, string resources, CancellationToken token)
    {
        var read = DefinitionResources.Parse(resources);
        var own = read.Json.DeepClone().AsObject();
        var asked = new Queue<(string Kind, string Key)>(UsedBy(CompiledDefinition.Compile(definition, read)).Distinct());
        IReadOnlyList<CompiledDefinition>? owners = null;
        var copied = false;
        while (asked.TryDequeue(out var used))
        {
            var found = Find(own, used);
            if (found is null)
            {
                owners ??= await OwnersAsync(definition.DefinitionId, token);
                found = owners.Select(owner => Find(owner.OwnResources.Json, used)).FirstOrDefault(resource => resource is not null)?.DeepClone();
                if (found is null)
                    continue;
                Put(own, used, found);
                copied = true;
            }
            if (used.Kind == Ladders)
            {
                foreach (var rung in Ladder.Read(found, used.Key).Rungs.Where(rung => rung.Mail.Length > 0))
                    asked.Enqueue((Mails, rung.Mail));
            }
        }
        return copied ? DefinitionResources.Read(own).ToJson() : resources;
    }

    private static IEnumerable<(string Kind, string Key)> UsedBy(CompiledDefinition definition)
    {
        foreach (var activity in definition.Activities)
        {
            if (activity.Behaviour is UserTaskActivity)
                yield return (Mails, DefinitionResources.AssignedMail);
            foreach (var input in activity.Behaviour.Inputs)
            {
                if (KindOf(input.Options) is { } kind && activity.Inputs.GetValueOrDefault(input.Name) is Expression.Literal { Value: var value } && value.AsText() is { Length: > 0 } key)
                    yield return (kind, key);
            }
        }
    }

    private static string? KindOf(OptionSource source) => source switch
    {
        OptionSource.Forms => Forms,
        OptionSource.Ladders => Ladders,
        OptionSource.Mails => Mails,
        _ => null,
    };

    private static JsonNode? Find(JsonObject resources, (string Kind, string Key) used) => (resources[used.Kind] as JsonObject)?[used.Key];

    private static void Put(JsonObject resources, (string Kind, string Key) used, JsonNode resource)
    {
        if (resources[used.Kind] is not JsonObject ofKind)
            resources[used.Kind] = ofKind = [];
        ofKind[used.Key] = resource;
    }
}
