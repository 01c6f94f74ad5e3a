namespace OpsWorkflows.Outbox;

/// <summary>A request to another system, promised in a commit and made after it; its answer comes back as a stimulus.</summary>
/// <param name="Id">Sent along, so that the other system can tell a repeat.</param>
/// <param name="ContentType">Null when nothing is sent along.</param>
public sealed record OutboxRequest(
    Guid Id,
    string ActivityId,
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? ContentType,
    string? Content);
