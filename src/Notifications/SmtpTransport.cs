using System.Net.Mail;

namespace OpsWorkflows.Notifications;

/// <summary>Sends mail through the server of <see cref="MailOptions"/>; mails in quick succession share a connection.</summary>
public sealed class SmtpTransport(MailOptions options, TimeProvider? time = null) : IMailTransport, IDisposable
{
    readonly SmtpConnections _connections = new(options, time ?? TimeProvider.System);

    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!MimeMail.TryCreate(mail, options.From, out var message, out var failure))
            return failure;

        SmtpConnection? connection = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.SendTimeout);
        try
        {
            connection = _connections.Take();
            await SendAsync(connection, message, limit.Token);
            _connections.GiveBack(connection);
            return new Delivered();
        }
#pragma warning disable CA1031 // The transport's promise: whatever the network or the client throws becomes a result.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (connection is not null)
                SmtpConnections.Abandon(connection);
            ct.ThrowIfCancellationRequested();
            return SmtpFailure.From(e, options, timedOut: limit.IsCancellationRequested);
        }
    }

    static async Task SendAsync(SmtpConnection connection, MailMessage message, CancellationToken limit)
    {
        var sending = connection.Client.SendMailAsync(message, limit);
        // SmtpClient answers a cancellation only where it looks at it; a name that does not resolve must not hold the worker.
        await sending.WaitAsync(limit);
    }

    public void Dispose() => _connections.Dispose();
}
