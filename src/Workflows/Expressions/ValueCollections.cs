using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OpsWorkflows.Expressions;

/// <summary>The items of a list, with what bounds them measured once.</summary>
sealed class ListData
{
    public ListData(Value[] items)
    {
        Items = items;
        var measure = new Measure();
        foreach (ref readonly var item in items.AsSpan())
        {
            measure.Add(item, 1);
        }
        (Depth, Weight) = measure.Checked();
    }

    public Value[] Items { get; }
    public int Depth { get; }
    public int Weight { get; }
}

/// <summary>The entries of a map in the order of insertion; names differ in case; a name given twice keeps its place and its last value.</summary>
sealed class MapData
{
    const int IndexedFrom = 9;

    readonly Dictionary<string, int>? _index;

    MapData(KeyValuePair<string, Value>[] entries, Dictionary<string, int>? index)
    {
        Entries = entries;
        _index = index;
        var measure = new Measure();
        foreach (ref readonly var entry in entries.AsSpan())
        {
            measure.Add(entry.Value, entry.Key.Length + 4);
        }
        (Depth, Weight) = measure.Checked();
    }

    public KeyValuePair<string, Value>[] Entries { get; }
    public int Depth { get; }
    public int Weight { get; }

    public static MapData Of(ReadOnlySpan<KeyValuePair<string, Value>> entries)
    {
        var index = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
        var kept = new KeyValuePair<string, Value>[entries.Length];
        foreach (var entry in entries)
        {
            if (!index.TryAdd(entry.Key, index.Count))
            {
                kept[index[entry.Key]] = entry;
                continue;
            }
            kept[index.Count - 1] = entry;
        }
        Array.Resize(ref kept, index.Count);
        return new MapData(kept, kept.Length >= IndexedFrom ? index : null);
    }

    public bool TryGet(string name, out Value value)
    {
        if (_index is not null)
        {
            var found = _index.TryGetValue(name, out var at);
            value = found ? Entries[at].Value : default;
            return found;
        }
        foreach (ref readonly var entry in Entries.AsSpan())
        {
            if (string.Equals(entry.Key, name, StringComparison.Ordinal))
            {
                value = entry.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    public bool SameAs(MapData other)
    {
        if (Entries.Length != other.Entries.Length)
        {
            return false;
        }
        foreach (var (name, value) in Entries)
        {
            if (!other.TryGet(name, out var theirs) || !value.Equals(theirs))
            {
                return false;
            }
        }
        return true;
    }
}

/// <summary>Depth and weight of a list or map while it is being made.</summary>
[StructLayout(LayoutKind.Auto)]
struct Measure
{
    int _depth;
    long _weight;

    public void Add(in Value item, int extra)
    {
        _depth = Math.Max(_depth, item.Depth);
        _weight += item.Weight + (long)extra;
    }

    public readonly int Depth => _depth + 1;
    public readonly int Weight => (int)Math.Min(_weight + 2, int.MaxValue);

    public readonly (int Depth, int Weight) Checked() => Depth <= Value.MaxDepth
        ? (Depth, Weight)
        : throw new InvalidOperationException($"Lists and maps are nested more than {Value.MaxDepth} deep.");
}

static class ImmutableCollections
{
    public static ImmutableArray<T> Wrap<T>(T[] items) => ImmutableCollectionsMarshal.AsImmutableArray(items);
}
