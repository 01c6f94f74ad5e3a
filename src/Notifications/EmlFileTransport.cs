using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mail;

namespace OpsWorkflows.Notifications;

/// <summary>Writes each mail to <c>&lt;date&gt;-&lt;message id&gt;.eml</c>, for an office with no mail server set up; the same Message-ID is written once.</summary>
public sealed class EmlFileTransport(string directory, string? from = null, TimeProvider? time = null) : IMailTransport
{
    const string DefaultSender = "opsworkflows@localhost";
    const string DatePattern = "????-??-??-";

    readonly TimeProvider _time = time ?? TimeProvider.System;

    // The files there are, by the part of their name that the Message-ID makes. Looked up once: a directory holds tens of thousands.
    readonly Lazy<ConcurrentDictionary<string, bool>> _written = new(() => new(
        Directory.EnumerateFiles(directory, $"{DatePattern}*.eml").Select(file => Path.GetFileNameWithoutExtension(file)[DatePattern.Length..])
            .Select(id => KeyValuePair.Create(id, true)).DistinctBy(file => file.Key), StringComparer.Ordinal));

    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!MimeMail.TryCreate(mail, string.IsNullOrWhiteSpace(from) ? DefaultSender : from, out var message, out var failure))
            return failure;
        try
        {
            Directory.CreateDirectory(directory);
            var id = FileName(mail.MessageId);
            if (!_written.Value.ContainsKey(id))
            {
                await WriteAsync(message, FileOf(id), ct);
                _written.Value[id] = true;
            }
            return new Delivered();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            ct.ThrowIfCancellationRequested();
            return new TemporaryFailure("The mail file could not be written: check the disk and the rights of the mail directory.");
        }
    }

    string FileOf(string id) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{_time.GetLocalNow():yyyy-MM-dd}-{id}.eml"));

    // Different ids must never share a name, so what a file system or a search pattern could misread is written as its code.
    static string FileName(string messageId) => string.Concat(messageId.Trim('<', '>')
        .Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' ? $"{c}" : $"%{(int)c:X2}"));

    // Written aside and renamed: a reader, or a crash, never meets half a mail.
    async Task WriteAsync(MailMessage message, string file, CancellationToken ct)
    {
        var aside = Directory.CreateDirectory(Path.Combine(directory, $".writing-{Guid.CreateVersion7():N}")).FullName;
        try
        {
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = aside };
            await client.SendMailAsync(message, ct);
            File.Move(Directory.GetFiles(aside).Single(), file, overwrite: true);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }
}
