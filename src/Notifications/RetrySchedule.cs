namespace OpsWorkflows.Notifications;

/// <summary>When a mail that failed for now is tried again: 1 min, 5 min, 15 min, 1 h, then every 3 h, for 14 days in total.</summary>
public static class RetrySchedule
{
    static readonly TimeSpan[] _first = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];
    static readonly TimeSpan _then = TimeSpan.FromHours(3);
    static readonly int _repeats = (int)((TimeSpan.FromDays(14) - _first.Aggregate((sum, delay) => sum + delay)) / _then);

    /// <summary>The wait after <paramref name="attempts"/> attempts made so far; null: give up.</summary>
    public static TimeSpan? NextDelay(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempts);
        return attempts switch
        {
            0 => TimeSpan.Zero,
            _ when attempts <= _first.Length => _first[attempts - 1],
            _ when attempts - _first.Length <= _repeats => _then,
            _ => null,
        };
    }
}
