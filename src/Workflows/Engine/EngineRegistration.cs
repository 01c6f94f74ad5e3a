using Microsoft.Extensions.DependencyInjection;
using OpsWorkflows.Definitions;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Engine;

/// <summary>Registers the engine on the <c>NpgsqlDataSource</c> of its host.</summary>
public static class EngineRegistration
{
    public static IServiceCollection AddWorkflowEngine(this IServiceCollection services) => services
        .AddSingleton<DefinitionSql>()
        .AddSingleton<DefinitionStore>().AddSingleton<DefinitionChecks>()
        .AddSingleton<DefinitionImport>()
        .AddSingleton<DefinitionEditor>().AddSingleton<UsableResources>().AddSingleton<DefinitionRevisionSql>()
        .AddSingleton<DefinitionLeaseSql>()
        .AddSingleton<OfficeSql>()
        .AddSingleton<OfficeFacts>()
        .AddSingleton<DueNotificationSql>()
        .AddSingleton<TimerSql>()
        .AddSingleton<TriggerSql>()
        .AddSingleton<StimulusSql>()
        .AddSingleton<OutboxSql>()
        .AddSingleton<RequestSql>()
        .AddSingleton<UserTaskSql>()
        .AddSingleton<WorkflowRunner>();
}
