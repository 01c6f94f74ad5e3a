using OpsWorkflows.Definitions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Finds what starts instances of a definition.</summary>
public static class Triggers
{
    /// <summary>The triggers of a version that is published at a moment. One whose inputs have no value before a run is left out.</summary>
    public static List<Trigger> Of(CompiledDefinition definition, DateTimeOffset now)
    {
        var instance = new WorkflowInstance { Id = Guid.Empty, Definition = definition.Definition, CreatedAt = now };
        var run = new BurstRun(definition, instance, new Facts { Now = now, Office = OfficeDirectory.Empty, Calendar = Calendars.OfficeCalendar.Default });
        var triggers = new List<Trigger>();
        foreach (var activity in definition.Activities)
        {
            if (activity.Node is { CanStartWorkflow: true, IsEmbedded: false } && TriggerOf(run, activity) is { } trigger)
                triggers.Add(trigger);
        }
        return triggers;
    }

    private static Trigger? TriggerOf(BurstRun run, CompiledActivity activity)
    {
        try
        {
            return activity.Behaviour.TriggerOf(run, new Execution(default, activity.Node, null));
        }
        catch (ActivityFault)
        {
            return null;
        }
    }
}
