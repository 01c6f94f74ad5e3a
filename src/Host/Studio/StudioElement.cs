using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Studio;

/// <summary>One element of Elsa Studio on a page of ours, drawn by Studio/_Element.cshtml; a page can hold only one.</summary>
/// <param name="Tag">The custom element.</param>
/// <param name="Name">What it is for those who hear the page.</param>
public sealed record StudioElement(string Tag, string Name)
{
    /// <summary>
    /// Studio runs as WebAssembly, writes styles into the page, has two small scripts in its markup (allowed by their hashes: its
    /// keyboard shortcuts) and runs its code editor in a worker. Everything else stays as on our other pages.
    /// </summary>
    const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Attributes of the element.</summary>
    public IReadOnlyList<(string Name, string Value)> Attributes { get; init; } = [];

    /// <summary>Where somebody goes on who cannot use the element; null when there is no such page.</summary>
    public (string Address, string Text)? Instead { get; init; }

    /// <summary>The procedure that one person at a time may change here; null when nothing is changed.</summary>
    public string? LeaseOf { get; init; }

    /// <summary>Whether the ways into a step can be merged in several modes; without tokens there is one.</summary>
    public bool FlowsByTokens { get; init; }

    /// <summary>Where Studio's "edit this definition" leads; <c>{id}</c> stands for the definition.</summary>
    public string DefinitionAddress { get; init; } = "/procedures/{id}/designer";

    /// <summary>For dates, numbers and the few captions that Studio itself has in other languages.</summary>
    public static string Culture => Languages.Current == "en" ? "en-US" : "pl-PL";

    public static void Allow(HttpResponse response) => response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
}
