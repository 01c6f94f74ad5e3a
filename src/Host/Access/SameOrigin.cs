using Microsoft.AspNetCore.SignalR;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Access;

/// <summary>
/// A browser attaches the session cookie by itself, so a change asked of the API with it must come from our own pages: by the
/// browser's word on the origin, and as JSON, which no form of another site can send, but for files where an endpoint takes them. A socket
/// opens with a GET that no rule of browsers keeps other origins from, so it too must come from our pages. Bearer tokens need none of this.
/// </summary>
public static class SameOrigin
{
    public static IApplicationBuilder UseSameOriginForCookies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!ApiPaths.Include(request) || (IsRead(request.Method) && !OpensSocket(request)) || AccessRegistration.HasBearer(request) || context.User.Identity?.IsAuthenticated != true)
        {
            return next(context);
        }
        if (!IsFromHere(request))
        {
            return Problems.Of(403, "other-origin").ExecuteAsync(context);
        }
        return HasBody(request) && !request.HasJsonContentType() && !IsUpload(context) && !IsForHub(context) ? Problems.Of(415, "not-json").ExecuteAsync(context) : next(context);
    });

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    static bool OpensSocket(HttpRequest request) => request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    static bool IsFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => request.Headers.Origin == $"{request.Scheme}://{request.Host}",
        _ => false,
    };

    static bool IsUpload(HttpContext context) => context.Request.HasFormContentType && DefinitionFileEndpoints.TakesForms(context.GetEndpoint());

    /// <summary>Where no socket gets through, SignalR posts its messages, and names no type.</summary>
    static bool IsForHub(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    static bool HasBody(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
}
