using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OpsWorkflows.Host;

/// <summary>Where people reach this host, for links in mails: <c>Ops:PublicUrl</c>, else the first address that it listens on.</summary>
public sealed class PublicAddress(IConfiguration configuration, IServer server)
{
    const string StandardAddress = "http://localhost:5000";

    /// <summary>The whole address of a path that begins with a slash.</summary>
    public string Of(string path) => (configuration["Ops:PublicUrl"] is { Length: > 0 } given ? given.TrimEnd('/') : Here) + path;

    /// <summary>What opens this host in a browser on this machine.</summary>
    public string Here =>
        Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        // The server names no address before it listens.
        ?? configuration["urls"]?.Split(';')[0] ?? StandardAddress).TrimEnd('/');

    /// <summary>A browser cannot open "any address of this machine".</summary>
    static string Reachable(string address) => address
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal);
}
