using Npgsql;
using OpsWorkflows.Engine;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Calendars;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Health;
using OpsWorkflows.Host.Inbox;
using OpsWorkflows.Host.Incidents;
using OpsWorkflows.Host.Layout;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Mail;
using OpsWorkflows.Host.Procedures;
using OpsWorkflows.Host.Studio;
using OpsWorkflows.Host.Workers;

namespace OpsWorkflows.Host;

/// <summary>What the host is made of. Each line is an extension method in the folder of its noun.</summary>
static class Composition
{
    /// <summary>Each says where the host listens, as do ASPNETCORE_URLS and its like.</summary>
    static readonly string[] SettingsOfAddress = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplication Compose(WebApplicationBuilder builder, NpgsqlDataSource database, DataDirectory data)
    {
        builder.WebHost.UseStaticWebAssets();
        if (!SettingsOfAddress.Any(setting => builder.Configuration.GetSection(setting).Exists()))
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }
        builder.Services.AddSingleton(database).AddSingleton(data).AddSingleton(TimeProvider.System);
        builder.Services.AddAccess().AddLanguages().AddProblems().AddPages().AddApi().AddHealth();
        builder.Services.AddWorkflowEngine().AddWorkers(builder.Configuration, data);
        builder.Services.AddForms().AddInbox().AddCases().AddProcedures().AddIncidents().AddMail().AddElsaApi().AddStudio();

        var app = builder.Build();
        app.UseSecurityHeaders().UseRequestLocalization().UseErrorResponses().UseEmptyParameters();
        app.UseAssets();
        app.UseStudioFiles();
        app.UseApiDocs();
        app.UseRouting().UseRateLimiter().UseAuthentication().UseSameOriginForCookies().UseAuthorization().UseAntiforgery();

        app.MapRazorPages();
        app.MapLanguageSwitch();
        app.MapAccess();
        app.MapApiDescription();
        app.MapHealth();
        app.MapTasks();
        app.MapCases();
        app.MapProcedures();
        app.MapIncidents();
        app.MapMail();
        app.MapCalendar();
        app.MapElsaApi();
        app.MapStudio();
        app.MapDevClock();
        return app;
    }
}
