using Npgsql;
using OpsWorkflows.Database;

namespace OpsWorkflows.UserTasks;

/// <summary>Where a task belongs and, once it is over, who ended it, when and how (no person and no outcome when it was withdrawn).</summary>
public sealed record TaskPlace(Guid InstanceId, bool IsOpen, Guid? ClosedBy, string? ClosedByName, DateTimeOffset? ClosedAt, string? Outcome);

/// <summary>Finds the instance that a stimulus about a task is for.</summary>
public sealed class UserTaskSql(NpgsqlDataSource database)
{
    /// <summary>Null when there is no such task.</summary>
    public async Task<TaskPlace?> FindAsync(Guid taskId, CancellationToken token = default)
    {
        await using var command = database.CreateCommand("""
            select t.instance_id, t.status = 'open', t.closed_by, p.name, t.closed_at, t.outcome
            from user_tasks t left join people p on p.id = t.closed_by
            where t.id = $1
            """);
        command.Parameters.With(taskId);
        await using var row = await command.ExecuteReaderAsync(token);
        return await row.ReadAsync(token)
            ? new(row.GetGuid(0), row.GetBoolean(1), row.OrNull<Guid>(2), row.TextOrNull(3), row.OrNull<DateTimeOffset>(4), row.TextOrNull(5))
            : null;
    }
}
