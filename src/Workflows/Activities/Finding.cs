using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>
/// What checks found in a definition: an error keeps it from being published, a warning does not. Screens have a text for each
/// <see cref="Kind"/>; <see cref="Reason"/> is for logs.
/// </summary>
/// <param name="Activity">The activity that it is about.</param>
/// <param name="Input">Where in the activity: a property, or a path from it; null when it is about the whole.</param>
/// <param name="Value">What was found or is asked for, by the kind; null where there is nothing to name.</param>
/// <param name="Script">Why a script cannot be run, for <see cref="FindingKind.InvalidScript"/>.</param>
public sealed record Finding(FindingKind Kind, ActivityNode Activity, string? Input = null, string? Value = null, ParseError? Script = null)
{
    /// <summary>Named at the step of the procedure's own document that leads there.</summary>
    internal static Finding OfEmbedding(EmbeddingProblem problem, ActivityNode activity) => new(problem switch
    {
        EmbeddingProblem.Missing => FindingKind.EmbeddedMissing,
        EmbeddingProblem.NotPublished => FindingKind.EmbeddedNotPublished,
        EmbeddingProblem.InItself => FindingKind.EmbeddedInItself,
        _ => FindingKind.EmbeddedTooLarge,
    }, activity.Outermost, Value: activity.Embedding!.Name);

    /// <summary>From what to what a number is taken, for <see cref="FindingKind.OutOfRange"/>.</summary>
    public (int Least, int Most) Range { get; init; }

    public bool IsError => Kind < FindingKind.NoTimeLimit;

    /// <summary>Where it stands in the document.</summary>
    public string Path => Input is null ? Activity.Path : $"{Activity.Path}.{Input}";

    public string Reason => Kind switch
    {
        FindingKind.UnknownActivity => $"this service does not run activities of type {Value}",
        FindingKind.InputMissing => "is missing",
        FindingKind.InvalidScript => Script!.Message,
        FindingKind.NoVariable => "a variable is expected",
        FindingKind.NoAssignee => "a role or a person is expected",
        FindingKind.RoleWithoutPeople => $"nobody in the office has the role '{Value}'",
        FindingKind.UnknownForm => $"there is no form '{Value}'",
        FindingKind.UnknownLadder => $"there is no ladder '{Value}'",
        FindingKind.UnknownMail => $"there is no mail text '{Value}'",
        FindingKind.UnknownLimitUnit => $"'{Value}' is not a unit of a time limit",
        FindingKind.NotANumber => $"'{Value}' is not a whole number",
        FindingKind.OutOfRange => $"{Value} is not from {Range.Least} to {Range.Most}",
        FindingKind.NotABoolean => $"'{Value}' is neither true nor false",
        FindingKind.NotAMap => $"'{Value}' is not texts by name",
        FindingKind.NotADuration => $"'{Value}' is not a span of time such as 1.12:00:00",
        FindingKind.NotAMoment => $"'{Value}' is not a moment such as 2026-11-22T08:00:00+01:00",
        FindingKind.NotACron => $"'{Value}' is not a cron expression of six fields such as 0 0 6 * * MON-FRI, or never comes",
        FindingKind.UnknownWorkflow => $"there is no procedure '{Value}'",
        FindingKind.UnpublishedWorkflow => $"the procedure '{Value}' is not published",
        FindingKind.EmbeddedMissing => $"there is no procedure '{Value}'",
        FindingKind.EmbeddedNotPublished => $"no version of '{Value}' is published for use as an activity",
        FindingKind.EmbeddedInItself => $"'{Value}' would contain itself",
        FindingKind.EmbeddedTooLarge => $"procedures within '{Value}' are nested too deep or are too large in all",
        FindingKind.NoName => "the procedure has no name",
        FindingKind.NoSteps => "there is nothing to do",
        FindingKind.EmptyOutcome => "an outcome has no name",
        FindingKind.OutcomeTwice => $"the outcome '{Value}' is given twice",
        FindingKind.NoWayOn => $"is not left by '{Value}', and no other way leads on",
        FindingKind.Unreachable => $"no path leads here from '{Value}', where cases start",
        FindingKind.StartUnclear => "cases start here, but others could be first as well",
        FindingKind.UnknownOutcome => $"is not left by '{Value}'",
        FindingKind.LabelWithoutOutcome => $"there is a label for '{Value}', which is no outcome",
        FindingKind.OutcomeWithoutLabel => $"the outcome '{Value}' has no label",
        FindingKind.EndlessLoop => "goes round without an end and without waiting",
        FindingKind.UnknownVariable => $"no variable '{Value}' is declared here",
        FindingKind.NameTwice => $"the name '{Value}' is given twice; the first is meant",
        FindingKind.NoTimeLimit => "waits without a time limit",
        FindingKind.BackwardIntoBranch => $"the way back to '{Value}' does not close a loop: there is a path here that does not pass '{Value}'",
        FindingKind.JoinOfDeadPath => $"waits for every way in, but '{Value}' can leave one of them without anything on it",
        FindingKind.RaceOfWaits => $"the first way in goes on while '{Value}' may still wait: the workflow can end before what follows has run",
        FindingKind.ConvergeOfLoop => $"waits for the way back from '{Value}' too, which is reached only from here",
        FindingKind.CascadeOfTwo => "the second arrival waits for ever",
        FindingKind.JoinCancelsContainer => $"the first way in cancels '{Value}', which holds something that waits: an Elsa server fails over that",
        FindingKind.CompleteInFlowchart => "completing from inside a nested flowchart fails",
        FindingKind.CompleteInContainer => "completing from inside a nested container ends the whole workflow",
        FindingKind.FinishInEmbeddable => "ends the whole case also where another procedure embeds this one",
        FindingKind.ForkWithoutWaits => $"the branch of '{Value}' waits for nothing, so it runs to its end although another one won",
        _ => throw new InvalidOperationException($"No reason for {Kind}."),
    };
}

/// <summary>What can be wrong with a definition. Up to <see cref="Unreachable"/> errors, from <see cref="NoTimeLimit"/> warnings.</summary>
public enum FindingKind
{
    UnknownActivity,
    InputMissing,
    InvalidScript,
    NoVariable,
    NoAssignee,
    RoleWithoutPeople,
    UnknownForm,
    UnknownLadder,
    UnknownMail,
    UnknownLimitUnit,
    NotANumber,
    OutOfRange,
    NotABoolean,
    NotAMap,
    NotADuration,
    NotAMoment,
    NotACron,
    UnknownWorkflow,
    UnpublishedWorkflow,
    EmbeddedMissing,
    EmbeddedNotPublished,
    EmbeddedInItself,
    EmbeddedTooLarge,
    NoName,
    NoSteps,
    EmptyOutcome,
    OutcomeTwice,
    NoWayOn,
    Unreachable,

    NoTimeLimit,
    StartUnclear,
    UnknownOutcome,
    LabelWithoutOutcome,
    OutcomeWithoutLabel,
    EndlessLoop,
    UnknownVariable,
    NameTwice,
    FinishInEmbeddable,

    // What Elsa 3.8 itself faults on, loses or never ends; this service runs it the same way.
    BackwardIntoBranch,
    JoinOfDeadPath,
    ConvergeOfLoop,
    RaceOfWaits,
    CascadeOfTwo,
    JoinCancelsContainer,
    CompleteInFlowchart,
    CompleteInContainer,
    ForkWithoutWaits,
}
