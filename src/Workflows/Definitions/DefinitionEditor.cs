using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// Everything that people do to procedures. Each change is one transaction, alone with the procedure; it is refused while somebody
/// else holds the edit lease, and leaves what it made among the revisions.
/// </summary>
public sealed class DefinitionEditor(DefinitionSql sql, DefinitionStore definitions, DefinitionChecks checks, UsableResources usable)
{
    /// <summary>
    /// Keeps a document as the draft of its procedure: in place when the latest version is a draft that nothing runs on, else as a new
    /// version. A document without a definition id begins a new procedure. Its id, version and flags are decided here. Takes the edit lease.
    /// </summary>
    /// <param name="publish">Whether to publish it too; then nothing is kept when that is refused.</param>
    /// <param name="tab">The tab in which Studio saves, so that what Studio loses of the document is put back; null for anybody else, who means what they send.</param>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public async Task<EditResult> SaveAsync(JsonObject document, bool publish, Guid by, string? tab = null, CancellationToken token = default)
    {
        var (restored, stamp) = StudioDocument.Unwrapped(document);
        var isKnown = WorkflowDefinition.Text(restored, "definitionId") is not null;
        var definitionId = IdentifyIn(restored);
        await using var change = await sql.ChangeAsync(definitionId, token);
        var latest = await change.LatestAsync(token);
        if (latest is null && isKnown && stamp is not null)
            return new EditResult.Refused(EditRefusal.Deleted);
        var lease = await change.LeaseAsync(by, token);
        if (RefusalOf(lease, by) is { } leased)
            return leased;
        if (latest is not null && stamp is not null && IsStale(latest, stamp, by, tab))
            return new EditResult.Refused(EditRefusal.Stale) { By = latest.CreatedBy, At = latest.ChangedAt };
        StudioHabits.Undo(restored, latest);
        if (latest is not null && tab is not null)
            CarryOver.Onto(restored, latest.ToJson());
        CarryOver.Unmark(restored);
        var resources = await usable.CompleteAsync(await ReadAsync(restored, token), latest?.Resources ?? "{}", token);
        var content = DefinitionStore.ContentOf(restored, resources, null, by) with { Tab = tab };
        return await KeepAsync(change, latest, content, RevisionKind.Saved, publish ? Publishing.Must : Publishing.No, token);
    }

    /// <summary>Read also with what it embeds: what then cannot be read could be opened no more.</summary>
    private async Task<WorkflowDefinition> ReadAsync(JsonObject document, CancellationToken token)
    {
        var definition = WorkflowDefinition.Read(document);
        _ = WorkflowDefinition.Read(document, await definitions.EmbeddedInAsync(definition, token));
        return definition;
    }

    private static string IdentifyIn(JsonObject document)
    {
        var definitionId = WorkflowDefinition.Text(document, "definitionId") ?? Guid.CreateVersion7().ToString("N");
        document["definitionId"] = definitionId;
        return definitionId;
    }

    private static EditResult.Refused? RefusalOf(DefinitionLease? lease, Guid by) =>
        lease is null || lease.PersonId == by ? null : new(EditRefusal.EditedByOther) { By = lease.PersonId, At = lease.Since };

    /// <summary>A tab knows what it saved itself, also where it has not had the answer yet.</summary>
    private static bool IsStale(DefinitionVersion latest, string stamp, Guid by, string? tab) =>
        stamp != StudioDocument.StampOf(latest) && !IsOwn(latest, by, tab);

    private static bool IsOwn(DefinitionVersion latest, Guid by, string? tab) => latest.CreatedBy == by && tab is not null && latest.SavedByTab == tab;

    /// <summary>A root that does something itself is a step too.</summary>
    private static bool HasSteps(WorkflowDefinition definition) => definition.Nodes.Count > 2 || !StudioDocument.OnlyHoldsSteps(definition.Nodes[1]);

    private static bool LosesSteps(WorkflowDefinition before, WorkflowDefinition after) =>
        before.Nodes.Select(node => node.Id).Except(after.Nodes.Select(node => node.Id)).Any();

    private enum Publishing
    {
        No,
        Must,

        /// <summary>A version that cannot run stays a draft.</summary>
        WhereItCan,
    }

    private async Task<EditResult> KeepAsync(
        DefinitionChange change, DefinitionVersion? latest, NewContent content, string kind, Publishing publishing, CancellationToken token, string? versionId = null)
    {
        var kept = await change.WriteDraftAsync(latest, content, token, versionId);
        var (before, after) = (latest?.ToDefinition(), kept.ToDefinition());
        if (before is not null && HasSteps(before) && !HasSteps(after))
            return new EditResult.Refused(EditRefusal.WouldEmpty);
        var found = publishing == Publishing.No ? null : await checks.OfAsync(kept, token);
        if (publishing == Publishing.Must && !found!.CanRun)
            return new EditResult.Refused(EditRefusal.CannotRun) { Findings = found.Findings };
        var published = found is { CanRun: true };
        if (published)
            kept = await change.PublishLatestAsync(found!.Embedded, token);
        await change.KeepAsync(kept, published ? RevisionKind.Published : kind, content.By, token, losesSteps: before is not null && LosesSteps(before, after));
        await change.CommitAsync(token);
        return new EditResult.Done(kept, found?.Findings ?? []) { Followers = published ? await LeadFollowersAsync(kept, content.By, token) : [] };
    }

