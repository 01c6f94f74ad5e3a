using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Where Studio's viewer listens for what happens to the instance that it shows. Names and shapes are Elsa's.</summary>
[Authorize(Policies.SeeDiagrams)]
public sealed class InstanceHub(InstanceWatch watch, WorkflowInstanceSql instances) : Hub
{
    /// <summary>Studio makes it of the address of the API.</summary>
    public const string Path = "/elsa/hubs/workflow-instance";

    /// <exception cref="HubException">There is no such instance, or the caller may not know of it.</exception>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        var viewer = CurrentPerson.In(Context.User!);
        if (!Guid.TryParse(instanceId, out var id) || await instances.FindAsync(viewer, id, Context.ConnectionAborted) is null)
        {
            throw new HubException(Texts.Problems["not-found.title"]);
        }
        watch.Add(Context.ConnectionId, new(id, viewer));
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

public sealed record UpdatedInstance(Guid WorkflowInstanceId);
