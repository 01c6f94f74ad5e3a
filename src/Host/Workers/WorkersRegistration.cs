using OpsWorkflows.Host.Mail;
using OpsWorkflows.Host.Requests;
using OpsWorkflows.Notifications;

namespace OpsWorkflows.Host.Workers;

/// <summary>Wires what runs without anyone asking: timers, promised stimuli, outgoing mail and requests, and the clock of Development.</summary>
public static class WorkersRegistration
{
    public static IServiceCollection AddWorkers(this IServiceCollection services, IConfiguration configuration, DataDirectory data) => services
        .AddNotifications(configuration, Path.Combine(data.Path, "mail"))
        .AddSingleton<PublicAddress>()
        .AddSingleton<MailTexts>()
        .AddSingleton<TimerWorker>()
        .AddSingleton<StimulusWorker>()
        .AddSingleton<OutboxWorker>()
        .AddSingleton(configuration.GetSection("Requests").Get<RequestOptions>() ?? new RequestOptions())
        .AddSingleton<RequestClient>()
        .AddSingleton<RequestWorker>()
        .AddHostedService(provider => provider.GetRequiredService<TimerWorker>())
        .AddHostedService(provider => provider.GetRequiredService<StimulusWorker>())
        .AddHostedService(provider => provider.GetRequiredService<OutboxWorker>())
        .AddHostedService(provider => provider.GetRequiredService<RequestWorker>())
        .AddSingleton<OfficeClockSql>()
        .AddSingleton<DevClock>();
}
