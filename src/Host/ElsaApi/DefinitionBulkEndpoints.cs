using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Several procedures changed at once. Each is a change of its own: what keeps one from changing does not keep the others.</summary>
public static class DefinitionBulkEndpoints
{
    public static void MapDefinitionBulkActions(this IEndpointRouteBuilder api)
    {
        var bulk = api.MapGroup("/bulk-actions").RequireAuthorization(Policies.DesignProcedures);
        bulk.MapPost("/delete/workflow-definitions/by-definition-id", (SeveralDefinitions asked, DefinitionBulk actions, CurrentPerson person, CancellationToken token) =>
            actions.DeleteAsync(asked.DefinitionIds ?? [], person, token)).WithSummary("Deletes procedures that no case ever took").Produces<DeletedDefinitions>();
        bulk.MapPost("/delete/workflow-definitions/by-id", (SeveralVersions asked, DefinitionBulk actions, CurrentPerson person, CancellationToken token) =>
            actions.DeleteVersionsAsync(asked.Ids ?? [], person, token)).WithSummary("Deletes versions that no case ever took").Produces<DeletedDefinitions>();
        bulk.MapPost("/publish/workflow-definitions/by-definition-ids", (SeveralDefinitions asked, DefinitionBulk actions, CurrentPerson person, CancellationToken token) =>
            actions.PublishAsync(asked.DefinitionIds ?? [], person, token)).WithSummary("Publishes the latest versions of procedures").Produces<PublishedDefinitions>();
        bulk.MapPost("/retract/workflow-definitions/by-definition-ids", (SeveralDefinitions asked, DefinitionBulk actions, CurrentPerson person, CancellationToken token) =>
            actions.RetractAsync(asked.DefinitionIds ?? [], person, token)).WithSummary("Lets no new case take any of the procedures").Produces<RetractedDefinitions>();
    }
}

/// <summary>The changes to each of several procedures, gathered into one answer.</summary>
public sealed class DefinitionBulk(DefinitionStore definitions, DefinitionEditor editor, DefinitionChanges changes)
{
    public Task<DeletedDefinitions> DeleteAsync(IReadOnlyList<string> definitionIds, CurrentPerson person, CancellationToken token) =>
        DeleteAsync(definitionIds, id => editor.DeleteAsync(id, person.Id, token), id => definitions.FindLatestAsync(id, token), token);

    /// <summary>The oldest first: of a procedure whose versions are all meant, the newest stays.</summary>
    public async Task<DeletedDefinitions> DeleteVersionsAsync(IReadOnlyList<string> versionIds, CurrentPerson person, CancellationToken token)
    {
        var found = (await definitions.FindManyAsync(versionIds, token)).ToDictionary(version => version.VersionId, StringComparer.Ordinal);
        return await DeleteAsync([.. versionIds.OrderBy(id => found.GetValueOrDefault(id)?.Version)],
            id => editor.DeleteVersionAsync(id, person.Id, token), id => Task.FromResult(found.GetValueOrDefault(id)), token);
    }

    async Task<DeletedDefinitions> DeleteAsync(
        IReadOnlyList<string> ids, Func<string, Task<EditResult>> delete, Func<string, Task<DefinitionVersion?>> find, CancellationToken token)
    {
        var deleted = 0;
        var warnings = new List<string>();
        foreach (var id in ids)
        {
            switch (await delete(id))
            {
                case EditResult.Done:
                    deleted++;
                    break;
                case EditResult.Refused refused:
                    warnings.AddRange(await WarningsAsync(id, await find(id), refused, token));
                    break;
            }
        }
        return new(deleted, warnings);
    }

