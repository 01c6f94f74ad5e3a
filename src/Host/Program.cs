using OpsWorkflows.Database;
using OpsWorkflows.Host;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Demo;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Health;
using OpsWorkflows.Host.Layout;
using OpsWorkflows.Host.Localization;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = DataDirectory.ContentRoot });
    builder.WebHost.UseStaticWebAssets();
    using var startLogs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
    var data = DataDirectory.From(builder.Configuration);
    await using var database = await OfficeDatabase.OpenAsync(builder.Configuration, data, startLogs);

    builder.Services.AddSingleton(database.Source).AddSingleton(data).AddSingleton(TimeProvider.System);
    builder.Services.AddAccess().AddLanguages().AddProblems().AddPages().AddApi().AddHealth();

    await using var app = builder.Build();
    app.UseSecurityHeaders().UseRequestLocalization().UseErrorResponses();
    app.UseAssets();
    app.UseApiDocs();
    app.UseRouting().UseRateLimiter().UseAuthentication().UseSameOriginForCookies().UseAuthorization().UseAntiforgery();
    app.MapRazorPages();
    app.MapLanguageSwitch();
    app.MapSignIn();
    app.MapSignOut();
    app.MapApiDescription();
    app.MapHealth();

    if (app.Environment.IsDevelopment())
    {
        await DemoOffice.CreateAsync(app.Services);
    }
    await app.RunSayingWhereAsync();
    return 0;
}
catch (Exception exception) when (exception is EmbeddedPostgresException or MigrationException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
