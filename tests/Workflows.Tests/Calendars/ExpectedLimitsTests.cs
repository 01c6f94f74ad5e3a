using System.Globalization;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

/// <summary>Every day of 2024–2035 against <c>expected/limits.csv</c>, which <c>expected/generate.py</c> makes by other means than the code.</summary>
public sealed class ExpectedLimitsTests
{
    private const int DaysOf2024To2035 = 4383;
    private static readonly string[] Header;
    private static readonly IReadOnlyList<string[]> Rows;

    static ExpectedLimitsTests()
    {
        using var stream = typeof(ExpectedLimitsTests).Assembly.GetManifestResourceStream("limits.csv");
        using var reader = new StreamReader(stream.ShouldNotBeNull());
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Header = lines[0].Split(',');
        Rows = [.. lines.Skip(1).Select(line => line.Split(','))];
    }

    [Fact]
    public void The_table_has_every_day_of_twelve_years()
    {
        Rows.Count.ShouldBe(DaysOf2024To2035);
        Rows.Select(row => Date(row[0]).DayNumber - Date("2024-01-01").DayNumber).ShouldBe(Enumerable.Range(0, DaysOf2024To2035));
    }

    [Theory]
    [InlineData("7 days")]
    [InlineData("14 days")]
    [InlineData("30 days")]
    [InlineData("3 working-days")]
    [InlineData("14 working-days")]
    [InlineData("1 months")]
    [InlineData("6 months")]
    [InlineData("24 months")]
    public void Every_limit_ends_on_the_expected_day(string column)
    {
        var count = int.Parse(column.Split(' ')[0], CultureInfo.InvariantCulture);
        var unit = LimitUnits.Parse(column.Split(' ')[1]);

        Differences(column, start => Text(TimeLimit.Count(start, count, unit).LastDay)).ShouldBeEmpty();
    }

    [Fact]
    public void Weeks_end_on_the_expected_day() =>
        Differences("14 days", start => Text(TimeLimit.Count(start, 2, LimitUnit.Weeks).LastDay)).ShouldBeEmpty();

    [Fact]
    public void Working_days_count_backwards_to_the_expected_day() =>
        Differences("-5 working-days", start => Text(PolishHolidays.AddWorkingDays(start, -5))).ShouldBeEmpty();

    [Fact]
    public void Every_day_is_of_the_expected_kind()
    {
        Differences("kind", Kind).ShouldBeEmpty();
        Rows.Count(row => PolishHolidays.IsWorkingDay(Date(row[0])) != (row[1] == "working")).ShouldBe(0);
    }

    [Fact]
    public void Every_day_starts_at_the_expected_instant() =>
        Differences("midnight", start => Instant(OfficeTime.StartOf(start))).ShouldBeEmpty();

    [Fact]
    public void Every_limit_passes_when_the_day_after_its_last_one_starts()
    {
        var midnights = Rows.ToDictionary(row => Date(row[0]), row => row[2]);
        var limits = Rows.Select(row => TimeLimit.Count(Date(row[0]), 14, LimitUnit.Days))
            .Where(limit => midnights.ContainsKey(limit.LastDay.AddDays(1)))
            .ToList();

        limits.Count.ShouldBeGreaterThan(DaysOf2024To2035 - 30);
        limits.Where(limit => Instant(limit.EndsAt) != midnights[limit.LastDay.AddDays(1)]).ShouldBeEmpty();
    }

    private static string Kind(DateOnly date) => PolishHolidays.NameKey(date) ?? date.DayOfWeek switch
    {
        DayOfWeek.Saturday => "saturday",
        DayOfWeek.Sunday => "sunday",
        _ => "working",
    };

    private static IEnumerable<string> Differences(string column, Func<DateOnly, string> actual)
    {
        var index = Array.IndexOf(Header, column);
        index.ShouldBePositive();
        return Rows
            .Select(row => (Start: row[0], Expected: row[index], Actual: actual(Date(row[0]))))
            .Where(row => row.Expected != row.Actual)
            .Select(row => $"{row.Start}: {row.Expected} expected, {row.Actual} counted");
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
