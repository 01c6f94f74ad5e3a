using System.Text.RegularExpressions;

namespace OpsWorkflows.Notifications;

/// <summary>Reads which names a template's text uses, and refuses every construct beyond values, <c>if</c>, <c>unless</c> and comments.</summary>
static partial class TemplateNames
{
    /// <exception cref="FormatException">An expression that mail texts may not use.</exception>
    public static IEnumerable<string> In(string text, int firstLine)
    {
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{{", open, StringComparison.Ordinal))
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                throw new FormatException($"In line {firstLine + LinesBefore(text, open)} an expression is opened with {{{{ and not closed.");
            var expression = text[(open + 2)..close];
            if (NameIn(expression) is not { } name)
                throw new FormatException($"In line {firstLine + LinesBefore(text, open)} {{{{{expression}}}}} can't be used: only {{{{name}}}}, {{{{#if name}}}}, {{{{#unless name}}}}, {{{{else}}}} and {{{{! comments }}}}.");
            if (name.Length > 0)
                yield return name;
            open = close + 2;
        }
    }

    /// <summary>The name that the expression reads; empty when it reads none; null when it is not allowed.</summary>
    static string? NameIn(string expression)
    {
        if (Silent().IsMatch(expression))
            return "";
        var reads = Reads().Match(expression);
        return reads.Success ? reads.Groups["name"].Value : null;
    }

    static int LinesBefore(string text, int position) => text.AsSpan(0, position).Count('\n');

    [GeneratedRegex(@"^(!(?!--)[^{}]*|~?\s*(else|/if|/unless)\s*~?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Silent();

    [GeneratedRegex(@"^~?\s*((#if|#unless)\s+)?(?<name>(?!(else|if|unless)\b)[A-Za-z][A-Za-z0-9]*)\s*~?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reads();
}
