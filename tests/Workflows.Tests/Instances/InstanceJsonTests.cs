using System.Text;
using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Instances;

public class InstanceJsonTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 15, 123, TimeSpan.Zero);
    static readonly Guid Id = new("00000000-0000-0000-0000-0000000000aa");
    static readonly Guid Task = new("00000000-0000-0000-0000-0000000000bb");

    /// <summary>An instance that uses every member there is.</summary>
    static WorkflowInstance Full(WorkflowDefinition definition)
    {
        var instance = new WorkflowInstance
        {
            Id = Id,
            Definition = definition,
            Revision = 7,
            SubStatus = WorkflowSubStatus.Suspended,
            Name = "nazwa ąę",
            CorrelationId = "c-1",
            CreatedAt = Now,
            TriggerActivityId = "received",
            Parent = new ParentLink(new Guid("00000000-0000-0000-0000-0000000000ee"), new(3, 1)),
            Depth = 2,
            ToldByOthers = true,
            Urgent = true,
            SuspendedOn = new DateOnly(2026, 3, 1),
            CaseStatus = "analysis",
        };
        instance.Incidents.Add(new(new Guid("00000000-0000-0000-0000-0000000000cc"), new(7, 4)));
        instance.Variables["v-assistant"] = Value.Of("Łucja \"L\" <b>");
        instance.Variables["v-rows"] = Value.Parse("""[{"sum":12.5,"ok":true,"none":null},[1,2]]""");
        instance.Inputs["source"] = Value.Of(3);
        instance.People["assistant"] = new Guid("00000000-0000-0000-0000-000000000002");
        instance.Milestones["received"] = new DateOnly(2025, 12, 18);
        instance.Repeats["visit"] = new Repeat(new DateOnly(2026, 1, 1), 3);
        instance.Limits.Add(new OpenLimit
        {
            Id = new Guid("00000000-0000-0000-0000-0000000000cc"),
            Key = "interview",
            TaskId = Task,
            Limit = TimeLimit.Count(new DateOnly(2025, 12, 18), 14, LimitUnit.Days),
            EndsAt = Now.AddDays(3),
            Ladder = "default",
            NextRung = 2,
            NextRungAt = Now.AddDays(1),
            Missed = true,
        });
        instance.Limits.Add(new OpenLimit
        {
            Id = new Guid("00000000-0000-0000-0000-0000000000dd"),
            Key = "first-meeting",
            Limit = TimeLimit.CountHours(Now, 48).ExtendBy(2),
            EndsAt = Now.AddHours(96),
        });
        var workflow = new Execution(new(1, 1), definition.Nodes[0], null) { Status = ActivityStatus.Running, Position = 1 };
        var flow = new Execution(new(1, 2), definition.Find("flow")!, workflow) { Status = ActivityStatus.Running, Flow = new FlowCounters(4, 4) };
        flow.Flow.ActivityVisits[1] = 2;
        flow.Flow.ConnectionVisits[2] = 3;
        flow.Flow.LastFollowed[2] = true;
        instance.Executions.AddRange(
        [
            workflow, flow,
            new Execution(new(7, 3), definition.Find("interview")!, flow)
            {
                Status = ActivityStatus.Running, Backward = true, Bookmark = new("Ops.UserTask", null, null), UserTask = new(Task, "social-worker", EngineOffice.Worker),
            },
            new Execution(new(7, 4), definition.Find("plan")!, flow) { Status = ActivityStatus.Faulted, OwnerTold = true, Bookmark = new("Elsa.Event", "event:letter", Now) },
        ]);
        return instance;
    }

    static WorkflowDefinition Definition() => WorkflowDefinition.Read(SampleProcedure.Document());

    [Fact]
    public void What_is_written_is_read_back_whole()
    {
        var instance = Full(Definition());

        var read = InstanceJson.Read(instance.ToRow(), instance.Definition);

        read.ShouldBeEquivalentTo(instance);
    }

    [Fact]
    public void A_parent_in_which_nothing_waits_is_read_back_too()
    {
        var definition = Definition();
        var instance = new WorkflowInstance { Id = Id, Definition = definition, CreatedAt = Now, Parent = new ParentLink(Task, null) };

        InstanceJson.Read(instance.ToRow(), definition).Parent.ShouldBe(instance.Parent);
    }

    [Fact]
    public void The_order_that_the_database_gives_to_members_does_not_matter()
    {
        var instance = Full(Definition());
        var state = Reversed(JsonNode.Parse(InstanceJson.Write(instance)))!.ToJsonString();

        var read = InstanceJson.Read(instance.ToRow(Encoding.UTF8.GetBytes(state)), instance.Definition);

        JsonNode.DeepEquals(JsonNode.Parse(InstanceJson.Write(read)), JsonNode.Parse(InstanceJson.Write(instance))).ShouldBeTrue();

        static JsonNode? Reversed(JsonNode? node) => node switch
        {
            JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Reversed)]),
            _ => node?.DeepClone(),
        };
    }

    [Fact]
    public void An_operator_can_read_it_and_nothing_empty_is_in_it()
    {
        var definition = Definition();
        var instance = new WorkflowInstance { Id = Id, Definition = definition, CreatedAt = Now, Revision = 1 };
        instance.Executions.Add(new Execution(new(1, 1), definition.Nodes[0], null) { Status = ActivityStatus.Running });
        instance.Executions.Add(new Execution(new(1, 2), definition.Find("flow")!, instance.Executions[0]) { Status = ActivityStatus.Running, Flow = new FlowCounters(4, 4) });
        instance.Executions[1].Flow!.ConnectionVisits[1] = 1;

        Encoding.UTF8.GetString(InstanceJson.Write(instance)).ShouldBe(
            """{"executions":[{"id":"1-1","activity":"Workflow1","status":"Running"},{"id":"1-2","activity":"flow","parent":"1-1","status":"Running","flow":{"connections":{"interview:Done->assign":1}}}]}""");
    }

    [Fact]
    public void Counters_survive_a_version_in_which_other_activities_stand_before_theirs()
    {
        var instance = Full(Definition());
        var newer = SampleProcedure.Document();
        var activities = newer["root"]!["activities"]!.AsArray();
        var interview = activities[1]!;
        activities.RemoveAt(1);
        activities.Add(interview);
        newer["root"]!["connections"]!.AsArray().RemoveAt(0);

        var read = InstanceJson.Read(instance.ToRow(), WorkflowDefinition.Read(newer));

        var flow = read.Executions[1].Flow!;
        flow.ActivityVisits.ShouldBe([0, 0, 0, 2]);
        flow.ConnectionVisits.ShouldBe([0, 3, 0]);
        flow.LastFollowed.ShouldBe([false, true, false]);
    }

    [Fact]
    public void A_state_whose_live_activity_the_definition_lacks_is_refused_by_name()
    {
        var instance = Full(Definition());
        var newer = SampleProcedure.Document();
        newer["root"]!["activities"]!.AsArray().RemoveAt(1);
        newer["root"]!["connections"] = new JsonArray();

        Should.Throw<StateFormatException>(() => InstanceJson.Read(instance.ToRow(), WorkflowDefinition.Read(newer)))
            .Message.ShouldContain("has no activity 'interview'");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"executions":[{}]}""")]
    [InlineData("""{"executions":[{"id":"1-2","activity":"flow","parent":"1-1","status":"Running"}]}""")]
    [InlineData("""{"milestones":{"received":"yesterday"}}""")]
    public void A_damaged_state_is_refused(string state)
    {
        var instance = Full(Definition());

        Should.Throw<StateFormatException>(() => InstanceJson.Read(instance.ToRow(Encoding.UTF8.GetBytes(state)), instance.Definition));
    }
}
