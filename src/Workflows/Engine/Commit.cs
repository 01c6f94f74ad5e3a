using Npgsql;
using NpgsqlTypes;
using OpsWorkflows.Database;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>
/// Writes all that a burst decided: one batch, one implicit transaction, one round trip, and always in the same order, so that two
/// commits cannot wait for each other. Nothing else writes these tables. A statement that has nothing to do is left out.
/// </summary>
internal sealed partial class Commit
{
    private const string UniqueViolation = "23505";
    private const string SerializationFailure = "40001";
    private const string Deadlock = "40P01";

    /// <summary>Raised by the function <c>require</c>.</summary>
    private const string NotRequired = "OPS01";

    private static readonly string[] RaceKeys = ["journal_pkey", "workflow_instances_pkey", "idempotency_keys_pkey"];

    private readonly NpgsqlBatch _batch;
    private readonly WorkflowInstance? _before;
    private readonly Changes _changes;
    private readonly RequestKey? _key;

    internal Commit(NpgsqlBatch batch, WorkflowInstance? before, Changes changes, RequestKey? key)
    {
        (_batch, _before, _changes, _key) = (batch, before, changes, key);
        WriteDraft();
        WriteInstance();
        WriteJournal();
        WriteIdempotencyKey();
        TakeStimulus();
        WriteActivation();
        WriteGuards();
        WriteCase();
        WritePeople();
        WriteMilestones();
        WriteTasks();
        WriteAssignments();
        WriteAnswers();
        WriteLimits();
        WriteTimers();
        WriteBookmarks();
        WriteStimuli();
        WriteRequests();
        WriteMail();
        WriteIncidents();
    }

    private Guid Id => _changes.Instance.Id;

    /// <summary>Writes the changes that were made from an instance as it was read; null for a start.</summary>
    internal static async Task<CommitResult> WriteAsync(
        NpgsqlDataSource database, WorkflowInstance? before, Changes changes, RequestKey? key, CancellationToken token)
    {
        await using var batch = database.CreateBatch();
        _ = new Commit(batch, before, changes, key);
        try
        {
            string? caseMark = null;
            await using var result = await batch.ExecuteReaderAsync(token);
            do
            {
                // The statements that answer are the guards, with nothing to say, and the case, with its mark.
                if (await result.ReadAsync(token) && result.FieldCount == 1 && result.GetName(0) == "case_mark")
                    caseMark = result.GetString(0);
            }
            while (await result.NextResultAsync(token));
            return new CommitResult.Written(caseMark);
        }
        catch (PostgresException lost) when (IsLostRace(lost))
        {
            return new CommitResult.LostRace(lost);
        }
        catch (PostgresException unmet) when (unmet.SqlState == NotRequired)
        {
            return new CommitResult.NotAllowed(unmet.MessageText switch
            {
                "caseload" => RefusalCode.CaseloadFull,
                "activation" => RefusalCode.NotActivated,
                _ => RefusalCode.NothingWaits,
            });
        }
    }

    /// <summary>Someone else wrote this revision, this instance, this key or this draft first, or PostgreSQL chose this transaction to give way.</summary>
    private static bool IsLostRace(PostgresException error) =>
        error.SqlState is SerializationFailure or Deadlock
        || error is { SqlState: NotRequired, MessageText: "draft" }
        || (error.SqlState == UniqueViolation && RaceKeys.Contains(error.ConstraintName));

