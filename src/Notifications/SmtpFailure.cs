using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace OpsWorkflows.Notifications;

/// <summary>Tells from what went wrong with an SMTP server whether trying again makes sense, and which setting to check.</summary>
// The server's own words never enter a reason: they often repeat the address.
static partial class SmtpFailure
{
    public static DeliveryResult From(Exception e, MailOptions options, bool timedOut) => e switch
    {
        _ when timedOut => new TemporaryFailure($"The mail server did not answer within {options.SendTimeout.TotalSeconds:0} s: check Mail:Host and Mail:Port."),
        SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure } answer => FromAnswer(answer, options),
        ObjectDisposedException => new TemporaryFailure("The application is stopping."),
        _ => FromConnection(e.InnerException ?? e, options),
    };

    static DeliveryResult FromAnswer(SmtpException answer, MailOptions options)
    {
        var code = (int)answer.StatusCode;
        var detail = EnhancedCode().Match(answer.Message).Groups["code"].Value;
        var said = detail.Length > 0 ? $"{code} {detail}" : $"{code}";
        return code switch
        {
            530 or 534 or 535 or 538 => new TemporaryFailure(SignInReason(said, options)),
            < 500 or 552 => new TemporaryFailure($"The mail server can't take the mail now ({said})."),
            // 5.7.x: the server's policy; 5.1.7 and 5.1.8: the sender's address. Both are about this office, not about the recipient (RFC 3463).
            >= 550 and <= 554 when detail.StartsWith("5.7.", StringComparison.Ordinal) || detail is "5.1.7" or "5.1.8" =>
                new TemporaryFailure($"The mail server does not accept mail from this office ({said}): check Mail:User, Mail:Password and Mail:From."),
            550 or 551 or 553 => new PermanentFailure($"The mail server refused the recipient's address ({said})."),
            554 => new PermanentFailure($"The mail server refused the mail ({said})."),
            _ => new TemporaryFailure($"The mail server did not understand the conversation ({said}): check Mail:Host and Mail:Port."),
        };
    }

    // After a refused password SmtpClient goes on without one, so the answer that arrives is "authentication required" (530).
    static string SignInReason(string said, MailOptions options) => options switch
    {
        { StartTls: false } => $"The mail server asks for encryption or a sign-in ({said}): check Mail:StartTls, Mail:User and Mail:Password.",
        { User: null or "" } => $"The mail server asks for a sign-in ({said}): set Mail:User and Mail:Password.",
        _ => $"The mail server did not accept the sign-in ({said}): check Mail:User and Mail:Password.",
    };

    static TemporaryFailure FromConnection(Exception cause, MailOptions options) => cause switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            new("The mail server's name can't be found: check Mail:Host."),
        ArgumentException or InvalidOperationException => new("The mail server's address is not valid: check Mail:Host and Mail:Port."),
        SocketException socket => new($"The mail server can't be reached ({socket.SocketErrorCode}): check Mail:Host and Mail:Port."),
        AuthenticationException => new("The mail server's certificate is not trusted or is not for this name: check Mail:Host, or add its authority to the system's trusted certificates."),
        IOException => new("The mail server broke the connection off."),
        SmtpException when options.StartTls => new("The mail server does not offer STARTTLS: check Mail:Port and Mail:StartTls."),
        _ => new($"The mail could not be sent ({cause.GetType().Name})."),
    };

    // RFC 2034: it opens the server's text; elsewhere it could be a part of an IP address.
    [GeneratedRegex(@": (?<code>[245]\.\d{1,3}\.\d{1,3})( |$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EnhancedCode();
}
