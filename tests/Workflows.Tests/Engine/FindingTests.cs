using System.Text.Json.Nodes;
using OpsWorkflows.Activities;

namespace OpsWorkflows.Workflows.Tests.Engine;

public class FindingTests
{
    private static readonly string[] TwoWays = ["Yes", "No"];

    /// <summary>Each kind with a drawing that has it, the activity that it names, and what it names besides.</summary>
    private static readonly Dictionary<FindingKind, (Drawing Drawing, string Activity, string? Value)> Drawings = new()
    {
        [FindingKind.UnknownActivity] = (new Drawing().Add("odd", "Elsa.HttpEndpoint"), "odd", "Elsa.HttpEndpoint version 1"),
        [FindingKind.InputMissing] = (new Drawing().Add("if", "Elsa.FlowDecision"), "if", null),
        [FindingKind.InvalidScript] = (new Drawing().Add("if", "Elsa.FlowDecision", ("condition", "=1 +")), "if", null),
        [FindingKind.NoVariable] = (new Drawing().Add("set", "Elsa.SetVariable", ("value", "1")), "set", null),
        [FindingKind.NoAssignee] = (new Drawing().Add("task", "Ops.UserTask", ("title", "t"), ("limitCount", "3")), "task", null),
        [FindingKind.UnknownForm] = (Task(("form", "none")), "task", "none"),
        [FindingKind.UnknownLadder] = (Task(("ladder", "none")), "task", "none"),
        [FindingKind.UnknownMail] = (new Drawing().Add("mail", "Ops.SendMail", ("toRoles", new[] { "director" }), ("mail", "none")), "mail", "none"),
        [FindingKind.UnknownLimitUnit] = (Task(("limitUnit", "moons")), "task", "moons"),
        [FindingKind.EmbeddedMissing] = (new Drawing().Embed("part", "nothing", 1), "part", "nothing"),
        [FindingKind.Unreachable] = (Task().Add("island", "Elsa.End"), "island", null),
        [FindingKind.NoTimeLimit] = (new Drawing().UserTask("task", "director", ["Done"]), "task", null),
        [FindingKind.UnknownVariable] = (new Drawing().Variable("known").Add("if", "Elsa.FlowDecision", ("condition", "=variables.known || variables.unknown")), "if", "unknown"),
        [FindingKind.BackwardIntoBranch] = (new Drawing()
            .Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).Add("left", "Elsa.WriteLine").Add("right", "Elsa.WriteLine").Add("meet", "Elsa.WriteLine")
            .Connect("fork:A -> left", "fork:B -> right", "left -> meet", "right -> meet", "meet -> left"), "meet", "left"),
        [FindingKind.JoinOfDeadPath] = (Choice("Merge").ByTokens(), "join", "task"),
        [FindingKind.RaceOfWaits] = (Forked().Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Connect("left -> join", "right -> join").ByTokens(), "join", "left"),
        [FindingKind.CascadeOfTwo] = (Choice("Cascade").ByTokens(), "join", null),
        [FindingKind.JoinCancelsContainer] = (Forked(new JsonObject { ["id"] = "inside", ["type"] = "Elsa.Delay", ["version"] = 1 })
            .Add("join", "Elsa.FlowJoin", ("mode", "WaitAny")).Connect("left -> join", "right -> join"), "join", "right"),
        [FindingKind.CompleteInFlowchart] = (Nested("Elsa.Flowchart"), "complete", null),
        [FindingKind.CompleteInContainer] = (Nested("Elsa.Sequence"), "complete", null),
        [FindingKind.ForkWithoutWaits] = (new Drawing().Add("fork", "Elsa.Fork").Set("fork", "joinMode", "WaitAny")
            .Set("fork", "branches", new JsonArray(new JsonObject { ["id"] = "quick", ["type"] = "Elsa.WriteLine", ["version"] = 1 })), "fork", "quick"),
    };

    /// <summary>EmbeddedWorkflowTests has these: they take more than one procedure.</summary>
    private static readonly FindingKind[] OfEmbedding =
        [FindingKind.EmbeddedNotPublished, FindingKind.EmbeddedInItself, FindingKind.EmbeddedTooLarge, FindingKind.FinishInEmbeddable];

    public static TheoryData<FindingKind> Kinds => [.. Enum.GetValues<FindingKind>().Except([FindingKind.RoleWithoutPeople]).Except(OfEmbedding)];

    private static Drawing Task(params (string, object)[] inputs) => new Drawing().UserTask("task", "director", ["Done"], [("limitCount", "3"), .. inputs]);

    private static Drawing Choice(string mergeMode) => new Drawing()
        .UserTask("task", "director", TwoWays, ("limitCount", "3")).Add("yes", "Elsa.WriteLine").Add("no", "Elsa.WriteLine").Add("join", "Elsa.End")
        .Set("join", "customProperties", new JsonObject { ["mergeMode"] = mergeMode })
        .Connect("task:Yes -> yes", "task:No -> no", "yes -> join", "no -> join");

    private static Drawing Forked(JsonObject? insideRight = null)
    {
        var drawing = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).UserTask("left", "director", ["Done"], ("limitCount", "3"));
        drawing.Add("right", insideRight is null ? "Elsa.WriteLine" : "Elsa.Sequence");
        if (insideRight is not null)
            drawing.Set("right", "activities", new JsonArray(insideRight));
        return drawing.Connect("fork:A -> left", "fork:B -> right");
    }

    private static Drawing Nested(string container) => new Drawing().Add("nested", container)
        .Set("nested", "activities", new JsonArray(new JsonObject { ["id"] = "complete", ["type"] = "Elsa.Complete", ["version"] = 1 }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_found_where_it_stands_and_alone(FindingKind kind)
    {
        var (drawing, activity, value) = Drawings[kind];

        var finding = drawing.Compile().Findings.ShouldHaveSingleItem();

        (finding.Kind, finding.Activity.Id, finding.Value).ShouldBe((kind, activity, value));
        finding.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(FindingKind.JoinOfDeadPath)]
    [InlineData(FindingKind.RaceOfWaits)]
    [InlineData(FindingKind.CascadeOfTwo)]
    public void What_only_tokens_suffer_from_is_not_held_against_counters(FindingKind kind)
    {
        var json = Drawings[kind].Drawing.Json();
        json["customProperties"] = new JsonObject();

        CompiledDefinition.Compile(OpsWorkflows.Definitions.WorkflowDefinition.Read(json), DefinitionResources.None).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_fork_of_which_every_way_is_taken_leaves_no_dead_path() =>
        Forked().Add("join", "Elsa.FlowJoin", ("mode", "WaitAll")).Connect("left -> join", "right -> join").ByTokens().Compile().Findings.ShouldBeEmpty();

    [Fact]
    public void What_a_trigger_starts_is_reached()
    {
        var drawing = Task().Add("event", "Elsa.Event", ("eventName", "letter")).Add("after", "Elsa.End").Connect("event -> after");
        drawing.Compile().Findings.Select(finding => finding.Activity.Id).ShouldBe(["event", "after"]);

        drawing.Set("event", "customProperties", new JsonObject { ["canStartWorkflow"] = true }).Set("task", "customProperties", new JsonObject { ["canStartWorkflow"] = true });
        drawing.Compile().Findings.Select(finding => finding.Activity.Id).ShouldNotContain("after");
    }

    [Fact]
    public void Roles_of_tasks_mails_and_ladders_that_nobody_has_are_named()
    {
        var drawing = Task(("ladder", "two")).Ladder("two", """[{"when":"passing","to":["assignee","auditor"],"mail":"late"}]""").Mail("late")
            .Add("mail", "Ops.SendMail", ("toRoles", new[] { "director", "assistant" }), ("mail", "late")).Connect("task -> mail");

        OfficeChecks.Of(drawing.Compile(), new HashSet<string> { "director" }).Select(finding => (finding.Activity.Id, finding.Input, finding.Value))
            .ShouldBe([("task", "ladder", "auditor"), ("mail", "toRoles", "assistant")], ignoreOrder: true);
        OfficeChecks.Of(drawing.Compile(), new HashSet<string> { "director", "auditor", "assistant" }).ShouldBeEmpty();
    }
}
