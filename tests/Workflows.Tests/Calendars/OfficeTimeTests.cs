using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

public sealed class OfficeTimeTests
{
    private static readonly DateOnly SpringChange = new(2026, 3, 29);
    private static readonly DateOnly AutumnChange = new(2026, 10, 25);

    [Fact]
    public void A_clock_time_skipped_in_spring_moves_forward()
    {
        OfficeTime.At(SpringChange, new(2, 30)).ShouldBe(Utc(2026, 3, 29, 1, 30));
        OfficeTime.LocalOf(OfficeTime.At(SpringChange, new(2, 30))).TimeOfDay.ShouldBe(new(3, 30, 0));
        OfficeTime.At(SpringChange, new(1, 59)).ShouldBe(Utc(2026, 3, 29, 0, 59));
        OfficeTime.At(SpringChange, new(3, 0)).ShouldBe(Utc(2026, 3, 29, 1, 0));
    }

    [Fact]
    public void Of_a_clock_time_that_comes_twice_in_autumn_the_first_is_taken()
    {
        OfficeTime.At(AutumnChange, new(2, 30)).ShouldBe(Utc(2026, 10, 25, 0, 30));
        OfficeTime.At(AutumnChange, new(3, 0)).ShouldBe(Utc(2026, 10, 25, 2, 0));
    }

    [Fact]
    public void The_days_of_the_changes_have_23_and_25_hours()
    {
        (OfficeTime.StartOf(SpringChange.AddDays(1)) - OfficeTime.StartOf(SpringChange)).ShouldBe(TimeSpan.FromHours(23));
        (OfficeTime.StartOf(AutumnChange.AddDays(1)) - OfficeTime.StartOf(AutumnChange)).ShouldBe(TimeSpan.FromHours(25));
    }

    [Fact]
    public void The_date_changes_at_midnight_in_Warsaw()
    {
        OfficeTime.DateOf(Utc(2026, 7, 1, 21, 59)).ShouldBe(new(2026, 7, 1));
        OfficeTime.DateOf(Utc(2026, 7, 1, 22, 0)).ShouldBe(new(2026, 7, 2));
        OfficeTime.DateOf(Utc(2026, 1, 1, 22, 59)).ShouldBe(new(2026, 1, 1));
    }

    [Fact]
    public void Instants_have_the_offset_of_UTC() =>
        OfficeTime.At(new(2026, 7, 1), new(8, 0)).Offset.ShouldBe(TimeSpan.Zero);

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
