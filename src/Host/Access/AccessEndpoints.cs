using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Access;

/// <summary>An e-mail address and a password for a token.</summary>
public sealed record SignInRequest(string? Email, string? Password);

/// <summary><paramref name="AccessToken"/> goes into <c>Authorization: Bearer</c>; <paramref name="ExpiresIn"/> is in seconds.</summary>
public sealed record SignInResponse(string AccessToken, long ExpiresIn);

/// <summary>The person behind the session.</summary>
public sealed record Me(Guid Id, string Name, IEnumerable<string> Roles);

public static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sign-in", SignInAsync)
            .AllowAnonymous()
            .RequireRateLimiting(AccessRegistration.SignInRateLimit)
            .WithTags("Access").WithSummary("Signs in and returns a token for the Authorization header")
            .Produces<SignInResponse>().ProducesProblem(401).ProducesProblem(422).ProducesProblem(429);
        routes.MapGet("/api/me", (CurrentPerson person) => new Me(person.Id, person.Name, person.Roles.Order(StringComparer.Ordinal)))
            .RequireAuthorization(Policies.SignedIn)
            .WithTags("Access").WithSummary("Who is signed in");
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    static async Task<IResult> SignInAsync(SignInRequest request, PasswordSignIn signIn, SessionTokens tokens, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Email) || string.IsNullOrEmpty(request.Password))
        {
            return Problems.Invalid(new FieldErrors()
                .Require("email", request.Email)
                .Require("password", request.Password));
        }
        return await signIn.CheckAsync(request.Email, request.Password, cancellation) switch
        {
            SignInResult.Right right => TypedResults.Ok(tokens.Issue(right)),
            SignInResult.LockedOut => Problems.Of(401, "locked-out"),
            _ => Problems.Of(401, "wrong-password"),
        };
    }

    /// <summary>For the button on each page; the form brings the antiforgery token.</summary>
    static async Task<IResult> SignOutAsync(HttpContext context, IFormCollection _)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.LocalRedirect("/sign-in");
    }
}

/// <summary>Makes the opaque tokens that the bearer scheme reads.</summary>
public sealed class SessionTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    public SignInResponse Issue(SignInResult.Right signedIn)
    {
        const string Scheme = BearerTokenDefaults.AuthenticationScheme;
        var bearer = options.Get(Scheme);
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + bearer.BearerTokenExpiration };
        var ticket = new AuthenticationTicket(PersonClaims.ForSession(signedIn.PersonId, signedIn.SecurityStamp, Scheme), properties, Scheme);
        return new(bearer.BearerTokenProtector.Protect(ticket), (long)bearer.BearerTokenExpiration.TotalSeconds);
    }
}
