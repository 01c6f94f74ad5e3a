using System.Text.Json.Nodes;
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

    static CompiledActivity Request(string type, string url)
    {
        var input = new JsonObject { ["expression"] = new JsonObject { ["type"] = type, ["value"] = url } };
        var root = new JsonObject { ["id"] = "ask", ["type"] = "Elsa.SendHttpRequest", ["version"] = 1, ["url"] = input };
        var compiled = CompiledDefinition.Compile(WorkflowDefinition.Read(new JsonObject { ["definitionId"] = "asks", ["root"] = root }), DefinitionResources.None);
        return compiled.Of(compiled.Definition.Find("ask")!);
    }

    [Theory]
    [InlineData("the input 'condition' has no value: expression.nothing-has-no-members (length) in line 1, column 21", "kolumna 21: odczytano „length” z wartości, której nie ma")]
    [InlineData("the input 'condition' has no value: expression.unknown-name (needs) in line 1, column 1", "wyniku „needs”")]
    [InlineData("the input 'condition' has no value: expression.unknown-name (Kowalska) in line 1, column 1", "wyniku „?”")]
    public void A_name_that_the_script_of_the_step_spells_out_everybody_reads(string message, string expected)
    {
        FaultReasons.Of(message, Activity(StuckVisit.Decide), seesContent: false).ShouldContain(expected);
        FaultReasons.Of("a condition has no value: expression.unknown-name (Kowalska) in line 1, column 1", Activity(StuckVisit.Decide), seesContent: true).ShouldContain("„Kowalska”");
    }

    [Theory]
    [InlineData("'urzad.example' could not be asked", "Nie można połączyć się z innym systemem{0}")]
    [InlineData("'urzad.example' has not answered within 30 seconds", "Inny system{0} nie odpowiedział w ciągu 30 s")]
    [InlineData("the answer of 'urzad.example' is larger than 1048576 bytes", "Odpowiedź innego systemu{0} jest za duża; najwyżej 1048576 bajtów")]
    [InlineData("the office does not let procedures ask 'urzad.example'; the setting Requests:AllowedHosts has those that it does", "Biuro nie pozwala procedurom pytać tego systemu{0};")]
    [InlineData("'urzad.example' lies in a network that procedures do not ask; see the setting Requests:AllowPrivateAddresses", "Inny system{0} leży w sieci")]
    public void Where_a_request_went_is_named_to_others_only_if_the_step_gives_the_address_as_it_stands(string message, string expected)
    {
        var (named, unnamed) = (expected.Replace("{0}", " („urzad.example”)", StringComparison.Ordinal), expected.Replace("{0}", "", StringComparison.Ordinal));
        var (fixedAddress, workedOut) = (Request("Literal", "https://urzad.example/osoby"), Request("JavaScript", "'https://urzad.example/' + getVariable('name')"));

        FaultReasons.Of(message, fixedAddress, seesContent: false).ShouldStartWith(named);
        FaultReasons.Of(message, workedOut, seesContent: true).ShouldStartWith(named);
        FaultReasons.Of(message, workedOut, seesContent: false).ShouldStartWith(unnamed);
        FaultReasons.Of(message, Activity("visit"), seesContent: false).ShouldBe(Hidden);
    }

    [Fact]
    public void What_one_burst_may_use_up_is_told_as_it_is_now()
    {
        foreach (var message in new[]
        {
            $"the scripts of one burst took more than {BurstRun.MaximumScriptSteps} steps", $"the state of the instance would grow beyond {BurstRun.MaximumStateSize} characters",
            $"more than {BurstRun.MaximumStarts} instances started in one burst", $"more than {BurstRun.MaximumStarts} events published in one burst",
            $"instances that start one another are nested deeper than {BurstRun.MaximumDepth}", $"more than {BurstRun.MaximumSteps} activities in one burst: a loop without a wait",
        })
        {
            FaultReasons.Of(message, Activity("visit"), seesContent: true).ShouldNotBe(message);
        }
    }

    [Theory]
    [InlineData("the input 'limitCount' is not what is expected: coerce.not-a-number", "to nie jest liczba")]
    [InlineData("the input 'outcomes' is not a list", "ma niewłaściwą wartość: to nie jest lista")]
    [InlineData("the input 'person' names no person", "to nie jest osoba")]
    [InlineData("the input 'limitCount' is -3; a whole number from 0 to 3660 is expected", "liczba całkowita od 0 do 3660")]
    [InlineData("no procedure was chosen", "Nie wybrano procedury")]
    [InlineData("a step of 0 never comes to the end", "nigdy się nie skończy")]
    [InlineData("unexpected NullReferenceException", "Niespodziewany błąd programu (NullReferenceException)")]
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
