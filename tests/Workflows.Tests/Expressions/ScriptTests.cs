using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>Short scripts: statements, names of their own, functions given to lists, and what they may change.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("const x = 2; return x * 21;", "42")]
    [InlineData("let x = 1\nx += 4\nx", "5")]
    [InlineData("if (variables.children > 2) { return 'many' } else if (variables.children > 0) return 'some'; return 'none'", "\"many\"")]
    [InlineData("let text = ''; for (const tag of variables.tags) { if (tag === 'b') continue; text += tag } return text", "\"ac\"")]
    [InlineData("let sum = 0; for (let i = 0; i < 10; i++) { if (i === 5) break; sum += i } return sum", "10")]
    [InlineData("let n = 3; while (n > 0) n--; return n", "0")]
    [InlineData("const {a, b: c} = {a: 1, b: 2}; const [d, , e] = [3, 4, 5]; return [a, c, d, e]", "[1,2,3,5]")]
    [InlineData("for (const [name, value] of Object.entries({x: 1})) { return name + value }", "\"x1\"")]
    [InlineData("variables.nested.list.map(item => item.x).reduce((sum, x) => sum + x, 0)", "3")]
    [InlineData("variables.nested.list.filter(({x}) => x > 1)", """[{"x":2}]""")]
    [InlineData("variables.nested.list.find((item, i) => i === 1)?.x", "2")]
    [InlineData("[3, 1, 10].sort()", "[1,10,3]")]
    [InlineData("[3, 1, 10].sort((a, b) => a - b)", "[1,3,10]")]
    [InlineData("variables.tags.sort((a, b) => b < a ? -1 : 1); variables.tags", """["a","b","c"]""")]
    [InlineData("[[1, 2], [3]].flatMap(x => x).map(x => { const y = x * 2; return y })", "[2,4,6]")]
    [InlineData("let n = 0; variables.tags.forEach(t => { n++ }); n", "3")]
    [InlineData("const base = {a: 1}; ({...base, b: 2, ['c' + 1]: 3, base})", """{"a":1,"b":2,"c1":3,"base":{"a":1}}""")]
    [InlineData("[...'łó😀', ...variables.tags]", """["ł","ó","😀","a","b","c"]""")]
    [InlineData("Math.max(...[1, 5, 3])", "5")]
    [InlineData("return", "undefined")]
    [InlineData("const x = 1", "undefined")]
    [InlineData("1; 2", "2")]
    [InlineData("1; if (false) { 2 }", "undefined")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("var a = 1; if (true) { var a = 2; } return a", "2")]
    [InlineData("if (true) { var a = 2; } return a", "2")]
    [InlineData("const variables = 1; return variables", "1")]
    public void Statements_functions_and_names_work_as_in_JavaScript(string source, string expected) => Eval.Show(Eval.Value(source)).ShouldBe(expected, source);

    [Theory]
    [InlineData("person('assistant')", "\"00000000-0000-0000-0000-000000000007\"")]
    [InlineData("person('director')", "null")]
    [InlineData("milestone('ended')", "null")]
    [InlineData("newGuidString()", "\"00000000-0000-0000-0000-00000000000a\"")]
    public void The_office_and_the_burst_answer(string source, string expected) => Eval.Show(Eval.Value(source)).ShouldBe(expected);

    [Theory]
    [InlineData("setVariable('children', 5)")]
    [InlineData("setChildren(5)")]
    [InlineData("variables.children = 5")]
    [InlineData("variables.children += 2")]
    [InlineData("if (getChildren() < 5) { setVariable('children', getVariable('children') + 2) }")]
    public void A_script_sets_variables_where_its_scope_lets_it(string source)
    {
        var scope = new TestScope { MayChange = true };
        Eval.Run(source, scope: scope).Error.ShouldBeNull();
        scope.Variables["children"].ShouldBe(5);

        var reader = new TestScope();
        Eval.Error(source, scope: reader).Key.ShouldBe(EvaluationErrors.MayNotChange);
        reader.Variables["children"].ShouldBe(3);
        JavaScriptExpression.Parse(source).Expression!.Changes.ShouldBeTrue();
    }

    [Fact]
    public void A_script_names_the_instance_and_its_outcomes()
    {
        var scope = new TestScope { MayChange = true };
        Eval.Run("setWorkflowInstanceName('Sprawa ' + variables.children); setOutcomes(['A', 'B'])", scope: scope).Error.ShouldBeNull();
        scope.InstanceName.ShouldBe("Sprawa 3");
        scope.Outcomes.ShouldBe(["A", "B"]);
        JavaScriptExpression.Parse("1;\n setOutcome('A')").Expression!.Outcome.ShouldBe(new ParseError(ParseErrors.OutcomeElsewhere, 2, 2, "setOutcome"));
    }

    [Fact]
    public void A_variable_that_is_not_declared_is_not_made() =>
        Eval.Error("setVariable('chilren', 1)", scope: new TestScope { MayChange = true }).ShouldBe(new EvaluationError(EvaluationErrors.UnknownName, "chilren", 1, 1, 3));

    [Theory]
    [InlineData("for (const x of 5) {}", EvaluationErrors.NotAList)]
    [InlineData("[...5]", EvaluationErrors.NotAList)]
    [InlineData("const [a] = {}", EvaluationErrors.NotAList)]
    [InlineData("const {a} = null", EvaluationErrors.NothingHasNoMembers)]
    [InlineData("[].reduce((a, b) => a)", EvaluationErrors.OutOfRange)]
    [InlineData("'abc'.map(x => x)", EvaluationErrors.NoSuchMethod)]
    [InlineData("JSON.parse('{a')", EvaluationErrors.NotJson)]
    [InlineData("'a'.repeat(-1)", EvaluationErrors.OutOfRange)]
    public void What_cannot_be_done_is_an_error(string source, string key) => Eval.Error(source).Key.ShouldBe(key);
}
