namespace OpsWorkflows.Expressions;

/// <summary>The methods of lists that call an arrow function for each item.</summary>
static class CallbackMethods
{
    public static readonly Method[] All =
    [
        Each("map", "<R>(callback: (item: T, index: number, list: T[]) => R): R[]", Map),
        Each("filter", "(callback: (item: T, index: number, list: T[]) => any): T[]", Filter),
        Each("some", "(callback: (item: T, index: number, list: T[]) => any): boolean", static (ref run, _, in self, arrow, scoped _) => First(ref run, self, arrow!, wanted: true) >= 0),
        Each("every", "(callback: (item: T, index: number, list: T[]) => any): boolean", static (ref run, _, in self, arrow, scoped _) => First(ref run, self, arrow!, wanted: false) < 0),
        Each("find", "(callback: (item: T, index: number, list: T[]) => any): T | undefined", static (ref run, _, in self, arrow, scoped _) => self[First(ref run, self, arrow!, wanted: true)]),
        Each("findIndex", "(callback: (item: T, index: number, list: T[]) => any): number", static (ref run, _, in self, arrow, scoped _) => First(ref run, self, arrow!, wanted: true)),
        Each("findLast", "(callback: (item: T, index: number, list: T[]) => any): T | undefined", static (ref run, _, in self, arrow, scoped _) => self[Last(ref run, self, arrow!)]),
        Each("findLastIndex", "(callback: (item: T, index: number, list: T[]) => any): number", static (ref run, _, in self, arrow, scoped _) => Last(ref run, self, arrow!)),
        Each("flatMap", "<R>(callback: (item: T, index: number, list: T[]) => R | R[]): R[]", FlatMap),
        Each("forEach", "(callback: (item: T, index: number, list: T[]) => any): void", ForEach),
        Each("reduce", "<R>(callback: (result: R, item: T, index: number, list: T[]) => R, start?: R): R", Reduce),
        Each("sort", "(compare?: (a: T, b: T) => number): T[]", Sort),
        Each("toSorted", "(compare?: (a: T, b: T) => number): T[]", Sort),
    ];

    static Method Each(string name, string signature, CallbackBody body) => new(Receiver.List, name, signature, null, body);

    static Value Map(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        var results = new Value[self.Count];
        for (var i = 0; i < results.Length && !run.Failed; i++)
        {
            results[i] = arrow!.Call(ref run, self[i], i, self);
        }
        return run.Failed ? default : run.MakeList(node, results);
    }

    static Value Filter(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        var kept = new List<Value>();
        for (var i = 0; i < self.Count && !run.Failed; i++)
        {
            if (arrow!.Call(ref run, self[i], i, self).AsBoolean())
            {
                kept.Add(self[i]);
            }
        }
        return run.Failed ? default : run.MakeList(node, [.. kept]);
    }

    static int First(ref Run run, in Value self, Arrow arrow, bool wanted)
    {
        for (var i = 0; i < self.Count && !run.Failed; i++)
        {
            if (arrow.Call(ref run, self[i], i, self).AsBoolean() == wanted)
            {
                return i;
            }
        }
        return -1;
    }

    static int Last(ref Run run, in Value self, Arrow arrow)
    {
        for (var i = self.Count - 1; i >= 0 && !run.Failed; i--)
        {
            if (arrow.Call(ref run, self[i], i, self).AsBoolean())
            {
                return i;
            }
        }
        return -1;
    }

    static Value FlatMap(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        var results = new List<Value>();
        for (var i = 0; i < self.Count && !run.Failed && results.Count <= run.Budget.CollectionSize; i++)
        {
            var result = arrow!.Call(ref run, self[i], i, self);
            if (result.Kind == ValueKind.List)
            {
                results.AddRange(result.Items.AsSpan());
            }
            else
            {
                results.Add(result);
            }
        }
        return run.Failed ? default : run.MakeList(node, [.. results]);
    }

    static Value ForEach(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        for (var i = 0; i < self.Count && !run.Failed; i++)
        {
            arrow!.Call(ref run, self[i], i, self);
        }
        return default;
    }

    static Value Reduce(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        if (self.Count == 0 && arguments.Count == 0)
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "reduce");
        }
        var result = arguments.Count == 0 ? self[0] : arguments[0];
        for (var i = arguments.Count == 0 ? 1 : 0; i < self.Count && !run.Failed; i++)
        {
            result = arrow!.Call(ref run, result, self[i], i, self);
        }
        return result;
    }

    /// <summary>A stable merge sort, which ends whatever the callback says; undefined items go last without being compared.</summary>
    static Value Sort(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments)
    {
        var items = Array.FindAll(self.Items.AsSpan().ToArray(), static item => item.Kind != ValueKind.Undefined);
        var texts = new string[arrow is null ? items.Length : 0];
        for (var i = 0; i < texts.Length && !run.Failed; i++)
        {
            texts[i] = Operators.TextOf(ref run, node, items[i]);
        }
        var (order, merged) = (new int[items.Length], new int[items.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        for (var width = 1; width < order.Length && !run.Failed; width *= 2)
        {
            for (var from = 0; from < order.Length && !run.Failed; from += 2 * width)
            {
                var middle = Math.Min(from + width, order.Length);
                var end = Math.Min(middle + width, order.Length);
                var (left, right) = (from, middle);
                for (var at = from; at < end; at++)
                {
                    var takesRight = left == middle || (right < end && IsAfter(ref run, node, items, texts, arrow, order[left], order[right]));
                    merged[at] = takesRight ? order[right++] : order[left++];
                }
            }
            (order, merged) = (merged, order);
        }
        var sorted = new Value[self.Count];
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = items[order[i]];
        }
        return run.Failed ? default : run.MakeList(node, sorted);
    }

    static bool IsAfter(ref Run run, Node node, Value[] items, string[] texts, Arrow? arrow, int left, int right)
    {
        if (!run.Charge(node, 1))
        {
            return false;
        }
        if (arrow is not null)
        {
            return Operators.NumberOf(ref run, node, arrow.Call(ref run, items[left], items[right])) > 0;
        }
        return run.ChargeLength(node, Math.Min(texts[left].Length, texts[right].Length)) && string.CompareOrdinal(texts[left], texts[right]) > 0;
    }
}
