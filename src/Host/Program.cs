using Npgsql;
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
    using var interruption = new StartInterruption();
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = DataDirectory.ContentRoot });
    using var startLogs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
    var data = DataDirectory.From(builder.Configuration);
    await using var database = await OfficeDatabase.OpenAsync(builder.Configuration, data, startLogs, interruption.Token);
    await using var app = Composition.Compose(builder, database.Source, data);
    if (app.Environment.IsDevelopment())
    {
        await DemoOffice.CreateAsync(app.Services, interruption.Token);
    }
    await app.RunSayingWhereAsync(interruption.Token);
    return 0;
}
catch (Exception exception) when (exception is EmbeddedPostgresException or MigrationException or NpgsqlException or IOException)
{
    await Console.Error.WriteLineAsync(exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 0;
}

/// <summary>What the host is made of. Each line is an extension method in the folder of its noun.</summary>
static class Composition
{
    public static WebApplication Compose(WebApplicationBuilder builder, NpgsqlDataSource database, DataDirectory data)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(database).AddSingleton(data).AddSingleton(TimeProvider.System);
        builder.Services.AddAccess().AddLanguages().AddProblems().AddPages().AddApi().AddHealth();

        var app = builder.Build();
        app.UseSecurityHeaders().UseRequestLocalization().UseErrorResponses();
        app.UseAssets();
        app.UseApiDocs();
        app.UseRouting().UseRateLimiter().UseAuthentication().UseSameOriginForCookies().UseAuthorization().UseAntiforgery();

        app.MapRazorPages();
        app.MapLanguageSwitch();
        app.MapAccess();
        app.MapApiDescription();
        app.MapHealth();
        return app;
    }
}
