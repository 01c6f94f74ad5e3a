namespace OpsWorkflows.Procedures.Tests;

/// <summary>What the walks need of an office before and after.</summary>
internal static class OfficeState
{
    /// <summary>A demo office that is in use already is not given the families of the demonstration.</summary>
    public static Task MakeOfficeWithoutPastAsync(this OwnSql sql) =>
        sql.ExecuteAsync("insert into families (id, name, created_at) values (gen_random_uuid(), 'in use', now())");

    public static async Task UntilNoMailIsDueAsync(this OwnSql sql)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await sql.RowsAsync("select 1 from outbox where status in ('waiting', 'sending') and due_at <= office_now() limit 1")).Count > 0)
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
