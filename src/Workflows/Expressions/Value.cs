using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OpsWorkflows.Expressions;

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind : byte { Undefined, Null, Boolean, Number, Text, Date, Instant, List, Map }

/// <summary>
/// A workflow's piece of data: what variables, inputs and outputs hold and what expressions compute. Deeply immutable;
/// <c>default</c> is Undefined. A Date is a day of the office calendar, an Instant a moment in whole milliseconds (as in JavaScript);
/// both are ISO text in JSON and stay Text when read back, so ISO text is accepted wherever a date is expected.
/// </summary>
[JsonConverter(typeof(ValueJsonConverter))]
public readonly partial struct Value : IEquatable<Value>
{
    /// <summary>How deep lists and maps may be nested: well below what JSON readers and PostgreSQL accept.</summary>
    public const int MaxDepth = 32;

    readonly object? _data;
    readonly double _number;

    Value(ValueKind kind, double number, object? data = null) => (Kind, _number, _data) = (kind, number, data);

    public static Value Undefined => default;
    public static Value Null => new(ValueKind.Null, 0);
    public static Value True => new(ValueKind.Boolean, 1);
    public static Value False => new(ValueKind.Boolean, 0);
    public static Value EmptyText { get; } = Of("");
    public static Value EmptyList { get; } = Adopt([]);
    public static Value EmptyMap { get; } = Adopt(MapData.Of([]));

    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0);
    public static Value Of(double value) => new(ValueKind.Number, value);
    public static Value Of(string? value) => value is null ? Null : new(ValueKind.Text, 0, value);
    public static Value Of(DateOnly value) => new(ValueKind.Date, value.DayNumber);
    public static Value Of(DateTimeOffset value) => new(ValueKind.Instant, value.ToUnixTimeMilliseconds());

    public static Value List(params ReadOnlySpan<Value> items) => Adopt(items.ToArray());
    public static Value List(IEnumerable<Value> items) => Adopt([.. items]);
    public static Value Map(params ReadOnlySpan<KeyValuePair<string, Value>> entries) => Adopt(MapData.Of(entries));
    public static Value Map(IEnumerable<KeyValuePair<string, Value>> entries) => Adopt(MapData.Of(entries.ToArray()));

    public static implicit operator Value(bool value) => Of(value);
    public static implicit operator Value(double value) => Of(value);
    public static implicit operator Value(string? value) => Of(value);
    public static implicit operator Value(DateOnly value) => Of(value);
    public static implicit operator Value(DateTimeOffset value) => Of(value);

    /// <summary>A list over an array that nobody else will write to.</summary>
    internal static Value Adopt(Value[] items) => new(ValueKind.List, 0, new ListData(items));
    internal static Value Adopt(MapData data) => new(ValueKind.Map, 0, data);

    public ValueKind Kind { get; }
    public bool IsNothing => Kind <= ValueKind.Null;
    public bool IsText => Kind == ValueKind.Text;
    public bool IsDate => Kind is ValueKind.Date or ValueKind.Instant;

    /// <summary>The items of a List; empty for any other kind.</summary>
    public ImmutableArray<Value> Items => _data is ListData list ? ImmutableCollections.Wrap(list.Items) : [];

    /// <summary>The entries of a Map in the order in which they were added; empty for any other kind.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> Entries => _data is MapData map ? ImmutableCollections.Wrap(map.Entries) : [];

    /// <summary>Items of a List, entries of a Map, UTF-16 units of a Text; 0 for any other kind.</summary>
    public int Count => _data switch { string text => text.Length, ListData list => list.Items.Length, MapData map => map.Entries.Length, _ => 0 };

    /// <summary>An item of a List; Undefined when there is none.</summary>
    public Value this[int index] => _data is ListData list && (uint)index < (uint)list.Items.Length ? list.Items[index] : default;

    /// <summary>A member of a Map; Undefined when there is none.</summary>
    public Value this[string name] => TryGetMember(name, out var value) ? value : default;

    public bool TryGetMember(string name, out Value value)
    {
        if (_data is MapData map)
        {
            return map.TryGet(name, out value);
        }
        value = default;
        return false;
    }

    /// <summary>This Map (or nothing) with one member set.</summary>
    public Value With(string name, Value value) => Adopt(MapData.Of([.. Entries, new(name, value)]));

    /// <summary>JavaScript's truthiness.</summary>
    public bool AsBoolean() => Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => false,
        ValueKind.Boolean => _number != 0,
        ValueKind.Number => _number != 0 && !double.IsNaN(_number),
        ValueKind.Text => ((string)_data!).Length > 0,
        _ => true,
    };

    /// <summary>JavaScript's Number(x): NaN for what is no number; milliseconds since 1970 for dates.</summary>
    public double AsNumber() => Kind switch
    {
        ValueKind.Undefined => double.NaN,
        ValueKind.Null => 0,
        ValueKind.Text => NumberText.Parse((string)_data!),
        ValueKind.Date => OfficeDates.StartOf(DateOnly.FromDayNumber((int)_number)),
        ValueKind.List => NumberText.Parse(AsText()),
        ValueKind.Map => double.NaN,
        _ => _number,
    };

    /// <summary>JavaScript's String(x); ISO 8601 for dates.</summary>
    public string AsText() => Kind switch
    {
        ValueKind.Undefined => "undefined",
        ValueKind.Null => "null",
        ValueKind.Boolean => _number != 0 ? "true" : "false",
        ValueKind.Number => NumberText.Format(_number),
        ValueKind.Text => (string)_data!,
        ValueKind.Date => OfficeDates.Format(DateOnly.FromDayNumber((int)_number)),
        ValueKind.Instant => OfficeDates.FormatInstant(_number),
        ValueKind.List => string.Join(',', Items.Select(static item => item.IsNothing ? "" : item.AsText())),
        _ => "[object Object]",
    };

    /// <summary>The day: of a Date, of an Instant in the office's time zone, or of ISO text; null for anything else.</summary>
    public DateOnly? AsDate() => Kind switch
    {
        ValueKind.Date => DateOnly.FromDayNumber((int)_number),
        ValueKind.Instant => OfficeDates.DayOf(_number),
        ValueKind.Text when OfficeDates.TryParse((string)_data!, out var date) => date.AsDate(),
        _ => null,
    };

    /// <summary>The moment: of an Instant, the start of a Date in the office's time zone, or of ISO text; null for anything else.</summary>
    public DateTimeOffset? AsInstant() => Kind switch
    {
        ValueKind.Date => OfficeDates.ToInstant(AsNumber()),
        ValueKind.Instant => OfficeDates.ToInstant(_number),
        ValueKind.Text when OfficeDates.TryParse((string)_data!, out var date) => date.AsInstant(),
        _ => null,
    };

    /// <summary>This value as a Date or an Instant: itself, or what its ISO text says.</summary>
    internal bool TryAsDateKind(out Value date)
    {
        date = this;
        return IsDate || (_data is string text && OfficeDates.TryParse(text, out date));
    }

    internal static Value OfMilliseconds(double milliseconds) => new(ValueKind.Instant, milliseconds);

    /// <summary>The number, boolean (0, 1), day number or milliseconds inside, without conversion.</summary>
    internal double Raw => _number;

    internal string RawText => (string)_data!;

    /// <summary>True when both are the very same list or map: JavaScript's identity of objects.</summary>
    internal bool IsSameObjectAs(in Value other) => _data is not null && ReferenceEquals(_data, other._data);

    internal int Depth => _data switch { ListData list => list.Depth, MapData map => map.Depth, _ => 0 };

    /// <summary>About how many characters this takes as JSON; saturates. Shared parts count each time they appear.</summary>
    internal int Weight => _data switch { string text => text.Length + 2, ListData list => list.Weight, MapData map => map.Weight, _ => 8 };

    /// <summary>Equal kind and content; lists and maps by what they hold (maps whatever the order).</summary>
    public bool Equals(Value other) => Kind == other.Kind && Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => true,
        ValueKind.Text => string.Equals((string)_data!, (string)other._data!, StringComparison.Ordinal),
        ValueKind.List => ReferenceEquals(_data, other._data) || Items.AsSpan().SequenceEqual(other.Items.AsSpan()),
        ValueKind.Map => ReferenceEquals(_data, other._data) || ((MapData)_data!).SameAs((MapData)other._data!),
        _ => _number.Equals(other._number),
    };

    public override bool Equals(object? obj) => obj is Value other && Equals(other);
    public static bool operator ==(Value left, Value right) => left.Equals(right);
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    public override int GetHashCode() => Kind switch
    {
        ValueKind.Text => string.GetHashCode((string)_data!, StringComparison.Ordinal),
        ValueKind.List => HashCode.Combine(Kind, Count, this[0]),
        ValueKind.Map => HashCode.Combine(Kind, Count),
        _ => HashCode.Combine(Kind, _number),
    };

    /// <summary>JSON, for debuggers and tests; Undefined shows as its name.</summary>
    public override string ToString() => Kind == ValueKind.Undefined ? "undefined" : ToJsonText();
}
