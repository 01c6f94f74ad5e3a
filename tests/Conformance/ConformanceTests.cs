using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpsWorkflows.Conformance;

/// <summary>The engine against recordings of the real Elsa engine, event by event.</summary>
public class ConformanceTests(ConformanceTests.Report report) : IClassFixture<ConformanceTests.Report>
{
    private const string LostOwner = "Exception: Lost an owner context";

    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("counter")]
    [InlineData("token")]
    public void Every_recorded_trace_comes_out_the_same(string flowchartMode)
    {
        var (passed, without, failed) = (0, 0, new List<string>());
        foreach (var oracle in OracleCase.All())
        {
            if (oracle.TraceIn(flowchartMode) is not { } expected)
            {
                without++;
                continue;
            }
            var missing = oracle.ActivityTypes().Where(type => ActivityRegistry.Find(type, 1) is null).Distinct().ToList();
            var difference = missing.Count > 0 ? "the engine does not run " + string.Join(", ", missing) : Try(oracle, expected, flowchartMode);
            if (difference is null)
                passed++;
            else
                failed.Add($"{oracle.Name}: {difference}");
        }
        report.Line($"{flowchartMode}: {passed} of {passed + failed.Count} cases came out the same; {without} have no trace in this mode");
        failed.ForEach(report.Line);
        failed.ShouldBeEmpty();
        passed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("""[{"exception": "Exception: Lost an owner context"}]""")]
    [InlineData("""[{"exception": "Exception: anything else"}]""")]
    [InlineData("""[{"events": [], "status": "Running", "subStatus": "Suspended", "bookmarks": []}]""")]
    public void A_run_does_not_pass_for_one_that_went_another_way(string recording)
    {
        foreach (var oracle in OracleCase.All().Where(oracle => oracle.TraceIn("counter") is { } trace && !trace[^1]!.AsObject().ContainsKey("exception")).Take(20))
            Try(oracle, JsonNode.Parse(recording)!.AsArray(), "counter").ShouldNotBeNull(oracle.Name);
    }

    /// <summary>What is to be read in the output of the test run itself, also when all is well.</summary>
    public sealed class Report(IMessageSink messages)
    {
        internal void Line(string line) => messages.OnMessage(new DiagnosticMessage(line));
    }

    /// <summary>What is different; an exception of the engine is a difference of its case and keeps no other one from being tried.</summary>
    private static string? Try(OracleCase oracle, JsonArray expectedTrace, string flowchartMode)
    {
        try
        {
            return Compare(oracle, expectedTrace, flowchartMode);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }

    private static string? Compare(OracleCase oracle, JsonArray expectedTrace, string flowchartMode)
    {
        var definition = CompiledDefinition.Compile(WorkflowDefinition.Read(oracle.DefinitionIn(flowchartMode)), DefinitionResources.None);
        var facts = new Facts { Now = Now, Office = OfficeDirectory.Empty, Calendar = OfficeCalendar.Default };
        WorkflowInstance? instance = null;
        BurstTrace? trace = null;
        var steps = oracle.Script.Select(step => step!.AsObject()).ToList();
        if (steps.Count == 0 || !steps[0].ContainsKey("start"))
            steps.Insert(0, new JsonObject { ["start"] = new JsonObject() });
        var thrown = (string?)expectedTrace[^1]!["exception"];
        if (thrown is not (null or LostOwner))
            return $"no rule says when Elsa throws '{thrown}'";
        // A recording that broke off and has no other entry does not say before which step.
        int? breaksOffAt = thrown is null || expectedTrace.Count == 1 ? null : expectedTrace.Count - 1;
        var lostOwner = false;
        for (var i = 0; i < steps.Count; i++)
        {
            // Elsa finds out when it reads the state back, for the step after.
            if (thrown is not null && lostOwner)
                return breaksOffAt is null || breaksOffAt == i ? null : $"step {i}: Elsa throws later";
            if (i == breaksOffAt)
                break;
            var expected = thrown is not null && breaksOffAt is null ? null : expectedTrace[i]!.AsObject();
            if (expected?.ContainsKey("note") == true)
                continue;
            trace = new BurstTrace(trace);
            var result = Burst.Run(definition, instance, StimulusOf(steps[i]), facts, trace);
            if (result is not BurstResult.Done done)
                return $"step {i}: {result}";
            instance = done.Changes.Instance;
            lostOwner = instance.Executions.Exists(execution => execution is { IsLive: true, Parent.IsLive: false });
            if (expected is not null && Difference(expected, trace, done.Changes) is { } difference)
                return $"step {i}: {difference}";
            if (!lostOwner)
                instance = instance.StoredAndRead();
        }
        return thrown is null ? null : "Elsa loses the owner of a wait, this engine does not";
    }

    private static Stimulus StimulusOf(JsonObject step) => step["start"] is JsonObject start
        ? new Stimulus.Started(Guid.CreateVersion7(), null, new Dictionary<string, Value>(), TriggerActivityId: (string?)start["triggerActivityId"])
        : step.ContainsKey("cancel") ? new Stimulus.Cancelled(null)
        : new Stimulus.WaitEnded((string)step["resume"]!, Value.Undefined, (int?)step["nth"] ?? 1);

    private static string? Difference(JsonObject expected, BurstTrace trace, Changes changes)
    {
        var instance = changes.Instance;
        return Different("events", Texts(expected["events"]), trace.Events())
            ?? Different("output", Texts(expected["output"]), trace.Lines)
            ?? Different("status", [(string)expected["status"]!, (string)expected["subStatus"]!], [instance.Status.ToString(), instance.SubStatus.ToString()])
            ?? Different("bookmarks",
                [.. ((JsonArray)expected["bookmarks"]!).Select(bookmark => (string)bookmark!["activityId"]!).Order(StringComparer.Ordinal)],
                [.. instance.Executions.Where(execution => execution.Bookmark is not null).Select(execution => execution.Node.Id).Order(StringComparer.Ordinal)])
            ?? Different("open contexts",
                [.. Texts(expected["openContexts"]).Order(StringComparer.Ordinal)],
                [.. instance.Executions.Where(execution => execution.IsLive).Select(execution => $"{execution.Node.Id} {execution.Status}").Order(StringComparer.Ordinal)])
            ?? Different("incidents", Texts(expected["incidents"])[(instance.Incidents.Count - changes.Incidents.Count)..], [.. changes.Incidents.Select(incident => $"{incident.ActivityId}: {incident.Message}")]);
    }

    private static List<string> Texts(JsonNode? array) => array is JsonArray items ? [.. items.Select(item => (string)item!)] : [];

    private static string? Different(string what, List<string> expected, List<string> actual) =>
        expected.SequenceEqual(actual) ? null : $"{what}\n  expected {string.Join(", ", expected)}\n  but was  {string.Join(", ", actual)}";
}
