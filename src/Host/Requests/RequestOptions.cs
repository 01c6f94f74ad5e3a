namespace OpsWorkflows.Host.Requests;

/// <summary>Which other systems procedures may ask (section <c>Requests</c> of the configuration). Nobody is asked unless the office says so.</summary>
public sealed class RequestOptions
{
    /// <summary>Names of hosts, exactly as they stand in addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether allowed names may lead to addresses of the office's own network. The link-local ones, where clouds keep their secrets, never may.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How long an answer may take, all of it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How large an answer may be.</summary>
    public int MaximumAnswerBytes { get; init; } = 1_000_000;

    public bool Allows(string host) => AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
