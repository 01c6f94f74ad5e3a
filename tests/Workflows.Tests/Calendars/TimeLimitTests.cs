using System.Text.Json;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

public sealed class TimeLimitTests
{
    private static readonly DateOnly Received = new(2025, 12, 18);

    [Fact]
    public void A_limit_that_ends_on_a_holiday_moves_to_the_next_working_day()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.Days);

        limit.LastDay.ShouldBe(new(2026, 1, 2));
        limit.EndsAt.ShouldBe(new(2026, 1, 2, 23, 0, 0, TimeSpan.Zero));
        limit.EndsAt.Offset.ShouldBe(TimeSpan.Zero);
        limit.Explanation.ShouldBe(new LimitExplanation
        {
            From = Received,
            Count = 14,
            Unit = LimitUnit.Days,
            UnmovedEnd = new(2026, 1, 1),
            MovedBecause = "new-year",
            LastDay = new(2026, 1, 2),
            Article = LimitArticles.MovedEnd,
        });
    }

    [Fact]
    public void Working_days_leave_out_weekends_and_holidays()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.WorkingDays);

        limit.LastDay.ShouldBe(new(2026, 1, 14));
        limit.Explanation.MovedBecause.ShouldBe(LimitExplanation.NotMoved);
        limit.Explanation.Article.ShouldBeNull();
    }

    [Theory]
    [InlineData("2025-11-29", "saturday", "2025-12-01")]
    [InlineData("2025-11-30", "sunday", "2025-12-01")]
    [InlineData("2025-11-01", "all-saints", "2025-11-03")]
    [InlineData("2025-12-24", "christmas-eve", "2025-12-29")]
    [InlineData("2024-12-24", "none", "2024-12-24")]
    [InlineData("2026-04-05", "easter-sunday", "2026-04-07")]
    [InlineData("2025-12-01", "none", "2025-12-01")]
    public void The_end_moves_from_a_day_off_and_says_from_which(string unmovedEnd, string because, string lastDay)
    {
        var limit = TimeLimit.Count(DateOnly.Parse(unmovedEnd).AddDays(-7), 7, LimitUnit.Days);

        limit.LastDay.ShouldBe(DateOnly.Parse(lastDay));
        limit.Explanation.UnmovedEnd.ShouldBe(DateOnly.Parse(unmovedEnd));
        limit.Explanation.MovedBecause.ShouldBe(because);
        limit.Explanation.Article.ShouldBe(because == "none" ? LimitArticles.Days : LimitArticles.MovedEnd);
    }

    [Theory]
    [InlineData("2025-01-31", 1, "2025-02-28")]
    [InlineData("2027-01-31", 13, "2028-02-29")]
    [InlineData("2028-02-29", 12, "2029-02-28")]
    [InlineData("2025-02-28", 1, "2025-03-28")]
    [InlineData("2025-08-31", 6, "2026-02-28")]
    public void A_limit_in_months_ends_on_the_matching_number_or_on_the_last_day_of_the_month(string from, int months, string unmovedEnd)
    {
        var explanation = TimeLimit.Count(DateOnly.Parse(from), months, LimitUnit.Months).Explanation;

        explanation.UnmovedEnd.ShouldBe(DateOnly.Parse(unmovedEnd));
    }

    [Fact]
    public void A_week_ends_on_the_matching_day_of_the_week()
    {
        var limit = TimeLimit.Count(new DateOnly(2025, 10, 1), 3, LimitUnit.Weeks);

        limit.LastDay.ShouldBe(new(2025, 10, 22));
        limit.Explanation.Article.ShouldBe(LimitArticles.Weeks);
    }

    [Fact]
    public void A_limit_of_nothing_ends_on_its_day_or_on_the_next_working_one()
    {
        TimeLimit.Count(Received, 0, LimitUnit.Days).LastDay.ShouldBe(Received);
        TimeLimit.Count(new DateOnly(2025, 12, 20), 0, LimitUnit.WorkingDays).LastDay.ShouldBe(new(2025, 12, 22));
    }

    [Fact]
    public void Hours_run_by_the_clock_over_a_change_to_summer_time_and_over_holidays()
    {
        var from = new DateTimeOffset(2026, 3, 28, 14, 30, 0, TimeSpan.FromHours(1));

        var limit = TimeLimit.CountHours(from, 24);

        limit.EndsAt.ShouldBe(from.AddHours(24));
        OfficeTime.LocalOf(limit.EndsAt).TimeOfDay.ShouldBe(new(15, 30, 0));
        limit.LastDay.ShouldBe(new(2026, 3, 29));
        limit.Explanation.MovedBecause.ShouldBe(LimitExplanation.NotMoved);
    }

    [Fact]
    public void Hours_that_end_at_midnight_end_with_the_day_before() =>
        TimeLimit.Count(Received, 24, LimitUnit.Hours).LastDay.ShouldBe(Received);

    [Fact]
    public void Days_counted_from_an_instant_start_from_its_day_at_the_office()
    {
        var lateInTheEvening = new DateTimeOffset(2025, 12, 17, 23, 30, 0, TimeSpan.Zero);

        TimeLimit.Count(lateInTheEvening, 14, LimitUnit.Days).ShouldBe(TimeLimit.Count(Received, 14, LimitUnit.Days));
        TimeLimit.Count(lateInTheEvening, 2, LimitUnit.Hours).EndsAt.ShouldBe(lateInTheEvening.AddHours(2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void A_count_outside_its_range_is_not_accepted(int count)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => TimeLimit.Count(Received, count, LimitUnit.Months));
        Should.Throw<ArgumentOutOfRangeException>(() => TimeLimit.CountHours(OfficeTime.StartOf(Received), count));
        Should.Throw<ArgumentOutOfRangeException>(() => TimeLimit.Count(Received, 1, LimitUnit.Days).ExtendBy(count));
    }

    [Theory]
    [InlineData(LimitUnit.Days, "2053-05-05")]
    [InlineData(LimitUnit.Weeks, "2217-08-14")]
    [InlineData(LimitUnit.Months, "2859-04-18")]
    public void The_largest_count_is_counted(LimitUnit unit, string unmovedEnd) =>
        TimeLimit.Count(Received, 10_000, unit).Explanation.UnmovedEnd.ShouldBe(DateOnly.Parse(unmovedEnd));

    [Fact]
    public void A_suspension_adds_its_days_to_the_unmoved_end_and_the_end_moves_again()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.Days).ExtendBy(2);

        limit.LastDay.ShouldBe(new(2026, 1, 5));
        limit.Explanation.UnmovedEnd.ShouldBe(new(2026, 1, 3));
        limit.Explanation.MovedBecause.ShouldBe(LimitExplanation.Saturday);
        limit.Explanation.SuspendedDays.ShouldBe(2);
    }

    [Fact]
    public void Suspensions_add_up()
    {
        var limit = TimeLimit.Count(Received, 14, LimitUnit.Days).ExtendBy(2).ExtendBy(5);

        limit.ShouldBe(TimeLimit.Count(Received, 14, LimitUnit.Days).ExtendBy(7));
        limit.LastDay.ShouldBe(new(2026, 1, 8));
        limit.Explanation.MovedBecause.ShouldBe(LimitExplanation.NotMoved);
        limit.Explanation.Article.ShouldBe(LimitArticles.Days);
    }

    [Fact]
    public void A_suspension_adds_whole_days_to_a_limit_in_hours()
    {
        var from = new DateTimeOffset(2025, 12, 18, 9, 15, 0, TimeSpan.Zero);

        var limit = TimeLimit.CountHours(from, 48).ExtendBy(3);

        limit.EndsAt.ShouldBe(from.AddDays(5));
        limit.LastDay.ShouldBe(new(2025, 12, 23));
    }

    [Theory]
    [InlineData(LimitUnit.Days)]
    [InlineData(LimitUnit.WorkingDays)]
    [InlineData(LimitUnit.Hours)]
    public void An_explanation_comes_back_from_JSON_as_the_same_limit(LimitUnit unit)
    {
        var limit = TimeLimit.Count(Received, 14, unit).ExtendBy(3);

        foreach (var options in (JsonSerializerOptions[])[JsonSerializerOptions.Default, JsonSerializerOptions.Web])
        {
            var json = JsonSerializer.Serialize(limit.Explanation, options);
            new TimeLimit(JsonSerializer.Deserialize<LimitExplanation>(json, options)!).ShouldBe(limit);
        }
    }

    [Fact]
    public void An_explanation_is_stored_under_stable_names() =>
        JsonSerializer.Serialize(TimeLimit.Count(Received, 3, LimitUnit.WorkingDays).Explanation).ShouldBe(
            """{"from":"2025-12-18","count":3,"unit":"working-days","suspendedDays":0,"unmovedEnd":"2025-12-23","movedBecause":"none","lastDay":"2025-12-23","article":null}""");

    [Fact]
    public void Every_unit_has_a_key_that_is_read_back_and_is_the_same_in_JSON()
    {
        foreach (var unit in Enum.GetValues<LimitUnit>())
        {
            LimitUnits.Parse(unit.ToKey()).ShouldBe(unit);
            JsonSerializer.Serialize(unit).ShouldBe($"\"{unit.ToKey()}\"");
        }

        LimitUnits.TryParse("years", out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => LimitUnits.Parse("Days"));
    }
}
