using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Access;

/// <summary>What an endpoint answers to somebody whom it does not let in: pages lead to the sign-in, the API gives its status alone.</summary>
static class SessionRefusals
{
    public static Task NotSignedIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (ApiPaths.Include(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        if (IsLinkFromAnotherSite(context.Request))
        {
            return ComeAgainFromHere(context);
        }
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    public static Task NotAllowed(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    static bool IsLinkFromAnotherSite(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] == "navigate";

    /// <summary>
    /// A link in webmail comes without the strict cookie even when the person has signed in: a page of ours that asks for the
    /// same address again brings it along.
    /// </summary>
    static Task ComeAgainFromHere(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var address = System.Text.Encodings.Web.HtmlEncoder.Default.Encode(
            $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}");
        return context.Response.WriteAsync($"<!doctype html><meta http-equiv=\"refresh\" content=\"0;url={address}\"><title>OpsWorkflows</title>", context.HttpContext.RequestAborted);
    }
}
