using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Where Studio's viewer listens for what happens to the instance that it shows. Names and shapes are Elsa's.</summary>
[Authorize(Policies.SeeDiagrams)]
public sealed class InstanceHub(InstanceWatch watch, WorkflowInstanceSql instances, KnownPeople people) : Hub
{
    /// <summary>Studio makes it of the address of the API.</summary>
    public const string Path = "/elsa/hubs/workflow-instance";

    /// <exception cref="HubException">There is no such instance, or the caller may not know of it.</exception>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (!Guid.TryParse(instanceId, out var id)
            || await people.FindNowAsync(Context.User!, Context.ConnectionAborted) is not { } viewer
            || await instances.FindAsync(viewer, id, Context.ConnectionAborted) is null)
        {
            throw new HubException(Texts.Problems["not-found.title"]);
        }
        watch.Add(Context.ConnectionId, new(id, Context.User!));
        // The connection may have gone while the database was asked; nobody would take the observer away then.
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            watch.Remove(Context.ConnectionId);
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

public sealed record UpdatedInstance(Guid WorkflowInstanceId);
