using Npgsql;
using OpsWorkflows.Calendars;
using OpsWorkflows.Database;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>Reads the office's staff, hours and closing days.</summary>
public sealed class OfficeSql(NpgsqlDataSource database)
{
    internal async Task<OfficeDirectory> ReadDirectoryAsync(CancellationToken token)
    {
        await using var command = database.CreateCommand("""
            select p.id, p.name, p.email, p.active, array(select r.role from person_roles r where r.person_id = p.id)
            from people p
            """);
        await using var row = await command.ExecuteReaderAsync(token);
        var people = new List<Person>();
        while (await row.ReadAsync(token))
        {
            var roles = row.Get<string[]>(4).ToHashSet(StringComparer.Ordinal);
            people.Add(new Person(row.GetGuid(0), row.GetString(1), row.GetString(2), roles, row.GetBoolean(3)));
        }
        return new OfficeDirectory(people);
    }

    internal async Task<OfficeCalendar> ReadCalendarAsync(CancellationToken token)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select day from office_closing_days"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select role, weekday, opens, closes from office_hours order by role, weekday, opens"));
        await using var row = await batch.ExecuteReaderAsync(token);
        var closingDays = new HashSet<DateOnly>();
        while (await row.ReadAsync(token))
            closingDays.Add(row.Get<DateOnly>(0));
        await row.NextResultAsync(token);
        var hours = new List<OfficeHours>();
        while (await row.ReadAsync(token))
            hours.Add(new OfficeHours(row.TextOrNull(0), (DayOfWeek)row.GetInt16(1), row.Get<TimeOnly>(2), row.Get<TimeOnly>(3)));
        return new OfficeCalendar(closingDays, hours);
    }
}
