using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace OpsWorkflows.Host.Access;

/// <summary>What came of an e-mail address and a password.</summary>
public abstract record SignInResult
{
    SignInResult() { }

    public sealed record Right(Guid PersonId, string SecurityStamp) : SignInResult;

    public sealed record Wrong : SignInResult;

    /// <summary>Too many wrong passwords; no password is looked at until the lockout ends.</summary>
    public sealed record LockedOut : SignInResult;
}

/// <summary>Checks an e-mail address and a password. Ten wrong ones in a row lock the account for five minutes.</summary>
public sealed class PasswordSignIn(NpgsqlDataSource database, UserManager<Account> accounts, IHostEnvironment environment)
{
    public const int FailuresUntilLockout = 10;
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(5);

    static readonly Account Nobody = new();

    /// <summary>So that an unknown address takes as long as a known one.</summary>
    static readonly string HashOfNothing = new PasswordHasher<Account>().HashPassword(Nobody, "");

    public async Task<SignInResult> CheckAsync(string email, string password, CancellationToken token)
    {
        if (await FindAsync(email.Trim(), token) is not { } account)
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, HashOfNothing, password);
            return new SignInResult.Wrong();
        }
        if (await accounts.IsLockedOutAsync(account))
        {
            return new SignInResult.LockedOut();
        }
        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return await accounts.IsLockedOutAsync(account) ? new SignInResult.LockedOut() : new SignInResult.Wrong();
        }
        await accounts.ResetAccessFailedCountAsync(account);
        return new SignInResult.Right(account.Id, await accounts.GetSecurityStampAsync(account));
    }

    async Task<Account?> FindAsync(string email, CancellationToken token)
    {
        // A database that was once run in Development must not let the demo people in.
        if (!environment.IsDevelopment() && email.EndsWith(Demo.DemoOffice.EmailDomain, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        await using var connection = await database.OpenConnectionAsync(token);
        var id = await connection.QuerySingleOrDefaultAsync<Guid?>(new(
            "select id from people where lower(email) = lower(@email) and active", new { email }, cancellationToken: token));
        return id is null ? null : await accounts.FindByIdAsync(id.Value.ToString());
    }
}
