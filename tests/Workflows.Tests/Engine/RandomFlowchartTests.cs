using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>Flowcharts that nobody would draw, walked at random: the engine always ends in a state that it can name.</summary>
public class RandomFlowchartTests
{
    private const int Flowcharts = 150;
    private const int StimuliEach = 12;
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] JoinModes = ["WaitAny", "WaitAll", "WaitAllActive"];

    [Fact]
    public void A_random_flowchart_always_finishes_or_waits_or_has_an_incident()
    {
        for (var seed = 1; seed <= Flowcharts; seed++)
            Walk(seed);
    }

    private static void Walk(int seed)
    {
        var random = new Random(seed);
        var definition = Draw(random).Compile();
        var facts = new Facts { Now = Now, Office = new OfficeDirectory(Desk.Everyone), Calendar = OfficeCalendar.Default };
        var start = new Stimulus.Started(new Guid(seed, 0, 0, new byte[8]), Desk.Director.Id, new Dictionary<string, Value>());
        var changes = Run(definition, null, start, facts, seed);
        for (var i = 0; i < StimuliEach && changes.Instance is { Status: WorkflowStatus.Running, Incidents.Count: < 2 }; i++)
        {
            var waiting = changes.Instance.Executions.Where(execution => execution.Bookmark is not null).ToList();
            if (waiting.Count == 0)
                break;
            var chosen = waiting[random.Next(waiting.Count)];
            var nth = waiting.Where(other => other.Node == chosen.Node).ToList().IndexOf(chosen) + 1;
            Stimulus stimulus = chosen.UserTask is { } task
                ? new Stimulus.TaskCompleted(task.Id, Desk.Director.Id, random.Next(2) == 0 ? "Yes" : "No", [])
                : new Stimulus.WaitEnded(chosen.Node.Id, Value.Undefined, nth);
            changes = Run(definition, changes.Instance, stimulus, facts, seed);
        }
    }

    private static Changes Run(CompiledDefinition definition, WorkflowInstance? instance, Stimulus stimulus, Facts facts, int seed)
    {
        var changes = Burst.Run(definition, instance, stimulus, facts).ShouldBeOfType<BurstResult.Done>($"seed {seed}").Changes;
        var again = Burst.Run(definition, instance, stimulus, facts).ShouldBeOfType<BurstResult.Done>($"seed {seed}").Changes;
        Story(again).SequenceEqual(Story(changes)).ShouldBeTrue($"seed {seed}: the same stimulus told another story");
        var state = changes.Instance;
        if (state.Status == WorkflowStatus.Finished)
        {
            state.Executions.ShouldAllBe(execution => execution.Bookmark == null && execution.UserTask == null, $"seed {seed}");
            state.Limits.ShouldBeEmpty($"seed {seed}");
            return changes;
        }
        state.SubStatus.ShouldBe(WorkflowSubStatus.Suspended, $"seed {seed}");
        var waits = state.Executions.Exists(execution => execution.Bookmark is not null);
        (waits || state.Incidents.Count > 0).ShouldBeTrue($"seed {seed}: runs, waits for nothing and has no incident");
        foreach (var execution in state.Executions)
        {
            execution.Status.ShouldBeOneOf([ActivityStatus.Running, ActivityStatus.Faulted], $"seed {seed}");
            if (execution.Parent is { } parent)
                state.Executions.ShouldContain(parent, $"seed {seed}: {execution.Node} has no owner");
        }
        return changes;
    }

    private static IEnumerable<(string?, ExecutionId?, string, string?)> Story(Changes changes) =>
        changes.Journal.Select(entry => (entry.Activity?.Id, entry.Execution, entry.Event, entry.Outcomes is [var first, ..] ? first : null));

    /// <summary>Up to 14 activities in a chain with shortcuts, ways back and joins of every mode.</summary>
    private static Drawing Draw(Random random)
    {
        var drawing = new Drawing().Variable("v");
        var count = random.Next(2, 15);
        var ports = new string[count][];
        for (var i = 0; i < count; i++)
        {
            var id = "n" + i;
            ports[i] = ["Done"];
            switch (random.Next(8))
            {
                case 0:
                    drawing.Add(id, "Elsa.FlowDecision", ("condition", random.Next(2) == 0 ? "True" : "False"));
                    ports[i] = ["True", "False"];
                    break;
                case 1:
                    drawing.Add(id, "Elsa.FlowFork", ("branches", new[] { "L", "R" }));
                    ports[i] = ["L", "R"];
                    break;
                case 2:
                    drawing.Add(id, "Elsa.FlowJoin", ("mode", JoinModes[random.Next(3)]));
                    break;
                case 3:
                    drawing.Add(id, "Elsa.Event", ("eventName", id));
                    break;
                case 4:
                    drawing.UserTask(id, "director", ["Yes", "No"], ("limitCount", random.Next(1, 30)));
                    ports[i] = ["Yes", "No"];
                    break;
                case 5 when random.Next(4) == 0:
                    drawing.Add(id, "Elsa.Fault", ("message", "boom"));
                    break;
                case 6 when random.Next(4) == 0:
                    drawing.Add(id, random.Next(2) == 0 ? "Elsa.End" : "Elsa.Finish");
                    break;
                default:
                    drawing.Add(id, "Elsa.SetVariable", ("value", "x"));
                    break;
            }
        }
        for (var i = 1; i < count; i++)
            Connect(random.Next(i), i);
        for (var i = random.Next(count); i > 0; i--)
            Connect(random.Next(count), random.Next(count));
        return drawing;

        void Connect(int from, int to) => drawing.Connect($"n{from}:{ports[from][random.Next(ports[from].Length)]} -> n{to}");
    }
}
