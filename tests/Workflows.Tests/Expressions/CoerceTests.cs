using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>Inputs are written as the JSON that a definition holds or an expression gives.</summary>
public sealed class CoerceTests
{
    [Theory]
    [InlineData("\"True\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\"true\"", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    public void Booleans(string json, bool expected) => Coerce.ToBoolean(Value.Parse(json)).ShouldBe(new Coerced<bool>(expected));

    [Theory]
    [InlineData("\"yes\"")]
    [InlineData("\"1\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_boolean(string json) => Coerce.ToBoolean(Value.Parse(json)).Problem.ShouldBe(Coerce.NotABoolean);

    [Theory]
    [InlineData("14", 14)]
    [InlineData("\"14\"", 14)]
    [InlineData("\" -2.5 \"", -2.5)]
    [InlineData("\"1e3\"", 1000)]
    public void Numbers(string json, double expected) => Coerce.ToNumber(Value.Parse(json)).ShouldBe(new Coerced<double>(expected));

    [Theory]
    [InlineData("\"2,5\"", Coerce.NotANumber)]
    [InlineData("\"x\"", Coerce.NotANumber)]
    [InlineData("\"Infinity\"", Coerce.NotANumber)]
    [InlineData("true", Coerce.NotANumber)]
    [InlineData("[5]", Coerce.NotANumber)]
    [InlineData("null", Coerce.Missing)]
    [InlineData("\" \"", Coerce.Missing)]
    public void What_is_no_number(string json, string problem) => Coerce.ToNumber(Value.Parse(json)).Problem.ShouldBe(problem);

    [Fact]
    public void Whole_numbers()
    {
        Coerce.ToInteger("14").ShouldBe(new Coerced<int>(14));
        Coerce.ToInteger(2.5).Problem.ShouldBe(Coerce.NotANumber);
        Coerce.ToInteger(1e10).Problem.ShouldBe(Coerce.NotANumber);
        Coerce.ToInteger(Value.Null).Problem.ShouldBe(Coerce.Missing);
    }

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("null", "")]
    [InlineData("2.50", "2.5")]
    [InlineData("true", "true")]
    [InlineData("[1,\"a\"]", "[1,\"a\"]")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public void Texts(string json, string expected) => Coerce.ToText(Value.Parse(json)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-11-15", 15)]
    [InlineData("2026-11-15T00:00:00", 15)]
    [InlineData("2026-11-14T23:30:00Z", 15)]
    [InlineData("11/15/2026 12:00:00 AM", 15)]
    [InlineData("11/15/2026 12:00:00\u202FAM", 15)]
    [InlineData("15.11.2026 00:00:00", 15)]
    [InlineData("15.11.2026", 15)]
    [InlineData("1.11.2026 8:05:00", 1)]
    public void Dates_in_ISO_and_as_the_date_picker_stores_them(string text, int day) =>
        Coerce.ToDate(text).ShouldBe(new Coerced<DateOnly>(new DateOnly(2026, 11, day)));

    [Theory]
    [InlineData("2026-11-15T10:00:00+01:00")]
    [InlineData("2026-11-15T09:00:00Z")]
    [InlineData("2026-11-15 10:00")]
    [InlineData("11/15/2026 10:00:00 AM")]
    [InlineData("15.11.2026 10:00:00")]
    public void Moments(string text) =>
        Coerce.ToInstant(text).ShouldBe(new Coerced<DateTimeOffset>(new DateTimeOffset(2026, 11, 15, 9, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void What_is_no_date()
    {
        Coerce.ToDate("soon").Problem.ShouldBe(Coerce.NotADate);
        Coerce.ToDate("2026-02-30").Problem.ShouldBe(Coerce.NotADate);
        Coerce.ToDate(5).Problem.ShouldBe(Coerce.NotADate);
        Coerce.ToDate("").Problem.ShouldBe(Coerce.Missing);
        Coerce.ToInstant(Value.Null).Problem.ShouldBe(Coerce.Missing);
        Coerce.ToInstant(true).Problem.ShouldBe(Coerce.NotADate);
        Coerce.ToDate(new DateOnly(2026, 1, 2)).Value.ShouldBe(new DateOnly(2026, 1, 2));
    }

    [Fact]
    public void Durations()
    {
        Coerce.ToDuration("00:00:05").Value.ShouldBe(TimeSpan.FromSeconds(5));
        Coerce.ToDuration("15.00:00:00").Value.ShouldBe(TimeSpan.FromDays(15));
        Coerce.ToDuration("02:30").Value.ShouldBe(TimeSpan.FromMinutes(150));
        Coerce.ToDuration("5").Value.ShouldBe(TimeSpan.FromDays(5));
        Coerce.ToDuration("x").Problem.ShouldBe(Coerce.NotADuration);
        Coerce.ToDuration(5).Problem.ShouldBe(Coerce.NotADuration);
        Coerce.ToDuration("").Problem.ShouldBe(Coerce.Missing);
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", "a|b")]
    [InlineData("\"[\\\"a\\\", \\\"b\\\"]\"", "a|b")]
    [InlineData("[1,true,null]", "1|true|")]
    [InlineData("\"a\"", "a")]
    [InlineData("\"[a\"", "[a")]
    [InlineData("5", "5")]
    [InlineData("\"\"", "")]
    [InlineData("null", "")]
    public void Lists_of_texts(string json, string expected)
    {
        var list = Coerce.ToTextList(Value.Parse(json));
        list.Succeeded.ShouldBeTrue();
        string.Join('|', list.Value).ShouldBe(expected);
    }

    [Fact]
    public void Maps_of_texts()
    {
        string.Join('|', Coerce.ToTextMap("""{"b":1,"a":"x"}""").Value).ShouldBe("[b, 1]|[a, x]");
        string.Join('|', Coerce.ToTextMap(Value.Parse("""{"b":[1]}""")).Value).ShouldBe("[b, [1]]");
        string.Join("|", Coerce.ToTextMap("""{"b":{"type":"Variable","value":"typed"}}""").Value).ShouldBe("[b, typed]");
        Coerce.ToTextMap(Value.Null).Value.ShouldBeEmpty();
        Coerce.ToTextMap("").Value.ShouldBeEmpty();
        Coerce.ToTextMap("x").Problem.ShouldBe(Coerce.NotAMap);
        Coerce.ToTextMap(Value.List(1)).Problem.ShouldBe(Coerce.NotAMap);
        Coerce.ToTextList(Value.EmptyMap).Problem.ShouldBe(Coerce.NotAList);
    }
}
