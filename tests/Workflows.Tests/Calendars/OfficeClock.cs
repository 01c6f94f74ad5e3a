using System.Globalization;
using OpsWorkflows.Calendars;

namespace OpsWorkflows.Workflows.Tests.Calendars;

/// <summary>Reads <c>2026-02-02 07:00</c> as the instant at which the office's clock shows it.</summary>
internal static class OfficeClock
{
    public static DateTimeOffset At(string officeTime)
    {
        var local = DateTime.ParseExact(officeTime, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return OfficeTime.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }
}
