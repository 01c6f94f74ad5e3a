using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace OpsWorkflows.Notifications;

/// <summary>Turns an <see cref="OutgoingMail"/> into the MIME message that both transports send.</summary>
static class MimeMail
{
    /// <summary>False, with the failure to report, when an address or the Message-ID can't be used.</summary>
    public static bool TryCreate(
        OutgoingMail mail, string? from, [NotNullWhen(true)] out MailMessage? message, [NotNullWhen(false)] out DeliveryResult? failure)
    {
        message = null;
        failure = null;
        if (AddressIn(from) is not { } sender)
            failure = new TemporaryFailure("The sender's address is missing or not valid: check Mail:From.");
        else if (AddressIn(mail.To) is not { DisplayName: "" } recipient)
            failure = new PermanentFailure("The recipient's address is not a valid e-mail address.");
        else if (!IsMessageId(mail.MessageId))
            failure = new PermanentFailure("The Message-ID is not valid.");
        else
            message = Create(mail, sender, recipient);
        return message is not null;
    }

    // Before the @ only ASCII: other letters need SMTPUTF8, which few servers speak.
    static MailAddress? AddressIn(string? text) =>
        MailAddress.TryCreate(text, out var address) && !text.Any(char.IsControl) && address.User.All(char.IsAscii) ? address : null;

    // No longer than a header line and a file name can hold; printable ASCII, so nothing can break out of the header.
    static bool IsMessageId(string id) => id.Length is > 0 and <= 200 && id.All(c => c is > ' ' and < '\x7f');

    static MailMessage Create(OutgoingMail mail, MailAddress from, MailAddress to)
    {
        var message = new MailMessage(from, to)
        {
            Subject = OneLine(mail.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            Body = mail.Body.ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
            IsBodyHtml = false,
        };
        message.Headers.Add("Message-ID", mail.MessageId);
        // RFC 3834: keeps out-of-office robots from answering.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>The text with every run of line breaks and control characters as one space: a header cannot be broken out of.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsLineBreakOrControl(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
        return line.ToString().Trim();
    }

    static bool IsLineBreakOrControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
