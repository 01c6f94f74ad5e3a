using System.Globalization;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Calendars;

namespace OpsWorkflows.Host.Tests.Calendars;

public sealed class LimitTextsTests
{
    private static readonly CultureInfo Polish = CultureInfo.GetCultureInfo("pl-PL");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly DateOnly Received = new(2025, 12, 18);

    [Fact]
    public void A_limit_moved_from_a_holiday_says_which()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.Days);

        Render(limit, Polish).ShouldBe(
            "14 dni od 18 grudnia 2025 r.; koniec przypadał w święto (Nowy Rok), więc 2 stycznia 2026 r.; art. 57 § 4 k.p.a.");
        Render(limit, English).ShouldBe(
            "14 days from 18 December 2025; the end fell on a holiday (New Year's Day), so 2 January 2026; art. 57 § 4 of the Code of Administrative Procedure");
    }

    [Theory]
    [InlineData(2, "koniec przypadał w sobotę, więc 22 grudnia 2025 r.", "the end fell on a Saturday, so 22 December 2025")]
    [InlineData(3, "koniec przypadał w niedzielę, więc 22 grudnia 2025 r.", "the end fell on a Sunday, so 22 December 2025")]
    public void A_limit_moved_from_a_weekend_says_from_which_day(int days, string polish, string english)
    {
        var limit = TimeLimit.Count(Received, days, LimitUnit.Days);

        Render(limit, Polish).ShouldBe($"{days} dni od 18 grudnia 2025 r.; {polish}; art. 57 § 4 k.p.a.");
        Render(limit, English).ShouldBe($"{days} days from 18 December 2025; {english}; art. 57 § 4 of the Code of Administrative Procedure");
    }

    [Theory]
    [InlineData(LimitUnit.Days, 4, "4 dni", "4 days", "22 grudnia 2025 r.; art. 57 § 1 k.p.a.", "22 December 2025; art. 57 § 1 of the Code of Administrative Procedure")]
    [InlineData(LimitUnit.Weeks, 3, "3 tygodnie", "3 weeks", "8 stycznia 2026 r.; art. 57 § 2 k.p.a.", "8 January 2026; art. 57 § 2 of the Code of Administrative Procedure")]
    [InlineData(LimitUnit.Months, 6, "6 miesięcy", "6 months", "18 czerwca 2026 r.; art. 57 § 3 k.p.a.", "18 June 2026; art. 57 § 3 of the Code of Administrative Procedure")]
    [InlineData(LimitUnit.WorkingDays, 14, "14 dni roboczych", "14 working days", "14 stycznia 2026 r.; bez sobót, niedziel i świąt", "14 January 2026; Saturdays, Sundays and holidays left out")]
    public void A_limit_that_did_not_move_names_the_rule_it_was_counted_by(
        LimitUnit unit, int count, string number, string englishNumber, string rest, string englishRest)
    {
        var limit = TimeLimit.Count(Received, count, unit);

        Render(limit, Polish).ShouldBe($"{number} od 18 grudnia 2025 r.; koniec {rest}");
        Render(limit, English).ShouldBe($"{englishNumber} from 18 December 2025; ends on {englishRest}");
    }

    [Fact]
    public void A_limit_in_hours_shows_the_offices_clock()
    {
        var limit = TimeLimit.CountHours(new(2025, 12, 18, 13, 30, 0, TimeSpan.Zero), 24);

        Render(limit, Polish).ShouldBe("24 godziny od 18 grudnia 2025 r., godz. 14:30; koniec 19 grudnia 2025 r., godz. 14:30");
        Render(limit, English).ShouldBe("24 hours from 18 December 2025, 14:30; ends on 19 December 2025, 14:30");
    }

    [Fact]
    public void A_suspension_is_told_with_its_article()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.Days).ExtendBy(2);

        Render(limit, Polish).ShouldBe(
            "14 dni od 18 grudnia 2025 r.; bieg terminu wstrzymany na 2 dni; koniec przypadał w sobotę, więc 5 stycznia 2026 r.; art. 57 § 4 i art. 103 k.p.a.");
        Render(limit, English).ShouldBe(
            "14 days from 18 December 2025; the limit did not run for 2 days; the end fell on a Saturday, so 5 January 2026; art. 57 § 4 and art. 103 of the Code of Administrative Procedure");
    }

    [Theory]
    [InlineData(LimitUnit.Days, "1 dzień", "2 dni", "5 dni", "12 dni", "22 dni")]
    [InlineData(LimitUnit.WorkingDays, "1 dzień roboczy", "2 dni robocze", "5 dni roboczych", "12 dni roboczych", "22 dni robocze")]
    [InlineData(LimitUnit.Weeks, "1 tydzień", "2 tygodnie", "5 tygodni", "12 tygodni", "22 tygodnie")]
    [InlineData(LimitUnit.Months, "1 miesiąc", "2 miesiące", "5 miesięcy", "12 miesięcy", "22 miesiące")]
    [InlineData(LimitUnit.Hours, "1 godzina", "2 godziny", "5 godzin", "12 godzin", "22 godziny")]
    public void Numbers_take_the_Polish_form_of_their_noun(LimitUnit unit, params string[] expected) =>
        Numbers(unit, Polish, " od ").ShouldBe(expected);

    [Theory]
    [InlineData(LimitUnit.Days, "day")]
    [InlineData(LimitUnit.WorkingDays, "working day")]
    [InlineData(LimitUnit.Weeks, "week")]
    [InlineData(LimitUnit.Months, "month")]
    [InlineData(LimitUnit.Hours, "hour")]
    public void Numbers_take_the_English_form_of_their_noun(LimitUnit unit, string noun) =>
        Numbers(unit, English, " from ").ShouldBe([$"1 {noun}", $"2 {noun}s", $"5 {noun}s", $"12 {noun}s", $"22 {noun}s"]);

    [Fact]
    public void Every_holiday_of_a_year_has_a_name_in_both_languages()
    {
        var keys = Enumerable.Range(0, 365).Select(new DateOnly(2026, 1, 1).AddDays).Select(PolishHolidays.NameKey).OfType<string>().ToList();

        keys.Count.ShouldBe(14);
        keys.Select(key => LimitTexts.HolidayName(key, Polish)).ShouldBeUnique();
        keys.Select(key => LimitTexts.HolidayName(key, English)).ShouldBeUnique();
        keys.ShouldAllBe(key => LimitTexts.HolidayName(key, Polish) != LimitTexts.HolidayName(key, English));
    }

    [Fact]
    public void Another_language_reads_Polish() =>
        Render(TimeLimit.Count(Received, 1, LimitUnit.Days), CultureInfo.GetCultureInfo("de-DE")).ShouldStartWith("1 dzień od 18 grudnia 2025 r.");

    private static IEnumerable<string> Numbers(LimitUnit unit, CultureInfo culture, string before) =>
        ((int[])[1, 2, 5, 12, 22]).Select(count => Render(TimeLimit.Count(Received, count, unit), culture).Split(before)[0]);

    private static string Render(TimeLimit limit, CultureInfo culture) => LimitTexts.Render(limit.Explanation, culture);
}
