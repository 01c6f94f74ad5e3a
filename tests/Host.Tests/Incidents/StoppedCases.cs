using System.Net;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Incidents;

/// <summary>A case of the procedure that stops, with the incidents of it, the decision first.</summary>
sealed record StoppedCase(Guid Case, string Mark, Guid[] Incidents)
{
    public Guid Incident => Incidents[0];
}

static class StoppedCases
{
    public static Task<string> PublishedAsync(this ApiOffice office, bool stopsAll = false, bool withFault = false) =>
        StuckVisit.PublishAsync(office.Database, stopsAll, withFault);

    public static async Task<StoppedCase> StoppedAsync(this ApiOffice office, string definitionId)
    {
        var worker = await office.AsAsync("social-worker");
        var started = await worker.PostAsync($"/api/procedures/{definitionId}/cases", new { answers = new { receivedOn = "2031-03-03", familyName = $"Rodzina {Guid.CreateVersion7():N}" } });
        started.Status.ShouldBe(HttpStatusCode.Created, started.Body.ToJsonString());
        var id = (Guid)started.Body["id"]!;
        return new(id, (string)started.Body["caseMark"]!, await office.AskAsync<Guid[]>($"select array_agg(id order by activity_id <> '{StuckVisit.Decide}') from incidents where instance_id = '{id}'"));
    }

    public static async Task<string[]> OpenTasksAsync(this ApiOffice office, Guid caseId) =>
        await office.AskAsync<string[]>($"select coalesce(array_agg(step order by step), '{{}}') from user_tasks where instance_id = '{caseId}' and status = 'open'");
}
