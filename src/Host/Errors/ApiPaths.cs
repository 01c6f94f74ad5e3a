namespace OpsWorkflows.Host.Errors;

/// <summary>Which addresses are for programs: they accept bearer tokens and answer errors with problem documents instead of pages.</summary>
public static class ApiPaths
{
    static readonly PathString[] Roots = ["/api", "/elsa", "/openapi", "/health"];

    public static bool Include(HttpRequest request) => Array.Exists(Roots, root => request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
}
