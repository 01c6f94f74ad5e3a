namespace OpsWorkflows.Definitions;

/// <summary>
/// A document is no workflow definition. Screens have a text for each <see cref="Problem"/>; <see cref="Reason"/> is for logs.
/// </summary>
/// <param name="path">Where in the document, as <c>$.root.activities[2].id</c>; line and column where it is no JSON.</param>
/// <param name="value">What the problem names; null where there is nothing to name.</param>
public sealed class DefinitionFormatException(string path, FormatProblem problem, string? value = null) : Exception($"{path}: {ReasonOf(problem, value)}")
{
    public string Path { get; } = path;
    public FormatProblem Problem { get; } = problem;
    public string? Value { get; } = value;
    public string Reason { get; } = ReasonOf(problem, value);

    private static string ReasonOf(FormatProblem problem, string? value) => problem switch
    {
        FormatProblem.NotJson => "the text is not valid JSON",
        FormatProblem.ObjectExpected => "an object is expected",
        FormatProblem.ArrayExpected => "an array is expected",
        FormatProblem.TextExpected => "a text is expected",
        FormatProblem.RootExpected => "a root activity is expected",
        FormatProblem.Missing => "is missing",
        FormatProblem.IdUsedTwice => $"'{value}' is used by another activity of this workflow",
        FormatProblem.IdUsedInEmbedded => $"'{value}' is the id of an activity of this workflow and of one inside a procedure that it embeds",
        FormatProblem.TooDeep => $"activities are nested deeper than {value}",
        FormatProblem.NestedTooDeep => $"members are nested deeper than {value}",
        FormatProblem.CharacterNotKept => "the text holds a character that cannot be kept",
        FormatProblem.NotUnicode => "the text is not valid Unicode",
        FormatProblem.UnknownFieldType => $"'{value}' is not a type of field",
        FormatProblem.RungMoment => "'when' is one of before, passing, after, every; all but passing need 'workingDays' of 1 or more",
        FormatProblem.RungReceivers => "at least one role, or 'assignee', is expected",
        FormatProblem.RungRepeatsTooSoon => "only the last rung may repeat",
        _ => throw new InvalidOperationException($"No reason for {problem}."),
    };
}

/// <summary>Why a document is no workflow definition.</summary>
public enum FormatProblem
{
    NotJson,
    ObjectExpected,
    ArrayExpected,
    TextExpected,
    RootExpected,
    Missing,
    IdUsedTwice,
    IdUsedInEmbedded,
    TooDeep,
    NestedTooDeep,
    CharacterNotKept,
    NotUnicode,
    UnknownFieldType,
    RungMoment,
    RungReceivers,
    RungRepeatsTooSoon,
}
