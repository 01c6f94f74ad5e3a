using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Wires the engine, and brings the shipped procedures into it.</summary>
public static class EngineRegistration
{
    public static IServiceCollection AddEngine(this IServiceCollection services) => services
        .AddSingleton<DefinitionSql>().AddSingleton<DefinitionStore>().AddSingleton<DefinitionImport>()
        .AddSingleton<DefinitionEditor>().AddSingleton<DefinitionLeaseSql>()
        .AddSingleton<OfficeSql>().AddSingleton<OfficeFacts>()
        .AddSingleton<DueNotificationSql>()
        .AddSingleton<WorkflowRunner>()
        .AddSingleton<UserTaskSql>().AddSingleton<TimerSql>().AddSingleton<OutboxSql>();

    /// <summary>Imports the folders beside the program; a second host, or a second start, changes nothing.</summary>
    /// <exception cref="ImportRefusedException">A shipped procedure cannot run.</exception>
    public static async Task ImportProceduresAsync(this WebApplication app, CancellationToken token) =>
        await app.Services.GetRequiredService<DefinitionImport>().ImportAsync(Path.Combine(AppContext.BaseDirectory, "workflows"), token);
}
