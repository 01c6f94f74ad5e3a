using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Activities;
using OpsWorkflows.Database;

namespace OpsWorkflows.Definitions;

/// <summary>A change to the versions of one procedure, alone with them until <see cref="CommitAsync"/>; undone without it.</summary>
internal sealed class DefinitionChange(string definitionId, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    /// <summary>Any number that no other use of two-part advisory locks has.</summary>
    private const int LockClass = 74_201;

    internal string DefinitionId => definitionId;

    internal async Task LockAsync(CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1, hashtext($2))", connection, transaction);
        command.Parameters.With(LockClass).With(definitionId);
        await command.ExecuteNonQueryAsync(token);
    }

    internal Task<DefinitionVersion?> LatestAsync(CancellationToken token) =>
        DefinitionSql.FindAsync(connection, "definition_id = $1 and is_latest", token, definitionId);

    internal Task<DefinitionVersion?> FindAsync(int version, CancellationToken token) =>
        DefinitionSql.FindAsync(connection, "definition_id = $1 and version = $2", token, definitionId, version);

    internal Task<DefinitionVersion?> FindPublishedAsync(CancellationToken token) =>
        DefinitionSql.FindAsync(connection, "definition_id = $1 and is_published", token, definitionId);

    /// <summary>What a kept state of the procedure holds.</summary>
    internal async Task<(string Content, string Resources)?> FindRevisionAsync(long revisionId, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select content, resources from definition_revisions where definition_id = $1 and id = $2", connection, transaction);
        command.Parameters.With(definitionId).With(revisionId);
        await using var row = await command.ExecuteReaderAsync(token);
        return await row.ReadAsync(token) ? (row.GetString(0), row.GetString(1)) : null;
    }

    /// <summary>Puts a draft behind all versions there are; it is the latest then. A version's number is never given again, not even that of a deleted one.</summary>
    /// <param name="versionId">For a version that brings its own.</param>
    internal async Task<DefinitionVersion> AddAsync(NewContent content, CancellationToken token, string? versionId = null)
    {
        await ExecuteAsync("update definition_versions set is_latest = false where definition_id = $1 and is_latest", token, definitionId);
        await using var command = new NpgsqlCommand("""
            insert into definition_versions (id, definition_id, version, name, description, is_latest, is_published, content, resources,
              shipped_hash, created_at, created_by, tool_version, is_system, is_readonly, consumed_ids, saved_by_tab)
            select coalesce($13, $1 || ':' || next.version), $1, next.version, $2, $3, true, false, $4, $5, $6, office_now(), $7, $8, $9, $10, $11, $12
            from (select greatest(
                coalesce((select max(version) from definition_versions where definition_id = $1), 0),
                coalesce((select max(version) from definition_revisions where definition_id = $1), 0)) + 1 as version) next
            """, connection, transaction);
        Fill(command, content).With(versionId, NpgsqlDbType.Text);
        await command.ExecuteNonQueryAsync(token);
        return (await LatestAsync(token))!;
    }

    /// <summary>Changes the latest version in place when it is a draft that no instance runs on; else puts a draft behind all versions there are.</summary>
    /// <param name="versionId">For a new version that brings its own.</param>
    internal async Task<DefinitionVersion> WriteDraftAsync(DefinitionVersion? latest, NewContent content, CancellationToken token, string? versionId = null) =>
        latest is { PublishedAt: null } && !await IsInUseAsync(latest.VersionId, token) ? await ReplaceDraftAsync(content, token) : await AddAsync(content, token, versionId);

    /// <summary>Whether an instance runs or ran on the version. Until this change is over none begins on it.</summary>
    private async Task<bool> IsInUseAsync(string versionId, CancellationToken token)
    {
        await ExecuteAsync("select from definition_versions where id = $1 for update", token, versionId);
        await using var command = new NpgsqlCommand("select exists (select from workflow_instances where definition_version_id = $1)", connection, transaction);
        command.Parameters.With(versionId);
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    private async Task<DefinitionVersion> ReplaceDraftAsync(NewContent content, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""
            update definition_versions set name = $2, description = $3, content = $4, resources = $5, shipped_hash = $6, created_by = $7,
              tool_version = $8, is_system = $9, is_readonly = $10, consumed_ids = $11, saved_by_tab = $12, revision = revision + 1, changed_at = clock_timestamp()
            where definition_id = $1 and is_latest
            """, connection, transaction);
        Fill(command, content);
        await command.ExecuteNonQueryAsync(token);
        return (await LatestAsync(token))!;
    }

    private NpgsqlParameterCollection Fill(NpgsqlCommand command, NewContent content) =>
        command.Parameters.With(definitionId).With(content.Name).With(content.Description, NpgsqlDbType.Text)
            .With(content.Content, NpgsqlDbType.Json).With(content.Resources, NpgsqlDbType.Json)
            .With(content.ShippedHash, NpgsqlDbType.Text).With(content.By, NpgsqlDbType.Uuid)
            .With(content.ToolVersion, NpgsqlDbType.Text).With(content.IsSystem).With(content.IsReadonly).With(content.ConsumedIds).With(content.Tab, NpgsqlDbType.Text);

    /// <summary>
    /// Makes the latest version the one that new cases take; the one before is retracted with all that starts cases on it. What it embeds is
    /// pinned, so that the version stays the same whatever becomes of that.
    /// </summary>
    internal async Task<DefinitionVersion> PublishLatestAsync(EmbeddedVersions embedded, CancellationToken token)
    {
        await KeepEmbeddedAsync(embedded, token);
        if (await LatestAsync(token) is { PublishedAt: null } draft && draft.ToDefinition() is var drawn && embedded.Pin(drawn))
            await ReplaceDraftAsync(DefinitionStore.ContentOf(drawn.Json, draft.Resources, draft.ShippedHash, draft.CreatedBy) with { Tab = draft.SavedByTab }, token);
        await UnpublishAsync(token);
        await ExecuteAsync("""
            update definition_versions set is_published = true, published_at = coalesce(published_at, office_now())
            where definition_id = $1 and is_latest
            """, token, definitionId);
        var published = (await LatestAsync(token))!;
        var compiled = CompiledDefinition.Compile(published.ToDefinition(), DefinitionResources.Parse(published.Resources));
        await TriggerSql.SetAsync(connection, definitionId, published.VersionId, now => Triggers.Of(compiled, now), token);
        return published;
    }

    /// <summary>Pins what a draft embeds. The drawing is the same, so its revision stays: whoever edits it has not been overtaken.</summary>
    internal async Task<DefinitionVersion> PinAsync(DefinitionVersion draft, EmbeddedVersions embedded, CancellationToken token)
    {
        await KeepEmbeddedAsync(embedded, token);
        var drawn = draft.ToDefinition();
        if (!embedded.Pin(drawn))
            return draft;
        var content = DefinitionStore.ContentOf(drawn.Json, draft.Resources, draft.ShippedHash, draft.CreatedBy);
        await using var command = new NpgsqlCommand("update definition_versions set content = $3, consumed_ids = $4 where definition_id = $1 and version = $2", connection, transaction);
        command.Parameters.With(definitionId).With(draft.Version).With(content.Content, NpgsqlDbType.Json).With(content.ConsumedIds);
        await command.ExecuteNonQueryAsync(token);
        return (await FindAsync(draft.Version, token))!;
    }

    /// <summary>Nobody deletes an embedded version until this change is over; after that it is known to be in use.</summary>
    private async Task KeepEmbeddedAsync(EmbeddedVersions embedded, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select count(*) from (select from definition_versions where id = any($1) for key share) kept", connection, transaction);
        command.Parameters.With<string[]>([.. embedded.VersionIds]);
        if (Convert.ToInt64(await command.ExecuteScalarAsync(token), CultureInfo.InvariantCulture) != embedded.VersionIds.Count)
            throw new InvalidOperationException("A version that was to be embedded has just been deleted.");
    }

    /// <summary>New cases cannot take the procedure any more; those that run go on.</summary>
    internal async Task RetractAsync(CancellationToken token)
    {
        await UnpublishAsync(token);
        await TriggerSql.EndAsync(connection, definitionId, token);
    }

    private async Task UnpublishAsync(CancellationToken token) =>
        await ExecuteAsync("update definition_versions set is_published = false where definition_id = $1 and is_published", token, definitionId);

    /// <summary>
    /// Which of the versions running or finished cases use, directly or inside a draft, or published versions of other procedures embed.
    /// Until this change is over no case begins on any of them.
    /// </summary>
    internal async Task<List<int>> VersionsInUseAsync(CancellationToken token)
    {
        await ExecuteAsync("select from definition_versions where definition_id = $1 for update", token, definitionId);
        await using var command = new NpgsqlCommand("""
            select v.version from definition_versions v
            where v.definition_id = $1 and (exists (select from workflow_instances i where i.definition_version_id = v.id)
              or exists (select from definition_versions p where p.definition_id <> $1 and p.consumed_ids @> array[v.id]
                and (p.published_at is not null or exists (select from workflow_instances i where i.definition_version_id = p.id))))
            order by v.version
            """, connection, transaction);
        command.Parameters.With(definitionId);
        await using var row = await command.ExecuteReaderAsync(token);
        var versions = new List<int>();
        while (await row.ReadAsync(token))
            versions.Add(row.GetInt32(0));
        return versions;
    }

    internal async Task<bool> HasOtherThanAsync(int version, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select exists (select from definition_versions where definition_id = $1 and version <> $2)", connection, transaction);
        command.Parameters.With(definitionId).With(version);
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>Takes one version away, or all of them; what was before the latest is the latest then. What they held stays among the revisions.</summary>
    internal async Task<int> DeleteAsync(int? version, Guid? by, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""
            with gone as (
              delete from definition_versions where definition_id = $1 and ($2 is null or version = $2) returning *)
            insert into definition_revisions (definition_id, version, kind, name, content, resources, person_id, began_at, saved_at)
            select definition_id, version, 'deleted', name, content, resources, $3, office_now(), office_now() from gone order by version
            """, connection, transaction);
        command.Parameters.With(definitionId).With(version, NpgsqlDbType.Integer).With(by, NpgsqlDbType.Uuid);
        var deleted = await command.ExecuteNonQueryAsync(token);
        await ExecuteAsync("""
            update definition_versions set is_latest = true
            where definition_id = $1 and version = (select max(version) from definition_versions where definition_id = $1) and not is_latest
            """, token, definitionId);
        return deleted;
    }

    /// <summary>Keeps what a version now is among the revisions; saves of one person within two minutes are one.</summary>
    /// <param name="losesSteps">What was saved before has steps that are gone now, so it is kept whoever saved it and when.</param>
    internal async Task KeepAsync(DefinitionVersion version, string kind, Guid? by, CancellationToken token, bool losesSteps = false)
    {
        await using var command = new NpgsqlCommand("""
            with last as (
              select id, version, kind, person_id, began_at from definition_revisions where definition_id = $1 order by id desc limit 1),
            coalesced as (
              update definition_revisions r set name = $4, content = $5, resources = $6, saved_at = office_now()
              from last
              where r.id = last.id and last.version = $2 and last.kind = 'saved' and $3 = 'saved' and not $8 and last.person_id = $7
                and last.began_at between office_now() - interval '2 minutes' and office_now()
              returning r.id)
            insert into definition_revisions (definition_id, version, kind, name, content, resources, person_id, began_at, saved_at)
            select $1, $2, $3, $4, $5, $6, $7, office_now(), office_now() where not exists (select from coalesced)
            """, connection, transaction);
        command.Parameters.With(definitionId).With(version.Version).With(kind).With(version.Name)
            .With(version.Content, NpgsqlDbType.Json).With(version.Resources, NpgsqlDbType.Json).With(by, NpgsqlDbType.Uuid).With(losesSteps);
        await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>Takes or renews the edit lease for a person.</summary>
    /// <returns>The lease as it is then: theirs, or that of somebody who was first.</returns>
    internal Task<DefinitionLease> LeaseAsync(Guid person, CancellationToken token) => DefinitionLeaseSql.TakeAsync(connection, definitionId, person, token);

    /// <summary>Who edits the procedure now; null when nobody does.</summary>
    internal Task<DefinitionLease?> FindLeaseAsync(CancellationToken token) => DefinitionLeaseSql.FindAsync(connection, definitionId, token);

    /// <summary>
    /// Whether any procedure has a version of this id, or had one before it was deleted: hosts keep versions in memory by their ids. A
    /// file's id stays in the document that its import left among the revisions.
    /// </summary>
    internal async Task<bool> WasVersionAsync(string versionId, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("""
            select exists (select from definition_versions where id = $1)
              or exists (select from definition_revisions where kind in ('imported', 'published') and content->>'id' = $1)
            """, connection, transaction);
        command.Parameters.With(versionId);
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    /// <summary>Remembers that a shipped state has arrived.</summary>
    /// <returns>False when it had arrived before.</returns>
    internal async Task<bool> ArriveAsync(string hash, CancellationToken token) => await ExecuteAsync("""
        insert into shipped_definitions (definition_id, hash, arrived_at) values ($1, $2, office_now()) on conflict do nothing
        """, token, definitionId, hash) == 1;

    private async Task<int> ExecuteAsync(string sql, CancellationToken token, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
            command.Parameters.With(value);
        return await command.ExecuteNonQueryAsync(token);
    }

    internal Task CommitAsync(CancellationToken token) => transaction.CommitAsync(token);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>What a new or changed draft holds.</summary>
internal sealed record NewContent(string Name, string? Description, string Content, string Resources, string? ShippedHash, Guid? By)
{
    public string? ToolVersion { get; init; }
    public bool IsSystem { get; init; }
    public bool IsReadonly { get; init; }
    public string[] ConsumedIds { get; init; } = [];

    /// <summary>The tab of the designer that it comes from.</summary>
    public string? Tab { get; init; }
}
