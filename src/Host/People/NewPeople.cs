using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.People;

/// <summary>A member of staff who is to be added, with the password of their account.</summary>
public sealed record NewPerson(string Name, string Email, IReadOnlyList<string> Roles, string Password);

/// <summary>Adds people with their roles and accounts, whole or not at all.</summary>
public sealed class NewPeople(AccessDbContext access, UserManager<Account> accounts)
{
    /// <summary>Runs <paramref name="add"/> in one transaction with whatever else it does on the connection.</summary>
    public async Task<T> InTransactionAsync<T>(Func<DbConnection, DbTransaction, Task<T>> add, CancellationToken token)
    {
        await using var transaction = await access.Database.BeginTransactionAsync(token);
        var result = await add(access.Database.GetDbConnection(), transaction.GetDbTransaction());
        await transaction.CommitAsync(token);
        return result;
    }

    /// <summary>Within <see cref="InTransactionAsync"/>. Returns the id, or the codes of the rules that the password breaks.</summary>
    public async Task<(Guid Id, IReadOnlyList<string> BrokenRules)> AddAsync(NewPerson person, DbConnection connection, DbTransaction transaction)
    {
        if (await BrokenRulesAsync(person.Password) is { Count: > 0 } broken)
        {
            return (Guid.Empty, broken);
        }
        var id = Guid.CreateVersion7();
        await connection.ExecuteAsync("""
            insert into people (id, name, email) values (@id, @name, @email);
            insert into person_roles (person_id, role) select @id, role from unnest(@roles) as role;
            """, new { id, name = person.Name.Trim(), email = person.Email.Trim(), roles = person.Roles.ToArray() }, transaction);
        var result = await accounts.CreateAsync(new Account { Id = id }, person.Password);
        return result.Succeeded ? (id, []) : throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Code)));
    }

    /// <summary>Identity's codes, such as <c>PasswordTooShort</c>; none for a good password.</summary>
    public async Task<IReadOnlyList<string>> BrokenRulesAsync(string password)
    {
        var broken = new List<string>();
        foreach (var rule in accounts.PasswordValidators)
        {
            var result = await rule.ValidateAsync(accounts, new Account(), password);
            broken.AddRange(result.Errors.Select(error => error.Code));
        }
        return broken;
    }
}
