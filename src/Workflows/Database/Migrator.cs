using System.Globalization;
using Npgsql;

namespace OpsWorkflows.Database;

/// <summary>
/// Brings a database to the schema of this program. Hosts that start together wait for one another;
/// a database that does not fit the program is a <see cref="MigrationException"/> and stays as it is.
/// </summary>
public static class Migrator
{
    /// <summary>Any number that nothing else in the database locks.</summary>
    const long AdvisoryLock = 7_203_118_450_061;

    const int OldestPostgres = 15;

    /// <summary>Applies the migrations that this program ships and the database lacks; returns those applied.</summary>
    public static Task<IReadOnlyList<Migration>> MigrateAsync(NpgsqlDataSource database, CancellationToken token = default) =>
        MigrateAsync(database, Migration.Shipped, token);

    public static async Task<IReadOnlyList<Migration>> MigrateAsync(NpgsqlDataSource database, IReadOnlyList<Migration> migrations, CancellationToken token = default)
    {
        RequireUnbrokenNumbers(migrations);
        await using var connection = await database.OpenConnectionAsync(token);
        RequireVersion(connection);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLock})", token);
        try
        {
            await ExecuteAsync(connection, """
                create table if not exists schema_migrations (
                  number integer primary key check (number > 0),
                  name text not null,
                  checksum text not null,
                  applied_at timestamptz not null default now()
                )
                """, token);
            var applied = await ReadAppliedAsync(connection, token);
            RequireSameHistory(applied, migrations);
            Migration[] missing = [.. migrations.Skip(applied.Count)];
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migration, token);
            }
            return missing;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    static void RequireUnbrokenNumbers(IReadOnlyList<Migration> migrations)
    {
        for (var index = 0; index < migrations.Count; index++)
        {
            if (migrations[index].Number != index + 1)
            {
                throw new MigrationException($"The migrations must be numbered 1, 2, 3 …, but {migrations[index].FileName} stands at place {index + 1}.");
            }
        }
    }

    static void RequireVersion(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestPostgres)
        {
            throw new MigrationException($"The database server is PostgreSQL {connection.PostgreSqlVersion}; version {OldestPostgres} or newer is needed.");
        }
    }

    static async Task<List<(int Number, string Name, string Checksum)>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select number, name, checksum from schema_migrations order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(token);
        var applied = new List<(int, string, string)>();
        while (await reader.ReadAsync(token))
        {
            applied.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        }
        return applied;
    }

    static void RequireSameHistory(List<(int Number, string Name, string Checksum)> applied, IReadOnlyList<Migration> migrations)
    {
        if (applied.Count > migrations.Count)
        {
            var (number, name, _) = applied[^1];
            throw new MigrationException(string.Create(CultureInfo.InvariantCulture,
                $"The database is newer than this program: it has the migration {number:000}-{name}, and this program knows {migrations.Count}. Start the newer program, or restore a backup made before its migration."));
        }
        foreach (var ((number, name, checksum), migration) in applied.Zip(migrations))
        {
            if (number != migration.Number || checksum != migration.Checksum)
            {
                throw new MigrationException(string.Create(CultureInfo.InvariantCulture,
                    $"The migration {number:000}-{name} was applied to this database with another text than this program's {migration.FileName}. A migration that was applied never changes: bring its text back, and put the change in a new one."));
            }
        }
    }

    static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);
        try
        {
            await ExecuteAsync(connection, migration.Sql, token);
        }
        catch (PostgresException exception)
        {
            throw new MigrationException($"The migration {migration.FileName} failed and was undone: {exception.MessageText}", exception);
        }
        await using var record = new NpgsqlCommand("insert into schema_migrations (number, name, checksum) values (@number, @name, @checksum)", connection)
        {
            Parameters = { new("number", migration.Number), new("name", migration.Name), new("checksum", migration.Checksum) },
        };
        await record.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);
    }

    /// <summary>Without a time limit: a wait for the lock or an index on a large table may take its time.</summary>
    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(token);
    }
}

/// <summary>The database and the program do not fit; the message says why and what to do.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
