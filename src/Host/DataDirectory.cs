namespace OpsWorkflows.Host;

/// <summary>Where the host keeps files: its PostgreSQL in <c>postgres</c>, mail in <c>mail</c> when no server is configured.</summary>
public sealed record DataDirectory(string Path)
{
    /// <summary>Settings and wwwroot: where the project is run from its sources, else beside the program.</summary>
    public static string ContentRoot => Directory.Exists(System.IO.Path.Combine(Directory.GetCurrentDirectory(), "wwwroot"))
        ? Directory.GetCurrentDirectory()
        : AppContext.BaseDirectory;

    /// <summary><c>Ops:DataDirectory</c>, else <c>.data</c> beside the solution within which the program was started, else <c>.data</c> where it was started.</summary>
    public static DataDirectory From(IConfiguration configuration)
    {
        if (configuration["Ops:DataDirectory"] is { Length: > 0 } given)
        {
            return new(System.IO.Path.GetFullPath(given));
        }
        var startedIn = Directory.GetCurrentDirectory();
        var root = new DirectoryInfo(startedIn);
        while (root is not null && root.GetFiles("*.sln").Length == 0)
        {
            root = root.Parent;
        }
        return new(System.IO.Path.Combine(root?.FullName ?? startedIn, ".data"));
    }
}
