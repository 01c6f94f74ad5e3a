using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Host.Errors;

/// <summary>What all endpoints of the API share: how JSON is read, and the description at /openapi/v1.json.</summary>
public static class ApiRegistration
{
    /// <summary>In bytes: many times the longest form.</summary>
    const int LargestRequest = 1_000_000;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        // Thrown, so that MalformedRequests can say what could not be read and where.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.MaxDepth = DefinitionJson.MaxDepth;
            options.SerializerOptions.Converters.Add(new WholeDocuments());
        });
        return services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "OpsWorkflows", Version = "v1" };
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[BearerTokenDefaults.AuthenticationScheme] =
                new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The accessToken of POST /api/sign-in" };
            document.Security = [new() { [new OpenApiSecuritySchemeReference(BearerTokenDefaults.AuthenticationScheme, document)] = [] }];
            return Task.CompletedTask;
        }));
    }

    /// <summary>A group of the API's endpoints on one noun, with what all of them share.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string path, string noun)
    {
        var group = routes.MapGroup(path).WithTags(noun);
        group.WithMetadata(new RequestSizeLimitAttribute(LargestRequest)).AddEndpointFilter(RequestIdentity.CheckAsync);
        return group.ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
    }

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi().AllowAnonymous();

    /// <summary>A page to try the API out at /api/docs, in Development only.</summary>
    public static void UseApiDocs(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api/docs", StringComparison.OrdinalIgnoreCase), docs => docs
            .Use((context, next) =>
            {
                // The tool has inline styles.
                context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
                return next(context);
            })
            .UseSwaggerUI(ui =>
            {
                ui.RoutePrefix = "api/docs";
                ui.SwaggerEndpoint("/openapi/v1.json", "OpsWorkflows");
            }));
    }
}
