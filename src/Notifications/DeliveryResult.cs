namespace OpsWorkflows.Notifications;

/// <summary>What became of one attempt: <see cref="Delivered"/>, <see cref="TemporaryFailure"/> or <see cref="PermanentFailure"/>.</summary>
public abstract record DeliveryResult
{
    private protected DeliveryResult()
    {
    }
}

/// <summary>The mail server took the mail over (or its file is written).</summary>
public sealed record Delivered : DeliveryResult;

/// <summary>A later attempt may succeed; the reason is for operators and holds no address and no content.</summary>
public sealed record TemporaryFailure(string Reason) : DeliveryResult;

/// <summary>No later attempt will succeed; the reason is for operators and holds no address and no content.</summary>
public sealed record PermanentFailure(string Reason) : DeliveryResult;
