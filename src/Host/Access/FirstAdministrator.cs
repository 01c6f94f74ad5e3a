using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using OpsWorkflows.Host.People;

namespace OpsWorkflows.Host.Access;

/// <summary>
/// How an office without an administrator gets its first: each start of a host prints a new one-time code, and whoever
/// knows it may make the account. Once there is an administrator there is no code.
/// </summary>
public sealed class FirstAdministrator(NpgsqlDataSource database, NewPeople people)
{
    /// <summary>A code to print, in groups of four; null when the office has an administrator.</summary>
    public async Task<string?> NewCodeAsync(CancellationToken token)
    {
        if (!await IsMissingAsync(token))
        {
            return null;
        }
        var code = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);
        await using var connection = await database.OpenConnectionAsync(token);
        await connection.ExecuteAsync(new("""
            insert into first_administrator_code (hash) values (@hash)
            on conflict (only_row) do update set hash = excluded.hash, created_at = now()
            """, new { hash = Hash(code) }, cancellationToken: token));
        return string.Join('-', code.Chunk(4).Select(group => new string(group)));
    }

    public async Task<bool> IsMissingAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.ExecuteScalarAsync<bool>(new($"select {IsMissing}", cancellationToken: token));
    }

    /// <summary>Makes the account and uses the code up. False when the code is wrong or an administrator was made meanwhile.</summary>
    public Task<bool> CreateAsync(string code, string name, string email, string password, CancellationToken token) =>
        people.InTransactionAsync(async (connection, transaction) =>
        {
            var used = await connection.ExecuteAsync($"delete from first_administrator_code where hash = @hash and {IsMissing}",
                new { hash = Hash(code) }, transaction);
            if (used == 0)
            {
                return false;
            }
            var (_, broken) = await people.AddAsync(new NewPerson(name, email, [Roles.Administrator], password), connection, transaction);
            return broken.Count == 0 ? true : throw new InvalidOperationException("The password was not checked before.");
        }, token);

    const string IsMissing = """
        not exists (
          select from person_roles r join people p on p.id = r.person_id join accounts a on a.id = p.id
          where r.role = 'administrator' and p.active)
        """;

    /// <summary>The code is long and random: a plain hash keeps it safe in a backup.</summary>
    static byte[] Hash(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(new string([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)])));
}
