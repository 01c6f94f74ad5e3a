using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class ParseErrorTests
{
    [Theory]
    [InlineData("1 +", ParseErrors.Unexpected, 1, 4, null, "operand")]
    [InlineData("(1", ParseErrors.Unexpected, 1, 3, null, ")")]
    [InlineData("1)", ParseErrors.Unexpected, 1, 2, ")", "end")]
    [InlineData("[1, 2", ParseErrors.Unexpected, 1, 6, null, ", ]")]
    [InlineData("[1 2]", ParseErrors.Unexpected, 1, 4, "2", ", ]")]
    [InlineData("[,]", ParseErrors.Unexpected, 1, 2, ",", "operand")]
    [InlineData("{a 1}", ParseErrors.Unexpected, 1, 4, "1", ":")]
    [InlineData("{a: 1", ParseErrors.Unexpected, 1, 6, null, ", }")]
    [InlineData("{a: 1 b: 2}", ParseErrors.Unexpected, 1, 7, "b", ", }")]
    [InlineData("{+: 1}", ParseErrors.Unexpected, 1, 2, "+", "name")]
    [InlineData("true ? 1", ParseErrors.Unexpected, 1, 9, null, ":")]
    [InlineData("true ? : 1", ParseErrors.Unexpected, 1, 8, ":", "operand")]
    [InlineData("1 2", ParseErrors.Unexpected, 1, 3, "2", "end")]
    [InlineData("1, 2", ParseErrors.Unexpected, 1, 2, ",", "end")]
    [InlineData("* 2", ParseErrors.Unexpected, 1, 1, "*", "operand")]
    [InlineData("1 +\n\n  * 2", ParseErrors.Unexpected, 3, 3, "*", "operand")]
    [InlineData("variables.", ParseErrors.Unexpected, 1, 11, null, "name")]
    [InlineData("variables.1", ParseErrors.Unexpected, 1, 10, ".1", "name")]
    [InlineData("variables", ParseErrors.Unexpected, 1, 10, null, "name")]
    [InlineData("'a'.2", ParseErrors.Unexpected, 1, 4, ".2", "end")]
    [InlineData("variables.a?.", ParseErrors.Unexpected, 1, 14, null, "name")]
    [InlineData("variables.a?.(1)", ParseErrors.Unexpected, 1, 14, "(", "name")]
    [InlineData("'a'(1)", ParseErrors.Unexpected, 1, 4, "(", "end")]
    [InlineData("'a'`b`", ParseErrors.Unexpected, 1, 4, "`", "end")]
    [InlineData("`a${1", ParseErrors.Unexpected, 1, 6, null, "}")]
    [InlineData("`a${}`", ParseErrors.Unexpected, 1, 5, "}", "operand")]
    [InlineData("Math.max", ParseErrors.Unexpected, 1, 9, null, "(")]
    [InlineData("Math.(1)", ParseErrors.Unexpected, 1, 6, "(", "name")]
    [InlineData("", ParseErrors.Empty, 1, 1, null, null)]
    [InlineData("  // nothing\n ", ParseErrors.Empty, 2, 2, null, null)]
    [InlineData("'abc", ParseErrors.Unterminated, 1, 1, "'", "'")]
    [InlineData("1 + \"abc\n\"", ParseErrors.Unterminated, 1, 5, "\"", "\"")]
    [InlineData("`abc", ParseErrors.Unterminated, 1, 2, "`", "`")]
    [InlineData("1 /* abc", ParseErrors.Unterminated, 1, 3, "/*", "*/")]
    [InlineData("12abc", ParseErrors.BadNumber, 1, 1, "12abc", null)]
    [InlineData("010", ParseErrors.BadNumber, 1, 1, "010", null)]
    [InlineData("0x", ParseErrors.BadNumber, 1, 1, "0x", null)]
    [InlineData("1__0", ParseErrors.BadNumber, 1, 1, "1__0", null)]
    [InlineData("1e", ParseErrors.BadNumber, 1, 1, "1e", null)]
    [InlineData("10n", ParseErrors.BigInt, 1, 1, "10n", null)]
    [InlineData(@"'\x4'", ParseErrors.BadEscape, 1, 2, @"\x", null)]
    [InlineData(@"'\u12'", ParseErrors.BadEscape, 1, 2, @"\u", null)]
    [InlineData(@"'\u{110000}'", ParseErrors.BadEscape, 1, 2, @"\u{", null)]
    [InlineData(@"'\1'", ParseErrors.BadEscape, 1, 2, @"\1", null)]
    [InlineData("1 # 2", ParseErrors.BadCharacter, 1, 3, "#", null)]
    [InlineData("@", ParseErrors.BadCharacter, 1, 1, "@", null)]
    [InlineData("source == 'x'", ParseErrors.UnknownName, 1, 1, "source", null)]
    [InlineData("typeof foo", ParseErrors.UnknownName, 1, 8, "foo", null)]
    [InlineData("Math", ParseErrors.UnknownName, 1, 1, "Math", null)]
    [InlineData("foo(1)", ParseErrors.UnknownFunction, 1, 1, "foo", null)]
    [InlineData("eval('1')", ParseErrors.Word, 1, 1, "eval", null)]
    [InlineData("addDays(today())", ParseErrors.WrongArguments, 1, 1, "addDays", "2")]
    [InlineData("'a'.padStart()", ParseErrors.WrongArguments, 1, 5, "padStart", "1-2")]
    [InlineData("getSource(1)", ParseErrors.WrongArguments, 1, 1, "getSource", "0")]
    [InlineData("new Date(1, 2, 3, 4)", ParseErrors.WrongArguments, 1, 1, "new Date", "0-3")]
    [InlineData("do {} while (1)", ParseErrors.Loop, 1, 1, "do", null)]
    [InlineData("function f() {}", ParseErrors.FunctionDefinition, 1, 1, "function", null)]
    [InlineData("class A {}", ParseErrors.FunctionDefinition, 1, 1, "class", null)]
    [InlineData("(1) => 1", ParseErrors.FunctionDefinition, 1, 5, "=>", null)]
    [InlineData("[1].includes(x => 1)", ParseErrors.FunctionDefinition, 1, 16, "=>", null)]
    [InlineData("throw 1", ParseErrors.Statement, 1, 1, "throw", null)]
    [InlineData("for (const k in variables.a) {}", ParseErrors.Loop, 1, 1, "for", null)]
    [InlineData("const x = 1; x = 2", ParseErrors.ConstantAssigned, 1, 14, "x", null)]
    [InlineData("const x = 1;\nconst x = 2", ParseErrors.DeclaredTwice, 2, 7, "x", null)]
    [InlineData("const x", ParseErrors.Unexpected, 1, 8, null, "=")]
    [InlineData("const if = 1", ParseErrors.Unexpected, 1, 7, "if", "name")]
    [InlineData("{ const x = 1 }", ParseErrors.Unexpected, 1, 9, "x", ":")]
    [InlineData("if (true) const x = 1", ParseErrors.Unexpected, 1, 11, "const", "{")]
    [InlineData("if (true", ParseErrors.Unexpected, 1, 9, null, ")")]
    [InlineData("break", ParseErrors.Statement, 1, 1, "break", null)]
    [InlineData("for (const x of variables.a) { [1].map(y => { break }) }", ParseErrors.Statement, 1, 47, "break", null)]
    [InlineData("if (true) { let x = 1 } x", ParseErrors.UnknownName, 1, 25, "x", null)]
    [InlineData("x = 1", ParseErrors.UnknownName, 1, 1, "x", null)]
    [InlineData("const f = x => 1", ParseErrors.FunctionDefinition, 1, 13, "=>", null)]
    [InlineData("variables.a.b = 1", ParseErrors.Assignment, 1, 15, "=", null)]
    [InlineData("const a = [1]; a[0] = 2", ParseErrors.Assignment, 1, 21, "=", null)]
    [InlineData("1++", ParseErrors.Assignment, 1, 2, "++", null)]
    [InlineData("variables.tags.push('d')", ParseErrors.ListChange, 1, 16, "push", null)]
    [InlineData("variables.tags.map(1)", ParseErrors.CallbackExpected, 1, 16, "map", null)]
    [InlineData("variables.tags.filter()", ParseErrors.CallbackExpected, 1, 16, "filter", null)]
    [InlineData("variables.tags.map((x)", ParseErrors.CallbackExpected, 1, 16, "map", null)]
    [InlineData("-2 ** 2", ParseErrors.Unexpected, 1, 4, "**", "end")]
    [InlineData("String(...variables.tags)", ParseErrors.Spread, 1, 8, "...", null)]
    [InlineData("setCorrelationId('a')", ParseErrors.Change, 1, 1, "setCorrelationId", null)]
    [InlineData("/a+/", ParseErrors.RegularExpression, 1, 1, "/", null)]
    [InlineData("'a'.replace(/a/, 'b')", ParseErrors.RegularExpression, 1, 13, "/", null)]
    [InlineData("new RegExp('a')", ParseErrors.New, 1, 5, "RegExp", null)]
    [InlineData("new Array(5)", ParseErrors.New, 1, 5, "Array", null)]
    [InlineData("1 & 2", ParseErrors.Operator, 1, 3, "&", null)]
    [InlineData("~1", ParseErrors.Operator, 1, 1, "~", null)]
    [InlineData("1 in [1]", ParseErrors.Operator, 1, 3, "in", null)]
    [InlineData("variables.a instanceof Date", ParseErrors.Operator, 1, 13, "instanceof", null)]
    [InlineData("this.x", ParseErrors.Word, 1, 1, "this", null)]
    [InlineData("await 1", ParseErrors.Word, 1, 1, "await", null)]
    [InlineData("Math.random()", ParseErrors.Random, 1, 1, "Math.random", null)]
    public void A_script_outside_the_subset_is_refused_with_its_place(string source, string key, int line, int column, string? found, string? expected)
    {
        var (expression, error) = JavaScriptExpression.Parse(source);
        expression.ShouldBeNull();
        error.ShouldBe(new ParseError(key, line, column, found, expected));
    }

    [Theory]
    [InlineData("do {} while (1)", "Line 1, column 1: This loop ('do') is not supported.")]
    [InlineData("(1", "Line 1, column 3: expected ), found the end.")]
    [InlineData("1 +\n* 2", "Line 2, column 1: expected a value, found '*'.")]
    [InlineData("source", "Line 1, column 1: unknown name 'source'; variables are read as variables.Name.")]
    public void The_message_says_in_plain_words_what_is_wrong(string source, string message) =>
        JavaScriptExpression.Parse(source).Error!.Message.ShouldBe(message);

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{a:")]
    [InlineData("!")]
    [InlineData("- ")]
    [InlineData("typeof ")]
    [InlineData("`${")]
    [InlineData("1?")]
    [InlineData("1?1:(")]
    [InlineData("String(")]
    [InlineData("variables[")]
    [InlineData("new Date(")]
    [InlineData("'a'.at(")]
    public void Nesting_without_end_is_refused_before_the_stack_is(string opening)
    {
        var most = JavaScriptExpression.MaxSourceLength / opening.Length;
        JavaScriptExpression.Parse(string.Concat(Enumerable.Repeat(opening, most))).Error!.Key.ShouldBe(ParseErrors.TooDeep);
    }

    [Fact]
    public void A_hundred_thousand_parentheses_are_too_long() =>
        JavaScriptExpression.Parse(new string('(', 100_000) + "1" + new string(')', 100_000)).Error!.Key.ShouldBe(ParseErrors.TooLong);

    [Fact]
    public void Nesting_up_to_the_limit_works_and_one_more_does_not()
    {
        var most = JavaScriptExpression.MaxDepth - 1; // the whole expression is the first level
        Eval.Value(new string('(', most) + "7" + new string(')', most)).AsNumber().ShouldBe(7);
        JavaScriptExpression.Parse(new string('(', most + 1) + "7" + new string(')', most + 1)).Error!.Key.ShouldBe(ParseErrors.TooDeep);
    }

    [Fact]
    public void Long_flat_chains_are_no_nesting()
    {
        Eval.Value(string.Join('+', Enumerable.Repeat("1", 3_000))).AsNumber().ShouldBe(3_000);
        Eval.Value(string.Join("&&", Enumerable.Repeat("1", 3_000))).AsNumber().ShouldBe(1);
        Eval.Value(string.Concat(Enumerable.Repeat("0?1:", 2_000)) + "9").AsNumber().ShouldBe(9);
        JavaScriptExpression.Parse("variables.a" + string.Concat(Enumerable.Repeat(".b", 5_000))).Error!.Key.ShouldBe(ParseErrors.TooDeep);
    }
}
