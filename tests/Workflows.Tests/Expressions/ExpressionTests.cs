using System.Text.Json;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class ExpressionTests
{
    static Expression Read(string json) => Expression.Read(JsonDocument.Parse(json).RootElement);
    static string Evaluated(string json) => Eval.Show(Read(json).Evaluate(new TestScope(), Budget.Default).Value);

    [Theory]
    [InlineData("""{"type":"Literal","value":"True"}""", "\"True\"")]
    [InlineData("""{"type":"Literal","value":14}""", "14")]
    [InlineData("""{"type":"Literal","value":["a"]}""", """["a"]""")]
    [InlineData("""{"type":"Literal","value":null}""", "null")]
    [InlineData("""{"type":"Literal"}""", "null")]
    [InlineData("""{"Type":"Literal","Value":"x"}""", "\"x\"")]
    [InlineData("""{"type":"Object","value":"[\"a\", \"b\"]"}""", """["a","b"]""")]
    [InlineData("""{"type":"Json","value":"{\"a\":1}"}""", """{"a":1}""")]
    [InlineData("""{"type":"Object","value":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"type":"Object","value":" "}""", "null")]
    [InlineData("""{"type":"Variable","value":{"id":"v-1","name":"source"}}""", "\"by id\"")]
    [InlineData("""{"type":"Variable","value":{"id":"gone","name":"source"}}""", "\"court-order\"")]
    [InlineData("""{"type":"Variable","value":"{\"id\":\"v-1\",\"name\":\"x\"}"}""", "\"by id\"")]
    [InlineData("""{"type":"Variable","value":"children"}""", "3")]
    [InlineData("""{"type":"Variable","value":{"id":"gone"}}""", "undefined")]
    [InlineData("""{"type":"Input","value":{"name":"years","type":"Int32"}}""", "2")]
    [InlineData("""{"type":"Input","value":"{\"name\":\"years\"}"}""", "2")]
    [InlineData("""{"type":"JavaScript","value":"return variables.children > 2;"}""", "true")]
    [InlineData("\"plain\"", "\"plain\"")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    public void Each_type_of_expression_is_read_and_evaluated(string json, string expected)
    {
        Read(json).Error.ShouldBeNull();
        Evaluated(json).ShouldBe(expected);
    }

    [Theory]
    [InlineData("CSharp")]
    [InlineData("Liquid")]
    [InlineData("Python")]
    [InlineData("Secret")]
    [InlineData("javascript")]
    public void Other_types_are_kept_as_unsupported(string type)
    {
        var expression = Read($$"""{"type":"{{type}}","value":"1"}""");
        expression.ShouldBeOfType<Expression.Unsupported>().Type.ShouldBe(type);
        var error = expression.Evaluate(new TestScope(), Budget.Default).Error!;
        (error.Key, error.Name).ShouldBe((EvaluationErrors.UnsupportedType, type));
    }

    [Fact]
    public void A_script_that_does_not_parse_keeps_the_reason()
    {
        var expression = Read("""{"type":"JavaScript","value":"1 +"}""").ShouldBeOfType<Expression.JavaScript>();
        expression.Source.ShouldBe("1 +");
        expression.Error!.Column.ShouldBe(4);
        var error = expression.Evaluate(new TestScope(), Budget.Default).Error!;
        (error.Key, error.Line, error.Column).ShouldBe((EvaluationErrors.DoesNotParse, 1, 4));
    }

    [Theory]
    [InlineData("""{"type":"Object","value":"{a:"}""")]
    [InlineData("""{"type":"Variable","value":null}""")]
    [InlineData("""{"type":"Input","value":{}}""")]
    [InlineData("""{"type":"JavaScript"}""")]
    [InlineData("""{"type":"Literal","value":"\ud800"}""")]
    [InlineData("""{"type":"Object","value":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"}""")]
    public void What_cannot_be_read_has_an_error_and_does_not_evaluate(string json)
    {
        var expression = Read(json);
        expression.Error.ShouldNotBeNull();
        expression.Evaluate(new TestScope(), Budget.Default).Succeeded.ShouldBeFalse();
    }
}
