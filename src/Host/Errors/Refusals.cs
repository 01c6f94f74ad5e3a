using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Errors;

/// <summary>What a refusal of the engine means to the person who asked.</summary>
public static class Refusals
{
    /// <param name="personFields">The fields that a refused person may have been named in, where the refusal does not say which.</param>
    public static Reason ToReason(this Refusal refusal, params IReadOnlyCollection<string> personFields) => refusal.Code switch
    {
        RefusalCode.InstanceNotFound or RefusalCode.DefinitionNotFound => Reason.NotFound,
        RefusalCode.TaskClosed => Reason.Conflict("task-closed"),
        RefusalCode.TaskTaken => Reason.Conflict("task-taken"),
        RefusalCode.CaseSuspended => Reason.Conflict("case-suspended"),
        RefusalCode.CaseNotSuspended => Reason.Conflict("case-not-suspended"),
        RefusalCode.InstanceFinished => Reason.Conflict("case-closed"),
        RefusalCode.InstanceFaulted => Reason.Conflict("case-faulted"),
        RefusalCode.IncidentNotOpen => Reason.Conflict("incident-not-open"),
        RefusalCode.UnknownVariable => Reason.Invalid(new FieldErrors().Add("variable", Texts.Problems["variable.unknown"])),
        RefusalCode.NothingWaits or RefusalCode.NotActivated => Reason.Conflict("conflict"),
        RefusalCode.NotYourTask => new(StatusCodes.Status403Forbidden, "not-your-task"),
        RefusalCode.KeyReused => new(StatusCodes.Status422UnprocessableEntity, "key-reused"),
        RefusalCode.UnknownOutcome => Reason.Invalid(new FieldErrors().Add("outcome", Texts.Problems["outcome.unknown"])),
        RefusalCode.RoleNotOnCase => Reason.Invalid(new FieldErrors().Add("role", Texts.Problems["role.notOnCase"])),
        RefusalCode.AnswersIncomplete => Reason.Invalid(Answers.Errors(refusal.Fields ?? new Dictionary<string, string>())),
        RefusalCode.PersonNotEligible => Reason.Invalid(AboutPerson(refusal, AnswerProblems.NotEligible, personFields)),
        RefusalCode.CaseloadFull => Reason.Invalid(AboutPerson(refusal, AnswerProblems.CaseloadFull, personFields)),
        RefusalCode.DutiesNotSeparate => Reason.Invalid(AboutPerson(refusal, AnswerProblems.DutiesNotSeparate, personFields)),
        var other => throw new InvalidOperationException($"No answer for the refusal {other}."),
    };

    static FieldErrors AboutPerson(Refusal refusal, string problem, IReadOnlyCollection<string> personFields) =>
        Answers.Errors(refusal.Fields is { Count: > 0 } named ? named : personFields.Select(field => KeyValuePair.Create(field, problem)));
}
