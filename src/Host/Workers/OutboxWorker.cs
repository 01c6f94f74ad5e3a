using Npgsql;
using OpsWorkflows.Host.Mail;
using OpsWorkflows.Notifications;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// Sends the mail that is due: claims it, commits the claim, sends, marks. A host that dies between sending and marking leaves the mail to
/// be sent once more under the same Message-ID.
/// </summary>
public sealed partial class OutboxWorker(
    OutboxSql outbox, MailTexts texts, IMailTransport transport, MailOptions options, NpgsqlDataSource database, TimeProvider time, ILogger<OutboxWorker> logger)
    : DueWorker(database, time, logger)
{
    /// <summary>All of a claim is sent at once, so a mail is never waited for longer than one takes.</summary>
    const int AtOnce = 8;

    /// <summary>For marking what was sent.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>How long a server that did not answer is left alone: each further mail would wait for it in vain.</summary>
    static readonly TimeSpan Respite = TimeSpan.FromSeconds(5);
    static readonly TimeSpan MarkAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a host that stops still waits for what it is sending.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    DateTimeOffset leftAloneUntil;

    public override async Task<int> RunOnceAsync(CancellationToken token)
    {
        using var finishing = new CancellationTokenSource();
        await using var stop = token.Register(() => finishing.CancelAfter(Patience));
        var handled = 0;
        await outbox.FreeAbandonedAsync(token);
        while (true)
        {
            var claimed = await outbox.ClaimDueAsync(AtOnce, options.SendTimeout + Margin, DueListener.HostNumber, token);
            await Task.WhenAll(claimed.Select(mail => HandleAsync(mail, finishing.Token)));
            handled += claimed.Count;
            if (claimed.Count < AtOnce)
            {
                return handled;
            }
        }
    }

    async Task HandleAsync(ClaimedMail mail, CancellationToken token)
    {
        if (!mail.PersonIsActive)
        {
            await outbox.CancelAsync(mail, "The person does not work here any more.", token);
            return;
        }
        try
        {
            var (subject, body) = await texts.RenderAsync(mail, token);
            var result = await SendAsync(new OutgoingMail(mail.Email, subject, body, MailTexts.MessageIdOf(mail.Id)), token);
            await MarkAsync(() => KeepAsync(mail, subject, result, token), token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not NpgsqlException)
        {
            LogTextBroken(logger, mail.Text, mail.DefinitionVersionId, exception);
            await outbox.MarkFailedAsync(mail, $"The text '{mail.Text}' cannot be filled in: {exception.Message}", token);
        }
    }

    async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken token)
    {
        if (Time.GetUtcNow() < leftAloneUntil)
        {
            return new TemporaryFailure("The mail server did not answer a moment ago.");
        }
        var began = Time.GetTimestamp();
        var result = await transport.SendAsync(mail, token);
        if (result is TemporaryFailure && Time.GetElapsedTime(began) >= options.SendTimeout)
        {
            leftAloneUntil = Time.GetUtcNow() + Respite;
        }
        return result;
    }

    async Task<bool> KeepAsync(ClaimedMail mail, string subject, DeliveryResult result, CancellationToken token)
    {
        switch (result)
        {
            case Delivered:
                return await outbox.MarkSentAsync(mail, mail.Email, subject, token);
            case TemporaryFailure failure when RetrySchedule.NextDelay(mail.Attempt) is { } delay:
                return await outbox.RetryAsync(mail, delay, failure.Reason, token);
            case TemporaryFailure failure:
                LogGivenUp(logger, mail.Id, failure.Reason);
                return await outbox.MarkFailedAsync(mail, failure.Reason, token);
            default:
                var reason = ((PermanentFailure)result).Reason;
                LogGivenUp(logger, mail.Id, reason);
                return await outbox.MarkFailedAsync(mail, reason, token);
        }
    }

    /// <summary>The mail has left: while the database is away, what became of it is kept in mind rather than sent again.</summary>
    async Task MarkAsync(Func<Task<bool>> mark, CancellationToken token)
    {
        while (true)
        {
            try
            {
                await mark();
                return;
            }
            catch (NpgsqlException exception) when (exception is not PostgresException || exception.IsTransient)
            {
                await Task.Delay(MarkAgainAfter, Time, token);
            }
        }
    }

    protected override Task<TimeSpan?> NextClaimInAsync(CancellationToken token) => outbox.NextClaimInAsync(token);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail text {Text} of {Version} cannot be filled in.")]
    private static partial void LogTextBroken(ILogger logger, string text, string version, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} is given up: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, Guid mail, string reason);
}
