using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

public sealed record InstanceIds(IReadOnlyList<Guid>? Ids);

public sealed record RetryRequest(IReadOnlyList<Guid>? WorkflowInstanceIds, IReadOnlyList<string>? ActivityIds);

/// <summary>Instances ended, deleted, taken out as files, and their stopped steps tried again.</summary>
public static class InstanceChangeEndpoints
{
    public static void MapInstanceChanges(this IEndpointRouteBuilder api)
    {
        api.MapDelete("/workflow-instances/{id:guid}", DeleteAsync).RequireAuthorization(Policies.DesignProcedures).WithSummary("Deletes an instance that is no case")
            .Produces<Dictionary<string, int>>().ProducesProblem(400).ProducesProblem(404);
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteAllAsync).RequireAuthorization(Policies.DesignProcedures).WithSummary("Deletes instances that are no cases")
            .Produces<Dictionary<string, int>>().ProducesProblem(400);
        api.MapPost("/cancel/workflow-instances/{id:guid}", CancelAsync).RequireAuthorization(Policies.DesignProcedures).WithSummary("Ends an instance that is no case")
            .Produces<Dictionary<string, int>>().ProducesProblem(400).ProducesProblem(404);
        api.MapPost("/bulk-actions/cancel/workflow-instances", CancelAllAsync).RequireAuthorization(Policies.DesignProcedures).WithSummary("Ends instances that are no cases")
            .Produces<Dictionary<string, int>>().ProducesProblem(400);
        api.MapPost("/alterations/workflows/retry", RetryAsync).RequireAuthorization(Policies.DesignProcedures).WithSummary("Tries again what faults have stopped")
            .Produces(200).ProducesProblem(400);
        api.MapGet("/workflow-instances/{id:guid}/export", ExportAsync).RequireAuthorization(Policies.SeeDiagrams).WithSummary("An instance as a file, as far as the caller may see it")
            .Produces<InstanceView>().ProducesProblem(404);
        api.MapPost("/bulk-actions/export/workflow-instances", ExportAllAsync).RequireAuthorization(Policies.SeeDiagrams).WithSummary("Instances as files in a zip")
            .Produces(200, contentType: "application/zip").Produces(204);
        api.MapPost("/bulk-actions/import/workflow-instances", Import).RequireAuthorization(Policies.DesignProcedures).WithSummary("Refused: an instance lives where its tasks, limits and mail are")
            .Accepts<IFormFileCollection>(DefinitionFileEndpoints.Multipart, "application/json").ExcludeFromDescription();
        api.MapPost("/tests/activities", Test).RequireAuthorization(Policies.DesignProcedures).WithSummary("Refused: an activity runs only within its procedure")
            .ExcludeFromDescription();
    }

    static async Task<IResult> DeleteAsync(Guid id, CurrentPerson person, InstanceChanges changes, CancellationToken token) =>
        Answer(await changes.DeleteAsync(new([id]), person, token), "deleted", mustBeThere: true);

    static async Task<IResult> DeleteAllAsync(InstanceIds request, CurrentPerson person, InstanceChanges changes, CancellationToken token) =>
        Answer(await changes.DeleteAsync(new(request.Ids), person, token), "deleted");

    static async Task<IResult> CancelAsync(Guid id, CurrentPerson person, InstanceChanges changes, CancellationToken token) =>
        Answer(await changes.CancelAsync(new([id]), person, token), "cancelled", mustBeThere: true);

    static async Task<IResult> CancelAllAsync(NamedInstances request, CurrentPerson person, InstanceChanges changes, CancellationToken token) =>
        request.Versions is null
            ? DefinitionEndpoints.MalformedParameter(nameof(request.VersionOptions))
            : Answer(await changes.CancelAsync(request, person, token), "cancelled");

    static IResult Answer(ChangedInstances changed, string what, bool mustBeThere = false) => changed switch
    {
        { Refused: { } sentence } => ElsaErrors.Of("bad-request", sentence),
        { Count: 0 } when mustBeThere => Problems.Of(Reason.NotFound),
        _ => TypedResults.Ok(new Dictionary<string, int>(StringComparer.Ordinal) { [what] = changed.Count }),
    };

    static async Task<IResult> RetryAsync(RetryRequest request, CurrentPerson person, InstanceChanges changes, CancellationToken token)
    {
        var ids = request.WorkflowInstanceIds ?? [];
        var retried = await changes.RetryAsync(ids, request.ActivityIds, person, token);
        return retried == 0 && ids.Count > 0
            ? ElsaErrors.Of("bad-request", Texts.Instances["retry.nothing"])
            : TypedResults.Ok(new { results = Enumerable.Range(0, retried).Select(_ => new { isSuccessful = true, hasScheduledWork = true, log = new { logEntries = Array.Empty<object>() } }) });
    }

    static async Task<IResult> ExportAsync(Guid id, CurrentPerson person, InstanceViewer viewer, CancellationToken token) =>
        await viewer.FindAsync(person, id, token) is { } found
            ? TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(found, JsonSerializerOptions.Web), "application/json", FileOf(id))
            : Problems.Of(Reason.NotFound);

    static async Task<IResult> ExportAllAsync(InstanceIds request, CurrentPerson person, InstanceViewer viewer, CancellationToken token)
    {
        using var file = new MemoryStream();
        var count = 0;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in (request.Ids ?? []).Distinct().Take(PageLength.Longest))
            {
                if (await viewer.FindAsync(person, id, token) is { } found)
                {
                    await using var entry = await zip.CreateEntry(FileOf(id)).OpenAsync(token);
                    await JsonSerializer.SerializeAsync(entry, found, JsonSerializerOptions.Web, token);
                    count++;
                }
            }
        }
        return count == 0 ? TypedResults.NoContent() : TypedResults.File(file.ToArray(), "application/zip", "workflow-instances.zip");
    }

    static string FileOf(Guid id) => $"workflow-instance-{id}.json";

    static ProblemHttpResult Import() => ElsaErrors.Of("bad-request", Texts.Instances["import.refused"]);

    static ProblemHttpResult Test() => ElsaErrors.Of("bad-request", Texts.Instances["test.refused"]);
}
