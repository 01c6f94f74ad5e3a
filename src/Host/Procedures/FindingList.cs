using System.Globalization;
using OpsWorkflows.Activities;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>What the checks before publishing say about a version of a procedure, as pages show it by Procedures/_Findings.cshtml.</summary>
/// <param name="Steps">Where each step is told in words, by its id.</param>
public sealed record FindingList(IReadOnlyList<FindingView> Findings, IReadOnlyDictionary<string, string> Steps)
{
    /// <param name="outlineAddress">The page that tells the same version; empty on that page itself.</param>
    public static FindingList Of(IEnumerable<Finding> findings, CompiledDefinition definition, string outlineAddress = "") =>
        new(FindingView.ListOf(findings), Outline.AnchorsOf(definition).ToDictionary(step => step.Key, step => $"{outlineAddress}#{step.Value}"));

    /// <summary>Such as "2 błędy, 1 ostrzeżenie".</summary>
    public string Summary => Findings.Count == 0 ? Texts.Findings["none"] : string.Join(", ", [.. Counted("error"), .. Counted("warning")]);

    IEnumerable<string> Counted(string severity)
    {
        var count = Findings.Count(finding => finding.Severity == severity);
        return count == 0 ? [] : [Texts.Findings[$"{severity}s.{Plural.Form(count, CultureInfo.CurrentUICulture)}", count]];
    }
}
