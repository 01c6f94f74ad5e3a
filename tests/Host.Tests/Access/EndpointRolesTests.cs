using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Access;

/// <summary>Who may use which endpoint of the API, by role: the whole table, checked against the endpoints that there are.</summary>
[Collection(ApiOffice.Collection)]
public class EndpointRolesTests(ApiOffice office)
{
    const string CaseWork = "social-worker assistant team-supervisor director foster-coordinator";
    const string Repair = "procedure-manager director administrator";
    const string Diagrams = CaseWork + " procedure-manager";
    const string Everyone = CaseWork + " procedure-manager auditor administrator";

    static readonly Dictionary<string, string> RolesByEndpoint = new(StringComparer.Ordinal)
    {
        ["GET /api/me"] = Everyone,
        ["GET /api/dev/clock"] = Everyone,
        ["POST /api/dev/clock"] = Everyone,
        ["GET /api/procedures"] = Everyone,
        ["POST /api/procedures/{definitionId}/cases"] = "social-worker",
        ["POST /api/procedures/{definitionId}/lease"] = "procedure-manager",
        ["DELETE /api/procedures/{definitionId}/lease"] = "procedure-manager",
        ["GET /api/procedures/{definitionId}/findings"] = "procedure-manager",
        ["GET /api/cases"] = CaseWork,
        ["GET /api/cases/{id:guid}"] = CaseWork,
        ["GET /api/cases/{id:guid}/answers"] = CaseWork,
        ["POST /api/cases/{id:guid}/suspension"] = "social-worker team-supervisor director",
        ["POST /api/cases/{id:guid}/resumption"] = "social-worker team-supervisor director",
        ["POST /api/cases/{id:guid}/closure"] = "director",
        ["POST /api/cases/{id:guid}/people"] = "director",
        ["GET /api/tasks"] = CaseWork,
        ["GET /api/tasks/{id:guid}"] = CaseWork,
        ["POST /api/tasks/{id:guid}/claim"] = CaseWork,
        ["POST /api/tasks/{id:guid}/completion"] = CaseWork,
        ["POST /api/tasks/{id:guid}/assignment"] = "team-supervisor director",
        ["GET /api/incidents"] = Repair,
        ["GET /api/incidents/{id:guid}"] = Repair,
        ["POST /api/incidents/{id:guid}/retry"] = Repair,
        ["POST /api/incidents/{id:guid}/skip"] = Repair,
        ["POST /api/incidents/bulk"] = Repair,
        ["GET /api/mail"] = CaseWork + " administrator",
        ["GET /api/calendar/limit"] = Everyone,
        ["GET /elsa/api/features/installed"] = Everyone,
        ["GET /elsa/api/features/installed/{fullName}"] = Everyone,
        ["POST /elsa/api/scripting/javascript/type-definitions/{definitionId}"] = Everyone,
        ["GET /elsa/api/descriptors/activities"] = Everyone,
        ["POST /elsa/api/descriptors/activities/{typeName}/options/{propertyName}"] = Everyone,
        ["GET /elsa/api/descriptors/expression-descriptors"] = Everyone,
        ["GET /elsa/api/descriptors/variables"] = Everyone,
        ["GET /elsa/api/descriptors/storage-drivers"] = Everyone,
        ["GET /elsa/api/descriptors/workflow-activation-strategies"] = Everyone,
        ["GET /elsa/api/descriptors/incident-strategies"] = Everyone,
        ["GET /elsa/api/descriptors/log-persistence-strategies"] = Everyone,
        ["GET /elsa/api/descriptors/commit-strategies/workflows"] = Everyone,
        ["GET /elsa/api/descriptors/commit-strategies/activities"] = Everyone,
        ["GET /elsa/api/descriptors/output-converters"] = Everyone,
        ["GET /elsa/api/workflow-definitions"] = Everyone,
        ["GET /elsa/api/workflow-definitions/by-definition-id/{definitionId}"] = Everyone,
        ["GET /elsa/api/workflow-definitions/by-id/{id}"] = Everyone,
        ["GET /elsa/api/workflow-definitions/many-by-id"] = Everyone,
        ["GET /elsa/api/workflow-definitions/query/count"] = Everyone,
        ["GET /elsa/api/workflow-definitions/validation/is-name-unique"] = Everyone,
        ["GET /elsa/api/workflow-definitions/{definitionId}/consumers"] = Everyone,
        ["GET /elsa/api/workflow-definitions/{definitionId}/export"] = Everyone,
        ["GET /elsa/api/workflow-definitions/subgraph/{id}"] = Everyone,
        ["GET /elsa/api/workflow-definitions/subgraph/segments/{id}"] = Everyone,
        ["POST /elsa/api/bulk-actions/export/workflow-definitions"] = Everyone,
        ["POST /elsa/api/workflow-definitions/import"] = "procedure-manager",
        ["PUT /elsa/api/workflow-definitions/{definitionId}/import"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/import-files"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/{definitionId}/publish"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/{definitionId}/retract"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/{definitionId}/revert/{version:int}"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/{definitionId}/update-references"] = "procedure-manager",
        ["DELETE /elsa/api/workflow-definitions/{definitionId}"] = "procedure-manager",
        ["DELETE /elsa/api/workflow-definition-versions/{id}"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/delete/workflow-definitions/by-id"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids"] = "procedure-manager",
        ["POST /elsa/api/workflow-instances"] = Diagrams,
        ["GET /elsa/api/workflow-instances/{id:guid}"] = Diagrams,
        ["GET /elsa/api/workflow-instances/{id:guid}/execution-state"] = Diagrams,
        ["GET /elsa/api/workflow-instances/{id:guid}/variables"] = Diagrams,
        ["POST /elsa/api/workflow-instances/{id:guid}/journal"] = Diagrams,
        ["DELETE /elsa/api/workflow-instances/{id:guid}"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/delete/workflow-instances/by-id"] = "procedure-manager",
        ["POST /elsa/api/cancel/workflow-instances/{id:guid}"] = "procedure-manager",
        ["POST /elsa/api/bulk-actions/cancel/workflow-instances"] = "procedure-manager",
        ["POST /elsa/api/alterations/workflows/retry"] = "procedure-manager",
        ["GET /elsa/api/workflow-instances/{id:guid}/export"] = Diagrams,
        ["POST /elsa/api/bulk-actions/export/workflow-instances"] = Diagrams,
        ["POST /elsa/api/bulk-actions/import/workflow-instances"] = "procedure-manager",
        ["POST /elsa/api/tests/activities"] = "procedure-manager",
        ["POST /elsa/api/workflow-definitions/{definitionId}/execute"] = "procedure-manager",
        ["POST /elsa/api/tasks/{taskId}/complete"] = "procedure-manager",
        ["POST /elsa/api/events/{eventName}/trigger"] = "procedure-manager",
        ["POST /elsa/api/activity-executions/report"] = Diagrams,
        ["GET /elsa/api/activity-executions/list"] = Diagrams,
        ["GET /elsa/api/activity-executions/by-id"] = Diagrams,
        ["GET /elsa/api/activity-executions/{id}/call-stack"] = Diagrams,
        ["GET /elsa/api/activity-execution-summaries/list"] = Diagrams,
    };

    /// <summary>Open to everybody: how one signs in.</summary>
    static readonly string[] Open = ["POST /api/sign-in"];

    public static TheoryData<string> Endpoints => [.. RolesByEndpoint.Keys];

    [Fact]
    public async Task The_table_has_every_endpoint_of_the_API()
    {
        using var directory = new TestDirectory();
        // Composed, not started: nothing connects to this database.
        await using var database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "OpsWorkflows.Host", EnvironmentName = "Development" });
        await using var app = Composition.Compose(builder, database, new DataDirectory(directory.Path));

        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(endpoint => endpoint.Path.StartsWith("/api/", StringComparison.Ordinal) || endpoint.Path.StartsWith("/elsa/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Path}"));

        endpoints.Order(StringComparer.Ordinal).ShouldBe(RolesByEndpoint.Keys.Concat(Open).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_role_is_let_in_exactly_where_the_table_says(string endpoint)
    {
        foreach (var role in Roles.All)
        {
            var person = await office.AsAsync(role);

            var answer = await AskAsync(person, endpoint);

            if (RolesByEndpoint[endpoint].Split(' ').Contains(role))
            {
                answer.Status.ShouldNotBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError], $"{endpoint} as {role}");
            }
            else
            {
                answer.Status.ShouldBe(HttpStatusCode.Forbidden, $"{endpoint} as {role}");
                answer.Code.ShouldBe("not-allowed");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nobody_is_let_in_without_signing_in(string endpoint)
    {
        using var nobody = new Person(office.Host.NewClient());

        var answer = await AskAsync(nobody, endpoint);

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Code.ShouldBe("not-signed-in");
    }

    /// <summary>With ids that nothing has and a body that says nothing: what is let in finds nothing or is told what it lacks.</summary>
    static async Task<Answer> AskAsync(Person person, string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        path = path.Replace("{id:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{definitionId}", "nothing", StringComparison.Ordinal)
            .Replace("{version:int}", "1", StringComparison.Ordinal);
        using HttpContent? content = method is not ("POST" or "PUT") ? null
            : path.EndsWith("/import-files", StringComparison.Ordinal) ? new MultipartFormDataContent { { new StringContent("x"), "note" } }
            : new StringContent("{}", Encoding.UTF8, "application/json");
        return await person.SendAsync(new HttpMethod(method), path, content);
    }
}
