using System.Collections.Frozen;
using System.Text.Json;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

public sealed class LadderTimesTests
{
    private static readonly DateTimeOffset EndsOnFriday2January = TimeLimit.Count(new DateOnly(2025, 12, 18), 14, LimitUnit.Days).EndsAt;

    [Theory]
    [InlineData(5, "2025-12-22 07:00")]
    [InlineData(2, "2025-12-30 07:00")]
    [InlineData(1, "2025-12-31 07:00")]
    public void A_reminder_comes_when_the_assignees_office_opens_so_many_working_days_before_the_last_day(int n, string expected) =>
        Of(Rung.WorkingDaysBefore(n), EndsOnFriday2January).ShouldBe(At(expected));

    [Fact]
    public void A_reminder_waits_for_the_roles_next_window_when_that_is_still_within_the_limit()
    {
        var endsOnTuesday = EndOf(2026, 2, 17);

        Of(Rung.WorkingDaysBefore(5), endsOnTuesday, "assistant").ShouldBe(At("2026-02-11 12:00"));
    }

    [Fact]
    public void A_reminder_whose_next_window_is_after_the_limit_comes_in_the_window_before()
    {
        var endsOnTuesday = EndOf(2026, 2, 17);

        Of(Rung.WorkingDaysBefore(2), endsOnTuesday, "assistant").ShouldBe(At("2026-02-11 12:00"));
    }

    [Fact]
    public void A_window_on_the_last_day_itself_is_within_the_limit()
    {
        var endsOnWednesday = EndOf(2026, 2, 18);

        Of(Rung.WorkingDaysBefore(2), endsOnWednesday, "assistant").ShouldBe(At("2026-02-18 12:00"));
    }

    [Fact]
    public void A_reminder_on_a_closing_day_moves_to_the_next_opening() =>
        Of(Rung.WorkingDaysBefore(2), EndsOnFriday2January, closing: new(2025, 12, 30)).ShouldBe(At("2025-12-31 07:00"));

    [Fact]
    public void The_passing_is_the_end_of_the_limit_whatever_the_office_hours_are()
    {
        Of(Rung.AtPassing, EndsOnFriday2January, closing: new(2026, 1, 3)).ShouldBe(At("2026-01-03 00:00"));
        Of(Rung.AtPassing, At("2026-02-02 18:20")).ShouldBe(At("2026-02-02 18:20"));
    }

    [Fact]
    public void An_escalation_comes_at_the_start_of_the_working_day_after_the_last_day() =>
        Of(Rung.WorkingDaysAfter(3), EndsOnFriday2January).ShouldBe(At("2026-01-08 00:00"));

    [Fact]
    public void An_escalation_on_a_closing_day_moves_to_the_next_opening() =>
        Of(Rung.WorkingDaysAfter(3), EndsOnFriday2January, closing: new(2026, 1, 8)).ShouldBe(At("2026-01-09 07:00"));

    [Fact]
    public void A_repeated_escalation_counts_from_the_one_before()
    {
        var first = Of(Rung.WorkingDaysAfter(3), EndsOnFriday2January);

        var second = Of(Rung.EveryWorkingDays(5), EndsOnFriday2January, previous: first);
        var third = Of(Rung.EveryWorkingDays(5), EndsOnFriday2January, previous: second);

        second.ShouldBe(At("2026-01-15 00:00"));
        third.ShouldBe(At("2026-01-22 00:00"));
        Of(Rung.EveryWorkingDays(5), EndsOnFriday2January).ShouldBe(At("2026-01-12 00:00"));
    }

    [Fact]
    public void Escalations_keep_to_midnight_over_a_change_to_summer_time() =>
        Of(Rung.WorkingDaysAfter(1), EndOf(2026, 3, 27)).ShouldBe(new(2026, 3, 29, 22, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_limit_in_hours_counts_its_working_days_from_the_day_in_which_it_ends() =>
        Of(Rung.WorkingDaysAfter(1), At("2026-02-03 10:15")).ShouldBe(At("2026-02-04 00:00"));

    [Fact]
    public void A_rung_has_the_number_of_days_that_its_kind_needs()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Rung.EveryWorkingDays(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Rung.WorkingDaysBefore(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Rung(RungKind.AtPassing, 1));
    }

    [Fact]
    public void A_rung_comes_back_from_JSON()
    {
        var json = JsonSerializer.Serialize(Rung.WorkingDaysBefore(5));

        json.ShouldBe("""{"kind":"working-days-before","workingDays":5}""");
        JsonSerializer.Deserialize<Rung>(json).ShouldBe(Rung.WorkingDaysBefore(5));
    }

    private static DateTimeOffset Of(
        Rung rung, DateTimeOffset endsAt, string role = "social-worker", DateOnly? closing = null, DateTimeOffset? previous = null)
    {
        IEnumerable<DateOnly> closingDays = closing is { } day ? [day] : [];
        return LadderTimes.Of(rung, endsAt, OfficeCalendar.Default with { ClosingDays = closingDays.ToFrozenSet() }, role, previous);
    }

    private static DateTimeOffset EndOf(int year, int month, int day) => OfficeTime.StartOf(new DateOnly(year, month, day).AddDays(1));

    private static DateTimeOffset At(string officeTime) => OfficeClock.At(officeTime);
}
