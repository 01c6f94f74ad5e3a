using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.People;

namespace OpsWorkflows.Host.Access;

/// <summary>Wires accounts, sessions (a cookie for pages, a bearer token or the cookie for the API), policies and the sign-in rate limit.</summary>
public static class AccessRegistration
{
    /// <summary>For endpoints that take passwords or codes.</summary>
    public const string SignInRateLimit = "sign-in";
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    const string EitherScheme = "cookie-or-bearer";
    const int AttemptsPerMinute = 300;

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<KnownPeople>();
        services.AddScoped<IClaimsTransformation, PersonClaims>();
        services.AddScoped<PasswordSignIn>();
        services.AddSingleton<SessionTokens>();
        services.AddScoped<NewPeople>();
        services.AddScoped<FirstAdministrator>();
        return services.AddAccounts().AddSessions().AddSessionKeys().AddSignInRateLimit().AddAuthorization(Policies.AddTo);
    }

    static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddDbContext<AccessDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // Accounts leave out what Identity maps of its own accord: names and addresses are those of people.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.MappedPropertyIgnoredWarning)));
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = 10;
            options.Password.RequireDigit = options.Password.RequireUppercase = options.Password.RequireLowercase = options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredUniqueChars = 5;
            options.Lockout.MaxFailedAccessAttempts = PasswordSignIn.FailuresUntilLockout;
            options.Lockout.DefaultLockoutTimeSpan = PasswordSignIn.LockoutTime;
        }).AddEntityFrameworkStores<AccessDbContext>();
        // Identity's only rule about users is about their names, which accounts do not have.
        return services.RemoveAll<IUserValidator<Account>>();
    }

    static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                ApiPaths.Include(context.Request) && HasBearer(context.Request) ? BearerTokenDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddBearerToken(options => options.BearerTokenExpiration = SessionTime)
            .AddCookie(options =>
            {
                options.Cookie.Name = "ops-session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = SessionTime;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnRedirectToLogin = context => SessionRefusals.NotSignedIn(context);
                options.Events.OnRedirectToAccessDenied = context => SessionRefusals.NotAllowed(context);
            });
        return services;
    }

    public static bool HasBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    static IServiceCollection AddSessionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("OpsWorkflows");
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource>((options, database) => options.XmlRepository = new DatabaseKeys(database));
        return services;
    }

    static IServiceCollection AddSignInRateLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(SignInRateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new() { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    });
}
