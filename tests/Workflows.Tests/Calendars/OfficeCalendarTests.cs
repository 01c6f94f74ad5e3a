using System.Collections.Frozen;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

public sealed class OfficeCalendarTests
{
    private static readonly OfficeCalendar Office = OfficeCalendar.Default;

    [Theory]
    [InlineData("2026-02-02 06:59", "2026-02-02 07:00")]
    [InlineData("2026-02-02 07:00", "2026-02-02 07:00")]
    [InlineData("2026-02-02 14:59", "2026-02-02 14:59")]
    [InlineData("2026-02-02 15:00", "2026-02-03 07:00")]
    [InlineData("2026-02-05 16:59", "2026-02-05 16:59")]
    [InlineData("2026-02-06 13:00", "2026-02-09 07:00")]
    [InlineData("2025-12-23 15:00", "2025-12-29 07:00")]
    [InlineData("2026-03-28 12:00", "2026-03-30 07:00")]
    public void The_next_opening_is_now_or_at_the_start_of_the_next_window(string from, string opening)
    {
        Office.NextOpening(At(from), role: "social-worker").ShouldBe(At(opening));
        Office.IsOpen(At(from), role: "social-worker").ShouldBe(from == opening);
    }

    [Fact]
    public void A_role_with_hours_of_its_own_has_only_those()
    {
        Office.NextOpening(At("2026-02-05 08:00"), "assistant").ShouldBe(At("2026-02-11 12:00"));
        Office.IsOpen(At("2026-02-05 08:00"), "assistant").ShouldBeFalse();
        Office.IsOpen(At("2026-02-05 08:00"), role: null).ShouldBeTrue();
    }

    [Fact]
    public void An_assistants_Wednesday_that_is_a_holiday_is_left_out() =>
        Office.NextOpening(At("2025-12-18 08:00"), "assistant").ShouldBe(At("2025-12-31 12:00"));

    [Fact]
    public void A_closing_day_moves_the_opening_and_no_legal_limit()
    {
        var office = Office with { ClosingDays = new HashSet<DateOnly> { new(2026, 1, 2) }.ToFrozenSet() };

        office.NextOpening(At("2025-12-31 16:00"), role: null).ShouldBe(At("2026-01-05 07:00"));
        office.IsOpen(At("2026-01-02 10:00"), role: null).ShouldBeFalse();
        office.LastOpeningBefore(At("2026-01-02 10:00"), role: null).ShouldBe(At("2025-12-31 07:00"));
        TimeLimit.Count(new DateOnly(2025, 12, 18), 14, LimitUnit.Days).LastDay.ShouldBe(new(2026, 1, 2));
    }

    [Fact]
    public void With_no_hours_configured_the_office_opens_on_working_days_from_8_to_16()
    {
        var office = Office with { Hours = [] };

        office.NextOpening(At("2026-02-06 16:00"), "assistant").ShouldBe(At("2026-02-09 08:00"));
        office.IsOpen(At("2026-02-06 15:59"), role: null).ShouldBeTrue();
        office.IsOpen(At("2026-02-07 10:00"), role: null).ShouldBeFalse();
    }

    [Fact]
    public void Configured_Saturdays_are_open_and_configured_Sundays_are_not()
    {
        var office = Office with
        {
            Hours = [new(null, DayOfWeek.Saturday, new(9, 0), new(12, 0)), new(null, DayOfWeek.Sunday, new(9, 0), new(12, 0))],
        };

        office.NextOpening(At("2026-02-06 16:00"), role: null).ShouldBe(At("2026-02-07 09:00"));
        office.NextOpening(At("2026-02-07 12:00"), role: null).ShouldBe(At("2026-02-14 09:00"));
    }

    [Fact]
    public void A_day_may_have_two_windows_in_any_order()
    {
        var office = Office with
        {
            Hours = [new(null, DayOfWeek.Monday, new(13, 0), new(16, 0)), new(null, DayOfWeek.Monday, new(8, 0), new(12, 0))],
        };

        office.NextOpening(At("2026-02-02 07:00"), role: null).ShouldBe(At("2026-02-02 08:00"));
        office.NextOpening(At("2026-02-02 12:00"), role: null).ShouldBe(At("2026-02-02 13:00"));
        office.LastOpeningBefore(At("2026-02-03 07:00"), role: null).ShouldBe(At("2026-02-02 13:00"));
    }

    [Fact]
    public void The_last_opening_lies_before_the_instant_never_at_it()
    {
        Office.LastOpeningBefore(At("2026-02-11 12:00"), "assistant").ShouldBe(At("2026-02-04 12:00"));
        Office.LastOpeningBefore(At("2026-02-11 12:01"), "assistant").ShouldBe(At("2026-02-11 12:00"));
    }

    [Fact]
    public void An_office_that_never_opens_holds_no_mail_for_ever()
    {
        var office = Office with { Hours = [new(null, DayOfWeek.Sunday, new(9, 0), new(12, 0))] };

        office.NextOpening(At("2026-02-02 08:00"), role: null).ShouldBe(At("2026-02-02 08:00"));
        office.LastOpeningBefore(At("2026-02-02 08:00"), role: null).ShouldBeNull();
    }

    [Fact]
    public void Openings_have_the_offset_of_UTC_and_follow_summer_time()
    {
        Office.NextOpening(At("2026-03-27 14:00"), role: null).ShouldBe(new(2026, 3, 30, 5, 0, 0, TimeSpan.Zero));
        Office.NextOpening(new(2026, 2, 2, 9, 0, 0, TimeSpan.FromHours(1)), role: null).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_window_must_close_later_than_it_opens() =>
        Should.Throw<ArgumentException>(() => new OfficeHours(null, DayOfWeek.Monday, new(8, 0), new(8, 0)));

    private static DateTimeOffset At(string officeTime) => OfficeClock.At(officeTime);
}
