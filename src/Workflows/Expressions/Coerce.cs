using System.Collections.Immutable;
using System.Globalization;

namespace OpsWorkflows.Expressions;

/// <summary>A value as the type that an activity needs, or the message key of why it is none (<see cref="Coerce"/> lists them).</summary>
public readonly record struct Coerced<T>(T Value, string? Problem = null)
{
    public bool Succeeded => Problem is null;
}

/// <summary>
/// Turns what an input's expression gave into the type of the input. Studio stores literals as text ("True", "14", "[\"a\"]"), imports
/// and scripts give real booleans, numbers and lists; both are taken. Texts are read by invariant rules, never by a user's culture.
/// </summary>
public static class Coerce
{
    public const string Missing = "coerce.missing";
    public const string NotABoolean = "coerce.not-a-boolean";
    public const string NotANumber = "coerce.not-a-number";
    public const string NotADate = "coerce.not-a-date";
    public const string NotADuration = "coerce.not-a-duration";
    public const string NotAList = "coerce.not-a-list";
    public const string NotAMap = "coerce.not-a-map";

    /// <summary>Nothing and empty text are false; numbers are true unless zero; other text must say true or false.</summary>
    public static Coerced<bool> ToBoolean(Value value) => value.Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => new(false),
        ValueKind.Boolean or ValueKind.Number => new(value.AsBoolean()),
        ValueKind.Text when bool.TryParse(value.RawText, out var flag) => new(flag),
        ValueKind.Text when string.IsNullOrWhiteSpace(value.RawText) => new(false),
        _ => new(false, NotABoolean),
    };

    public static Coerced<double> ToNumber(Value value) => value.Kind switch
    {
        ValueKind.Number when double.IsFinite(value.Raw) => new(value.Raw),
        ValueKind.Text when IsBlank(value) => new(0, Missing),
        ValueKind.Text when value.AsNumber() is var number && double.IsFinite(number) => new(number),
        ValueKind.Undefined or ValueKind.Null => new(0, Missing),
        _ => new(0, NotANumber),
    };

    /// <summary>A number with no fraction, within int.</summary>
    public static Coerced<int> ToInteger(Value value) => ToNumber(value) switch
    {
        { Problem: { } problem } => new(0, problem),
        { Value: var number } when number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number) => new((int)number),
        _ => new(0, NotANumber),
    };

    /// <summary>Nothing is empty text; lists and maps are JSON.</summary>
    public static string ToText(Value value) => value.Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => "",
        ValueKind.List or ValueKind.Map => value.ToJsonText(),
        _ => value.AsText(),
    };

    /// <summary>A day; also from the culture-formatted text that Studio's date picker stores (en-US or pl-PL).</summary>
    public static Coerced<DateOnly> ToDate(Value value) => value.AsDate() is { } day ? new(day)
        : TryPickerText(value, out var local) ? new(DateOnly.FromDateTime(local))
        : new(default, IsBlank(value) ? Missing : NotADate);

    /// <summary>A moment; a day is its start, and times without an offset are the office's.</summary>
    public static Coerced<DateTimeOffset> ToInstant(Value value) => value.AsInstant() is { } instant ? new(instant)
        : TryPickerText(value, out var local) ? new(OfficeDates.ToInstant(OfficeDates.InstantOf(local)))
        : new(default, IsBlank(value) ? Missing : NotADate);

    static readonly string[] PickerFormats =
    [
        "M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm:ss", "M/d/yyyy", "d.M.yyyy H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy", "yyyy-MM-dd H:mm:ss",
    ];

    static bool TryPickerText(Value value, out DateTime local)
    {
        local = default;
        // en-US writes U+202F before AM and PM in newer ICU data.
        return value.IsText && value.Count <= 40 && DateTime.TryParseExact(value.RawText.Trim().Replace('\u202F', ' '), PickerFormats,
            CultureInfo.InvariantCulture, DateTimeStyles.None, out local);
    }

    /// <summary>A time span in .NET's constant form (<c>[d.]hh:mm:ss</c>, a bare number is days), as Elsa stores it.</summary>
    public static Coerced<TimeSpan> ToDuration(Value value) =>
        value.IsText && TimeSpan.TryParseExact(value.RawText.Trim(), ["c", "hh\\:mm"], CultureInfo.InvariantCulture, out var span) ? new(span)
        : new(default, IsBlank(value) ? Missing : NotADuration);

    /// <summary>Nothing and empty text are no items; text that is not a JSON list is one item.</summary>
    public static Coerced<ImmutableArray<string>> ToTextList(Value value)
    {
        if (IsBlank(value))
        {
            return new([]);
        }
        var list = value.IsText && value.RawText.AsSpan().TrimStart() is ['[', ..] && Value.TryParse(value.RawText, out var parsed) ? parsed : value;
        return list.Kind switch
        {
            ValueKind.List => new([.. list.Items.Select(ToText)]),
            ValueKind.Map => new([], NotAList),
            _ => new([ToText(list)]),
        };
    }

    /// <summary>Names to texts, in their order; nothing and empty text are no entries.</summary>
    public static Coerced<ImmutableArray<KeyValuePair<string, string>>> ToTextMap(Value value)
    {
        if (IsBlank(value))
        {
            return new([]);
        }
        var map = value.IsText && Value.TryParse(value.RawText, out var parsed) ? parsed : value;
        return map.Kind == ValueKind.Map
            ? new([.. map.Entries.Select(static entry => KeyValuePair.Create(entry.Key, ToText(Plain(entry.Value))))])
            : new([], NotAMap);
    }

    /// <summary>The dictionary editor of designers wraps what was typed as {"type","value"}, whatever kind of expression it says it is.</summary>
    static Value Plain(Value value) => value.Kind == ValueKind.Map && value.TryGetMember("type", out _) && value.TryGetMember("value", out var typed) ? typed : value;

    static bool IsBlank(Value value) => value.IsNothing || (value.IsText && string.IsNullOrWhiteSpace(value.RawText));
}