    private NpgsqlParameterCollection Statement(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        _batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    private void WriteDraft()
    {
        if (_changes.DraftRevision is { } revision)
            Statement(CommitSql.RequireDraft).With(_changes.Instance.Definition.VersionId).With(revision);
    }

    private void WriteInstance()
    {
        var instance = _changes.Instance;
        var finishedAt = instance.Status == WorkflowStatus.Finished ? _changes.At : (DateTimeOffset?)null;
        var values = _changes.IsStart
            ? Statement(CommitSql.InsertInstance).With(Id).With(instance.Revision).With(instance.Definition.DefinitionId)
            : Statement(CommitSql.UpdateInstance).With(Id).With(instance.Revision);
        values.With(instance.Definition.VersionId).With(NameOf(instance.Status)).With(NameOf(instance.SubStatus));
        if (_changes.IsStart)
            values.With(instance.CorrelationId, NpgsqlDbType.Text).With(instance.Name, NpgsqlDbType.Text);
        else
            values.With(instance.Name, NpgsqlDbType.Text).With(instance.CorrelationId, NpgsqlDbType.Text);
        values.With(instance.Incidents.Count).With(InstanceJson.Write(instance), NpgsqlDbType.Jsonb);
        if (_changes.IsStart)
            values.With(instance.CreatedAt);
        values.With(_changes.At).With(finishedAt, NpgsqlDbType.TimestampTz);
    }

    private void WriteIdempotencyKey()
    {
        if (_key is { } key)
        {
            Statement(CommitSql.InsertIdempotencyKey).With(key.PersonId).With(key.Key).With(key.RequestHash).With(key.Status)
                .With(key.ResponseJson, NpgsqlDbType.Jsonb);
        }
    }

    private void WriteGuards()
    {
        var guards = _changes.Guards;
        if (guards.Count == 0)
            return;
        Statement(CommitSql.LockPeople).With(Column(guards, guard => guard.PersonId));
        Statement(CommitSql.RequireRoom).With(Id)
            .With(Column(guards, guard => guard.PersonId)).With(Column(guards, guard => guard.Role)).With(Column(guards, guard => guard.Maximum));
    }

    private void TakeStimulus()
    {
        if (_changes.Delivered is { } delivered)
            Statement(CommitSql.TakeStimulus).With(delivered);
    }

    private void WriteActivation()
    {
        var instance = _changes.Instance;
        var (ofDefinition, ofKey) = _changes.Activation switch
        {
            ActivationStrategy.Singleton => (true, false),
            ActivationStrategy.CorrelatedSingleton => (true, true),
            ActivationStrategy.Correlation => (false, true),
            _ => (false, false),
        };
        if (!_changes.IsStart || (!ofDefinition && !ofKey) || (ofKey && instance.CorrelationId is null))
            return;
        Statement(CommitSql.LockActivation).With<string[]>([ofKey ? "key:" + instance.CorrelationId : "definition:" + instance.Definition.DefinitionId]);
        Statement(CommitSql.RequireAlone).With(Id).With(instance.Definition.DefinitionId).With(instance.CorrelationId, NpgsqlDbType.Text).With(ofDefinition).With(ofKey);
    }

    private void WriteStimuli()
    {
        var stimuli = _changes.Stimuli;
        if (stimuli.Count == 0)
            return;
        Statement(CommitSql.InsertStimuli).With(_changes.At)
            .With(Column(stimuli, stimulus => stimulus.Id)).With(Column(stimuli, stimulus => stimulus.InstanceId), Uuids)
            .With(Column(stimuli, stimulus => stimulus.DefinitionId), Texts).With(Column(stimuli, stimulus => stimulus.Key), Texts)
            .With(Column(stimuli, stimulus => stimulus.CorrelationId), Texts)
            .With(Column(stimuli, stimulus => StimulusJson.Write(stimulus.Stimulus).ToJsonString(Plain)), Jsons);
    }

    private void WriteCase()
    {
        var instance = _changes.Instance;
        if (_changes.NewCase is { } started)
        {
            Statement(CommitSql.InsertCase).With(Id).With(started.FamilyId).With(started.ReceivedOn).With(started.Urgent).With(_changes.At)
                .With(instance.CaseStatus, NpgsqlDbType.Text).With(instance.SuspendedOn, NpgsqlDbType.Date).With(_changes.ClosedReason, NpgsqlDbType.Text)
                .With(Calendars.OfficeTime.DateOf(_changes.At).Year);
        }
        else if (_changes.ClosedReason is not null || instance.CaseStatus != _before?.CaseStatus || instance.SuspendedOn != _before?.SuspendedOn)
        {
            Statement(CommitSql.UpdateCase).With(Id)
                .With(instance.CaseStatus, NpgsqlDbType.Text).With(instance.SuspendedOn, NpgsqlDbType.Date).With(_changes.ClosedReason, NpgsqlDbType.Text);
        }
    }

    private void WritePeople()
    {
        var people = _changes.People;
        if (people.Count == 0)
            return;
        if (!_changes.IsStart)
        {
            Statement(CommitSql.EndPeople).With(Id).With(_changes.At)
                .With(Column(people, change => change.Role)).With(Column(people, change => change.PersonId));
        }
        Statement(CommitSql.InsertPeople).With(Id).With(_changes.At)
            .With(Column(people, change => change.Role)).With(Column(people, change => change.PersonId));
    }

    private void WriteMilestones()
    {
        var milestones = _changes.Milestones;
        if (milestones.Count == 0)
            return;
        Statement(CommitSql.SetMilestones).With(Id).With(_changes.At)
            .With(Column(milestones, milestone => milestone.Name)).With(Column(milestones, milestone => milestone.Day));
    }

    private void WriteBookmarks()
    {
        var (set, removed) = (_changes.SetBookmarks, _changes.RemovedBookmarks);
        if (set.Count == 0 && removed.Count == 0)
            return;
        string[] gone = [.. removed.Where(execution => !set.Exists(bookmark => bookmark.Execution == execution)).Select(execution => execution.ToString())];
        Statement(CommitSql.WriteBookmarks).With(Id).With(gone)
            .With(Column(set, bookmark => bookmark.Execution.ToString())).With(Column(set, bookmark => bookmark.Key));
    }

    private void WriteIncidents()
    {
        if (_changes.ResolvedIncidents is { Count: > 0 } resolved)
            Statement(CommitSql.ResolveIncidents).With(_changes.At).With(_changes.IncidentsResolvedBy, NpgsqlDbType.Uuid).With(resolved.ToArray());
        var incidents = _changes.Incidents;
        if (incidents.Count == 0)
            return;
        Statement(CommitSql.InsertIncidents).With(Id).With(_changes.At)
            .With(Column(incidents, incident => incident.Id)).With(Column(incidents, incident => incident.ActivityId))
            .With(Column(incidents, incident => incident.Execution.ToString())).With(Column(incidents, incident => incident.Message));
    }

    private static TColumn[] Column<T, TColumn>(List<T> rows, Func<T, TColumn> column)
    {
        var values = new TColumn[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);
        return values;
    }

    private static string NameOf(WorkflowStatus status) => status == WorkflowStatus.Running ? nameof(WorkflowStatus.Running) : nameof(WorkflowStatus.Finished);

    private static string NameOf(WorkflowSubStatus status) => status switch
    {
        WorkflowSubStatus.Pending => nameof(WorkflowSubStatus.Pending),
        WorkflowSubStatus.Executing => nameof(WorkflowSubStatus.Executing),
        WorkflowSubStatus.Suspended => nameof(WorkflowSubStatus.Suspended),
        WorkflowSubStatus.Finished => nameof(WorkflowSubStatus.Finished),
        WorkflowSubStatus.Cancelled => nameof(WorkflowSubStatus.Cancelled),
        _ => nameof(WorkflowSubStatus.Faulted),
    };
}

/// <summary>What became of a commit.</summary>
internal abstract record CommitResult
{
    private CommitResult() { }

    /// <summary>All of it is true now. <paramref name="CaseMark"/> is the mark that a new case got.</summary>
    internal sealed record Written(string? CaseMark) : CommitResult;

    /// <summary>None of it is: someone else was first.</summary>
    internal sealed record LostRace(PostgresException Error) : CommitResult;

    /// <summary>None of it is: something that has to hold does not hold any more.</summary>
    internal sealed record NotAllowed(RefusalCode Code) : CommitResult;
}
