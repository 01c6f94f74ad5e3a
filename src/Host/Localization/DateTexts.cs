using System.Globalization;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Host.Localization;

/// <summary>Days and moments in words, at the office's time, in the language of the request.</summary>
public static class DateTexts
{
    /// <summary>18 grudnia 2025 r.</summary>
    public static string Day(DateOnly day) => day.ToString(Texts.Dates["day"], CultureInfo.CurrentCulture);

    /// <summary>czwartek, 18 grudnia 2025 r.</summary>
    public static string DayOfWeek(DateOnly day) => day.ToString(Texts.Dates["dayOfWeek"], CultureInfo.CurrentCulture);

    /// <summary>18 grudnia 2025 r., godz. 10:15</summary>
    public static string Moment(DateTimeOffset at) => OfficeTime.LocalOf(at).ToString(Texts.Dates["moment"], CultureInfo.CurrentCulture);

    /// <summary>How far a last day is from today: "3 dni po terminie", "dziś", "jutro", "za 5 dni".</summary>
    public static string Distance(DateOnly lastDay, DateOnly today) => (lastDay.DayNumber - today.DayNumber) switch
    {
        0 => Texts.Dates["today"],
        1 => Texts.Dates["tomorrow"],
        > 1 and var days => Counted("in", days),
        var days => Counted("overdue", -days),
    };

    /// <summary>"5 dni", "1 zadanie": the text <c>key.One</c>, <c>key.Few</c> or <c>key.Many</c> of the area that fits the number.</summary>
    public static string Counted(AreaTexts texts, string key, int number) => texts[$"{key}.{Plural.Form(number, CultureInfo.CurrentUICulture)}", number];

    static string Counted(string key, int days) => Counted(Texts.Dates, key, days);
}
