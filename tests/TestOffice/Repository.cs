using System.Reflection;

namespace OpsWorkflows.TestOffice;

/// <summary>Where the sources and the built host are on this machine, as the build noted it.</summary>
public static class Repository
{
    public static string Directory { get; } = Metadata("RepositoryDirectory");

    public static string HostProgram { get; } = Metadata("HostProgram");

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Directory, .. parts]);

    static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
