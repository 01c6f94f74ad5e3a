using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Definitions;

/// <summary>
/// Everything that people do to procedures. Each change is one transaction, alone with the procedure; it needs the edit lease, which
/// it takes when it is free, and leaves what it made among the revisions.
/// </summary>
public sealed class DefinitionEditor(DefinitionSql sql)
{
    /// <summary>For so long a designer may send a save that it made before the answer to its last one came.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Keeps a document as the draft of its procedure: in place when the latest version is a draft, else as a new version.
    /// A document without a definition id begins a new procedure. Its id, version and flags are decided here.
    /// </summary>
    /// <exception cref="DefinitionFormatException">The document is no workflow definition.</exception>
    public async Task<EditResult> SaveAsync(JsonObject document, Guid by, CancellationToken token = default)
    {
        var (restored, stamp) = StudioDocument.Restore(document);
        var definitionId = IdentifyIn(restored);
        await using var change = await sql.ChangeAsync(definitionId, token);
        var latest = await change.LatestAsync(token);
        var lease = await change.LeaseAsync(by, token);
        if (RefusalOf(lease, by) is { } leased)
            return leased;
        if (latest is not null && stamp is not null && IsStale(latest, stamp, by, lease))
            return new EditResult.Refused(EditRefusal.Stale) { By = latest.CreatedBy, At = latest.ChangedAt };
        var content = DefinitionStore.ContentOf(restored, latest?.Resources ?? "{}", null, by);
        if (latest is not null && HasSteps(latest.ToDefinition()) && !HasSteps(WorkflowDefinition.Read(restored)))
            return new EditResult.Refused(EditRefusal.WouldEmpty);
        return await KeepAsync(change, latest, content, "saved", token);
    }

    private static string IdentifyIn(JsonObject document)
    {
        var definitionId = WorkflowDefinition.Text(document, "definitionId") ?? Guid.CreateVersion7().ToString("N");
        document["definitionId"] = definitionId;
        return definitionId;
    }

    private static EditResult.Refused? RefusalOf(DefinitionLease lease, Guid by) =>
        lease.PersonId == by ? null : new(EditRefusal.EditedByOther) { By = lease.PersonId, At = lease.Since };

    private static bool IsStale(DefinitionVersion latest, string stamp, Guid by, DefinitionLease lease) =>
        stamp != StudioDocument.StampOf(latest) && !(latest.CreatedBy == by && lease.RenewedAt - latest.ChangedAt < InFlight);

    private static bool HasSteps(WorkflowDefinition definition) => definition.Nodes.Count > 2;

    private static async Task<EditResult> KeepAsync(DefinitionChange change, DefinitionVersion? latest, NewContent content, string kind, CancellationToken token, string? versionId = null)
    {
        var saved = latest is { PublishedAt: null } ? await change.ReplaceDraftAsync(content, token) : await change.AddAsync(content, token, versionId);
        await change.KeepAsync(saved, kind, content.By, token);
        await change.CommitAsync(token);
        return new EditResult.Done(saved, []);
    }
}
