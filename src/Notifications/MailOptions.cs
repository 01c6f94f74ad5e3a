namespace OpsWorkflows.Notifications;

/// <summary>The configuration section <c>Mail</c>: which server sends the mail; with no host it is written to files.</summary>
// A class and not a record: a record's ToString would print the password.
public sealed class MailOptions
{
    public const string Section = "Mail";

    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>Empty for a server that asks for no authentication.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public string? From { get; init; }

    /// <summary>Refuses to send unless the connection is encrypted; implicit TLS (port 465) is not supported.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>The most that one mail may take, connecting included.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
