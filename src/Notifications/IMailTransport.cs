namespace OpsWorkflows.Notifications;

/// <summary>Hands one mail over to the world outside; throws only when <c>ct</c> is cancelled.</summary>
public interface IMailTransport
{
    Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken ct);
}
