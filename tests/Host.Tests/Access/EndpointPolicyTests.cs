using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Tests.Access;

public sealed class EndpointPolicyTests : IAsyncLifetime
{
    WebApplication app = null!;
    NpgsqlDataSource database = null!;

    public Task InitializeAsync()
    {
        // Composed, not started: nothing connects to this database.
        database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "OpsWorkflows.Host", EnvironmentName = "Development" });
        app = Composition.Compose(builder, database, new DataDirectory("unused"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    List<RouteEndpoint> Endpoints => [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    [Fact]
    public void Each_endpoint_names_its_policy_or_says_that_it_is_open()
    {
        var known = typeof(Policies).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<string>().ToHashSet();

        Endpoints.Count.ShouldBeGreaterThan(8);
        Endpoints.Where(endpoint => !NamesPolicy(endpoint, known)).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void Only_these_endpoints_are_open_to_everybody() =>
        Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["/api/sign-in", "/error/{status:int}", "/first-administrator", "/health/live", "/health/ready", "/language",
                "/openapi/{documentName}.json", "/sign-in", "/sign-out"]);

    [Fact]
    public async Task What_names_no_policy_is_open_to_nobody_who_has_not_signed_in()
    {
        var policies = app.Services.GetRequiredService<IAuthorizationPolicyProvider>();

        var fallback = await policies.GetFallbackPolicyAsync();

        fallback!.Requirements.ShouldContain(requirement => requirement is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    static bool NamesPolicy(RouteEndpoint endpoint, HashSet<string> known) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(authorize => authorize.Policy is { } policy && known.Contains(policy));
}
