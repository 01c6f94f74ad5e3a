using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace OpsWorkflows.Host.Access;

/// <summary>How a person signs in; its id is the person's. Name, e-mail address and roles are those of the person.</summary>
public sealed class Account : IdentityUser<Guid>;

/// <summary>Identity's own tables, on the schema that the migrations made.</summary>
public sealed class AccessDbContext(DbContextOptions<AccessDbContext> options) : IdentityUserContext<Account, Guid>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(a => a.UserName).Ignore(a => a.NormalizedUserName)
                .Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed)
                .Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            account.Property(a => a.Id).ValueGeneratedNever();
            account.Property(a => a.SecurityStamp).IsRequired();
        });
        builder.Entity<IdentityUserClaim<Guid>>(claim => claim.ToTable("account_claims").Property(c => c.UserId).HasColumnName("account_id"));
        builder.Entity<IdentityUserLogin<Guid>>(login => login.ToTable("account_logins").Property(l => l.UserId).HasColumnName("account_id"));
        builder.Entity<IdentityUserToken<Guid>>(token => token.ToTable("account_tokens").Property(t => t.UserId).HasColumnName("account_id"));
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.GetColumnName() == property.Name)
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