    /// <summary>
    /// Takes in a document from elsewhere as the draft of its procedure. One that says it is published is published, where it can run.
    /// A new procedure keeps the id of its version where that is of another server and was never known here.
    /// </summary>
    /// <param name="mayPublish">False keeps it a draft whatever it says.</param>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public async Task<EditResult> ImportAsync(JsonObject document, bool mayPublish, Guid by, CancellationToken token = default)
    {
        var (restored, resources) = DefinitionFile.Read(document);
        var definitionId = IdentifyIn(restored);
        var definition = await ReadAsync(restored, token);
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        var latest = await change.LatestAsync(token);
        var completed = await usable.CompleteAsync(definition, resources ?? latest?.Resources ?? "{}", token);
        var content = DefinitionStore.ContentOf(restored, completed, null, by);
        var versionId = latest is null && WorkflowDefinition.Text(restored, "id") is { } id && !IsOurs(id) && !await change.WasVersionAsync(id, token) ? id : null;
        var publishing = mayPublish && WorkflowDefinition.IsSet(restored, "isPublished") ? Publishing.WhereItCan : Publishing.No;
        return await KeepAsync(change, latest, content, RevisionKind.Imported, publishing, token, versionId);
    }

    /// <summary>Ids of this form are given here, by the number: one from a file would be in the way of the version that comes to have it.</summary>
    private static bool IsOurs(string versionId) => versionId.LastIndexOf(':') is >= 0 and var colon && versionId[(colon + 1)..].All(char.IsAsciiDigit);

    /// <summary>Why an import of the document would be refused; null when it would not be. Keeps nothing.</summary>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public async Task<EditResult.Refused?> CheckImportAsync(JsonObject document, Guid by, CancellationToken token = default)
    {
        var (restored, _) = DefinitionFile.Read(document);
        var definitionId = IdentifyIn(restored);
        var definition = await ReadAsync(restored, token);
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        return await change.LatestAsync(token) is { } latest && HasSteps(latest.ToDefinition()) && !HasSteps(definition) ? new(EditRefusal.WouldEmpty) : null;
    }

    /// <summary>Makes the latest version the one that new cases take. Running cases stay on theirs.</summary>
    public async Task<EditResult> PublishAsync(string definitionId, Guid by, CancellationToken token = default)
    {
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (await change.LatestAsync(token) is not { } latest)
            return new EditResult.Refused(EditRefusal.NotFound);
        if (latest.IsPublished)
            return new EditResult.Done(latest, []) { WasPublished = true };
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        var found = await checks.OfAsync(latest, token);
        if (!found.CanRun)
            return new EditResult.Refused(EditRefusal.CannotRun) { Findings = found.Findings };
        var published = await change.PublishLatestAsync(found.Embedded, token);
        await change.KeepAsync(published, RevisionKind.Published, by, token);
        await change.CommitAsync(token);
        return new EditResult.Done(published, found.Findings) { Followers = await LeadFollowersAsync(published, by, token) };
    }

    /// <summary>New cases cannot take the procedure any more; those that run go on.</summary>
    public async Task<EditResult> RetractAsync(string definitionId, Guid by, CancellationToken token = default)
    {
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (await change.LatestAsync(token) is null)
            return new EditResult.Refused(EditRefusal.NotFound);
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        if (await change.FindPublishedAsync(token) is not { } published)
            return new EditResult.Refused(EditRefusal.NotPublished);
        await change.RetractAsync(token);
        await change.KeepAsync(published, RevisionKind.Retracted, by, token);
        var retracted = await change.FindAsync(published.Version, token);
        await change.CommitAsync(token);
        return new EditResult.Done(retracted!, []);
    }

    /// <summary>Begins a new draft with what an older version held.</summary>
    public async Task<EditResult> RevertAsync(string definitionId, int version, Guid by, CancellationToken token = default)
    {
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (await change.FindAsync(version, token) is not { } older)
            return new EditResult.Refused(EditRefusal.NotFound);
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        var draft = await change.AddAsync(DefinitionStore.ContentOf(older.ToJson(), older.Resources, null, by), token);
        await change.KeepAsync(draft, RevisionKind.Restored, by, token);
        await change.CommitAsync(token);
        return new EditResult.Done(draft, []);
    }

