namespace OpsWorkflows.Expressions;

/// <summary>The methods of lists; none changes its list, sort and reverse give a new one.</summary>
static class ListMethods
{
    public static readonly Method[] All =
    [
        List("join", "(separator?: string): string", Join),
        List("includes", "(item: T, from?: number): boolean", Includes),
        List("indexOf", "(item: T, from?: number): number", IndexOf),
        List("lastIndexOf", "(item: T): number", LastIndexOf),
        List("slice", "(from?: number, to?: number): T[]", Slice),
        List("concat", "(...items: (T | T[])[]): T[]", Concat),
        List("at", "(position: number): T | undefined", At),
        List("with", "(position: number, item: T): T[]", With),
        List("flat", "(depth?: number): any[]", Flat),
        List("reverse", "(): T[]", Reverse),
        List("toReversed", "(): T[]", Reverse),
    ];

    static Method List(string name, string signature, MethodBody body) => new(Receiver.List, name, signature, body);

    static Value Includes(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = ArgumentReading.Place(args.Whole(ref run, node, 1), self.Count);
        return args[0].Kind == ValueKind.Number && double.IsNaN(args[0].Raw)
            ? self.Items.AsSpan()[from..].Contains(args[0])
            : Find(ref run, node, self, args[0], from) >= 0;
    }

    static Value IndexOf(ref Run run, Node node, in Value self, scoped Arguments args) =>
        Find(ref run, node, self, args[0], ArgumentReading.Place(args.Whole(ref run, node, 1), self.Count));

    static int Find(ref Run run, Node node, in Value list, in Value sought, int from)
    {
        if (!run.Charge(node, list.Count / 8))
        {
            return -1;
        }
        for (var i = from; i < list.Count && !run.Failed; i++)
        {
            if (Operators.StrictlyEqual(ref run, node, list[i], sought))
            {
                return i;
            }
        }
        return -1;
    }

    static Value Join(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var separator = args[0].Kind == ValueKind.Undefined ? "," : args.Text(ref run, node, 0);
        var texts = new string[self.Count];
        var length = (long)separator.Length * Math.Max(0, texts.Length - 1);
        for (var i = 0; i < texts.Length && length <= run.Budget.TextLength && run.Charge(node, 1); i++)
        {
            texts[i] = self[i].IsNothing ? "" : Operators.TextOf(ref run, node, self[i]);
            length += texts[i].Length;
        }
        return run.MayMakeText(node, length) ? string.Join(separator, texts) : Value.Undefined;
    }

    static Value Slice(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = ArgumentReading.Place(args.Whole(ref run, node, 0), self.Count);
        var to = Math.Max(from, ArgumentReading.Place(args.Whole(ref run, node, 1, self.Count), self.Count));
        return run.MakeList(node, self.Items.AsSpan()[from..to].ToArray());
    }

    static Value Concat(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var items = new List<Value>(self.Items);
        foreach (ref readonly var argument in args.Values)
        {
            if (argument.Kind == ValueKind.List)
            {
                items.AddRange(argument.Items);
            }
            else
            {
                items.Add(argument);
            }
            if (items.Count > run.Budget.CollectionSize)
            {
                break;
            }
        }
        return run.MakeList(node, [.. items]);
    }

    static Value At(ref Run run, Node node, in Value self, scoped Arguments args) =>
        PlaceOf(ref run, node, self.Count, args) is { } at ? self[at] : default;

    public static int? PlaceOf(ref Run run, Node node, int count, scoped Arguments args)
    {
        var at = (long)args.Whole(ref run, node, 0);
        at = at < 0 ? at + count : at;
        return at >= 0 && at < count ? (int)at : null;
    }

    static Value LastIndexOf(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        for (var i = self.Count - 1; i >= 0 && run.Charge(node, 1); i--)
        {
            if (Operators.StrictlyEqual(ref run, node, self[i], args[0]))
            {
                return i;
            }
        }
        return -1;
    }

    static Value With(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        if (PlaceOf(ref run, node, self.Count, args) is not { } at)
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "with");
        }
        var items = self.Items.AsSpan().ToArray();
        items[at] = args[1];
        return run.MakeList(node, items);
    }

    static Value Flat(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var items = new List<Value>();
        Flatten(ref run, node, self, args.Whole(ref run, node, 0, 1), items);
        return run.Failed ? default : run.MakeList(node, [.. items]);
    }

    static void Flatten(ref Run run, Node node, in Value list, int depth, List<Value> into)
    {
        foreach (ref readonly var item in list.Items.AsSpan())
        {
            if (!run.Charge(node, 1) || into.Count > run.Budget.CollectionSize)
            {
                return;
            }
            if (item.Kind == ValueKind.List && depth > 0)
            {
                Flatten(ref run, node, item, depth - 1, into);
            }
            else
            {
                into.Add(item);
            }
        }
    }

    static Value Reverse(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var items = self.Items.AsSpan().ToArray();
        Array.Reverse(items);
        return run.MakeList(node, items);
    }
}

/// <summary>The methods of maps, and those of every value.</summary>
static class ObjectMethods
{
    public static readonly Method[] All =
    [
        new(Receiver.Map, "hasOwnProperty", "(name: string): boolean", static (ref run, node, in self, scoped args) => self.TryGetMember(args.Text(ref run, node, 0), out _)),
        new(Receiver.Any, "toString", "(): string", static (ref run, node, in self, scoped _) => Operators.TextOf(ref run, node, self)),
        new(Receiver.Any, "valueOf", "(): any", static (ref _, _, in self, scoped _) => self),
    ];
}
