using System.Diagnostics;

namespace OpsWorkflows.Expressions;

/// <summary>
/// One evaluation: what it may read, what it has used up, and its first fault. After a fault no node computes any more, so nodes need
/// not look at their children's faults.
/// </summary>
ref struct Run(IScope scope, Budget budget, Span<Value> locals)
{
    const int StepsBetweenLooks = 512;

    public readonly IScope Scope = scope;
    public readonly Budget Budget = budget;
    public readonly Span<Value> Locals = locals;

    int _nextLook = StepsBetweenLooks;
    long _lookedAt;
    TimeSpan _taken;

    public int Steps { get; private set; }
    public string? FaultKey { get; private set; }
    public string? FaultName { get; private set; }
    public int FaultOffset { get; private set; }

    /// <summary>Set while an optional chain (<c>a?.b.c</c>) that met nothing is being left.</summary>
    public bool LeavingChain { get; set; }

    /// <summary>Set by a statement that is left early, until what it leaves has been left.</summary>
    public Jump Jump { get; set; }

    /// <summary>What return gives.</summary>
    public Value Result { get; set; }

    /// <summary>What the last expression statement gave: the value of a script without return.</summary>
    public Value Completion { get; set; }

    public readonly bool Failed => FaultKey is not null;

    public bool Enter(Node node) => Charge(node, 1);

    /// <summary>Takes steps for the work ahead; false when there are none left or a fault came before.</summary>
    public bool Charge(Node node, int steps)
    {
        if (Failed)
        {
            return false;
        }
        Steps += steps;
        if (Steps > Budget.Steps)
        {
            Fail(EvaluationErrors.TooManySteps, node);
        }
        else if (Steps >= _nextLook)
        {
            LookAtClock(node);
        }
        return !Failed;
    }

    /// <summary>One look counts for a bounded time, so that a host that stood still for a minute fails nothing.</summary>
    void LookAtClock(Node node)
    {
        var now = Stopwatch.GetTimestamp();
        if (_lookedAt != 0)
        {
            var since = Stopwatch.GetElapsedTime(_lookedAt, now);
            _taken += since < Budget.Time / 8 ? since : Budget.Time / 8;
        }
        (_lookedAt, _nextLook) = (now, Steps + StepsBetweenLooks);
        if (_taken >= Budget.Time)
        {
            Fail(EvaluationErrors.TooSlow, node);
        }
    }

    /// <summary>Takes steps for going through so many characters or items.</summary>
    public bool ChargeLength(Node node, int length) => Charge(node, length / 64);

    public Value Fail(string key, Node node, string? name = null)
    {
        if (!Failed)
        {
            (FaultKey, FaultName, FaultOffset) = (key, name, node.Offset);
        }
        return default;
    }

    /// <summary>True when a text of this length may be made; takes the steps for making it.</summary>
    public bool MayMakeText(Node node, long length)
    {
        if (length > Budget.TextLength)
        {
            Fail(EvaluationErrors.TextTooLong, node);
        }
        return ChargeLength(node, (int)Math.Min(length, int.MaxValue));
    }

    /// <summary>A list of freshly made items, within the budget.</summary>
    public Value MakeList(Node node, Value[] items)
    {
        if (items.Length > Budget.CollectionSize)
        {
            Fail(EvaluationErrors.CollectionTooLarge, node);
        }
        var measure = new Measure();
        foreach (ref readonly var item in items.AsSpan())
        {
            measure.Add(item, 1);
        }
        return MayHold(node, measure, items.Length) ? Value.Adopt(items) : default;
    }

    public Value MakeMap(Node node, ReadOnlySpan<KeyValuePair<string, Value>> entries)
    {
        var measure = new Measure();
        foreach (ref readonly var entry in entries)
        {
            measure.Add(entry.Value, entry.Key.Length + 4);
        }
        return MayHold(node, measure, entries.Length) ? Value.Adopt(MapData.Of(entries)) : default;
    }

    bool MayHold(Node node, Measure measure, int count)
    {
        if (measure.Weight > Budget.TextLength)
        {
            Fail(EvaluationErrors.CollectionTooLarge, node);
        }
        if (measure.Depth > Value.MaxDepth)
        {
            Fail(EvaluationErrors.TooDeep, node);
        }
        return Charge(node, count / 8);
    }
}
