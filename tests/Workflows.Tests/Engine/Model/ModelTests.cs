using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.TestOffice;
using Xunit.Abstractions;

namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// Random programs with random answers, repairs and cancellations: the engine comes to what <see cref="ReferenceRun"/> comes to.
/// <c>MODEL_STEPS</c> says for how many steps (a few thousand by default), <c>MODEL_SEED</c> where to begin.
/// </summary>
public class ModelTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly OfficeDirectory Office = new(Desk.Everyone);

    [Fact]
    public void The_engine_comes_to_what_the_reference_interpreter_comes_to()
    {
        var wanted = Number("MODEL_STEPS", 10_000);
        var first = Number("MODEL_SEED", 1);
        var (steps, seed) = (0L, first);
        for (; steps < wanted; seed++)
            steps += new Walk(seed).ToTheEnd();
        output.WriteLine($"{seed - first} programs, {steps} steps");
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>One program from its start until nothing can happen any more.</summary>
    private sealed class Walk
    {
        private const int MaximumStimuli = 60;

        private readonly int _seed;
        private readonly Random _random;
        private readonly Step _program;
        private readonly Dictionary<string, int> _variables;
        private readonly CompiledDefinition _definition;
        private readonly bool _stopsAtFaults;
        private readonly Dictionary<ExecutionId, string> _open = [];
        private readonly SortedDictionary<string, int> _completed = new(StringComparer.Ordinal);
        private WorkflowInstance? _instance;
        private DateTimeOffset _now = Start;
        private int _steps;

        public Walk(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            var byTokens = seed % 3 == 0;
            _stopsAtFaults = seed % 4 == 0;
            var drawn = new RandomProgram(_random, byTokens);
            _program = drawn.Draw();
            _variables = drawn.Variables;
            _definition = CompiledDefinition.Compile(WorkflowDefinition.Read(new JsonObject
            {
                ["definitionId"] = "model",
                ["variables"] = new JsonArray([.. _variables.Select(variable => new JsonObject { ["id"] = variable.Key, ["name"] = variable.Key, ["typeName"] = "Int32", ["value"] = variable.Value.ToString(CultureInfo.InvariantCulture) })]),
                ["customProperties"] = new JsonObject { [WorkflowDefinition.ExecutionModeProperty] = byTokens ? "TokenBased" : "CounterBased" },
                ["options"] = new JsonObject { ["incidentStrategyType"] = _stopsAtFaults ? "FaultStrategy" : "ContinueWithIncidentsStrategy" },
                ["root"] = _program.ToJson(),
            }), DefinitionResources.None);
        }

        public int ToTheEnd()
        {
            try
            {
                var trigger = Trigger();
                Take(new Stimulus.Started(new Guid(_seed, 0, 0, new byte[8]), null, new Dictionary<string, Value>(), TriggerActivityId: trigger));
                var reference = new ReferenceRun(_program, _variables, trigger);
                Compare(reference);
                for (var i = 0; i < MaximumStimuli && !reference.IsOver; i++)
                {
                    if (_random.Next(40) == 0)
                        Cancel(reference);
                    else if (reference.Faulted is { Count: > 0 } faulted && (reference.Waiting.Count == 0 || _random.Next(3) == 0))
                        Repair(reference, faulted);
                    else
                        Answer(reference, reference.Waiting);
                    Compare(reference);
                }
                return _steps;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"MODEL_SEED={_seed}: {e.Message}\n{_program.ToJson().ToJsonString()}", e);
            }
        }

        /// <summary>The event that a flowchart begins with, which may start the run by itself.</summary>
        private string? Trigger() => _program switch
        {
            Step.Chart { Body: Figure.Chain { Figures: [Figure.One { Step: Step.Wait { Type: "Elsa.Event" } wait }, ..] } } when _random.Next(2) == 0 => wait.Id,
            Step.Flow { Steps: [Step.Wait { Type: "Elsa.Event" } wait, ..] } when _random.Next(2) == 0 => wait.Id,
            _ => null,
        };

        private void Cancel(ReferenceRun reference)
        {
            reference.Cancel();
            Take(new Stimulus.Cancelled(null));
        }

        /// <summary>Leaves out what a fault has stopped, or tries it again, repaired or not.</summary>
        private void Repair(ReferenceRun reference, List<string> faulted)
        {
            var step = faulted[_random.Next(faulted.Count)];
            var execution = One(one => one.Node.Id == step && one.Status == ActivityStatus.Faulted);
            var incident = _instance!.Incidents.Single(open => open.Execution == execution.Id).Id;
            if (_random.Next(2) == 0)
            {
                reference.Answer(step, ItemsOf(execution));
                Take(new Stimulus.IncidentSkipped(incident, "Done", Desk.Director.Id));
                return;
            }
            var repaired = _variables.ContainsKey("ok" + step) && _random.Next(2) == 0 ? "ok" + step : null;
            reference.Retry(step, ItemsOf(execution), repaired);
            Take(new Stimulus.IncidentsRetried([incident], repaired is null ? [] : new Dictionary<string, Value> { [repaired] = Value.Of(1) }, Desk.Director.Id));
        }

        private void Answer(ReferenceRun reference, List<string> waiting)
        {
            var step = waiting[_random.Next(waiting.Count)];
            var execution = One(one => one.Node.Id == step && one.Bookmark is not null);
            var (stimulus, isForAll) = Answer(execution);
            if (_stopsAtFaults && reference.Faulted.Count > 0)
            {
                Burst.Run(_definition, _instance, stimulus, Facts).ShouldBe(new BurstResult.Refused(new Refusal(RefusalCode.InstanceFaulted)));
                return;
            }
            reference.Answer(step, isForAll ? null : ItemsOf(execution));
            Take(stimulus);
        }

        private Execution One(Predicate<Execution> kind)
        {
            var found = _instance!.Executions.FindAll(kind);
            return found[_random.Next(found.Count)];
        }

        /// <summary>The numbers of the items that an execution is about, from the outermost.</summary>
        private static string ItemsOf(Execution execution) => execution.Parent is not { } owner ? ""
            : owner.Node.Type == "Elsa.ParallelForEach" ? ItemsOf(owner) + execution.Locals!["CurrentIndex"].AsNumber().ToString(CultureInfo.InvariantCulture)
            : ItemsOf(owner);

        /// <summary>What ends a wait, and whether it ends the others at the step too.</summary>
        private (Stimulus Stimulus, bool IsForAll) Answer(Execution execution)
        {
            switch (execution.Node.Type)
            {
                case "Elsa.Event":
                    return (new Stimulus.EventReceived(execution.Node.Id, Value.Null), true);
                case "Elsa.RunTask":
                    return (new Stimulus.RunTaskCompleted(execution.Bookmark!.Key!["task:".Length..], Value.Null), false);
                case "Elsa.ExecuteWorkflow":
                    return (new Stimulus.ChildEnded(execution.Id, Guid.Empty, WorkflowSubStatus.Finished, Value.EmptyMap), false);
                case "Ops.UserTask":
                    return (new Stimulus.TaskCompleted(execution.UserTask!.Id, Desk.Director.Id, "Done", []), false);
                default:
                    _now = execution.Bookmark!.DueAt!.Value > _now ? execution.Bookmark.DueAt.Value : _now;
                    return (new Stimulus.TimerDue(RowId.Derive(_instance!.Id, execution.Id.Revision, execution.Id.Counter)), false);
            }
        }

        private Facts Facts => new() { Now = _now, Office = Office, Calendar = OfficeCalendar.Default };

        private void Take(Stimulus stimulus)
        {
            var changes = Run(stimulus);
            var again = Run(stimulus);
            var state = InstanceJson.Write(changes.Instance);
            Require(InstanceJson.Write(again.Instance).AsSpan().SequenceEqual(state), "the same input gave another state");
            Require(again.Journal.Select(entry => (entry.Event, entry.Execution)).SequenceEqual(changes.Journal.Select(entry => (entry.Event, entry.Execution))),
                "the same input told another story");
            Follow(changes.Journal);
            _instance = InstanceJson.Read(changes.Instance.ToRow(state), _definition.Definition);
            Require(InstanceJson.Write(_instance).AsSpan().SequenceEqual(state), "the state does not survive being stored");
        }

        private Changes Run(Stimulus stimulus) =>
            Burst.Run(_definition, _instance, stimulus, Facts) is BurstResult.Done done ? done.Changes : throw new InvalidOperationException($"{stimulus} was not taken");

        private void Follow(List<JournalEntry> journal)
        {
            foreach (var entry in journal)
            {
                if (entry is not { OfCase: false, Execution: { } execution, Activity: { } activity })
                    continue;
                switch (entry.Event)
                {
                    case JournalEvents.Started or JournalEvents.Resumed:
                        _steps++;
                        _open[execution] = "Running";
                        break;
                    case JournalEvents.Faulted:
                        _open[execution] = "Faulted";
                        break;
                    case JournalEvents.Completed:
                        _open.Remove(execution);
                        if (activity.Parent is not null)
                            _completed[activity.Id] = _completed.GetValueOrDefault(activity.Id) + 1;
                        break;
                    case JournalEvents.Canceled:
                        _open.Remove(execution);
                        break;
                }
            }
        }

        private void Compare(ReferenceRun reference)
        {
            var instance = _instance!;
            Same("what has completed", _completed.Select(step => $"{step.Key} {step.Value}"), reference.Completed.Select(step => $"{step.Key} {step.Value}"));
            Same("variables", _variables.Keys.Select(name => $"{name} {instance.Variables[name].AsNumber()}"), _variables.Keys.Select(name => $"{name} {reference.Variables[name]}"));
            Same("status", [$"{instance.Status} {instance.SubStatus}"], [StatusOf(reference)]);
            Same("incidents", instance.Incidents.Select(open => instance.Executions.Find(execution => execution.Id == open.Execution)?.Node.Id ?? "nobody's").Order(StringComparer.Ordinal), reference.Faulted.Order(StringComparer.Ordinal));
            Same("what waits", instance.Executions.Where(execution => execution.Bookmark is not null).Select(execution => execution.Node.Id).Order(StringComparer.Ordinal), reference.Waiting.Order(StringComparer.Ordinal));
            if (reference.IsCancelled)
                return;
            Same("journal and state", _open.Select(open => $"{open.Key} {open.Value}").Order(StringComparer.Ordinal), instance.Executions.Select(execution => $"{execution.Id} {execution.Status}").Order(StringComparer.Ordinal));
            Require(instance.Executions.TrueForAll(execution => execution.Parent is null ? execution.Node.Parent is null : instance.Executions.Contains(execution.Parent)), "no owner");
        }

        private string StatusOf(ReferenceRun reference) => reference switch
        {
            { IsCancelled: true } => "Finished Cancelled",
            { IsOver: true } => "Finished Finished",
            { Faulted.Count: > 0 } when _stopsAtFaults => "Running Faulted",
            _ => "Running Suspended",
        };

        private static void Same(string what, IEnumerable<string> actual, IEnumerable<string> expected)
        {
            if (!expected.SequenceEqual(actual))
                throw new InvalidOperationException($"{what}: expected {string.Join(", ", expected)}, but was {string.Join(", ", actual)}");
        }

        private static void Require(bool holds, string otherwise)
        {
            if (!holds)
                throw new InvalidOperationException(otherwise);
        }
    }
}
