using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>A published procedure that is a step of another one.</summary>
public class EmbeddedWorkflowTests
{
    private static readonly string[] YesOrNo = ["Yes", "No"];

    private static Desk Started(Shelf shelf, string versionId = "outer:1", params (string Name, Value Value)[] inputs) =>
        new Desk(shelf.Compile(versionId), "2026-01-05T09:00:00+01:00").Start(inputs: inputs);

    private static Action<JsonObject> Shaped(string members) => json =>
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            json[name] = value?.DeepClone();
    };

    /// <summary>Takes an amount, gives its double as Sum.</summary>
    private static Shelf WithDouble() => new Shelf().Put("double", 1,
        new Drawing().Add("give", "Elsa.SetOutput", ("outputName", "Sum"), ("outputValue", "=getInput('Amount') * 2")),
        shape: Shaped("""{"inputs":[{"name":"Amount","type":"Int32"}],"outputs":[{"name":"Sum","type":"Int32"}]}"""));

    /// <summary>Asks whether to go on, and completes with the answer.</summary>
    private static Shelf WithQuestion(Action<Drawing>? draw = null)
    {
        var drawing = new Drawing().UserTask("ask", "director", YesOrNo, ("limitCount", "3"))
            .Add("yes", "Elsa.Complete", ("outcomes", new[] { "Approved" })).Add("no", "Elsa.Complete", ("outcomes", new[] { "Rejected" }))
            .Connect("ask:Yes -> yes", "ask:No -> no");
        draw?.Invoke(drawing);
        return new Shelf().Put("question", 1, drawing, shape: Shaped("""{"outcomes":["Approved","Rejected"]}"""));
    }

    private static JsonObject Bound(string variable) => new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private static Value Variable(Desk desk, string name) => desk.Instance.Variables[name];

    [Fact]
    public void Inputs_are_worked_out_outside_and_outputs_go_to_the_variables_they_are_bound_to()
    {
        var shelf = WithDouble().Put("outer", 1, new Drawing().Variable("total").Variable("after")
            .Embed("calc", "double", 1, ("amount", "=getInput('given') + 1"), ("sum", Bound("total")))
            .Add("note", "Elsa.SetVariable", ("variable", JsonValue.Create("after")), ("value", "=getOutputFrom('calc', 'Sum') + 1")).Connect("calc -> note"));

        var desk = Started(shelf, inputs: ("given", Value.Of(20)));

        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (Variable(desk, "total"), Variable(desk, "after")).ShouldBe((Value.Of(42), Value.Of(43)));
        desk.Instance.Outputs.ShouldBeEmpty();
    }

    [Fact]
    public void A_number_that_the_designer_stored_as_text_is_a_number_inside_and_what_is_not_given_is_nothing()
    {
        var shelf = WithDouble().Put("outer", 1, new Drawing().Variable("total").Embed("calc", "double", 1, ("amount", "21"), ("sum", Bound("total"))))
            .Put("outer", 2, new Drawing().Variable("total").Embed("calc", "double", 1, ("amount", ""), ("sum", Bound("total"))));

        Variable(Started(shelf), "total").ShouldBe(Value.Of(42));
        Variable(Started(shelf, "outer:2"), "total").ShouldBe(Value.Of(0));
    }

    [Fact]
    public void Its_variables_are_its_own_and_may_have_the_names_of_those_outside()
    {
        var inner = new Drawing().Variable("total").Add("set", "Elsa.SetVariable", ("variable", JsonValue.Create("total")), ("value", "inside"))
            .Add("give", "Elsa.SetOutput", ("outputName", "Seen"), ("outputValue", "=variables.total")).Connect("set -> give");
        var shelf = new Shelf().Put("inner", 1, inner, shape: Shaped("""{"outputs":[{"name":"Seen","type":"String"}]}"""))
            .Put("outer", 1, new Drawing().Variable("total").Variable("Seen").Add("set", "Elsa.SetVariable", ("variable", JsonValue.Create("total")), ("value", "outside"))
                .Embed("part", "inner", 1, ("seen", Bound("Seen"))).Connect("set -> part"));

        var desk = Started(shelf);

        (Variable(desk, "total"), Variable(desk, "Seen")).ShouldBe((Value.Of("outside"), Value.Of("inside")));
    }

    [Theory]
    [InlineData("Yes", "agreed")]
    [InlineData("No", "refused")]
    public void It_waits_for_a_person_inside_and_is_left_by_the_outcome_that_it_completes_with(string answer, string next)
    {
        var shelf = WithQuestion().Put("outer", 1, new Drawing().Embed("decide", "question", 1)
            .UserTask("agreed", "director", ["Done"], ("limitCount", "3")).UserTask("refused", "director", ["Done"], ("limitCount", "3"))
            .Connect("decide:Approved -> agreed", "decide:Rejected -> refused"));
        var desk = Started(shelf);
        desk.Steps.ShouldBe(["ask"]);

        desk.Complete("ask", answer);

        desk.Steps.ShouldBe([next]);
        desk.Complete(next, "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_procedure_that_just_ends_is_left_by_Done()
    {
        var shelf = new Shelf().Put("short", 1, new Drawing().Add("line", "Elsa.WriteLine").Add("end", "Elsa.End").Connect("line -> end"))
            .Put("outer", 1, new Drawing().Embed("part", "short", 1).UserTask("after", "director", ["Done"], ("limitCount", "3")).Connect("part -> after"));

        Started(shelf).Steps.ShouldBe(["after"]);
    }

    [Fact]
    public void A_Finish_inside_ends_the_whole_case_as_in_Elsa_and_the_procedure_is_warned_of_it()
    {
        var shelf = new Shelf().Put("short", 1, new Drawing().Add("finish", "Elsa.Finish"))
            .Put("outer", 1, new Drawing().Embed("part", "short", 1).UserTask("after", "director", ["Done"], ("limitCount", "3")).Connect("part -> after"));

        Started(shelf).Instance.Status.ShouldBe(WorkflowStatus.Finished);
        var warning = shelf.Compile("short:1").Findings.ShouldHaveSingleItem();
        (warning.Kind, warning.Activity.Id, warning.IsError).ShouldBe((FindingKind.FinishInEmbeddable, "finish", false));
    }

    [Fact]
    public void Two_uses_of_one_procedure_stand_side_by_side_and_are_told_apart()
    {
        var shelf = WithQuestion().Put("outer", 1, new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Embed("first", "question", 1).Embed("second", "question", 1).Add("join", "Elsa.FlowJoin", ("mode", "WaitAll"))
            .Connect("fork:A -> first", "fork:B -> second", "first:Approved -> join", "second:Approved -> join"));
        var desk = Started(shelf);

        desk.OpenTasks.Values.Select(task => (task.Step, task.ActivityId)).ShouldBe([("ask", "first/ask"), ("ask", "second/ask")], ignoreOrder: true);
        var waiting = desk.Instance.Executions.Where(execution => execution.UserTask is not null).Select(execution => execution.Node).ToList();
        waiting.Select(node => node.NodeId).ShouldBe(["Workflow1:flow:first:Workflow1:flow:ask", "Workflow1:flow:second:Workflow1:flow:ask"]);
        waiting.Select(node => node.OwnId).ShouldBe(["ask", "ask"]);
        foreach (var task in desk.OpenTasks.Values.ToList())
            desk.Send(new Stimulus.TaskCompleted(task.Id, Desk.Director.Id, "Yes", []));
        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Scripts_inside_see_what_their_own_activities_gave_and_not_those_of_the_same_name_outside()
    {
        static Drawing Telling(string text) => new Drawing().Add("tell", "Elsa.RunJavaScript", ("script", $"'{text}'"))
            .Add("give", "Elsa.SetOutput", ("outputName", "Told"), ("outputValue", "=getOutputFrom('tell')")).Connect("tell -> give");
        var told = Shaped("""{"outputs":[{"name":"Told","type":"String"}]}""");
        var outer = new Drawing().Variable("a").Variable("b").Variable("c").Add("tell", "Elsa.RunJavaScript", ("script", "'outside'"))
            .Embed("one", "inner", 1, ("told", Bound("a"))).Embed("two", "other", 1, ("told", Bound("b")))
            .Add("last", "Elsa.SetVariable", ("variable", JsonValue.Create("c")), ("value", "=getOutputFrom('tell')"))
            .Connect("tell -> one", "one -> two", "two -> last");

        var desk = Started(new Shelf().Put("inner", 1, Telling("inside"), shape: told).Put("other", 1, Telling("elsewhere"), shape: told).Put("outer", 1, outer));

        (Variable(desk, "a"), Variable(desk, "b"), Variable(desk, "c")).ShouldBe((Value.Of("inside"), Value.Of("elsewhere"), Value.Of("outside")));
    }

    [Fact]
    public void Procedures_nest_and_hand_inputs_down_and_outputs_up()
    {
        var shelf = WithDouble()
            .Put("fourfold", 1, new Drawing().Variable("half")
                .Embed("first", "double", 1, ("amount", "=getInput('Amount')"), ("sum", Bound("half")))
                .Embed("second", "double", 1, ("amount", "=variables.half"), ("sum", Bound("Sum"))).Connect("first -> second"),
                shape: Shaped("""{"inputs":[{"name":"Amount","type":"Int32"}],"outputs":[{"name":"Sum","type":"Int32"}]}"""))
            .Put("outer", 1, new Drawing().Variable("total").Embed("calc", "fourfold", 1, ("amount", "10"), ("sum", Bound("total"))));

        var desk = Started(shelf);

        Variable(desk, "total").ShouldBe(Value.Of(40));
        shelf.Compile("outer:1").Definition.Find("calc/second/give")!.NodeId.ShouldBe("Workflow1:flow:calc:Workflow1:flow:second:Workflow1:flow:give");
    }

    [Fact]
    public void It_runs_anew_in_each_round_of_a_loop()
    {
        var body = new Drawing().Embed("calc", "double", 1, ("amount", "=variables.CurrentValue"), ("sum", Bound("total"))).Json()["root"]!["activities"]![0]!;
        var shelf = WithDouble().Put("outer", 1, new Drawing().Variable("total").Add("each", "Elsa.ForEach", ("items", "=[1, 2, 5]")).Set("each", "body", body.DeepClone()));

        Variable(Started(shelf), "total").ShouldBe(Value.Of(10));
    }

    [Fact]
    public void An_event_reaches_what_waits_inside_and_one_that_could_start_the_procedure_by_itself_waits_there_like_any_other()
    {
        var inner = new Drawing().Add("letter", "Elsa.Event", ("eventName", "letter")).Set("letter", "customProperties", new JsonObject { ["canStartWorkflow"] = true });
        var shelf = new Shelf().Put("inner", 1, inner).Put("outer", 1, new Drawing().Embed("part", "inner", 1));
        var desk = Started(shelf);

        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        Triggers.Of(shelf.Compile("outer:1"), DateTimeOffset.UnixEpoch).ShouldBeEmpty();
        desk.Send(new Stimulus.EventReceived("letter", Value.Undefined)).ShouldBeOfType<OpsWorkflows.Engine.BurstResult.Done>();
        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_fault_inside_is_an_incident_that_is_repaired_there()
    {
        var shelf = new Shelf().Put("inner", 1, new Drawing().Variable("number").Add("odd", "Elsa.FlowDecision", ("condition", "=variables.number.no.thing"))
                .UserTask("ask", "director", ["Done"], ("limitCount", "3")).Connect("odd:True -> ask"))
            .Put("outer", 1, new Drawing().Embed("part", "inner", 1));
        var desk = Started(shelf);

        var incident = desk.Last.Incidents.ShouldHaveSingleItem();
        incident.ActivityId.ShouldBe("part/odd");
        desk.Send(new Stimulus.IncidentSkipped(incident.Id, "True", Desk.Director.Id)).ShouldBeOfType<OpsWorkflows.Engine.BurstResult.Done>();
        desk.Steps.ShouldBe(["ask"]);
        desk.Complete("ask", "Done").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_cancellation_takes_what_is_open_inside_along()
    {
        var shelf = WithQuestion().Put("outer", 1, new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" }))
            .Embed("decide", "question", 1).UserTask("quick", "director", ["Done"], ("limitCount", "3")).Add("join", "Elsa.FlowJoin", ("mode", "WaitAny"))
            .Connect("fork:A -> decide", "fork:B -> quick", "decide:Approved -> join", "quick -> join").ByTokens());
        var desk = Started(shelf);

        desk.Complete("quick", "Done");

        desk.Steps.ShouldBeEmpty();
        desk.Instance.Executions.ShouldBeEmpty();
        desk.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Its_tasks_use_the_forms_ladders_and_mails_of_its_own_version()
    {
        static Drawing Asking(string field) => new Drawing().Form("sheet", $$"""[{"name":"{{field}}","label":"l","type":"text","required":true}]""")
            .Ladder("late", """[{"when":"passing","to":["assignee"],"mail":"late"}]""").Mail("late").Mail("assigned")
            .UserTask("ask", "director", ["Done"], ("limitCount", "3"), ("form", "sheet"), ("ladder", "late"));
        var inner = Asking("inner");
        var shelf = new Shelf().Put("inner", 1, inner).Put("outer", 1, Asking("outer").Embed("part", "inner", 1).Connect("ask -> part"));
        var compiled = shelf.Compile("outer:1");
        var desk = new Desk(compiled, "2026-01-05T09:00:00+01:00").Start();

        desk.Complete("ask", "Done", answers: """{"outer":"x"}""");
        var task = desk.TaskOf("ask");
        desk.MoveTo("2026-01-20T09:00:00+01:00");

        compiled.Resources.Forms[task.Form!].Fields.ShouldHaveSingleItem().Name.ShouldBe("inner");
        compiled.OwnResources.Forms.Keys.ShouldBe(["sheet"]);
        desk.Mails.Select(mail => mail.Mail.Text).Distinct().ShouldBe(["assigned", "inner:1/assigned", "inner:1/late"]);
        compiled.Resources.Mails.Keys.ShouldContain("inner:1/late");
        desk.TryComplete("ask", "Done", answers: """{"outer":"x"}""").ShouldBeOfType<OpsWorkflows.Engine.BurstResult.Refused>();
        desk.Complete("ask", "Done", answers: """{"inner":"x"}""").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void A_procedure_flows_as_it_was_drawn_whatever_the_one_around_it_does()
    {
        // Counters wait for both branches, tokens would go past each at its own time.
        var inner = new Drawing().Add("fork", "Elsa.FlowFork", ("branches", new[] { "A", "B" })).UserTask("left", "director", ["Done"], ("limitCount", "3"))
            .Add("right", "Elsa.WriteLine").UserTask("meet", "director", ["Done"], ("limitCount", "3"))
            .Connect("fork:A -> left", "fork:B -> right", "left -> meet", "right -> meet");
        var shelf = new Shelf().Put("inner", 1, inner).Put("outer", 1, new Drawing().Embed("part", "inner", 1).ByTokens());

        var flow = Started(shelf).Instance.Executions.Single(execution => execution.Node.Id == "part/flow");

        (flow.Flow is not null, flow.Tokens is null).ShouldBe((true, true));
    }

    [Fact]
    public void The_state_of_what_waits_inside_is_written_and_read_back()
    {
        var shelf = WithQuestion().Put("outer", 1, new Drawing().Embed("decide", "question", 1)
            .UserTask("agreed", "director", ["Done"], ("limitCount", "3")).Connect("decide:Approved -> agreed"));
        var desk = Started(shelf);

        var read = InstanceJson.Read(desk.Instance.ToRow(), shelf.Compile("outer:1").Definition);

        read.Executions.Select(execution => execution.Node.Id).ShouldBe(["Workflow1", "flow", "decide", "decide/Workflow1", "decide/flow", "decide/ask"]);
    }

    [Fact]
    public void A_pinned_version_stays_whatever_is_published_later_and_an_unpinned_one_is_pinned_to_the_published()
    {
        static Drawing Line(string text) => new Drawing().Add("give", "Elsa.SetOutput", ("outputName", "Text"), ("outputValue", text));
        var text = Shaped("""{"outputs":[{"name":"Text","type":"String"}]}""");
        var shelf = new Shelf().Put("inner", 1, Line("old"), shape: text).Put("inner", 2, Line("new"), shape: text)
            .Put("outer", 1, new Drawing().Variable("seen").Embed("part", "inner", 1, ("text", Bound("seen"))))
            .Put("outer", 2, new Drawing().Variable("seen").Embed("part", "inner", null, ("text", Bound("seen"))).Set("part", "version", 7));

        Variable(Started(shelf), "seen").ShouldBe(Value.Of("old"));
        Variable(Started(shelf, "outer:2"), "seen").ShouldBe(Value.Of("new"));
        var drawn = shelf.Find("outer:2").ToDefinition();
        shelf.Embedded().Pin(drawn).ShouldBeTrue();
        ((string?)drawn.Find("part")!.Json["workflowDefinitionVersionId"]).ShouldBe("inner:2");
        shelf.Embedded().Pin(WorkflowDefinition.Read(drawn.Json)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("self:1", FindingKind.EmbeddedInItself, "again", "self")]
    [InlineData("ping:1", FindingKind.EmbeddedInItself, "to", "ping")]
    [InlineData("lost:1", FindingKind.EmbeddedMissing, "gone", "nothing")]
    [InlineData("early:1", FindingKind.EmbeddedNotPublished, "part", "drafted")]
    [InlineData("private:1", FindingKind.EmbeddedNotPublished, "part", "closed")]
    [InlineData("deep11:1", FindingKind.EmbeddedTooLarge, "part", "deep0")]
    [InlineData("wide15:1", FindingKind.EmbeddedTooLarge, "one", null)]
    public void What_cannot_be_embedded_is_an_error_at_the_step_and_never_hangs(string versionId, FindingKind kind, string activity, string? value)
    {
        var shelf = new Shelf()
            .Put("self", 1, new Drawing().Embed("again", "self", 1))
            .Put("ping", 1, new Drawing().Embed("to", "pong", 1)).Put("pong", 1, new Drawing().Embed("back", "ping", 1))
            .Put("lost", 1, new Drawing().Embed("gone", "nothing", 1))
            .Put("drafted", 1, new Drawing().Add("line", "Elsa.WriteLine"), published: false).Put("early", 1, new Drawing().Embed("part", "drafted", 1))
            .Put("closed", 1, new Drawing().Add("line", "Elsa.WriteLine"), usable: false).Put("private", 1, new Drawing().Embed("part", "closed", 1))
            .Put("deep0", 1, new Drawing().Add("line", "Elsa.WriteLine")).Put("wide0", 1, new Drawing().Add("line", "Elsa.WriteLine"));
        for (var level = 1; level <= 15; level++)
        {
            shelf.Put($"deep{level}", 1, new Drawing().Embed("part", $"deep{level - 1}", 1));
            shelf.Put($"wide{level}", 1, new Drawing().Embed("one", $"wide{level - 1}", 1).Embed("two", $"wide{level - 1}", 1).Embed("three", $"wide{level - 1}", 1).Connect("one -> two", "two -> three"));
        }

        var errors = shelf.Compile(versionId).Findings.Where(finding => finding.IsError).ToList();

        errors.Select(finding => finding.Kind).Distinct().ShouldBe([kind]);
        errors[0].Activity.Id.ShouldBe(activity);
        errors[0].Reason.ShouldNotBeNullOrWhiteSpace();
        if (value is not null)
            errors.ShouldHaveSingleItem().Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_id_that_is_also_one_inside_is_told_where_the_second_of_the_two_stands(bool embeddedFirst)
    {
        var drawing = new Drawing();
        if (embeddedFirst)
            drawing.Embed("part", "question", 1).Add("part/ask", "Elsa.End");
        else
            drawing.Add("part/ask", "Elsa.End").Embed("part", "question", 1);
        var shelf = WithQuestion().Put("outer", 1, drawing);

        var thrown = Should.Throw<DefinitionFormatException>(() => shelf.Compile("outer:1"));

        (thrown.Path, thrown.Reason).ShouldBe(("$.root.activities[1].id", "'part/ask' is the id of an activity of this workflow and of one inside a procedure that it embeds"));
    }

    [Fact]
    public void Ten_levels_are_not_too_deep()
    {
        var shelf = new Shelf().Put("deep0", 1, new Drawing().Add("line", "Elsa.WriteLine"));
        for (var level = 1; level <= 10; level++)
            shelf.Put($"deep{level}", 1, new Drawing().Embed("part", $"deep{level - 1}", 1));

        shelf.Compile("deep10:1").Findings.ShouldBeEmpty();
        Started(shelf, "deep10:1").Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public void Names_become_types_and_properties_as_in_Studio()
    {
        ActivityNames.PascalCase("opinia psychologa").ShouldBe("OpiniaPsychologa");
        ActivityNames.PascalCase("Ocena środowiska").ShouldBe("Ocena środowiska");
        ActivityNames.PascalCase("home-visit_report").ShouldBe("HomeVisitReport");
        ActivityNames.CamelCase("InvoiceId").ShouldBe("invoiceId");
        ActivityNames.CamelCase("ID").ShouldBe("iD");
        (EmbeddedWorkflow.DescribedName("Name"), EmbeddedWorkflow.DescribedName("Amount")).ShouldBe(("_Name", "Amount"));
    }

    [Fact]
    public void The_outcome_of_a_procedure_inside_is_not_that_of_the_procedure_around_it()
    {
        var shelf = new Shelf()
            .Put("inner", 1, new Drawing().Add("end", "Elsa.Complete", ("outcomes", new[] { "Approved" })), shape: Shaped("""{"outcomes":["Approved"]}"""))
            .Put("middle", 1, new Drawing().Embed("last", "inner", 1))
            .Put("outer", 1, new Drawing().Embed("part", "middle", 1).UserTask("after", "director", ["Done"], ("limitCount", "3")).Connect("part -> after"));

        Started(shelf).Steps.ShouldBe(["after"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_Complete_inside_a_loop_ends_the_procedure_by_its_outcome(bool byTokens)
    {
        var round = new Drawing().Add("end", "Elsa.Complete", ("outcomes", new[] { "Approved" })).Json()["root"]!["activities"]![0]!.DeepClone();
        var inner = new Drawing().Add("each", "Elsa.For", ("start", "1"), ("end", "3")).Set("each", "body", round);
        var shelf = new Shelf().Put("inner", 1, byTokens ? inner.ByTokens() : inner, shape: Shaped("""{"outcomes":["Approved"]}"""))
            .Put("outer", 1, new Drawing().Embed("part", "inner", 1).UserTask("after", "director", ["Done"], ("limitCount", "3")).Connect("part:Approved -> after"));

        Started(shelf).Steps.ShouldBe(["after"]);
    }
}
