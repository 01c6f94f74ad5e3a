using OpsWorkflows.Calendars;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>Which state of the staff and of the calendar a read of the database saw.</summary>
public readonly record struct OfficeVersions(long Directory, long Calendar);

/// <summary>
/// The staff and the calendar of the office as this host knows them: unchangeable snapshots, read again when the versions that
/// come with each read of an instance say that they are stale.
/// </summary>
public sealed class OfficeFacts(OfficeSql sql)
{
    private volatile Dated<OfficeDirectory>? _directory;
    private volatile Dated<OfficeCalendar>? _calendar;

    /// <summary>A snapshot at least as new as the versions.</summary>
    public async ValueTask<(OfficeDirectory Directory, OfficeCalendar Calendar)> AtAsync(OfficeVersions versions, CancellationToken token)
    {
        // What is read may already be newer than its label; then it is read once more than needed, never once too little.
        if (_directory is not { } directory || directory.Version < versions.Directory)
            _directory = directory = new(versions.Directory, await sql.ReadDirectoryAsync(token));
        if (_calendar is not { } calendar || calendar.Version < versions.Calendar)
            _calendar = calendar = new(versions.Calendar, await sql.ReadCalendarAsync(token));
        return (directory.Content, calendar.Content);
    }

    private sealed record Dated<T>(long Version, T Content);
}
