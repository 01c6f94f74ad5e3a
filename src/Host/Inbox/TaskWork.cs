using System.Text.Json.Nodes;
using OpsWorkflows.Engine;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Instances;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Inbox;

/// <summary>The answer to the assignment of a task.</summary>
public sealed record TaskAssignment(Guid TaskId, Guid PersonId);

/// <summary>What people do with tasks: take, finish, give to somebody. Pages and API ask here.</summary>
public sealed class TaskWork(TaskSql tasks, TaskList list, CompletionSql completions, WorkflowRunner runner)
{
    /// <summary>Who may not see a task is told that it is not theirs: its id alone, which nobody guesses, says nothing.</summary>
    static readonly Reason NotYours = new(StatusCodes.Status403Forbidden, "not-your-task");

    /// <summary>Takes a task that is open to a role of the person; a task that is theirs already stays so.</summary>
    public async Task<Asked<TaskView>> ClaimAsync(CurrentPerson person, Guid taskId, RequestKey? key, CancellationToken token)
    {
        if (await tasks.FindAsync(person, taskId, token) is not { } task)
        {
            return Reason.NotFound;
        }
        if (!task.Visible)
        {
            return NotYours;
        }
        var result = await runner.RunAsync(task.CaseId, new Stimulus.TaskClaimed(taskId, person.Id), key, token);
        if (result is RunResult.Refused(var refusal))
        {
            return await WithWhoAndWhenAsync(refusal.ToReason(), taskId, token);
        }
        return await list.FindAsync(person, taskId, token) is { } view ? view : Reason.NotFound;
    }

    /// <summary>
    /// Finishes a task. A repeat by the same person with the same outcome and answers is answered as the first time; anyone else
    /// who comes second is told who was first and when.
    /// </summary>
    /// <param name="keyOf">Makes the request's key; null when it has none.</param>
    public async Task<Asked<CompletedTask>> CompleteAsync(
        CurrentPerson person, Guid taskId, string outcome, JsonObject answers, RequestKey? key, CancellationToken token)
    {
        if (await tasks.FindAsync(person, taskId, token) is not { } task)
        {
            return Reason.NotFound;
        }
        if (!task.Visible)
        {
            return NotYours;
        }
        var form = await list.FormOfAsync(task, token);
        var kept = Answers.Keep(form.Fields, answers);
        var result = await runner.RunAsync(task.CaseId, new Stimulus.TaskCompleted(taskId, person.Id, outcome, kept), key, token);
        return result switch
        {
            RunResult.Committed or RunResult.Repeated => await CompletedAsync(taskId, token),
            RunResult.Refused({ Code: RefusalCode.TaskClosed } refusal) => await SecondAsync(person, taskId, outcome, kept, refusal, token),
            RunResult.Refused(var refusal) => refusal.ToReason([.. PeopleNamed(form, kept)]),
            _ => throw new InvalidOperationException($"A completed task came to {result.GetType().Name}."),
        };
    }

    /// <summary>A fault may have stopped the step before its answers were kept: the task is open still.</summary>
    async Task<Asked<CompletedTask>> CompletedAsync(Guid taskId, CancellationToken token) =>
        await completions.FindCompletedAsync(taskId, token) is { } completed ? completed : Reason.Conflict("step-stopped");

    async Task<Asked<CompletedTask>> SecondAsync(
        CurrentPerson person, Guid taskId, string outcome, JsonObject answers, Refusal refusal, CancellationToken token)
    {
        var end = await completions.FindEndAsync(taskId, token);
        if (end is not null && end.IsBy(person.Id, outcome, answers))
        {
            return await CompletedAsync(taskId, token);
        }
        return refusal.ToReason() with { By = end?.ByName, At = end?.ClosedAt };
    }

    static IEnumerable<string> PeopleNamed(Form form, JsonObject answers) =>
        form.Fields.Where(field => field.Type == FieldType.Person && answers[field.Name] is not null).Select(field => field.Name);

    /// <summary>Gives a task to a person who holds its role.</summary>
    public async Task<Asked<TaskAssignment>> AssignAsync(CurrentPerson by, Guid taskId, Guid to, RequestKey? key, CancellationToken token)
    {
        if (await tasks.FindAsync(by, taskId, token) is not { Visible: true } task)
        {
            return Reason.NotFound;
        }
        var result = await runner.RunAsync(task.CaseId, new Stimulus.TaskReassigned(taskId, to, by.Id), key, token);
        return result is RunResult.Refused(var refusal)
            ? await WithWhoAndWhenAsync(refusal.ToReason("personId"), taskId, token)
            : new TaskAssignment(taskId, to);
    }

    async Task<Reason> WithWhoAndWhenAsync(Reason reason, Guid taskId, CancellationToken token)
    {
        if (reason.Code == "task-closed" && await completions.FindEndAsync(taskId, token) is { } end)
        {
            return reason with { By = end.ByName, At = end.ClosedAt };
        }
        if (reason.Code == "task-taken" && await completions.FindHolderAsync(taskId, token) is { } holder)
        {
            return reason with { By = holder.Name, At = holder.Since };
        }
        return reason;
    }
}