    /// <summary>Brings a kept state back as the draft of its procedure, also one that was deleted.</summary>
    public async Task<EditResult> RestoreAsync(string definitionId, long revisionId, Guid by, CancellationToken token = default)
    {
        await using var change = await sql.ChangeAsync(definitionId, token);
        if (await change.FindRevisionAsync(revisionId, token) is not { } revision)
            return new EditResult.Refused(EditRefusal.NotFound);
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        var content = DefinitionStore.ContentOf(JsonNode.Parse(revision.Content, documentOptions: DefinitionJson.Reading)!.AsObject(), revision.Resources, null, by);
        var draft = await change.WriteDraftAsync(await change.LatestAsync(token), content, token);
        await change.KeepAsync(draft, RevisionKind.Restored, by, token);
        await change.CommitAsync(token);
        return new EditResult.Done(draft, []);
    }

    /// <summary>Deletes a procedure that no case ever took.</summary>
    public async Task<EditResult> DeleteAsync(string definitionId, Guid by, CancellationToken token = default)
    {
        await using var change = await sql.ChangeAsync(definitionId, token);
        return await change.LatestAsync(token) is { } latest
            ? await DeleteAsync(change, latest, null, by, token)
            : new EditResult.Refused(EditRefusal.NotFound);
    }

    /// <summary>Deletes a version that no case ever took; the one before is the latest then. The last one goes only with its procedure.</summary>
    public async Task<EditResult> DeleteVersionAsync(string versionId, Guid by, CancellationToken token = default)
    {
        if (await definitions.FindAsync(versionId, token) is not { } found)
            return new EditResult.Refused(EditRefusal.NotFound);
        await using var change = await sql.ChangeAsync(found.DefinitionId, token);
        return await change.FindAsync(found.Version, token) is { } version
            ? await DeleteAsync(change, version, version.Version, by, token)
            : new EditResult.Refused(EditRefusal.NotFound);
    }

    private static async Task<EditResult> DeleteAsync(DefinitionChange change, DefinitionVersion version, int? only, Guid by, CancellationToken token)
    {
        if (RefusalOf(await change.FindLeaseAsync(token), by) is { } leased)
            return leased;
        var inUse = (await change.VersionsInUseAsync(token)).FindAll(used => only is null || used == only);
        if (inUse.Count > 0)
            return new EditResult.Refused(EditRefusal.InUse) { Versions = inUse };
        if (only is not null && !await change.HasOtherThanAsync(version.Version, token))
            return new EditResult.Refused(EditRefusal.OnlyVersion);
        if (only is null || version.IsPublished)
            await change.RetractAsync(token);
        await change.DeleteAsync(only, by, token);
        await change.CommitAsync(token);
        return new EditResult.Done(version, []);
    }

    private async Task<IReadOnlyList<string>> LeadFollowersAsync(DefinitionVersion published, Guid? by, CancellationToken token) =>
        by is { } person && published.ToJson()["options"] is JsonObject options && WorkflowDefinition.IsSet(options, "autoUpdateConsumingWorkflows")
            ? await UpdateReferencesAsync(published.DefinitionId, person, token)
            : [];

    /// <summary>Lets the procedures that embed this one embed its published version; where they were published, they are again.</summary>
    /// <returns>Those that changed; one that somebody else edits does not.</returns>
    public async Task<IReadOnlyList<string>> UpdateReferencesAsync(string definitionId, Guid by, CancellationToken token = default)
    {
        if ((await definitions.ListEmbeddableAsync([definitionId], token)).Where(offered => offered.IsPublished).Select(offered => offered.Version).FirstOrDefault() is not { } published)
            return [];
        var changed = new List<string>();
        foreach (var consumer in await definitions.FindConsumersAsync(definitionId, token))
        {
            if (await UpdateReferencesAsync(consumer.DefinitionId, published, by, token))
                changed.Add(consumer.DefinitionId);
        }
        return changed;
    }

    private async Task<bool> UpdateReferencesAsync(string consumerId, EmbeddableVersion published, Guid by, CancellationToken token)
    {
        await using var change = await sql.ChangeAsync(consumerId, token);
        if (await change.LatestAsync(token) is not { } latest || RefusalOf(await change.FindLeaseAsync(token), by) is not null)
            return false;
        var definition = latest.ToDefinition();
        var embedding = definition.Nodes.Where(node => node.Embedding?.Reference is { } reference
            && reference.DefinitionId == published.DefinitionId && reference.VersionId != published.VersionId).ToList();
        if (embedding.Count == 0)
            return false;
        foreach (var node in embedding)
            published.PinTo(node.Json);
        var content = DefinitionStore.ContentOf(definition.Json, latest.Resources, null, by);
        var kept = await change.WriteDraftAsync(latest, content, token);
        if (latest.IsPublished && await checks.OfAsync(kept, token) is { CanRun: true } found)
            kept = await change.PublishLatestAsync(found.Embedded, token);
        await change.KeepAsync(kept, kept.IsPublished ? RevisionKind.Published : RevisionKind.Saved, by, token);
        await change.CommitAsync(token);
        return true;
    }
}
