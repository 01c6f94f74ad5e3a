using System.Globalization;
using System.Resources;

namespace OpsWorkflows.Host.Localization;

/// <summary>
/// The texts of screens and answers by area: Resources/&lt;Area&gt;.resx in Polish and Resources/&lt;Area&gt;.en.resx in English,
/// read in the language of the request.
/// </summary>
public static class Texts
{
    public static readonly AreaTexts Access = new("Access");
    public static readonly AreaTexts Activities = new("Activities");
    public static readonly AreaTexts Cases = new("Cases");
    public static readonly AreaTexts MailValues = new("MailValues");
    public static readonly AreaTexts CasePages = new("CasePages");
    public static readonly AreaTexts Dates = new("Dates");
    public static readonly AreaTexts Definitions = new("Definitions");
    public static readonly AreaTexts Expressions = new("Expressions");
    public static readonly AreaTexts Findings = new("Findings");
    public static readonly AreaTexts FormPages = new("FormPages");
    public static readonly AreaTexts InboxPages = new("InboxPages");
    public static readonly AreaTexts IncidentPages = new("IncidentPages");
    public static readonly AreaTexts Instances = new("Instances");
    public static readonly AreaTexts MailPages = new("MailPages");
    public static readonly AreaTexts Outline = new("Outline");
    public static readonly AreaTexts Problems = new("Problems");
    public static readonly AreaTexts Shell = new("Shell");
    public static readonly AreaTexts Studio = new("Studio");
}

/// <summary>The texts of one area; a key that it lacks is an exception.</summary>
public sealed class AreaTexts(string area)
{
    readonly ResourceManager resources = new($"OpsWorkflows.Host.Resources.{area}", typeof(AreaTexts).Assembly);

    public string this[string key] => Find(key) ?? throw new MissingManifestResourceException($"Resources/{area}.resx has no text '{key}'.");

    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    public string? Find(string key) => FindIn(CultureInfo.CurrentUICulture, key);

    /// <summary>In a language of its own, such as that of mail.</summary>
    public string? FindIn(CultureInfo language, string key) => resources.GetString(key, language);
}
