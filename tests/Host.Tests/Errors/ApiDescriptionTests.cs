using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.Errors;

[Collection(ApiOffice.Collection)]
public class ApiDescriptionTests(ApiOffice office)
{
    [Fact]
    public async Task The_description_has_each_address_with_a_summary_and_what_it_answers()
    {
        using var anyone = office.Host.NewClient();

        var paths = (await anyone.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!["paths"]!.AsObject();

        string[] promised = ["/api/sign-in", "/api/me", "/api/procedures", "/api/procedures/{definitionId}/cases", "/api/cases", "/api/cases/{id}", "/api/tasks",
            "/api/tasks/{id}/claim", "/api/tasks/{id}/completion", "/api/incidents", "/api/incidents/bulk", "/api/mail", "/api/calendar/limit"];
        promised.ShouldBeSubsetOf(paths.Select(path => path.Key));
        foreach (var (path, operations) in paths)
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                ((string?)operation!["summary"]).ShouldNotBeNullOrWhiteSpace($"{method} {path}");
                operation["responses"]!.AsObject().Where(response => response.Key.StartsWith('2')).ShouldNotBeEmpty($"{method} {path}");
            }
        }
    }
}
