using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>The HTTP API of an Elsa 3.8 server: what Studio calls, and what scripts that deploy definitions know. Names and shapes are Elsa's.</summary>
public static class ElsaApiRegistration
{
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddSignalR();
        return services
            .AddSingleton<InputOptions>()
            .AddSingleton<WorkflowInstanceSql>().AddSingleton<InstanceViewer>().AddSingleton<InstanceChanges>()
            .AddSingleton<JournalSql>().AddSingleton<InstanceJournal>()
            .AddSingleton<ActivityRunSql>().AddSingleton<ActivityRuns>()
            .AddSingleton<DefinitionDocuments>().AddSingleton<DefinitionChanges>().AddSingleton<DefinitionBulk>().AddSingleton<DefinitionFiles>()
            .AddSingleton<InstanceWatch>().AddHostedService(provider => provider.GetRequiredService<InstanceWatch>());
    }

    public static void MapElsaApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(ElsaErrors.Root, "Elsa");
        api.MapFeatures();
        api.MapDescriptors();
        api.MapTypeDefinitions();
        api.MapInstances();
        api.MapJournal();
        api.MapActivityRuns();
        api.MapInstanceChanges();
        api.MapRuns();
        api.MapDefinitions();
        api.MapDefinitionChanges();
        api.MapDefinitionBulkActions();
        api.MapDefinitionFiles();
        api.MapSubGraphs();
        routes.MapHub<InstanceHub>(InstanceHub.Path, options => options.CloseOnAuthenticationExpiration = true);
    }
}
