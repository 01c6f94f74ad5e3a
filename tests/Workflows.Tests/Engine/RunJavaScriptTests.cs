using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Workflows.Tests.Engine;

public class RunJavaScriptTests
{
    private static readonly Facts Facts = new()
    {
        Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        Office = OfficeDirectory.Empty,
        Calendar = OfficeCalendar.Default,
    };

    private static WorkflowInstance Run(Drawing drawing)
    {
        var definition = drawing.Compile();
        definition.Findings.ShouldNotContain(finding => finding.IsError);
        var start = new Stimulus.Started(new Guid("00000000-0000-0000-0000-0000000000c1"), null, new Dictionary<string, Value>());
        return ((BurstResult.Done)Burst.Run(definition, null, start, Facts)).Changes.Instance;
    }

    [Fact]
    public void A_script_changes_variables_and_names_the_case_and_gives_a_result()
    {
        var instance = Run(new Drawing().Variable("total").Variable("seen")
            .Add("script", "Elsa.RunJavaScript", ("script", "let sum = 0;\nfor (const n of [1, 2, 3]) { sum += n }\nsetTotal(sum);\nsetWorkflowInstanceName(`Razem ${sum}`);\nreturn sum * 2;"))
            .Add("after", "Elsa.SetVariable", ("value", "=getOutputFrom('script')"))
            .Connect("script -> after").Set("after", "variable", "seen"));
        instance.Incidents.Count.ShouldBe(0);
        instance.Variables["total"].ShouldBe(6);
        instance.Variables["seen"].ShouldBe(12);
        instance.Name.ShouldBe("Razem 6");
    }

    [Theory]
    [InlineData("setOutcome('Large')", "large")]
    [InlineData("setOutcomes(['Small', 'Large'])", "small large")]
    [InlineData("1 + 1", "done")]
    [InlineData("", "done")]
    public void A_script_is_left_by_the_outcomes_that_it_names(string script, string reached)
    {
        var drawing = new Drawing().Add("script", "Elsa.RunJavaScript", ("script", script), ("possibleOutcomes", new[] { "Small", "Large" }));
        foreach (var outcome in (string[])["Small", "Large", "Done"])
        {
            var id = outcome.ToLowerInvariant();
            drawing.Variable(id).Add(id + "-step", "Elsa.SetVariable", ("value", "yes")).Connect($"script:{outcome} -> {id}-step").Set(id + "-step", "variable", id);
        }
        var instance = Run(drawing);
        string.Join(' ', new[] { "small", "large", "done" }.Where(id => instance.Variables[id] == Value.Of("yes"))).ShouldBe(reached);
    }

    [Fact]
    public void An_input_that_changes_a_variable_does_so_once_and_ids_are_the_same_when_the_burst_runs_again()
    {
        Drawing Draw() => new Drawing().Variable("count").Variable("id")
            .Add("first", "Elsa.SetVariable", ("value", "0")).Set("first", "variable", "count")
            .Add("name", "Elsa.SetName", ("value", "=variables.count = Number(variables.count) + 1; setId(newGuidString()); return 'n'"))
            .Connect("first -> name");
        var instance = Run(Draw());
        instance.Variables["count"].ShouldBe(1);
        Guid.TryParse(instance.Variables["id"].AsText(), out var id).ShouldBeTrue();
        Run(Draw()).Variables["id"].AsText().ShouldBe(id.ToString());
    }

    [Theory]
    [InlineData("Elsa.RunJavaScript", "script", "1;\nfor (const k in {}) {}", "Line 2, column 1: This loop ('for') is not supported.")]
    [InlineData("Elsa.RunJavaScript", "script", "=1", "Line 1, column 1: the script is to be plain text, not an expression.")]
    [InlineData("Elsa.FlowDecision", "condition", "=true;\n setOutcome('True')", "Line 2, column 2: 'setOutcome' works only in the script of a Run JavaScript activity.")]
    public void What_lies_outside_the_subset_is_found_before_publishing_with_its_place(string type, string input, string script, string reason)
    {
        var finding = new Drawing().Add("step", type, (input, script)).Compile().Findings.ShouldHaveSingleItem();
        (finding.IsError, finding.Activity.Id, finding.Reason).ShouldBe((true, "step", reason));
        finding.Path.ShouldEndWith("." + input);
        finding.Script!.Message.ShouldBe(reason);
    }

    [Fact]
    public void A_script_that_fails_is_an_incident_that_names_its_place()
    {
        var instance = Run(new Drawing().Add("script", "Elsa.RunJavaScript", ("script", "const a = 1;\nsetVariable('none', a)")));
        instance.Incidents.Count.ShouldBe(1);
    }
}
