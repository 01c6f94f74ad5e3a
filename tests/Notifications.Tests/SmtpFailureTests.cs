using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OpsWorkflows.Notifications.Tests;

public sealed class SmtpFailureTests
{
    const string Address = "anna.kowalska@office.example";

    [Theory]
    [InlineData(550, "no such user", false)]
    [InlineData(550, "5.1.1 no such user", false)]
    [InlineData(551, "not local", false)]
    [InlineData(553, "mailbox name not allowed", false)]
    [InlineData(554, "content refused", false)]
    [InlineData(421, "closing down", true)]
    [InlineData(450, "4.2.0 greylisted", true)]
    [InlineData(451, "4.3.0 try later", true)]
    [InlineData(452, "no space", true)]
    [InlineData(454, "TLS not available", true)]
    [InlineData(552, "5.2.2 mailbox full", true)]
    [InlineData(500, "what?", true)]
    [InlineData(502, "what?", true)]
    [InlineData(530, "authentication required", true)]
    [InlineData(535, "wrong password", true)]
    [InlineData(550, "5.7.1 relaying denied", true)]
    [InlineData(553, "5.7.1 sender not owned", true)]
    [InlineData(550, "5.1.8 bad sender", true)]
    public void An_answer_of_the_server_tells_whether_to_try_again(int code, string text, bool again)
    {
        var failure = SmtpFailure.From(new SmtpFailedRecipientException((SmtpStatusCode)code, Address, $"{text} <{Address}>"), new MailOptions(), timedOut: false);

        (failure is TemporaryFailure).ShouldBe(again);
        Reason(failure).ShouldContain($"({code}");
        Reason(failure).ShouldNotContain(Address);
    }

    [Theory]
    [InlineData(530, true, "ops", "Mail:User and Mail:Password")]
    [InlineData(535, true, "ops", "Mail:User and Mail:Password")]
    [InlineData(530, true, null, "set Mail:User and Mail:Password")]
    [InlineData(530, false, "ops", "Mail:StartTls")]
    [InlineData(550, true, "ops", "Mail:From")]
    [InlineData(502, true, "ops", "Mail:Port")]
    public void What_a_setting_can_cure_names_the_setting(int code, bool startTls, string? user, string setting) =>
        Reason(SmtpFailure.From(
            new SmtpException((SmtpStatusCode)code, "The server response was: 5.7.1 no"), new MailOptions { StartTls = startTls, User = user }, timedOut: false))
            .ShouldContain(setting);

    public static TheoryData<Exception, string> BrokenConversations => new()
    {
        { new SmtpException("x", new SocketException((int)SocketError.ConnectionRefused)), "can't be reached (ConnectionRefused): check Mail:Host and Mail:Port" },
        { new SmtpException("x", new SocketException((int)SocketError.HostNotFound)), "name can't be found: check Mail:Host" },
        { new SmtpException("x", new AuthenticationException("UntrustedRoot")), "certificate is not trusted" },
        { new SmtpException("x", new IOException("closed")), "broke the connection off" },
        { new SmtpException("Server does not support secure connections."), "does not offer STARTTLS" },
        { new NotSupportedException(Address), "(NotSupportedException)" },
    };

    [Theory]
    [MemberData(nameof(BrokenConversations))]
    public void A_broken_conversation_fails_for_now(Exception e, string reason)
    {
        var failure = SmtpFailure.From(e, new MailOptions(), timedOut: false).ShouldBeOfType<TemporaryFailure>();
        failure.Reason.ShouldContain(reason);
        failure.Reason.ShouldNotContain(Address);
    }

    static string Reason(DeliveryResult failure) => failure switch
    {
        TemporaryFailure temporary => temporary.Reason,
        PermanentFailure permanent => permanent.Reason,
        _ => throw new InvalidOperationException("No failure."),
    };
}
