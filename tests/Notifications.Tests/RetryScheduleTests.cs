namespace OpsWorkflows.Notifications.Tests;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 15)]
    [InlineData(4, 60)]
    [InlineData(5, 180)]
    [InlineData(50, 180)]
    [InlineData(115, 180)]
    public void The_wait_after_each_attempt_in_minutes(int attempts, int minutes) =>
        RetrySchedule.NextDelay(attempts).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData(116)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void After_14_days_it_gives_up(int attempts) => RetrySchedule.NextDelay(attempts).ShouldBeNull();

    [Fact]
    public void All_waits_together_stay_within_14_days_and_use_them_up()
    {
        var total = TimeSpan.Zero;
        for (var attempts = 1; RetrySchedule.NextDelay(attempts) is { } delay; attempts++)
            total += delay;

        total.ShouldBeInRange(TimeSpan.FromDays(14) - TimeSpan.FromHours(3), TimeSpan.FromDays(14));
    }
}
