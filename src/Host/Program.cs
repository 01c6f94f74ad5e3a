using Npgsql;
using OpsWorkflows.Database;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host;
using OpsWorkflows.Host.Demo;
using OpsWorkflows.Host.Procedures;

try
{
    using var interruption = new StartInterruption();
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = DataDirectory.ContentRoot });
    using var startLogs = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
    var data = DataDirectory.From(builder.Configuration);
    await using var database = await OfficeDatabase.OpenAsync(builder.Configuration, data, startLogs, interruption.Token);
    await using var app = Composition.Compose(builder, database.Source, data);
    await app.ImportProceduresAsync(interruption.Token);
    if (app.Environment.IsDevelopment())
    {
        await DemoOffice.CreateAsync(app.Services, interruption.Token);
    }
    await app.RunSayingWhereAsync(interruption.Token);
    return 0;
}
catch (Exception exception) when (exception is EmbeddedPostgresException or MigrationException or ImportRefusedException or NpgsqlException or IOException)
{
    await Console.Error.WriteLineAsync(exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 0;
}
