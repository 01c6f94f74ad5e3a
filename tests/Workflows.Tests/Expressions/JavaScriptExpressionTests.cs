using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class JavaScriptExpressionTests
{
    [Theory]
    [MemberData(nameof(LanguageTable.Literals), MemberType = typeof(LanguageTable))]
    [MemberData(nameof(LanguageTable.Arithmetic), MemberType = typeof(LanguageTable))]
    [MemberData(nameof(LanguageTable.Comparison), MemberType = typeof(LanguageTable))]
    [MemberData(nameof(LanguageTable.Logic), MemberType = typeof(LanguageTable))]
    public void The_language_computes_what_a_JavaScript_engine_computes(string source, string expected) =>
        Eval.Show(Eval.Value(source)).ShouldBe(expected, source);

    [Theory]
    [MemberData(nameof(LibraryTable.Members), MemberType = typeof(LibraryTable))]
    [MemberData(nameof(LibraryTable.Texts), MemberType = typeof(LibraryTable))]
    [MemberData(nameof(LibraryTable.ListsAndNumbers), MemberType = typeof(LibraryTable))]
    public void Functions_and_methods_compute_what_a_JavaScript_engine_computes(string source, string expected) =>
        Eval.Show(Eval.Value(source)).ShouldBe(expected, source);

    [Theory]
    [InlineData("return 1 + 1;", "2")]
    [InlineData("return(1)", "1")]
    [InlineData("return {a: 1};", """{"a":1}""")]
    [InlineData("1;", "1")]
    [InlineData("\n  // why\n  variables.children\n  > 2\n;;", "true")]
    [InlineData("{ }", "{}")]
    public void A_leading_return_and_trailing_semicolons_are_accepted(string source, string expected) =>
        Eval.Show(Eval.Value(source)).ShouldBe(expected);

    [Theory]
    [InlineData("getCorrelationId()", "PS.5201.17.2026")]
    [InlineData("getWorkflowInstanceId()", "wi-1")]
    [InlineData("getLastResult()", "last")]
    [InlineData("getOutputFrom('Interview1')", "Interview1/Result")]
    [InlineData("getOutputFrom('Interview1', 'Outcome')", "Interview1/Outcome")]
    [InlineData("getOutcomeFromInterview1()", "Interview1/Outcome")]
    [InlineData("getYears()", "2")]
    [InlineData("getName()", "Łódź")]
    public void The_scope_is_read_under_the_names_that_Elsa_gives(string source, string expected) =>
        Eval.Value(source).AsText().ShouldBe(expected);

    [Fact]
    public void What_the_scope_does_not_have_is_undefined()
    {
        Eval.Value("getOutputFrom('Other')").Kind.ShouldBe(ValueKind.Undefined);
        Eval.Value("getInput('other')").Kind.ShouldBe(ValueKind.Undefined);
        Eval.Value("getWorkflowInstanceName()").Kind.ShouldBe(ValueKind.Null);
    }

    [Theory]
    [InlineData("1 +\n  variables.nothing.trim()", EvaluationErrors.NothingHasNoMembers, "trim", 2, 21)]
    [InlineData("variables.missing.a.b", EvaluationErrors.NothingHasNoMembers, "a", 1, 19)]
    [InlineData("variables.missing[0]", EvaluationErrors.NothingHasNoMembers, null, 1, 18)]
    [InlineData("(variables.missing?.a).b", EvaluationErrors.NothingHasNoMembers, "b", 1, 24)]
    [InlineData("variables.children.trim()", EvaluationErrors.NoSuchMethod, "trim", 1, 20)]
    [InlineData("variables.source.getFullYear()", EvaluationErrors.NoSuchMethod, "getFullYear", 1, 18)]
    [InlineData("variables.nested.includes(1)", EvaluationErrors.NoSuchMethod, "includes", 1, 18)]
    [InlineData("getSorce()", EvaluationErrors.UnknownName, "getSorce", 1, 1)]
    [InlineData("(5).toFixed(101)", EvaluationErrors.OutOfRange, "toFixed", 1, 5)]
    [InlineData("(5).toString(2)", EvaluationErrors.OutOfRange, "toString", 1, 5)]
    [InlineData("Object.keys(null)", EvaluationErrors.NothingHasNoMembers, "Object.keys", 1, 1)]
    public void A_fault_has_a_key_a_name_and_a_place(string source, string key, string? name, int line, int column)
    {
        var error = Eval.Error(source);
        (error.Key, error.Name, error.Line, error.Column).ShouldBe((key, name, line, column));
        error.Step.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_first_fault_is_the_one_reported() =>
        Eval.Error("[variables.missing.first, variables.missing.second]").Name.ShouldBe("first");

    [Fact]
    public void An_expression_tells_the_names_it_reads()
    {
        var parsed = JavaScriptExpression.Parse("variables.a > getVariable('b')\n && getInput('c') && getOutputFrom('d') && getE() && variables['f']");
        parsed.Expression!.References.ShouldBe([
            new(ReferenceKind.Variable, "a", 1, 1), new(ReferenceKind.Variable, "b", 1, 15), new(ReferenceKind.Input, "c", 2, 5),
            new(ReferenceKind.Output, "d", 2, 22), new(ReferenceKind.Accessor, "E", 2, 44), new(ReferenceKind.Variable, "f", 2, 54),
        ]);
    }

    [Fact]
    public void A_condition_on_variables_allocates_nothing()
    {
        var scope = new TestScope();
        var condition = JavaScriptExpression.Parse("variables.source == 'court-order' && variables.children > 2").Expression!;
        var arithmetic = JavaScriptExpression.Parse("(variables.children * 2 - 1) / 5 >= 1 ? Math.max(variables.zero, 4) : -variables.children").Expression!;
        var yes = 0;
        var before = Measure(1_000);
        var allocated = Measure(100_000);
        allocated.ShouldBe(0);
        before.ShouldBeLessThan(1_000_000);
        yes.ShouldBe(101_000);

        long Measure(int times)
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                yes += condition.Evaluate(scope, Budget.Default).Value.AsBoolean() && arithmetic.Evaluate(scope, Budget.Default).Value.AsNumber() == 4 ? 1 : 0;
            }
            return GC.GetAllocatedBytesForCurrentThread() - start;
        }
    }
}
