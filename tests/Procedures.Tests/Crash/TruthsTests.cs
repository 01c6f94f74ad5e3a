using Npgsql;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>The checker of the kill tests sees what it is there to see.</summary>
[Collection(nameof(WalkedOffice))]
public sealed class TruthsTests(WalkedOffice office)
{
    [Fact]
    public async Task All_of_them_hold_in_an_office_whose_host_was_never_killed() =>
        (await Truths.BrokenAsync(sql => office.Sql.RowsAsync(sql))).ShouldBeEmpty();

    [Theory]
    [InlineData("delete from journal where revision = 2 and instance_id = @id", "The journal of an instance has every revision")]
    [InlineData("update workflow_instances set revision = revision + 1 where id = @id", "The journal of an instance has every revision")]
    [InlineData("delete from journal where revision = 1 and seq = 1 and instance_id = @id", "The entries of a revision are numbered")]
    [InlineData("update user_tasks set status = 'open', closed_at = null, outcome = null where instance_id = @id and step = 'interview'", "A task that is open belongs")]
    [InlineData("update workflow_instances set status = 'Running', finished_at = null where id = @id", "An instance that runs waits for something")]
    [InlineData("insert into timers (id, instance_id, due_at) values (gen_random_uuid(), @id, now() + interval '50 years')", "A timer belongs to an instance that runs")]
    [InlineData("insert into timers (id, instance_id, due_at) values (gen_random_uuid(), @id, now())", "No timer that is due is left lying")]
    [InlineData("insert into timers (id, instance_id, due_at, leased_until) values (gen_random_uuid(), @id, now(), now() + interval '1 day')", "No timer is claimed by anyone")]
    [InlineData("update outbox set status = 'sending', sent_at = null where instance_id = @id and status = 'sent'", "No mail that is due is left lying")]
    [InlineData("update outbox set status = 'failed', sent_at = null where instance_id = @id and status = 'sent'", "No mail was given up")]
    [InlineData("update cases set case_status = 'support' where instance_id = @id", "A case whose instance has finished is closed")]
    [InlineData("update time_limits set closed_at = null where instance_id = @id", "A limit runs as long as its instance")]
    [InlineData("update time_limits set closed_at = null where instance_id = @id", "A limit of a task ends with the task")]
    [InlineData("delete from answers where instance_id = @id", "A completed task has its answers")]
    [InlineData("insert into journal select instance_id, revision, 1000, at, event, activity_id, execution, parent_execution, person_id, data, of_case "
        + "from journal where instance_id = @id and event = 'TaskCompleted' limit 1", "A completed task has its answers")]
    [InlineData("update journal set event = 'TaskClaimed' where instance_id = @id and event = 'TaskOpened'", "Every task was opened once")]
    [InlineData("update cases set mark_number = 100000 where instance_id = @id", "Case marks are numbered without a gap")]
    [InlineData("insert into outbox (id, instance_id, task_id, person_id, kind, text, step, data, due_at, status, created_at) "
        + "select gen_random_uuid(), instance_id, task_id, person_id, kind, text, step, data, due_at, 'cancelled', created_at from outbox "
        + "where instance_id = @id and kind = 'assigned'", "A person is told once that a task has opened")]
    public async Task Each_is_seen_to_be_broken(string damage, string rule)
    {
        await using var connection = await office.Sql.OpenAsync();
        await using var undone = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(damage, connection))
        {
            command.Parameters.AddWithValue("id", office.WalkOf(WalkList.LateInterview).Id);
            (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
        }

        (await Truths.BrokenAsync(sql => OwnSql.RowsAsync(connection, sql))).ShouldContain(broken => broken.StartsWith(rule, StringComparison.Ordinal));
    }
}
