namespace OpsWorkflows.Calendars;

/// <summary>
/// The office's dates and clock times (Europe/Warsaw, with its summer time) as instants and back.
/// Every instant returned here has the UTC offset, as PostgreSQL stores it.
/// </summary>
public static class OfficeTime
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(LocalOf(instant).DateTime);

    /// <summary>The same instant as the office's clock shows it, for texts.</summary>
    public static DateTimeOffset LocalOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    public static DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>The instant of a clock time; one skipped in spring moves forward by the skipped hour, of two in autumn it is the first.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        return new DateTimeOffset(local, OffsetOf(local)).ToUniversalTime();
    }

    private static TimeSpan OffsetOf(DateTime local)
    {
        if (Zone.IsAmbiguousTime(local))
        {
            return Zone.GetAmbiguousTimeOffsets(local).Max();
        }

        // The offset from before the gap makes a skipped 2:30 the instant that the clock shows as 3:30.
        return Zone.IsInvalidTime(local) ? Zone.GetUtcOffset(local.AddHours(-1)) : Zone.GetUtcOffset(local);
    }
}
