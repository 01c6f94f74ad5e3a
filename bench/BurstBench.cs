using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Bench;

/// <summary>P10: what the pure engine costs, with nothing around it.</summary>
static class BurstBench
{
    private const int Activities = 10;

    private static readonly Facts Facts = new()
    {
        Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        Office = OfficeDirectory.Empty,
        Calendar = OfficeCalendar.Default,
    };

    public static void Run(Report report)
    {
        report.Section("P10 · a burst in memory, for each activity");
        Add(report, "start → 10 activities → end", Started([Flow.Activity("begin", "Elsa.Start"), .. Lines(), Flow.Activity("end", "Elsa.End")]));
        Add(report, "an event → 10 activities → end", Resumed([Flow.Activity("wait", "Elsa.Event", ("eventName", "Literal", "go")), .. Lines(), Flow.Activity("end", "Elsa.End")]));
        Add(report, "start → 10 activities that compute a variable → end", Started([Flow.Activity("begin", "Elsa.Start"), .. Sums(), Flow.Activity("end", "Elsa.End")]));
    }

    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Lines() =>
        Enumerable.Range(1, Activities).Select(i => Flow.Activity($"line{i}", "Elsa.WriteLine", ("text", "Literal", "a line")));

    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Sums() =>
        Enumerable.Range(1, Activities).Select(i =>
        {
            var activity = Flow.Activity($"sum{i}", "Elsa.SetVariable", ("value", "JavaScript", "getVariable('count') + 1"));
            activity["variable"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "count", ["name"] = "count", ["typeName"] = "Int32" };
            return activity;
        });

    private static void Add(Report report, string what, Action burst)
    {
        var (microseconds, bytes) = Measure.Call(burst);
        report.Add(what, $"{microseconds / Activities:0.00} µs, {bytes / Activities:0} bytes", "≤ 1.5 µs, ≤ 1,000 bytes");
    }

    private static Action Started(IEnumerable<System.Text.Json.Nodes.JsonObject> activities)
    {
        var definition = Compile(activities);
        var stimulus = Start();
        Check(definition, null, stimulus);
        return () => Burst.Run(definition, null, stimulus, Facts);
    }

    private static Action Resumed(IEnumerable<System.Text.Json.Nodes.JsonObject> activities)
    {
        var definition = Compile(activities);
        var waiting = ((BurstResult.Done)Burst.Run(definition, null, Start(), Facts)).Changes.Instance;
        var stimulus = new Stimulus.EventReceived("go", Value.Undefined);
        Check(definition, waiting, stimulus);
        return () => Burst.Run(definition, waiting, stimulus, Facts);
    }

    private static Stimulus.Started Start() => new(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), null, new Dictionary<string, Value>());

    private static CompiledDefinition Compile(IEnumerable<System.Text.Json.Nodes.JsonObject> activities) =>
        CompiledDefinition.Compile(WorkflowDefinition.Read(Flow.Straight("burst", activities)), DefinitionResources.Read([]));

    /// <summary>A flowchart that faults half way would look fast.</summary>
    private static void Check(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus)
    {
        if (Burst.Run(definition, instance, stimulus, Facts) is not BurstResult.Done { Changes.Instance: { SubStatus: WorkflowSubStatus.Finished, Incidents.Count: 0 } })
            throw new InvalidOperationException("The measured flowchart does not reach its end.");
    }
}
