using OpsWorkflows.Engine;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Cases;

/// <summary>The answer to a change of a whole case: what it is now (open, suspended or closed).</summary>
public sealed record CaseChange(Guid CaseId, string Status);

/// <summary>The answer to a change of a person on a case.</summary>
public sealed record PersonOnCase(Guid CaseId, string Role, Guid PersonId);

/// <summary>What can happen to any case, whatever its procedure: pause and its end, another person, closing for cause.</summary>
public sealed class CaseWork(CaseSql cases, WorkflowRunner runner)
{
    public Task<Asked<CaseChange>> SuspendAsync(CurrentPerson by, Guid caseId, string reason, RequestKey? key, CancellationToken token) =>
        RunAsync(by, caseId, new Stimulus.CaseSuspended(by.Id, reason), Suspended(caseId), key, token);

    public Task<Asked<CaseChange>> ResumeAsync(CurrentPerson by, Guid caseId, string reason, RequestKey? key, CancellationToken token) =>
        RunAsync(by, caseId, new Stimulus.CaseResumed(by.Id, reason), Resumed(caseId), key, token);

    public Task<Asked<CaseChange>> CloseAsync(CurrentPerson by, Guid caseId, string reason, RequestKey? key, CancellationToken token) =>
        RunAsync(by, caseId, new Stimulus.CaseClosed(by.Id, reason), Closed(caseId), key, token);

    /// <summary>Gives a role of the case to another person; open tasks of the role go along.</summary>
    public Task<Asked<PersonOnCase>> ChangePersonAsync(
        CurrentPerson by, Guid caseId, string role, Guid personId, string reason, RequestKey? key, CancellationToken token) =>
        RunAsync(by, caseId, new Stimulus.PersonChanged(role, personId, by.Id, reason), new PersonOnCase(caseId, role, personId), key, token);

    public static CaseChange Suspended(Guid caseId) => new(caseId, CaseStates.Suspended);

    public static CaseChange Resumed(Guid caseId) => new(caseId, CaseStates.Open);

    public static CaseChange Closed(Guid caseId) => new(caseId, CaseStates.Closed);

    /// <summary>All answers are known beforehand, so that a repeat needs no reading.</summary>
    async Task<Asked<T>> RunAsync<T>(CurrentPerson by, Guid caseId, Stimulus stimulus, T done, RequestKey? key, CancellationToken token)
        where T : class
    {
        if (!await cases.IsVisibleAsync(by, caseId, token))
        {
            return Reason.NotFound;
        }
        return await runner.RunAsync(caseId, stimulus, key, token) is RunResult.Refused(var refusal) ? refusal.ToReason("personId") : done;
    }
}
