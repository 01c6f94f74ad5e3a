using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

public sealed class PolishHolidaysTests
{
    [Fact]
    public void Christmas_Eve_is_a_holiday_from_2025_on()
    {
        PolishHolidays.IsWorkingDay(new(2024, 12, 24)).ShouldBeTrue();
        PolishHolidays.IsWorkingDay(new(2025, 12, 24)).ShouldBeFalse();
        PolishHolidays.NameKey(new(2025, 12, 24)).ShouldBe("christmas-eve");
    }

    [Theory]
    [InlineData("2025-06-08", "pentecost")]
    [InlineData("2025-06-19", "corpus-christi")]
    [InlineData("2026-04-05", "easter-sunday")]
    [InlineData("2026-04-06", "easter-monday")]
    [InlineData("2025-06-20", null)]
    [InlineData("2025-06-22", null)]
    public void A_movable_holiday_has_its_key_and_an_ordinary_day_none(string date, string? key)
    {
        PolishHolidays.NameKey(DateOnly.Parse(date)).ShouldBe(key);
        PolishHolidays.IsHoliday(DateOnly.Parse(date)).ShouldBe(key is not null);
    }

    [Theory]
    [InlineData("1954-04-18")]
    [InlineData("1981-04-19")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    public void Easter_comes_a_week_earlier_in_the_years_of_the_exceptions(string easter) =>
        PolishHolidays.EasterSunday(DateOnly.Parse(easter).Year).ShouldBe(DateOnly.Parse(easter));

    [Fact]
    public void The_next_working_day_is_never_the_day_itself()
    {
        PolishHolidays.NextWorkingDay(new(2025, 12, 22)).ShouldBe(new(2025, 12, 23));
        PolishHolidays.NextWorkingDay(new(2025, 12, 23)).ShouldBe(new(2025, 12, 29));
    }

    [Fact]
    public void No_working_day_added_leaves_even_a_Sunday_where_it_is() =>
        PolishHolidays.AddWorkingDays(new(2025, 12, 21), 0).ShouldBe(new(2025, 12, 21));

    [Fact]
    public void Working_days_between_two_dates_are_the_inverse_of_adding_them()
    {
        var start = new DateOnly(2025, 12, 20);
        foreach (var day in Enumerable.Range(0, 30).Select(start.AddDays))
        {
            foreach (var n in (int[])[-30, -1, 0, 1, 2, 14])
            {
                PolishHolidays.WorkingDaysBetween(day, PolishHolidays.AddWorkingDays(day, n)).ShouldBe(n);
            }
        }
    }
}
