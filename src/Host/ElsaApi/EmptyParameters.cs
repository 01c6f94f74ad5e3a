using Microsoft.Extensions.Primitives;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// A parameter of an address with nothing in it counts as not given, as with Elsa: whoever fills in a form of addresses leaves some empty.
/// </summary>
public static class EmptyParameters
{
    public static IApplicationBuilder UseEmptyParameters(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(ElsaErrors.Root, StringComparison.OrdinalIgnoreCase) && request.Query.Any(parameter => parameter.Value.Contains("")))
        {
            request.Query = new QueryCollection(request.Query
                .Select(parameter => KeyValuePair.Create(parameter.Key, new StringValues([.. parameter.Value.Where(value => value is { Length: > 0 })])))
                .Where(parameter => parameter.Value.Count > 0)
                .ToDictionary(StringComparer.OrdinalIgnoreCase));
        }
        return next(context);
    });
}