    public async Task<PublishedDefinitions> PublishAsync(IReadOnlyList<string> definitionIds, CurrentPerson person, CancellationToken token)
    {
        var answer = new PublishedDefinitions();
        var consumed = await definitions.FindConsumedAsync(definitionIds, token);
        var open = new Queue<string>(definitionIds);
        for (var putBack = 0; open.TryDequeue(out var id);)
        {
            // Not only where it must: one that is published first embeds what was published before.
            if (consumed.GetValueOrDefault(id, []).Any(open.Contains) && putBack++ < open.Count)
            {
                open.Enqueue(id);
                continue;
            }
            var result = await editor.PublishAsync(id, person.Id, token);
            if (StartsOneOf(open, result) && putBack++ < open.Count)
            {
                open.Enqueue(id);
                continue;
            }
            putBack = 0;
            switch (result)
            {
                case EditResult.Done { WasPublished: true }:
                    answer.AlreadyPublished.Add(id);
                    break;
                case EditResult.Done done:
                    answer.Published.Add(id);
                    answer.UpdatedConsumers.AddRange(done.Followers);
                    answer.Warnings.AddRange(FindingTexts.Warnings(done.Findings).Select(sentence => About(id, done.Version, sentence)));
                    break;
                case EditResult.Refused { Code: EditRefusal.NotFound }:
                    answer.NotFound.Add(id);
                    break;
                case EditResult.Refused refused:
                    (refused.Code == EditRefusal.EditedByOther ? answer.Skipped : answer.Failed).Add(id);
                    answer.Warnings.AddRange(await WarningsAsync(id, await definitions.FindLatestAsync(id, token), refused, token));
                    break;
            }
        }
        return answer;
    }

    /// <summary>Whether a procedure has to wait until one of those that are still open is published.</summary>
    static bool StartsOneOf(Queue<string> open, EditResult result) =>
        result is EditResult.Refused { Findings: var findings } && findings.Any(finding => finding.Kind == FindingKind.UnpublishedWorkflow && open.Contains(finding.Value!));

    public async Task<RetractedDefinitions> RetractAsync(IReadOnlyList<string> definitionIds, CurrentPerson person, CancellationToken token)
    {
        var answer = new RetractedDefinitions();
        foreach (var id in definitionIds)
        {
            switch (await editor.RetractAsync(id, person.Id, token))
            {
                case EditResult.Done:
                    answer.Retracted.Add(id);
                    break;
                case EditResult.Refused { Code: EditRefusal.NotFound }:
                    answer.NotFound.Add(id);
                    break;
                case EditResult.Refused { Code: EditRefusal.NotPublished }:
                    answer.AlreadyRetracted.Add(id);
                    break;
                case EditResult.Refused refused:
                    answer.Skipped.Add(id);
                    answer.Warnings.AddRange(await WarningsAsync(id, await definitions.FindLatestAsync(id, token), refused, token));
                    break;
            }
        }
        return answer;
    }

    async Task<IEnumerable<string>> WarningsAsync(string id, DefinitionVersion? about, EditResult.Refused refused, CancellationToken token) =>
        (await changes.SentencesAsync(refused, token)).Select(sentence => About(id, about, sentence));

    /// <summary>People know a procedure by its name, and scripts by its id.</summary>
    static string About(string id, DefinitionVersion? version, string sentence) =>
        version is null ? $"{id}: {sentence}" : Texts.Definitions["about", version.Name, version.DefinitionId, sentence];
}

public sealed record SeveralDefinitions(string[]? DefinitionIds);

public sealed record SeveralVersions(string[]? Ids);

/// <param name="Warnings">What was not deleted, and why.</param>
public sealed record DeletedDefinitions(long Deleted, IReadOnlyList<string> Warnings);

/// <summary>What became of each procedure, by its id; <see cref="Warnings"/> say why some were not published, and what checks say about the others.</summary>
public sealed record PublishedDefinitions
{
    public List<string> Published { get; } = [];
    public List<string> AlreadyPublished { get; } = [];
    public List<string> NotFound { get; } = [];
    public List<string> Skipped { get; } = [];
    public List<string> UpdatedConsumers { get; } = [];
    public List<string> Failed { get; } = [];
    public List<string> Warnings { get; } = [];
}

/// <summary>What became of each procedure, by its id; <see cref="Warnings"/> say why some were left as they are.</summary>
public sealed record RetractedDefinitions
{
    public List<string> Retracted { get; } = [];
    public List<string> AlreadyRetracted { get; } = [];
    public List<string> NotFound { get; } = [];
    public List<string> Skipped { get; } = [];
    public List<string> Warnings { get; } = [];
}
