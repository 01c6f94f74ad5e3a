using System.Text.RegularExpressions;

namespace OpsWorkflows.Definitions;

/// <summary>Makes names for documents out of what people call things, letter for letter as Elsa Studio makes them.</summary>
public static partial class ActivityNames
{
    /// <summary>Only Latin letters begin a word: a blank before another letter stays.</summary>
    public static string PascalCase(string name) => WordStart().Replace(name, match => match.Groups["letter"].Value.ToUpperInvariant());

    /// <summary>The property under which a document keeps an input or an output.</summary>
    public static string CamelCase(string name) => PascalCase(name) is { Length: > 0 } word ? char.ToLowerInvariant(word[0]) + word[1..] : name;

    [GeneratedRegex("(?:[ _-]+|^)(?<letter>[a-zA-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
