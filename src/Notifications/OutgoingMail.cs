namespace OpsWorkflows.Notifications;

/// <summary>One plain-text mail to one person; <paramref name="MessageId"/> is sent exactly as given, with its angle brackets.</summary>
public sealed record OutgoingMail(string To, string Subject, string Body, string MessageId);
