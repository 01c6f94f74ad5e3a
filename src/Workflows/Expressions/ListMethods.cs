namespace OpsWorkflows.Expressions;

/// <summary>The methods of lists and maps; none changes its list.</summary>
static class ListMethods
{
    public static readonly Method[] All =
    [
        new("join", 0, 1) { List = Join },
        new("hasOwnProperty", 1, 1) { Map = static (ref run, node, in self, scoped args) => self.TryGetMember(args.Text(ref run, node, 0), out _) },
    ];

    public static Value Includes(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = ArgumentReading.Place(args.Whole(ref run, node, 1), self.Count);
        return args[0].Kind == ValueKind.Number && double.IsNaN(args[0].Raw)
            ? self.Items.AsSpan()[from..].Contains(args[0])
            : Find(ref run, node, self, args[0], from) >= 0;
    }

    public static Value IndexOf(ref Run run, Node node, in Value self, scoped Arguments args) =>
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

    public static Value Slice(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = ArgumentReading.Place(args.Whole(ref run, node, 0), self.Count);
        var to = Math.Max(from, ArgumentReading.Place(args.Whole(ref run, node, 1, self.Count), self.Count));
        return run.MakeList(node, self.Items.AsSpan()[from..to].ToArray());
    }

    public static Value Concat(ref Run run, Node node, in Value self, scoped Arguments args)
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

    public static Value At(ref Run run, Node node, in Value self, scoped Arguments args) =>
        PlaceOf(ref run, node, self.Count, args) is { } at ? self[at] : default;

    public static int? PlaceOf(ref Run run, Node node, int count, scoped Arguments args)
    {
        var at = (long)args.Whole(ref run, node, 0);
        at = at < 0 ? at + count : at;
        return at >= 0 && at < count ? (int)at : null;
    }
}
