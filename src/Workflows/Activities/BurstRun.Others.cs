using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

// Other instances: what this one starts and tells.
public sealed partial class BurstRun
{
    /// <summary>How many instances one burst may start.</summary>
    public const int MaximumStarts = 500;

    /// <summary>How deep instances may start one another.</summary>
    public const int MaximumDepth = 20;

    private int _starts;

    /// <summary>Whether this burst starts the run at this activity.</summary>
    internal bool IsTriggeredBy(Execution execution) => Stimulus is Stimulus.Started && Instance.TriggerActivityId == execution.Node.Id;

    /// <summary>Promises to start the published version of a procedure after the commit; returns the id of the new instance.</summary>
    /// <param name="waiting">The execution that is told of its end; null when none is.</param>
    internal Guid PromiseStart(string definitionId, IReadOnlyDictionary<string, Value> inputs, string? correlationId, Execution? waiting)
    {
        RequireStarts(1);
        if (Instance.Depth >= MaximumDepth)
            throw new ActivityFault($"instances that start one another are nested deeper than {MaximumDepth}");
        _starts++;
        var id = NextRowId();
        Changes.Stimuli.Add(new PromisedStimulus(
            id,
            new Stimulus.Started(id, null, inputs, correlationId) { Parent = new(Instance.Id, waiting?.Id), Depth = Instance.Depth + 1 },
            DefinitionId: definitionId,
            CorrelationId: correlationId));
        return id;
    }

    /// <summary>Stops an activity that would start too many at once before it has started any of them.</summary>
    internal void RequireStarts(int count)
    {
        if (_starts + count > MaximumStarts)
            throw new ActivityFault($"more than {MaximumStarts} instances started in one burst");
    }

    /// <summary>Promises an event to whoever waits for it, and to procedures that begin with it.</summary>
    internal void PromiseEvent(string eventName, Value payload, string? correlationId, bool onlyHere)
    {
        if (++_starts > MaximumStarts)
            throw new ActivityFault($"more than {MaximumStarts} events published in one burst");
        Changes.Stimuli.Add(new PromisedStimulus(
            NextRowId(),
            new Stimulus.EventReceived(eventName, payload) { From = Instance.Id },
            InstanceId: onlyHere ? Instance.Id : null,
            Key: Event.KeyOf(eventName),
            CorrelationId: correlationId));
    }

    /// <summary>Asks another system after the commit; the execution waits for the answer.</summary>
    internal void Request(Execution execution, Outbox.OutboxRequest request)
    {
        Changes.Requests.Add(request);
        Wait(execution, HttpRequestActivity.KeyOf(request.Id));
    }

    /// <summary>Tells what waits in the instance that started this one how it has ended.</summary>
    internal void TellParent()
    {
        if (Instance.Parent is { InstanceId: var parent, Execution: { } waiting })
        {
            var output = Value.Map(Instance.Outputs);
            Changes.Stimuli.Add(new PromisedStimulus(NextRowId(), new Stimulus.ChildEnded(waiting, Instance.Id, Instance.SubStatus, output) { ToldByOthers = Instance.ToldByOthers }, parent));
        }
    }
}
