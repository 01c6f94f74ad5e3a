using System.Text.Json.Nodes;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;

namespace OpsWorkflows.Activities;

// Faults that wait for a person, and what the person does about them. Whatever is repaired, nothing that stands beside it is touched.
public sealed partial class BurstRun
{
    /// <summary>The mail text that tells of a fault who repairs it; a procedure may bring one of its own under this key.</summary>
    public const string IncidentMail = "incident";

    /// <summary>The mail text that tells of a fault whose step it has stopped; a procedure may bring one of its own under this key.</summary>
    public const string StoppedStepMail = "stopped-step";

    /// <summary>The member of a mail's data that holds the id of the incident.</summary>
    public const string IncidentOfMail = "incident";

    /// <summary>The role that draws procedures repairs them too.</summary>
    private const string RepairRole = "procedure-manager";

    /// <summary>What is tried again in this burst: who tries it sees what comes of it.</summary>
    private readonly HashSet<ExecutionId> _retried = [];

    /// <summary>Whether a fault has stopped the whole instance: by its strategy all of it waits for a repair.</summary>
    internal bool IsStopped =>
        !Definition.Definition.ContinueWithIncidents && Instance.Executions.Exists(execution => execution.Status == ActivityStatus.Faulted);

    internal void RaiseIncident(Execution execution, string message)
    {
        var incident = new RaisedIncident(NextRowId(), execution.Node.Id, execution.Id, message);
        var isKnown = _retried.Contains(execution.Id) || Instance.Incidents.Exists(open => open.Execution == execution.Id);
        Instance.Incidents.Add(new OpenIncident(incident.Id, execution.Id));
        Changes.Incidents.Add(incident);
        // The message may repeat what somebody wrote about the family.
        LogCase(JournalEvents.IncidentRaised, execution.Node, null, new JsonObject { ["incident"] = incident.Id });
        if (!isKnown && !RepeatsRecording)
            TellOf(incident.Id, execution);
    }

    /// <summary>Mails who repairs procedures, and whose step it is.</summary>
    private void TellOf(Guid incident, Execution execution)
    {
        var step = execution.Node.Name ?? execution.Node.OwnId;
        // A loop that stops at each of its items is one thing to repair.
        if (Changes.Mails.Exists(mail => mail.Text == IncidentMail && mail.Step == step))
            return;
        var data = new JsonObject { [IncidentOfMail] = incident };
        var repairers = InRole(RepairRole).ToList();
        var told = MailPeople(repairers.Count > 0 ? repairers : Fallback(), MailKind.Notice, IncidentMail, step, null, null, data);
        MailPeople(WhoseStepIs(execution).Where(one => !told.Contains(one.Person)), MailKind.Notice, StoppedStepMail, step, null, null, data);
    }

    /// <summary>
    /// Who has the task. Of a step without one, also of a task that failed while it opened, the person on the case whose role it names: the
    /// others of the role do not see the case.
    /// </summary>
    private IEnumerable<(Guid Person, string? Role)> WhoseStepIs(Execution execution)
    {
        if (execution.UserTask is { } task)
            return WhoDoes(task);
        return Definition.Of(execution.Node).Plain("role") is { } role && Instance.People.TryGetValue(role, out var person) ? [(person, role)] : [];
    }

    /// <summary>Elsa's answer to whatever reaches an instance that a fault has ended: one more incident.</summary>
    internal void FaultAgain()
    {
        _queue.Clear();
        var root = Instance.Executions.Find(execution => execution.Parent is null)!;
        Log(root, JournalEvents.Faulted);
        RaiseIncident(root, "Cannot transition from Faulted to Executing");
        RaiseIncident(root, "Cannot transition from Faulted to Faulted");
    }

    /// <summary>Tries again what faults have stopped.</summary>
    internal void Retry(Stimulus.IncidentsRetried retried)
    {
        var incidents = Instance.Incidents.Where(open => retried.Incidents?.Contains(open.Id) ?? true).ToList();
        if (incidents.Count == 0)
            throw new BurstRefused(new Refusal(RefusalCode.IncidentNotOpen));
        foreach (var (name, value) in retried.Variables)
        {
            if (!FindVariable(FaultedIn(incidents[0]), name, out var variables, out var id))
                throw new BurstRefused(new Refusal(RefusalCode.UnknownVariable));
            Keep(variables, id, value);
        }
        foreach (var execution in Resolve(incidents, retried.ByPersonId))
        {
            _retried.Add(execution.Id);
            LogCase(JournalEvents.IncidentRetried, execution.Node, retried.ByPersonId,
                new JsonObject { ["variables"] = new JsonArray([.. retried.Variables.Keys.Select(name => JsonValue.Create(name))]) });
            if (execution.Bookmark is null)
                ScheduleResume(execution, Expressions.Value.Undefined);
            else
                WaitAgain(execution);
        }
        WakeTimers();
    }

