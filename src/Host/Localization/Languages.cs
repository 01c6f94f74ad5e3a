using System.Globalization;
using Microsoft.AspNetCore.Localization;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Localization;

/// <summary>
/// The languages of the application and how a request gets its own: pages, and what Studio asks for on them, by the cookie that the
/// language switch sets (Polish without one), the API by Accept-Language.
/// </summary>
public static class Languages
{
    public static readonly CultureInfo Polish = CultureInfo.GetCultureInfo("pl-PL");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>For the <c>lang</c> attribute: <c>pl</c> or <c>en</c>.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "pl";

    /// <summary>The <c>lang</c> of what people and procedures wrote, which is Polish: null where the page is Polish itself.</summary>
    public static string? OfContent => Current == "pl" ? null : "pl";

    public static IServiceCollection AddLanguages(this IServiceCollection services) => services.Configure<RequestLocalizationOptions>(options =>
    {
        options.DefaultRequestCulture = new RequestCulture(Polish);
        options.SupportedCultures = options.SupportedUICultures = [Polish, English];
        options.RequestCultureProviders = [new CustomRequestCultureProvider(CultureOfRequest)];
    });

    static async Task<ProviderCultureResult?> CultureOfRequest(HttpContext context)
    {
        if (!ApiPaths.Include(context.Request) || (context.Request.Path.StartsWithSegments(ElsaErrors.Root, StringComparison.OrdinalIgnoreCase) && !AccessRegistration.HasBearer(context.Request)))
        {
            return await new CookieRequestCultureProvider().DetermineProviderCultureResult(context);
        }
        var accepted = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant());
        return accepted.FirstOrDefault(language => language is "pl" or "en") == "en" ? new(English.Name) : new(Polish.Name);
    }

    /// <summary>The language switch of the page's footer.</summary>
    public static void MapLanguageSwitch(this IEndpointRouteBuilder routes) => routes.MapPost("/language", (HttpContext context, IFormCollection form) =>
    {
        var culture = form["language"] == "en" ? English : Polish;
        context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        var returnUrl = form["returnUrl"].ToString();
        return TypedResults.LocalRedirect(IsLocal(returnUrl) ? returnUrl : "/");
    }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Whether an address leads to this host: a path, and not what a browser takes for another host's.</summary>
    public static bool IsLocal(string? url) => url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
