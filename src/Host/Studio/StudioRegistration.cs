using System.Security.Cryptography;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Studio;

/// <summary>Wires Elsa Studio's files and the Polish of its captions; its pages are Razor pages like all others.</summary>
public static class StudioRegistration
{
    const string CaptionsPath = "/studio/captions.pl.json";

    static readonly byte[] Captions = ReadCaptions();

    /// <summary>Where the browser finds the captions; another address when they change.</summary>
    public static string CaptionsAddress { get; } = $"{CaptionsPath}?v={Convert.ToHexStringLower(SHA256.HashData(Captions))[..12]}";

    public static IServiceCollection AddStudio(this IServiceCollection services) => services.AddSingleton<StudioFiles>().AddSingleton<DiagramSql>();

    /// <exception cref="DirectoryNotFoundException">The host was copied without them.</exception>
    public static void UseStudioFiles(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<StudioFiles>();
        app.Use(next => context => files.SendAsync(context, next));
    }

    public static void MapStudio(this IEndpointRouteBuilder routes) => routes.MapGet(CaptionsPath, (HttpResponse response) =>
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(Captions, "application/json");
    }).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();

    static byte[] ReadCaptions()
    {
        using var stream = typeof(StudioRegistration).Assembly.GetManifestResourceStream("captions.pl.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
