using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Tests.Forms;

public sealed class PostedAnswersTests
{
    static readonly FormView Form = new("Form",
    [
        Field("day", "date"), Field("count", "number"), Field("amount", "money"), Field("agreed", "yes-no"), Field("note", "long-text"),
        Field("area", "choice"), Field("areas", "choices"), Field("person", "person"),
        Field("people", "rows") with { Fields = [Field("name", "text"), Field("born", "date")] },
    ]);

    static FieldView Field(string name, string type) => new(name, name, null, type, false, null, [new FieldOption("a", "A"), new FieldOption("b", "B")], null);

    [Theory]
    [InlineData("day", "27 3 2026", """{"day":"2026-03-27"}""")]
    [InlineData("day", "7.3.2026", """{"day":"2026-03-07"}""")]
    [InlineData("day", "2026-03-27", """{"day":"2026-03-27"}""")]
    [InlineData("day", "30.2.2026", """{"day":"30.2.2026"}""")]
    [InlineData("count", "1 234,5", """{"count":1234.5}""")]
    [InlineData("count", "many", """{"count":"many"}""")]
    [InlineData("amount", "12,50", """{"amount":12.50}""")]
    [InlineData("agreed", "true", """{"agreed":true}""")]
    [InlineData("agreed", "false", """{"agreed":false}""")]
    [InlineData("note", " two\r\nlines ", """{"note":"two\nlines"}""")]
    [InlineData("note", "   ", "{}")]
    [InlineData("area", "a", """{"area":"a"}""")]
    [InlineData("areas", "b", """{"areas":["b"]}""")]
    [InlineData("unknown", "x", "{}")]
    public void An_input_becomes_the_answer_that_the_API_takes(string field, string typed, string expected) =>
        ShouldBe(Read((field, typed)), expected);

    [Theory]
    [InlineData("27", "3", "2026", "2026-03-27")]
    [InlineData("29", "2", "2026", "29.2.2026")]
    [InlineData("", "3", "2026", ".3.2026")]
    [InlineData("27.3.2026", "", "", "2026-03-27")]
    public void Three_inputs_become_one_date_and_stay_as_typed_when_there_is_none(string day, string month, string year, string expected) =>
        ShouldBe(Read(("day.day", day), ("day.month", month), ("day.year", year)), $$"""{"day":"{{expected}}"}""");

    [Fact]
    public void Rows_keep_their_order_and_those_left_empty_are_no_answer()
    {
        var answers = Read(
            ("people[0]", "row"), ("people[0].name", "Jan"),
            ("people[1]", "row"), ("people[1].name", ""),
            ("people[2]", "row"), ("people[2].born.day", "1"), ("people[2].born.month", "2"), ("people[2].born.year", "2015"));
        ShouldBe(answers, """{"people":[{"name":"Jan"},{},{"born":"2015-02-01"}]}""");
        ShouldBe(answers.WithoutEmptyRows(Form), """{"people":[{"name":"Jan"},{"born":"2015-02-01"}]}""");
    }

    [Fact]
    public void A_row_is_added_and_removed_by_a_button_without_a_script()
    {
        var answers = Read(("people[0]", "row"), ("people[0].name", "Jan"));
        answers.ChangeRows(Form, "add:people", out var added).ShouldBeTrue();
        added.ShouldBe("people[1]");
        ShouldBe(answers, """{"people":[{"name":"Jan"},{}]}""");
        answers.ChangeRows(Form, "remove:people[0]", out _).ShouldBeTrue();
        ShouldBe(answers, """{"people":[{}]}""");
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("draft")]
    [InlineData(null)]
    public void Other_buttons_change_no_rows(string? button) =>
        new JsonObject().ChangeRows(Form, button, out _).ShouldBeFalse();

    [Theory]
    [InlineData("add:note")]
    [InlineData("remove:people[7]")]
    [InlineData("remove:nothing")]
    public void A_forged_button_changes_nothing(string button)
    {
        var answers = Read(("people[0]", "row"), ("people[0].name", "Jan"));
        answers.ChangeRows(Form, button, out _);
        ShouldBe(answers, """{"people":[{"name":"Jan"}]}""");
    }

    static JsonObject Read(params (string Field, string Typed)[] inputs) => PostedAnswers.Read(Form, new FormCollection(
        inputs.ToDictionary(input => $"answers.{input.Field}", input => new StringValues(input.Typed), StringComparer.Ordinal)));

    static void ShouldBe(JsonObject answers, string expected) =>
        JsonNode.DeepEquals(answers, JsonNode.Parse(expected)).ShouldBeTrue($"{answers.ToJsonString()} is not {expected}");
}
