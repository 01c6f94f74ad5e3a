using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsWorkflows.Expressions;

public readonly partial struct Value
{
    /// <summary>
    /// A value of JSON (node, element, document) or of .NET: primitives, dates, Guid, TimeSpan and enums (as text), dictionaries with
    /// string keys, sequences. Any other type is a bug of the caller (<see cref="ArgumentException"/>).
    /// </summary>
    public static Value From(object? source) => source switch
    {
        null => Null,
        Value value => value,
        string text => Of(text),
        bool flag => Of(flag),
        double or float or decimal or int or long or short or byte or uint or ulong or ushort or sbyte
            => Of(Convert.ToDouble(source, CultureInfo.InvariantCulture)),
        DateOnly date => Of(date),
        DateTimeOffset instant => Of(instant),
        DateTime { Kind: DateTimeKind.Utc } time => Of(new DateTimeOffset(time)),
        DateTime time => OfMilliseconds(OfficeDates.InstantOf(DateTime.SpecifyKind(time, DateTimeKind.Unspecified))),
        TimeSpan span => Of(span.ToString("c", CultureInfo.InvariantCulture)),
        Guid or Enum or char or TimeOnly => Of(Convert.ToString(source, CultureInfo.InvariantCulture)),
        JsonElement element => FromElement(element),
        JsonDocument document => FromElement(document.RootElement),
        JsonNode node => FromNode(node),
        IEnumerable<KeyValuePair<string, Value>> entries => Map(entries),
        IEnumerable<KeyValuePair<string, object?>> entries => Map(entries.Select(static e => KeyValuePair.Create(e.Key, From(e.Value)))),
        IEnumerable<KeyValuePair<string, string>> entries => Map(entries.Select(static e => KeyValuePair.Create(e.Key, Of(e.Value)))),
        IDictionary dictionary => Map(dictionary.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, From(dictionary[key])))),
        IEnumerable<Value> items => List(items),
        IEnumerable items => List(items.Cast<object?>().Select(From)),
        _ => throw new ArgumentException($"{source.GetType()} cannot be the value of a variable.", nameof(source)),
    };

    static Value FromElement(JsonElement element, int depth = 0) => element.ValueKind switch
    {
        JsonValueKind.Undefined => Undefined,
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => Of(element.GetDouble()),
        JsonValueKind.String => Of(TextOf(element)),
        JsonValueKind.Array => List(Descend(depth, element.EnumerateArray()).Select(item => FromElement(item, depth + 1))),
        JsonValueKind.Object => Map(Descend(depth, element.EnumerateObject()).Select(member => KeyValuePair.Create(member.Name, FromElement(member.Value, depth + 1)))),
        _ => Null,
    };

    static Value FromNode(JsonNode? node, int depth = 0) => node switch
    {
        null => Null,
        JsonArray items => List(Descend(depth, items).Select(item => FromNode(item, depth + 1))),
        JsonObject members => Map(Descend(depth, members).Select(member => KeyValuePair.Create(member.Key, FromNode(member.Value, depth + 1)))),
        JsonValue value when value.TryGetValue<JsonElement>(out var element) => FromElement(element, depth),
        JsonValue value when value.TryGetValue<object>(out var inner) => From(inner),
        _ => Parse(node.ToJsonString()),
    };

    /// <summary>The readers throw another exception for half a surrogate pair, which no author of JSON should be able to cause.</summary>
    static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("The JSON holds half a surrogate pair.", fault);
        }
    }

    static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("The JSON holds half a surrogate pair.", fault);
        }
    }

    static T Descend<T>(int depth, T children) => depth < MaxDepth ? children : throw TooDeep();
    static JsonException TooDeep() => new($"The JSON is nested more than {MaxDepth} deep.");

    /// <summary>Reads JSON text; <see cref="JsonException"/> when it is none or is nested too deep.</summary>
    public static Value Parse(string json)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        reader.Read();
        var value = Read(ref reader);
        return reader.Read() ? throw new JsonException("There is more than one JSON value.") : value;
    }

    /// <summary>Reads JSON text; false when it is none.</summary>
    public static bool TryParse(string json, out Value value)
    {
        try
        {
            value = Parse(json);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Reads the value on which the reader stands and leaves the reader on its last token.</summary>
    public static Value Read(ref Utf8JsonReader reader) => Read(ref reader, 0);

    static Value Read(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return Null;
            case JsonTokenType.True: return True;
            case JsonTokenType.False: return False;
            case JsonTokenType.Number: return Of(reader.GetDouble());
            case JsonTokenType.String: return Of(TextOf(ref reader));
            case JsonTokenType.StartArray when depth < MaxDepth:
                var items = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, depth + 1));
                }
                return Adopt([.. items]);
            case JsonTokenType.StartObject when depth < MaxDepth:
                var entries = new List<KeyValuePair<string, Value>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = TextOf(ref reader);
                    reader.Read();
                    entries.Add(new(name, Read(ref reader, depth + 1)));
                }
                return Adopt(MapData.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries)));
            case JsonTokenType.StartArray or JsonTokenType.StartObject: throw TooDeep();
            default: throw new JsonException("Expected a JSON value.");
        }
    }

    /// <summary>
    /// Writes compact JSON: Undefined and numbers that JSON lacks as null, Undefined members of a map not at all, U+0000 (which
    /// PostgreSQL's jsonb refuses) as U+FFFD.
    /// </summary>
    public void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ValueKind.Boolean: writer.WriteBooleanValue(_number != 0); break;
            case ValueKind.Number when double.IsFinite(_number): WriteNumber(writer); break;
            case ValueKind.Text: writer.WriteStringValue(Storable((string)_data!)); break;
            case ValueKind.Date or ValueKind.Instant: writer.WriteStringValue(AsText()); break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (ref readonly var item in Items.AsSpan())
                {
                    item.Write(writer);
                }
                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                writer.WriteStartObject();
                foreach (ref readonly var entry in Entries.AsSpan())
                {
                    if (entry.Value.Kind == ValueKind.Undefined)
                    {
                        continue;
                    }
                    writer.WritePropertyName(Storable(entry.Key));
                    entry.Value.Write(writer);
                }
                writer.WriteEndObject();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    void WriteNumber(Utf8JsonWriter writer)
    {
        if (_number is >= -9e15 and <= 9e15 && (long)_number is var whole && whole == _number)
        {
            writer.WriteNumberValue(whole);
        }
        else
        {
            writer.WriteNumberValue(_number);
        }
    }

    static string Storable(string text) => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text;

    public JsonNode? ToJson() => Kind switch
    {
        ValueKind.Boolean => JsonValue.Create(_number != 0),
        ValueKind.Number when !double.IsFinite(_number) => null,
        ValueKind.Number => _number is >= -9e15 and <= 9e15 && (long)_number == _number ? JsonValue.Create((long)_number) : JsonValue.Create(_number),
        ValueKind.Text or ValueKind.Date or ValueKind.Instant => JsonValue.Create(AsText()),
        ValueKind.List => new JsonArray([.. Items.Select(static item => item.ToJson())]),
        ValueKind.Map => new JsonObject(Entries.Where(static e => e.Value.Kind != ValueKind.Undefined)
            .Select(static e => KeyValuePair.Create(e.Key, e.Value.ToJson()))),
        _ => null,
    };

    /// <summary>Compact JSON text, as JavaScript's JSON.stringify writes it; "null" for Undefined.</summary>
    public string ToJsonText() => JsonText.Of(this);
}

/// <summary>Lets records that hold a <see cref="Value"/> be serialised.</summary>
public sealed class ValueJsonConverter : JsonConverter<Value>
{
    public override bool HandleNull => true;
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Value.Read(ref reader);
    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => value.Write(writer);
}
