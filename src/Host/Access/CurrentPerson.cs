using System.Security.Claims;

namespace OpsWorkflows.Host.Access;

/// <summary>Who makes the request.</summary>
public sealed record CurrentPerson(Guid Id, string Name, IReadOnlySet<string> Roles)
{
    public bool Has(string role) => Roles.Contains(role);

    /// <summary>Endpoints and pages behind a policy always have one; elsewhere use <see cref="FindIn"/>.</summary>
    public static CurrentPerson In(ClaimsPrincipal user) =>
        FindIn(user) ?? throw new InvalidOperationException("Nobody has signed in; the endpoint lacks a policy.");

    public static CurrentPerson? FindIn(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new(id, user.FindFirstValue(ClaimTypes.Name) ?? "", user.FindAll(ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal))
            : null;

    /// <summary>Lets a minimal API take the person as a parameter.</summary>
    public static ValueTask<CurrentPerson?> BindAsync(HttpContext context) => ValueTask.FromResult<CurrentPerson?>(In(context.User));
}
