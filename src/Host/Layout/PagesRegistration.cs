using System.Text.Encodings.Web;
using System.Text.Unicode;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Inbox;

namespace OpsWorkflows.Host.Layout;

/// <summary>Wires Razor pages, which stand in the folder of the noun that they show, and their styles and scripts.</summary>
public static class PagesRegistration
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // Each page says its address itself (@page "/…"), so its place in the folders does not matter.
        services.AddRazorPages(options => options.RootDirectory = "/");
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "ops-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        return services.AddSingleton<OfficeName>().AddSingleton<InboxSql>().AddSingleton<TaskPageSql>().AddSingleton<CasePageSql>();
    }

    /// <summary>Files of wwwroot: for a year when the address names their version, else asked for again each time.</summary>
    public static void UseAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
            file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
    });
}
