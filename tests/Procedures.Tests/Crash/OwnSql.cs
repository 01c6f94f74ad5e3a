using Npgsql;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>Reads the database with statements of the test's own, past all code of the service.</summary>
internal sealed class OwnSql(string connectionString)
{
    /// <summary>Rows as texts; columns are joined with a space.</summary>
    public async Task<List<string>> RowsAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var connection = await OpenAsync();
        return await RowsAsync(connection, sql, values);
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync())
            rows.Add(string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "-" : $"{row.GetValue(i)}")));
        return rows;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
