using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class ValueTests
{
    const string Sample = """{"a":[1,2.5,"ł\"\\\n",true,null,{"b":{}}],"c":[],"d":-1e-7,"e":9007199254740991}""";

    static string Written(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.Write(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [Fact]
    public void JSON_read_and_written_stays_the_same()
    {
        var value = Value.Parse(Sample);
        JsonNode.DeepEquals(JsonNode.Parse(Written(value)), JsonNode.Parse(Sample)).ShouldBeTrue();
        JsonNode.DeepEquals(value.ToJson(), JsonNode.Parse(Sample)).ShouldBeTrue();
        Value.Parse(Written(value)).ShouldBe(value);
        Value.Parse(value.ToJsonText()).ShouldBe(value);
        Value.From(JsonNode.Parse(Sample)).ShouldBe(value);
        Value.From(JsonDocument.Parse(Sample)).ShouldBe(value);
        Value.From(value.ToJson()).ShouldBe(value);
    }

    sealed record Holder(string Name, Value Value, Value? Other);

    [Fact]
    public void Records_that_hold_values_are_serialised()
    {
        var json = JsonSerializer.Serialize(new Holder("n", Value.List(1, "x"), null), JsonSerializerOptions.Web);
        json.ShouldBe("""{"name":"n","value":[1,"x"],"other":null}""");
        JsonSerializer.Deserialize<Holder>(json, JsonSerializerOptions.Web)!.Value.ShouldBe(Value.List(1, "x"));
    }

    [Fact]
    public void Dates_become_ISO_text_in_JSON_and_are_still_dates_when_read_back()
    {
        Value day = new DateOnly(2026, 1, 2);
        Value moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1));
        var read = Value.Parse(Written(Value.List(day, moment)));
        read.ToJsonText().ShouldBe("""["2026-01-02","2026-01-02T02:04:05.678Z"]""");
        read[0].Kind.ShouldBe(ValueKind.Text);
        read[0].AsDate().ShouldBe(new DateOnly(2026, 1, 2));
        read[1].AsInstant().ShouldBe(moment.AsInstant());
        read[1].AsText().ShouldBe(moment.AsText());
    }

    [Fact]
    public void An_instant_keeps_whole_milliseconds_so_that_storing_it_changes_nothing()
    {
        Value precise = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(12_345);
        precise.AsInstant().ShouldBe(Value.Parse(Written(precise)).AsInstant());
    }

    [Fact]
    public void A_day_starts_at_midnight_of_the_office()
    {
        ((Value)new DateOnly(2026, 7, 1)).AsInstant().ShouldBe(new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero));
        Value.Of(new DateTimeOffset(2026, 6, 30, 22, 30, 0, TimeSpan.Zero)).AsDate().ShouldBe(new DateOnly(2026, 7, 1));
        Value.Of("2026-06-30T22:30:00Z").AsDate().ShouldBe(new DateOnly(2026, 7, 1));
        Value.Of("soon").AsDate().ShouldBeNull();
        Value.Of(5).AsInstant().ShouldBeNull();
        Value.Of(DateOnly.MinValue).AsInstant().ShouldNotBeNull();
        Value.Of(DateOnly.MaxValue).AsInstant().ShouldNotBeNull();
        Value.Of(DateTimeOffset.MinValue).AsText().ShouldBe("0001-01-01T00:00:00.000Z");
        Value.Of(DateTimeOffset.MinValue).AsDate().ShouldBe(new DateOnly(1, 1, 1));
        Value.Of(DateTimeOffset.MaxValue).AsDate().ShouldNotBeNull();
    }

    [Fact]
    public void What_JSON_and_PostgreSQL_lack_is_written_as_what_they_have()
    {
        Written(Value.List(Value.Undefined, double.NaN, double.PositiveInfinity, "a\0b", "\ud800")).ShouldBe("""[null,null,null,"a\uFFFDb","\uFFFD"]""");
        Written(Value.Map(new("u", Value.Undefined), new("k\0", 1))).ShouldBe("""{"k\uFFFD":1}""");
        Written(Value.Undefined).ShouldBe("null");
        Written(5e15).ShouldBe("5000000000000000");
        Written(-0.5).ShouldBe("-0.5");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nul")]
    [InlineData(@"""\ud800""")]
    [InlineData(@"{""\ud800"":1}")]
    public void Text_that_is_not_JSON_is_told_apart(string text) => Value.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void JSON_nested_too_deep_is_refused_in_each_way_of_reading_it()
    {
        var deepest = new string('[', Value.MaxDepth) + new string(']', Value.MaxDepth);
        Value.Parse(deepest).Depth.ShouldBe(Value.MaxDepth);
        var deeper = $"[{deepest}]";
        Should.Throw<JsonException>(() => Value.Parse(deeper));
        Should.Throw<JsonException>(() => Value.From(JsonNode.Parse(deeper)));
        Should.Throw<JsonException>(() => Value.From(JsonDocument.Parse(deeper)));
        Should.Throw<InvalidOperationException>(() => Value.List(Value.Parse(deepest)));
    }

    [Fact]
    public void Values_of_the_runtime_are_taken()
    {
        Value.From(null).ShouldBe(Value.Null);
        Value.From(5L).ShouldBe(Value.Of(5));
        Value.From(2.5m).ShouldBe(Value.Of(2.5));
        Value.From(true).ShouldBe(Value.True);
        Value.From(ValueKind.Text).ShouldBe(Value.Of("Text"));
        Value.From(TimeSpan.FromMinutes(90)).ShouldBe(Value.Of("01:30:00"));
        Value.From(Guid.Empty).ShouldBe(Value.Of("00000000-0000-0000-0000-000000000000"));
        Value.From(new DateOnly(2026, 1, 2)).Kind.ShouldBe(ValueKind.Date);
        Value.From(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc)).AsText().ShouldBe("2026-01-02T00:00:00.000Z");
        Value.From(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Unspecified)).AsText().ShouldBe("2026-01-01T23:00:00.000Z");
        Value.From(new[] { 1, 2 }).ToJsonText().ShouldBe("[1,2]");
        Value.From(new object?[] { "a", null, new Dictionary<string, object?> { ["b"] = 1 } }).ToJsonText().ShouldBe("""["a",null,{"b":1}]""");
        Value.From(new Dictionary<string, string> { ["b"] = "c" }).ToJsonText().ShouldBe("""{"b":"c"}""");
        Value.From(new Dictionary<string, Value> { ["b"] = 1 }).ToJsonText().ShouldBe("""{"b":1}""");
        Value.From(JsonValue.Create(5)).ShouldBe(Value.Of(5));
        Value.From(JsonValue.Create("x")).ShouldBe(Value.Of("x"));
        Value.From(JsonValue.Create(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero))).AsDate().ShouldBe(new DateOnly(2026, 1, 2));
        Should.Throw<ArgumentException>(() => Value.From(new object()));
    }

    [Fact]
    public void Equality_is_by_kind_and_content()
    {
        default(Value).ShouldBe(Value.Undefined);
        Value.Undefined.ShouldNotBe(Value.Null);
        Value.Of(1).ShouldNotBe(Value.True);
        Value.Of(double.NaN).ShouldBe(Value.Of(double.NaN));
        Value.List(1, Value.List("a")).ShouldBe(Value.List(1, Value.List("a")));
        Value.List(1, 2).ShouldNotBe(Value.List(2, 1));
        Value.Parse("""{"a":1,"b":2}""").ShouldBe(Value.Parse("""{"b":2,"a":1}"""));
        Value.Parse("""{"a":1,"b":2}""").GetHashCode().ShouldBe(Value.Parse("""{"b":2,"a":1}""").GetHashCode());
        Value.Parse("""{"a":1}""").ShouldNotBe(Value.Parse("""{"a":2}"""));
        (Value.Of("a") == Value.Of(new string('a', 1))).ShouldBeTrue();
        Value.Of("a").GetHashCode().ShouldBe(Value.Of(new string('a', 1)).GetHashCode());
    }

    [Fact]
    public void Maps_keep_order_find_members_and_change_only_into_new_maps()
    {
        var small = Value.Parse("""{"b":1,"a":2,"b":3}""");
        small.ToJsonText().ShouldBe("""{"b":3,"a":2}""");
        var large = Value.Map(Enumerable.Range(0, 50).Select(n => KeyValuePair.Create($"k{n}", Value.Of(n))));
        large["k37"].ShouldBe(Value.Of(37));
        large["k50"].ShouldBe(Value.Undefined);
        large.With("k37", "new")["k37"].ShouldBe(Value.Of("new"));
        large["k37"].ShouldBe(Value.Of(37));
        Value.Null.With("x", 1).ToJsonText().ShouldBe("""{"x":1}""");
    }

    [Fact]
    public void A_list_does_not_change_with_the_array_that_it_was_made_of()
    {
        Value[] items = [1, 2];
        var list = Value.List(items);
        items[0] = 9;
        list[0].ShouldBe(Value.Of(1));
        list[5].ShouldBe(Value.Undefined);
        list.Items.Length.ShouldBe(2);
    }
}