    /// <summary>Leaves out what a fault has stopped.</summary>
    internal void Skip(Stimulus.IncidentSkipped skipped)
    {
        var incidents = Instance.Incidents.Where(open => open.Id == skipped.Incident).ToList();
        var execution = incidents.Count == 0 ? null : FaultedIn(incidents[0]);
        if (execution is not { Status: ActivityStatus.Faulted })
            throw new BurstRefused(new Refusal(RefusalCode.IncidentNotOpen));
        var outcomes = OutcomesOf(execution.Node);
        if (outcomes.Count > 0 && !outcomes.Contains(skipped.Outcome))
            throw new BurstRefused(new Refusal(RefusalCode.UnknownOutcome));
        _ = Resolve(incidents, skipped.ByPersonId);
        LogCase(JournalEvents.IncidentSkipped, execution.Node, skipped.ByPersonId, new JsonObject { ["outcome"] = skipped.Outcome });
        Withdraw(execution);
        ScheduleEnd(execution, skipped.Outcome);
        WakeTimers();
    }

    /// <summary>The outcomes that lead on from an activity; none where its container does not ask for one.</summary>
    public static IReadOnlyList<string> OutcomesOf(Definitions.ActivityNode node) =>
        [.. (node.Parent?.Connections ?? []).Where(connection => connection.Source == node).Select(connection => connection.SourcePort).Distinct(StringComparer.Ordinal)];

    private Execution? FaultedIn(OpenIncident incident) => Instance.Executions.Find(execution => execution.Id == incident.Execution);

    /// <summary>Takes incidents off the list, with all others of the same executions.</summary>
    /// <returns>The executions that a fault has stopped, each once.</returns>
    private List<Execution> Resolve(List<OpenIncident> incidents, Guid? by)
    {
        var stopped = incidents.Select(FaultedIn).OfType<Execution>().Distinct().ToList();
        var resolved = Instance.Incidents.FindAll(open => incidents.Contains(open) || stopped.Exists(execution => execution.Id == open.Execution));
        Instance.Incidents.RemoveAll(resolved.Contains);
        Changes.IncidentsResolvedBy = by;
        resolved.ForEach(Over);
        stopped.RemoveAll(execution => execution.Status != ActivityStatus.Faulted);
        return stopped;
    }

    /// <summary>What was stopped by a fault and then cancelled with what it stood in waits for nobody any more.</summary>
    internal void ResolveCancelled()
    {
        if (Instance.Incidents.Count == 0)
            return;
        var gone = Instance.Incidents.FindAll(open => FaultedIn(open) is null);
        foreach (var incident in gone)
        {
            Instance.Incidents.Remove(incident);
            Over(incident);
        }
    }

    /// <summary>One that this very burst has raised is never written: of the commit, what is resolved comes before what is raised.</summary>
    private void Over(OpenIncident incident)
    {
        if (Changes.Incidents.RemoveAll(raised => raised.Id == incident.Id) == 0)
            Changes.ResolvedIncidents.Add(incident.Id);
        Changes.Mails.RemoveAll(mail => (Guid?)mail.Data[IncidentOfMail] == incident.Id);
        Changes.CancelledMailOf.Add(incident.Id);
    }

    /// <summary>What came due while a fault stopped the whole instance was put off; after a repair it need not wait for its next turn.</summary>
    private void WakeTimers()
    {
        if (Definition.Definition.ContinueWithIncidents || Instance.SuspendedOn is not null)
            return;
        foreach (var execution in Instance.Executions)
        {
            if (execution is { Status: ActivityStatus.Running, Bookmark.DueAt: { } due } && due <= Facts.Now && !Changes.SetTimers.Exists(timer => timer.Id == RowIdOf(execution)))
                Changes.SetTimers.Add(new WorkflowTimer(RowIdOf(execution), due));
        }
    }

    /// <summary>With the instance its incidents are over.</summary>
    private void ResolveAll(Guid? by) => _ = Resolve([.. Instance.Incidents], by);

    /// <summary>A fault in what follows a wait leaves the wait as it was: the task is open still, the time comes again at once.</summary>
    private void WaitAgain(Execution execution)
    {
        execution.Status = ActivityStatus.Running;
        if (execution.Bookmark!.DueAt is { } due)
            Changes.SetTimers.Add(new WorkflowTimer(RowIdOf(execution), due));
        Log(execution, JournalEvents.Suspended);
    }
}
