using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OpsWorkflows.Notifications;

/// <summary>Wires the mail transport: the server of section <c>Mail</c>, or files when it names no host.</summary>
public static class NotificationsRegistration
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration, string emlDirectory)
    {
        var options = configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new MailOptions();
        services.AddSingleton(options);
        return string.IsNullOrWhiteSpace(options.Host)
            ? services.AddSingleton<IMailTransport>(provider => new EmlFileTransport(emlDirectory, options.From, provider.GetService<TimeProvider>()))
            : services.AddSingleton<IMailTransport>(_ => new SmtpTransport(options));
    }
}
