using System.Globalization;
using HandlebarsDotNet;

namespace OpsWorkflows.Notifications;

/// <summary>A mail text: a line <c>Subject: …</c>, an empty line, the body; <c>{{name}}</c> stands for a value. Compiled once, thread safe.</summary>
public sealed class MailTemplate
{
    const string SubjectPrefix = "Subject:";

    /// <summary>What mails may say: the case mark, the step and the dates, nothing about the family.</summary>
    public static IReadOnlyList<string> AllowedNames { get; } =
    [
        "caseMark", "step", "procedure", "dueOn", "dueReason", "daysLeft", "daysLate", "link", "officeName", "kind", "rung", "role",
        "openedOn", "missedOn", "startedOn",
    ];

    static readonly CultureInfo _polish = CultureInfo.GetCultureInfo("pl-PL");

    readonly HandlebarsTemplate<object, object> _subject;
    readonly HandlebarsTemplate<object, object> _body;
    readonly IReadOnlyList<string> _names;

    MailTemplate(string subject, string body)
    {
        _names = [.. TemplateNames.In(subject, firstLine: 1).Concat(TemplateNames.In(body, firstLine: 3)).Distinct()];
        // Plain text: an escaped & or ó would reach the reader as is.
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        _subject = handlebars.Compile(subject);
        _body = handlebars.Compile(body);
    }

    /// <exception cref="FormatException">No subject line, no empty line after it, or an expression that mail texts may not use; the message says which and where.</exception>
    public static MailTemplate Parse(string text)
    {
        var lines = text.TrimStart('\ufeff').ReplaceLineEndings("\n").Split('\n', 3);
        if (!lines[0].StartsWith(SubjectPrefix, StringComparison.Ordinal) || string.IsNullOrWhiteSpace(lines[0][SubjectPrefix.Length..]))
            throw new FormatException("A mail text begins with a line 'Subject: …'.");
        if (lines.Length < 3 || !string.IsNullOrWhiteSpace(lines[1]) || string.IsNullOrWhiteSpace(lines[2]))
            throw new FormatException("After the subject of a mail text come an empty line and the body.");
        try
        {
            return new MailTemplate(lines[0][SubjectPrefix.Length..].Trim(), lines[2]);
        }
        catch (HandlebarsException e)
        {
            throw new FormatException($"The mail text can't be read: {e.Message}", e);
        }
    }

    /// <summary>The names used that are not allowed, in the order of their first use.</summary>
    public IReadOnlyList<string> UnknownNames(IReadOnlyCollection<string> allowed) => [.. _names.Except(allowed)];

    /// <exception cref="FormatException">The text uses names that are not allowed; the message lists them.</exception>
    public void Check(IReadOnlyCollection<string> allowed)
    {
        if (UnknownNames(allowed) is { Count: > 0 } unknown)
            throw new FormatException($"The mail text uses unknown names: {string.Join(", ", unknown)}.");
    }

    /// <summary>Fills the values in, dates and numbers as Poles write them; a value that is missing or null is left empty. The subject is always one line.</summary>
    public (string Subject, string Body) Render(IReadOnlyDictionary<string, object?> values)
    {
        var plain = values.ToDictionary(value => value.Key, value => Plain(value.Value));
        return (MimeMail.OneLine(_subject(plain)), _body(plain));
    }

    // Only these reach the template engine, which would read the properties of anything richer. Numbers stay: {{#if}} takes 0 as no.
    static object? Plain(object? value) => value switch
    {
        null or string or bool or int or long => value,
        DateOnly date => date.ToString("d MMMM yyyy", _polish),
        IFormattable formattable => formattable.ToString(null, _polish),
        _ => value.ToString(),
    };
}
