using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Cases;

/// <summary>Why something is done to a case, as the API and the pages take it: some text, not too long for the timeline.</summary>
public static class ReasonText
{
    public const int Longest = 500;

    /// <summary>Errors under <c>reason</c>.</summary>
    public static FieldErrors Check(string? reason)
    {
        var errors = new FieldErrors().Require("reason", reason);
        return reason?.Length > Longest ? errors.Add("reason", Texts.Problems["answer.too-long"]) : errors;
    }

    /// <summary>PostgreSQL keeps no NUL in texts.</summary>
    public static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal).Trim();
}
