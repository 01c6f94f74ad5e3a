using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using Xunit.Abstractions;

namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// Random programs with random answers: the engine comes to what <see cref="ReferenceRun"/> comes to. <c>MODEL_STEPS</c> says for how many
/// steps (a few thousand by default), <c>MODEL_SEED</c> where to begin.
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
        private const int MaximumAnswers = 60;

        private readonly int _seed;
        private readonly Random _random;
        private readonly Step _program;
        private readonly CompiledDefinition _definition;
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
            _program = new RandomProgram(_random, byTokens).Draw();
            _definition = CompiledDefinition.Compile(WorkflowDefinition.Read(new JsonObject
            {
                ["definitionId"] = "model",
                ["customProperties"] = new JsonObject { [WorkflowDefinition.ExecutionModeProperty] = byTokens ? "TokenBased" : "CounterBased" },
                ["options"] = new JsonObject { ["incidentStrategyType"] = "ContinueWithIncidentsStrategy" },
                ["root"] = _program.ToJson(),
            }), DefinitionResources.None);
        }

        public int ToTheEnd()
        {
            try
            {
                Take(new Stimulus.Started(new Guid(_seed, 0, 0, new byte[8]), null, new Dictionary<string, Value>()));
                var reference = new ReferenceRun(_program);
                Compare(reference);
                for (var i = 0; i < MaximumAnswers && reference.Waiting is { Count: > 0 } waiting; i++)
                {
                    var step = waiting[_random.Next(waiting.Count)];
                    var nth = _random.Next(waiting.Count(other => other == step));
                    var (stimulus, isForAll) = Answer(step, nth);
                    reference.Answer(step, isForAll ? null : nth);
                    Take(stimulus);
                    Compare(reference);
                }
                return _steps;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"MODEL_SEED={_seed}: {e.Message}\n{_program.ToJson().ToJsonString()}", e);
            }
        }

        /// <summary>What ends the n-th wait at a step, and whether it ends the others there too.</summary>
        private (Stimulus Stimulus, bool IsForAll) Answer(string step, int nth)
        {
            var execution = _instance!.Executions.Where(one => one.Node.Id == step && one.Bookmark is not null).ElementAt(nth);
            switch (execution.Node.Type)
            {
                case "Elsa.Event":
                    return (new Stimulus.EventReceived(step, Value.Null), true);
                case "Elsa.RunTask":
                    return (new Stimulus.RunTaskCompleted(execution.Bookmark!.Key!["task:".Length..], Value.Null), false);
                case "Ops.UserTask":
                    return (new Stimulus.TaskCompleted(execution.UserTask!.Id, Desk.Director.Id, "Done", []), false);
                default:
                    _now = execution.Bookmark!.DueAt!.Value > _now ? execution.Bookmark.DueAt.Value : _now;
                    return (new Stimulus.TimerDue(RowId.Derive(_instance.Id, execution.Id.Revision, execution.Id.Counter)), false);
            }
        }

        private void Take(Stimulus stimulus)
        {
            var facts = new Facts { Now = _now, Office = Office, Calendar = OfficeCalendar.Default };
            var changes = Burst.Run(_definition, _instance, stimulus, facts).ShouldBeOfType<BurstResult.Done>().Changes;
            var again = Burst.Run(_definition, _instance, stimulus, facts).ShouldBeOfType<BurstResult.Done>().Changes;
            var state = InstanceJson.Write(changes.Instance);
            InstanceJson.Write(again.Instance).AsSpan().SequenceEqual(state).ShouldBeTrue("the same input gave another state");
            again.Journal.Select(entry => (entry.Event, entry.Execution)).SequenceEqual(changes.Journal.Select(entry => (entry.Event, entry.Execution)))
                .ShouldBeTrue("the same input told another story");
            Follow(changes.Journal);
            _instance = Read(changes.Instance, state);
            InstanceJson.Write(_instance).AsSpan().SequenceEqual(state).ShouldBeTrue("the state does not survive being stored");
        }

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
            var waiting = instance.Executions.Where(execution => execution.Bookmark is not null).Select(execution => execution.Node.Id).Order(StringComparer.Ordinal);
            waiting.ShouldBe(reference.Waiting.Order(StringComparer.Ordinal), "what waits");
            _completed.ShouldBe(reference.Completed, "what has completed");
            instance.Status.ShouldBe(reference.IsOver ? WorkflowStatus.Finished : WorkflowStatus.Running);
            instance.Incidents.Count.ShouldBe(reference.Faulted, "incidents");
            instance.Executions.Select(execution => $"{execution.Id} {execution.Status}").Order(StringComparer.Ordinal)
                .ShouldBe(_open.Select(open => $"{open.Key} {open.Value}").Order(StringComparer.Ordinal), "the journal and the state differ");
            instance.Executions.ShouldAllBe(execution => execution.Parent == null ? execution.Node.Parent == null : instance.Executions.Contains(execution.Parent), "no owner");
        }

        private WorkflowInstance Read(WorkflowInstance instance, byte[] state) => InstanceJson.Read(
            new InstanceRow
            {
                Id = instance.Id,
                DefinitionVersionId = _definition.Definition.VersionId,
                Revision = instance.Revision,
                Status = instance.Status,
                SubStatus = instance.SubStatus,
                CreatedAt = instance.CreatedAt,
                State = state,
            },
            _definition.Definition);
    }
}
