using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Access;

/// <summary>
/// A browser attaches the session cookie by itself, so a change asked of the API with it must come from our own pages: by the
/// browser's word on the origin, and as JSON, which no form of another site can send, but for files where an endpoint takes them. Bearer tokens need none of this.
/// </summary>
public static class SameOrigin
{
    public static IApplicationBuilder UseSameOriginForCookies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!ApiPaths.Include(request) || IsRead(request.Method) || AccessRegistration.HasBearer(request) || context.User.Identity?.IsAuthenticated != true)
        {
            return next(context);
        }
        if (!IsFromHere(request))
        {
            return Problems.Of(403, "other-origin").ExecuteAsync(context);
        }
        return HasBody(request) && !request.HasJsonContentType() && !IsUpload(context) ? Problems.Of(415, "not-json").ExecuteAsync(context) : next(context);
    });

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    static bool IsFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => request.Headers.Origin == $"{request.Scheme}://{request.Host}",
        _ => false,
    };

    static bool IsUpload(HttpContext context) => context.Request.HasFormContentType && DefinitionFileEndpoints.TakesForms(context.GetEndpoint());

    static bool HasBody(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
}
