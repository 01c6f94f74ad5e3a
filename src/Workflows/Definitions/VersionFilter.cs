using System.Globalization;

namespace OpsWorkflows.Definitions;

/// <summary>Which versions are meant: of each procedure, or of one. Written as Elsa's <c>versionOptions</c>.</summary>
public sealed record VersionFilter
{
    public static VersionFilter All { get; } = new("true");
    public static VersionFilter Latest { get; } = new("is_latest");
    public static VersionFilter Published { get; } = new("is_published");
    public static VersionFilter Draft { get; } = new("published_at is null");
    public static VersionFilter LatestOrPublished { get; } = new("(is_latest or is_published)");
    public static VersionFilter LatestAndPublished { get; } = new("(is_latest and is_published)");

    private static readonly Dictionary<string, VersionFilter> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = All,
        ["AllVersions"] = All,
        ["Latest"] = Latest,
        ["Published"] = Published,
        ["Draft"] = Draft,
        ["LatestOrPublished"] = LatestOrPublished,
        ["LatestAndPublished"] = LatestAndPublished,
    };

    private VersionFilter(string condition) => Condition = condition;

    /// <summary>In SQL, on <c>definition_versions</c>.</summary>
    internal string Condition { get; }

    public static VersionFilter Of(int version) => new(string.Create(CultureInfo.InvariantCulture, $"version = {version}"));

    /// <summary>Null for a text that names no versions.</summary>
    public static VersionFilter? Parse(string? text) =>
        ByName.TryGetValue(text ?? "", out var named) ? named
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? Of(version)
        : null;
}
