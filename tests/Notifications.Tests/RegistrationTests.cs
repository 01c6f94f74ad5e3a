using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OpsWorkflows.Notifications.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Without_a_host_mail_is_written_to_files() => Transport().ShouldBeOfType<EmlFileTransport>();

    [Fact]
    public void With_a_host_mail_goes_to_the_server() => Transport(("Mail:Host", "smtp.office.example")).ShouldBeOfType<SmtpTransport>();

    [Fact]
    public void The_settings_are_read_from_the_section_Mail()
    {
        var options = Provider(
            ("Mail:Host", "smtp.office.example"), ("Mail:Port", "2525"), ("Mail:User", "ops"), ("Mail:Password", "hasło"),
            ("Mail:From", "ops@office.example"), ("Mail:StartTls", "false")).GetRequiredService<MailOptions>();

        (options.Host, options.Port, options.User, options.Password, options.From, options.StartTls)
            .ShouldBe(("smtp.office.example", 2525, "ops", "hasło", "ops@office.example", false));
    }

    [Fact]
    public void Encryption_on_port_587_is_the_default()
    {
        var options = Provider(("Mail:Host", "smtp.office.example")).GetRequiredService<MailOptions>();
        (options.Port, options.StartTls, options.SendTimeout).ShouldBe((587, true, TimeSpan.FromSeconds(20)));
    }

    static IMailTransport Transport(params (string Key, string Value)[] settings) => Provider(settings).GetRequiredService<IMailTransport>();

    static ServiceProvider Provider(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddNotifications(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build(), "mail")
        .BuildServiceProvider();
}
