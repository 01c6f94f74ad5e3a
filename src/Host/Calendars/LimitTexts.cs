using System.Globalization;
using System.Resources;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Calendars;

/// <summary>Says in a sentence why a limit ends when it does, in Polish or English (any other culture reads Polish).</summary>
public static class LimitTexts
{
    private static readonly ResourceManager Texts = new("OpsWorkflows.Host.Resources.Limits", typeof(LimitTexts).Assembly);
    private static readonly CultureInfo Polish = CultureInfo.GetCultureInfo("pl-PL");

    public static string Render(LimitExplanation explanation, CultureInfo culture)
    {
        var language = culture.TwoLetterISOLanguageName == "en" ? culture : Polish;
        return string.Join("; ", Clauses(explanation, language));
    }

    /// <summary>The name of the holiday with a key such as <c>christmas-eve</c>.</summary>
    public static string HolidayName(string nameKey, CultureInfo culture) => Text($"holiday.{nameKey}", culture);

    /// <summary>A number of units in the language of the request, such as "14 dni".</summary>
    public static string Span(int count, LimitUnit unit)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? CultureInfo.CurrentUICulture : Polish;
        return Number(count, unit, language);
    }

    private static IEnumerable<string> Clauses(LimitExplanation why, CultureInfo culture)
    {
        yield return Format(culture, "counted", Number(why.Count, why.Unit, culture), Moment(why.FromInstant, why.From, culture));
        if (why.SuspendedDays > 0)
        {
            yield return Format(culture, "suspended", Number(why.SuspendedDays, LimitUnit.Days, culture));
        }

        yield return End(why, culture);
        if (why is { Unit: LimitUnit.WorkingDays })
        {
            yield return Text("workingDaysOnly", culture);
        }

        if (Articles(why, culture) is { } articles)
        {
            yield return articles;
        }
    }

    private static string Number(int count, LimitUnit unit, CultureInfo culture) =>
        Format(culture, $"{unit.ToKey()}.{Plural.Form(count, culture)}", count);

    private static string End(LimitExplanation why, CultureInfo culture)
    {
        DateTimeOffset? endsAt = why.FromInstant is null ? null : new TimeLimit(why).EndsAt;
        var end = Moment(endsAt, why.LastDay, culture);
        return why.MovedBecause switch
        {
            LimitExplanation.NotMoved => Format(culture, "end", end),
            LimitExplanation.Saturday => Format(culture, "movedFromSaturday", end),
            LimitExplanation.Sunday => Format(culture, "movedFromSunday", end),
            var holiday => Format(culture, "movedFromHoliday", HolidayName(holiday, culture), end),
        };
    }

    private static string? Articles(LimitExplanation why, CultureInfo culture)
    {
        string?[] articles = [why.Article, why.SuspendedDays > 0 ? "kpa-103" : null];
        var named = articles.OfType<string>().Select(key => Text($"article.{key}", culture)).ToList();
        return named.Count == 0 ? null : Format(culture, "articles", string.Join(Text("and", culture), named));
    }

    private static string Moment(DateTimeOffset? instant, DateOnly date, CultureInfo culture) => instant is { } exact
        ? OfficeTime.LocalOf(exact).ToString(Text("instantFormat", culture), culture)
        : date.ToString(Text("dateFormat", culture), culture);

    private static string Format(CultureInfo culture, string key, params object[] values) =>
        string.Format(culture, Text(key, culture), values);

    private static string Text(string key, CultureInfo culture) =>
        Texts.GetString(key, culture) ?? throw new MissingManifestResourceException($"No text '{key}' for limits.");
}
