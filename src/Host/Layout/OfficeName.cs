using Dapper;
using Npgsql;

namespace OpsWorkflows.Host.Layout;

/// <summary>The office's name for the top of each page; a change shows within a minute. Empty when the database is away: an error page has to be shown then.</summary>
public sealed class OfficeName(NpgsqlDataSource database, TimeProvider time)
{
    sealed record Reading(string Name, DateTimeOffset At);

    Reading? last;

    public async ValueTask<string> ReadAsync(CancellationToken token)
    {
        if (last is { } reading && time.GetUtcNow() - reading.At < TimeSpan.FromMinutes(1))
        {
            return reading.Name;
        }
        try
        {
            await using var connection = await database.OpenConnectionAsync(token);
            var name = await connection.QuerySingleAsync<string>(new("select name from office", cancellationToken: token));
            last = new(name, time.GetUtcNow());
            return name;
        }
        catch (NpgsqlException)
        {
            return last?.Name ?? "";
        }
    }
}
