using System.Text.Json.Nodes;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Activities;

// The case: its people, named dates, pauses and its end.
public sealed partial class BurstRun
{
    /// <summary>Puts a named date of the case on record.</summary>
    public void SetMilestone(Execution execution, string name, DateOnly day)
    {
        Instance.Milestones[name] = day;
        Changes.Milestones.RemoveAll(milestone => milestone.Name == name);
        Changes.Milestones.Add((name, day));
        LogCase(JournalEvents.MilestoneSet, execution.Node, null, new JsonObject { ["milestone"] = name, ["day"] = Text(day) });
    }

    internal void SetCaseStatus(Execution? execution, string status, string? reason)
    {
        Instance.CaseStatus = status;
        if (reason is not null)
            Changes.ClosedReason = reason;
        LogCase(JournalEvents.CaseStatusSet, execution?.Node, null, new JsonObject { ["status"] = status, ["reason"] = reason });
    }

    /// <summary>
    /// Gives a role of the case to a person, who must hold it, have room for one more case and hold none of the roles
    /// that have to stay apart from it in this case; otherwise the whole stimulus is refused.
    /// </summary>
    internal void AssignPerson(Execution? execution, string role, Guid person, int? maximumCaseload, IReadOnlyCollection<string> separateFrom, Guid? byPersonId)
    {
        if (!IsEligible(person, role))
            Refuse(RefusalCode.PersonNotEligible, AnswerProblems.NotEligible, person);
        if (separateFrom.Any(other => Instance.People.TryGetValue(other, out var holder) && holder == person))
            Refuse(RefusalCode.DutiesNotSeparate, AnswerProblems.DutiesNotSeparate, person);
        if (Instance.People.TryGetValue(role, out var present) && present == person)
            return;
        if (maximumCaseload is { } maximum)
        {
            if (!Facts.Caseload.TryGetValue((person, role), out var caseload))
                throw new FactsMissing([(person, role)]);
            if (caseload >= maximum)
                Refuse(RefusalCode.CaseloadFull, AnswerProblems.CaseloadFull, person);
            Changes.Guards.Add(new CaseloadGuard(person, role, maximum));
        }
        Instance.People[role] = person;
        Changes.People.RemoveAll(change => change.Role == role);
        Changes.People.Add((role, person));
        LogCase(JournalEvents.PersonAssigned, execution?.Node, byPersonId, new JsonObject { ["role"] = role, ["person"] = person });
    }

    private void Refuse(RefusalCode code, string problem, Guid person)
    {
        var fields = Stimulus is Stimulus.TaskCompleted completed
            ? completed.Answers.Where(answer => Guid.TryParse(answer.Value?.ToString(), out var chosen) && chosen == person)
                .ToDictionary(answer => answer.Key, _ => problem, StringComparer.Ordinal)
            : null;
        throw new BurstRefused(new Refusal(code, fields));
    }

    /// <summary>Another person takes over a role: its open tasks go along.</summary>
    internal void ChangePerson(Stimulus.PersonChanged change)
    {
        if (!Instance.People.TryGetValue(change.Role, out var before))
            throw new BurstRefused(new Refusal(RefusalCode.RoleNotOnCase));
        if (before == change.PersonId)
            return;
        var (maximum, apart) = AssignmentRule(change.Role);
        AssignPerson(null, change.Role, change.PersonId, maximum, apart, change.ByPersonId);
        foreach (var execution in Instance.Executions.Where(execution => execution.UserTask is { } task && task.Role == change.Role && task.Assignee == before).ToList())
        {
            AssignTask(execution, change.PersonId, tell: true);
            LogCase(JournalEvents.TaskReassigned, execution.Node, change.ByPersonId, new JsonObject { ["task"] = execution.UserTask!.Id, ["to"] = change.PersonId });
        }
    }

