using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Incidents;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Incidents;

/// <summary>Why a step has stopped, for who may not read what was written in the case.</summary>
public class FaultReasonsTests
{
    const string Hidden = "Krok się zatrzymał. Treść błędu może powtarzać dane rodziny, dlatego widzą ją tylko osoby prowadzące sprawę.";

    static CompiledActivity Activity(string id)
    {
        var compiled = CompiledDefinition.Compile(WorkflowDefinition.Read(StuckVisit.Document()), DefinitionResources.Read(StuckVisit.Resources()));
        return compiled.Of(compiled.Definition.Find(id)!);
    }

    [Theory]
    [InlineData("the input 'condition' has no value: expression.nothing-has-no-members (length) in line 1, column 21", "kolumna 21: odczytano „length” z wartości, której nie ma")]
    [InlineData("the input 'limitCount' is not what is expected: coerce.not-a-number", "to nie jest liczba")]
    [InlineData("the script stopped: expression.too-slow () in line 3, column 1", "obliczenie trwa zbyt długo")]
    [InlineData("the task has neither a role nor a person", "ani roli, ani osoby")]
    [InlineData("there is no form 'visit'", "Nie ma formularza „visit”")]
    public void What_is_made_of_the_procedure_s_own_words_everybody_reads(string message, string expected) =>
        FaultReasons.Of(message, Activity("visit"), seesContent: false).ShouldContain(expected);

    [Theory]
    [InlineData("there is no form 'Kowalscy'")]
    [InlineData("'Kowalscy' is not a span of time such as 1.12:00:00")]
    [InlineData("the input 'title' has no value: expression.made-up (Kowalscy) in line 1, column 1")]
    [InlineData("Kowalscy")]
    [InlineData("")]
    public void What_may_have_been_written_in_the_case_only_people_on_it_read(string message)
    {
        FaultReasons.Of(message, Activity("visit"), seesContent: false).ShouldBe(Hidden);
        FaultReasons.Of(message, Activity("visit"), seesContent: true).ShouldContain(message.Length == 0 ? "przyczyny nie podano" : "Kowalscy");
    }

    [Fact]
    public void What_the_author_of_a_fault_made_to_look_like_another_is_hidden_all_the_same() =>
        FaultReasons.Of("the script stopped: expression.too-slow (Kowalscy) in line 1, column 1", Activity("boom"), seesContent: false).ShouldBe(Hidden);
}
