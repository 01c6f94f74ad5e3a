using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsWorkflows.Host.Errors;

/// <summary>
/// Says what of a request could not be read, and where: <c>path</c>, <c>line</c> and <c>column</c> of the body, or the
/// <c>parameter</c>; never what stood there. The caller's fault, so nothing is logged.
/// </summary>
public static partial class MalformedRequests
{
    public static IApplicationBuilder UseMalformedRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            var (code, members) = Describe(exception);
            var problem = Problems.Of(exception.StatusCode, code ?? Problems.CodeOf(exception.StatusCode), members);
            await problem.ExecuteAsync(context);
        }
    });

    static (string? Code, Dictionary<string, object?> Members) Describe(BadHttpRequestException exception)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (exception.InnerException is JsonException json)
        {
            members["path"] = json.Path ?? "$";
            members["line"] = json.LineNumber + 1;
            members["column"] = json.BytePositionInLine + 1;
            return ("malformed-body", members);
        }
        if (exception.StatusCode == StatusCodes.Status400BadRequest && Parameter().Match(exception.Message) is { Success: true } parameter)
        {
            members["parameter"] = parameter.Groups["name"].Value;
            return ("malformed-parameter", members);
        }
        return (null, members);
    }

    /// <summary>How the framework names what it could not bind: <c>"Nullable&lt;bool&gt; mine"</c>.</summary>
    [GeneratedRegex("parameter \"[^\"]* (?<name>[^\" ]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