    /// <summary>The caseload and separation that the definition asks for where it assigns the role; they hold for every change of the person too.</summary>
    private (int? MaximumCaseload, IReadOnlyCollection<string> SeparateFrom) AssignmentRule(string role)
    {
        foreach (var activity in Definition.Activities)
        {
            if (activity.Behaviour is not Activities.AssignPerson)
                continue;
            var probe = new Execution(default, activity.Node, null);
            if (Text(probe, "role") == role)
                return (Number(probe, "maximumCaseload"), TextList(probe, "separateFrom"));
        }
        return (null, []);
    }

    /// <summary>Stops the clocks of the case: no rung is climbed and no mail leaves until it goes on.</summary>
    internal void Suspend(Stimulus.CaseSuspended suspended)
    {
        if (Instance.SuspendedOn is not null)
            throw new BurstRefused(new Refusal(RefusalCode.CaseSuspended));
        Instance.SuspendedOn = Today;
        for (var i = 0; i < Instance.Limits.Count; i++)
        {
            if (Instance.Limits[i].NextRungAt is not null)
                RemoveTimer(Instance.Limits[i].Id);
            if (Facts.Now >= Instance.Limits[i].EndsAt && !Instance.Limits[i].Missed)
                Store(Miss(Instance.Limits[i]), LimitStatus.Missed, null);
            Instance.Limits[i] = Instance.Limits[i] with { NextRungAt = null, Missed = Instance.Limits[i].Missed || Facts.Now >= Instance.Limits[i].EndsAt };
        }
        foreach (var execution in Instance.Executions.Where(execution => execution.Bookmark?.DueAt is not null))
            RemoveTimer(RowIdOf(execution));
        Changes.CancelAllMail = true;
        LogCase(JournalEvents.CaseSuspended, null, suspended.ByPersonId, new JsonObject { ["reason"] = suspended.Reason });
    }

    /// <summary>Starts the clocks again: limits that had not passed are longer by the days of the pause (art. 103 of the Code of Administrative Procedure).</summary>
    internal void Resume(Stimulus.CaseResumed resumed)
    {
        if (Instance.SuspendedOn is not { } since)
            throw new BurstRefused(new Refusal(RefusalCode.CaseNotSuspended));
        Instance.SuspendedOn = null;
        var days = Today.DayNumber - since.DayNumber;
        for (var i = 0; i < Instance.Limits.Count; i++)
            Instance.Limits[i] = Extend(Instance.Limits[i], days);
        foreach (var execution in Instance.Executions)
        {
            if (execution.Bookmark?.DueAt is { } due)
                Changes.SetTimers.Add(new WorkflowTimer(RowIdOf(execution), due));
        }
        LogCase(JournalEvents.CaseResumed, null, resumed.ByPersonId, new JsonObject { ["reason"] = resumed.Reason, ["days"] = days });
    }

    private OpenLimit Extend(OpenLimit open, int days)
    {
        if (!open.Missed && days > 0)
        {
            var limit = open.Limit.ExtendBy(days);
            open = open with { Limit = limit, EndsAt = limit.EndsAt, NextRung = 0 };
            if (open.TaskId is { } task && ExecutionOf(task)?.UserTask is { } one)
                Changes.AssignedTasks.Add(new AssignedTask(one.Id, one.Assignee, limit, limit.EndsAt));
        }
        open = Climb(open, open.NextRung, null);
        Store(open, open.Missed ? LimitStatus.Missed : LimitStatus.Running, null);
        return open;
    }

    /// <summary>Ends what is left of an instance that is over: open tasks, limits, waits and mail that waits.</summary>
    internal void EndCase()
    {
        foreach (var execution in Instance.Executions)
            Withdraw(execution);
        ResolveAll(Stimulus is Stimulus.CaseClosed closed ? closed.ByPersonId : (Stimulus as Stimulus.Cancelled)?.ByPersonId);
        while (Instance.Limits.Count > 0)
            CloseLimit(Instance.Limits.Count - 1, LimitStatus.Stopped, Today);
        LogCase(JournalEvents.CaseFinished, null, null, new JsonObject { ["subStatus"] = Instance.SubStatus.ToString() });
    }
}
