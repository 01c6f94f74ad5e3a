using OpsWorkflows.Activities;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>What checks found in a procedure, in words for the person who draws it; from Resources/Findings.</summary>
public static class FindingTexts
{
    /// <summary>The reason alone, beginning with a small letter.</summary>
    public static string Reason(Finding finding) => finding.Kind switch
    {
        FindingKind.InputMissing => Texts.Findings["InputMissing", InputName(finding)],
        FindingKind.InvalidScript => Texts.Findings["InvalidScript", InputName(finding), ExpressionTexts.Of(finding.Script!)],
        FindingKind.NotANumber or FindingKind.NotADuration or FindingKind.NotAMoment or FindingKind.NotACron or FindingKind.NotABoolean or FindingKind.NotAMap =>
            Texts.Findings[finding.Kind.ToString(), finding.Value, InputName(finding)],
        FindingKind.RoleWithoutPeople => Texts.Findings["RoleWithoutPeople", Texts.Access.Find($"role.{finding.Value}") ?? finding.Value],
        FindingKind.NameTwice => Texts.Findings["NameTwice", finding.Value, Texts.Findings[$"list.{finding.Input}"]],
        FindingKind.OutOfRange => Texts.Findings["OutOfRange", finding.Value, InputName(finding), finding.Range.Least, finding.Range.Most],
        FindingKind.Unreachable or FindingKind.StartUnclear when finding.Activity.Parent?.Parent?.Parent is not null => Texts.Findings[$"{finding.Kind}.inside", finding.Value],
        var kind => Texts.Findings[kind.ToString(), finding.Value],
    };

    /// <summary>What people call the step, or that it is about the procedure as a whole.</summary>
    public static string Step(Finding finding) => IsOfWhole(finding) ? Texts.Findings["procedure"] : finding.Activity.Title;

    /// <summary>The step and the reason.</summary>
    public static string Sentence(Finding finding) => IsOfWhole(finding)
        ? Texts.Findings["sentence.procedure", Reason(finding)]
        : Texts.Findings["sentence", finding.Activity.Title, finding.Activity.Id, Reason(finding)];

    static bool IsOfWhole(Finding finding) => finding.Activity.Parent is null;

    /// <summary>A sentence for each error.</summary>
    public static IReadOnlyList<string> Errors(IEnumerable<Finding> findings) => [.. findings.Where(finding => finding.IsError).Select(Sentence)];

    /// <summary>A sentence for each warning.</summary>
    public static IReadOnlyList<string> Warnings(IEnumerable<Finding> findings) => [.. findings.Where(finding => !finding.IsError).Select(Sentence)];

    static string InputName(Finding finding) =>
        Texts.Activities.Find($"{finding.Activity.Type}.{finding.Input!.Split('[')[0]}") ?? finding.Input;
}
