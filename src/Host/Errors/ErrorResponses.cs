namespace OpsWorkflows.Host.Errors;

/// <summary>Turns what went wrong into a problem document for programs and into a page for people.</summary>
public static class ErrorResponses
{
    /// <summary>Stands before routing; exceptions are logged here, once.</summary>
    public static IApplicationBuilder UseErrorResponses(this IApplicationBuilder app) => app
        .UseWhen(context => ApiPaths.Include(context.Request), api => api
            .UseStatusCodePages()
            .UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Problems.StatusOf })
            .UseMalformedRequests())
        .UseWhen(context => !ApiPaths.Include(context.Request), pages => pages
            .UseStatusCodePagesWithReExecute("/error/{0}")
            .UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Problems.StatusOf, ExceptionHandlingPath = "/error/500" }));
}
