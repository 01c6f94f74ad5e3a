using System.Collections.Concurrent;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace OpsWorkflows.Host.Access;

/// <summary>An active person with an account, as the database had it a moment ago.</summary>
public sealed record KnownPerson
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string[] Roles { get; init; }
    public required string SecurityStamp { get; init; }
}

/// <summary>
/// Who the people behind sessions are. A session carries only the person's id and security stamp, and what is known here is
/// read again after half a minute: a role taken away, a person made inactive or a changed password ends access within that time.
/// </summary>
public sealed class KnownPeople(NpgsqlDataSource database, TimeProvider time)
{
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<Guid, (KnownPerson? Person, DateTimeOffset ReadAt)> people = new();

    public async ValueTask<KnownPerson?> FindAsync(Guid id, CancellationToken token)
    {
        if (people.TryGetValue(id, out var known) && time.GetUtcNow() - known.ReadAt < Freshness)
        {
            return known.Person;
        }
        var person = await ReadAsync(id, token);
        people[id] = (person, time.GetUtcNow());
        return person;
    }

    /// <summary>The person of a connection that outlives its request, with the roles of now; null when the session is over.</summary>
    public async ValueTask<CurrentPerson?> FindNowAsync(ClaimsPrincipal user, CancellationToken token) =>
        CurrentPerson.FindIn(user) is { Id: var id }
        && await FindAsync(id, token) is { } person
        && person.SecurityStamp == user.FindFirst(PersonClaims.StampClaim)?.Value
            ? new(person.Id, person.Name, person.Roles.ToHashSet(StringComparer.Ordinal))
            : null;

    async Task<KnownPerson?> ReadAsync(Guid id, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<KnownPerson>(new("""
            select p.id, p.name, array(select role from person_roles where person_id = p.id order by role) as roles, a.security_stamp
            from people p
            join accounts a on a.id = p.id
            where p.id = @id and p.active
            """, new { id }, cancellationToken: token));
    }
}

/// <summary>Turns the little that a session carries into the person as known now; a session that is over becomes nobody.</summary>
public sealed class PersonClaims(KnownPeople people, IHttpContextAccessor context) : IClaimsTransformation
{
    internal const string StampClaim = "stamp";
    const string TransformedIdentity = "person";

    /// <summary>What a cookie or a token holds.</summary>
    public static ClaimsPrincipal ForSession(Guid personId, string securityStamp, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, personId.ToString()), new(StampClaim, securityStamp)], scheme));

    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true, AuthenticationType: not TransformedIdentity } session)
        {
            return principal;
        }
        // The page that tells of a fault must not need what may be at fault: it is shown as to nobody.
        if (context.HttpContext?.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            return new ClaimsPrincipal(new ClaimsIdentity());
        }
        var token = context.HttpContext?.RequestAborted ?? CancellationToken.None;
        return Guid.TryParse(session.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var id)
            && await people.FindAsync(id, token) is { } person
            && person.SecurityStamp == session.FindFirst(StampClaim)?.Value
            ? ToPrincipal(person)
            : new ClaimsPrincipal(new ClaimsIdentity());
    }

    static ClaimsPrincipal ToPrincipal(KnownPerson person) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, person.Id.ToString()),
            new(ClaimTypes.Name, person.Name),
            new(StampClaim, person.SecurityStamp),
            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
        ], TransformedIdentity));
}
