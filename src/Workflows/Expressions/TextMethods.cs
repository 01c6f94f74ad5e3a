namespace OpsWorkflows.Expressions;

/// <summary>The methods of text and of numbers; positions are UTF-16 units, comparison is ordinal, patterns are plain text.</summary>
static class TextMethods
{
    public static readonly Method[] All =
    [
        new("includes", 1, 2) { Text = static (ref run, node, in self, scoped args) => IndexOf(ref run, node, self, args) >= 0, List = ListMethods.Includes },
        new("indexOf", 1, 2) { Text = static (ref run, node, in self, scoped args) => IndexOf(ref run, node, self, args), List = ListMethods.IndexOf },
        new("lastIndexOf", 1, 1) { Text = static (ref run, node, in self, scoped args) => LastIndexOf(ref run, node, self, args.Text(ref run, node, 0)) },
        new("startsWith", 1, 2) { Text = StartsWith },
        new("endsWith", 1, 2) { Text = EndsWith },
        new("toLowerCase", 0, 0) { Text = static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.ToLowerInvariant() : Value.Undefined },
        new("toUpperCase", 0, 0) { Text = static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.ToUpperInvariant() : Value.Undefined },
        new("trim", 0, 0) { Text = static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.Trim() : Value.Undefined },
        new("trimStart", 0, 0) { Text = static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.TrimStart() : Value.Undefined },
        new("trimEnd", 0, 0) { Text = static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.TrimEnd() : Value.Undefined },
        new("charAt", 1, 1) { Text = static (ref run, node, in self, scoped args) => args.Whole(ref run, node, 0) is var at && (uint)at < (uint)self.Count ? self.RawText[at].ToString() : "" },
        new("substring", 1, 2) { Text = Substring },
        new("slice", 0, 2) { Text = Slice, List = ListMethods.Slice },
        new("split", 0, 2) { Text = Split },
        new("replace", 2, 2) { Text = static (ref run, node, in self, scoped args) => Replace(ref run, node, self.RawText, args, all: false) },
        new("replaceAll", 2, 2) { Text = static (ref run, node, in self, scoped args) => Replace(ref run, node, self.RawText, args, all: true) },
        new("padStart", 1, 2) { Text = static (ref run, node, in self, scoped args) => Padding(ref run, node, self, args) is { } padding ? padding + self.RawText : self },
        new("padEnd", 1, 2) { Text = static (ref run, node, in self, scoped args) => Padding(ref run, node, self, args) is { } padding ? self.RawText + padding : self },
        new("concat", 0, Function.Any) { Text = Concat, List = ListMethods.Concat },
        new("at", 1, 1) { Text = static (ref run, node, in self, scoped args) => ListMethods.PlaceOf(ref run, node, self.Count, args) is { } at ? self.RawText[at].ToString() : Value.Undefined, List = ListMethods.At },
        new("toFixed", 0, 1) { Number = ToFixed },
        new("toString", 0, 1) { Number = NumberToString, Other = static (ref run, node, in self, scoped _) => Operators.TextOf(ref run, node, self) },
    ];

    static bool Made(ref Run run, Node node, long length) => run.MayMakeText(node, length);

    /// <summary>Takes steps for the worst that a search for one text in another can cost.</summary>
    static bool MaySearch(ref Run run, Node node, string text, string sought) =>
        run.Charge(node, (int)Math.Min(1_000_000_000, (long)text.Length * Math.Max(64, sought.Length) / 4096));

    static int IndexOf(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var sought = args.Text(ref run, node, 0);
        var from = Math.Clamp(args.Whole(ref run, node, 1), 0, self.Count);
        return MaySearch(ref run, node, self.RawText, sought) ? self.RawText.IndexOf(sought, from, StringComparison.Ordinal) : -1;
    }

    static Value LastIndexOf(ref Run run, Node node, in Value self, string sought) =>
        MaySearch(ref run, node, self.RawText, sought) ? self.RawText.LastIndexOf(sought, StringComparison.Ordinal) : default(Value);

    static Value StartsWith(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = Math.Clamp(args.Whole(ref run, node, 1), 0, self.Count);
        return self.RawText.AsSpan(from).StartsWith(args.Text(ref run, node, 0), StringComparison.Ordinal);
    }

    static Value EndsWith(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var end = Math.Clamp(args.Whole(ref run, node, 1, self.Count), 0, self.Count);
        return self.RawText.AsSpan(0, end).EndsWith(args.Text(ref run, node, 0), StringComparison.Ordinal);
    }

    static Value Substring(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = Math.Clamp(args.Whole(ref run, node, 0), 0, self.Count);
        var to = Math.Clamp(args.Whole(ref run, node, 1, self.Count), 0, self.Count);
        return Made(ref run, node, Math.Abs(to - from)) ? self.RawText[Math.Min(from, to)..Math.Max(from, to)] : Value.Undefined;
    }

    static Value Slice(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var from = ArgumentReading.Place(args.Whole(ref run, node, 0), self.Count);
        var to = Math.Max(from, ArgumentReading.Place(args.Whole(ref run, node, 1, self.Count), self.Count));
        return Made(ref run, node, to - from) ? self.RawText[from..to] : Value.Undefined;
    }

    static Value Split(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var text = self.RawText;
        var most = args.Whole(ref run, node, 1, int.MaxValue);
        most = most < 0 ? int.MaxValue : most;
        if (args[0].Kind == ValueKind.Undefined)
        {
            return most == 0 ? Value.EmptyList : Value.List(self);
        }
        var separator = args.Text(ref run, node, 0);
        if (!MaySearch(ref run, node, text, separator))
        {
            return default;
        }
        var parts = separator.Length == 0 ? Units(text, Math.Min(most, run.Budget.CollectionSize + 1)) : Parts(text, separator, Math.Min(most, run.Budget.CollectionSize + 1));
        return run.MakeList(node, parts);
    }

    static Value[] Units(string text, int most) => [.. text.Take(most).Select(static unit => Value.Of(unit.ToString()))];

    static Value[] Parts(string text, string separator, int most)
    {
        var parts = new List<Value>();
        for (var from = 0; parts.Count < most;)
        {
            var at = text.IndexOf(separator, from, StringComparison.Ordinal);
            parts.Add(at < 0 ? text[from..] : text[from..at]);
            if (at < 0)
            {
                break;
            }
            from = at + separator.Length;
        }
        return [.. parts];
    }

    static Value Replace(ref Run run, Node node, string text, scoped Arguments args, bool all)
    {
        var (sought, replacement) = (args.Text(ref run, node, 0), args.Text(ref run, node, 1));
        if (!MaySearch(ref run, node, text, sought))
        {
            return default;
        }
        if (all && sought.Length > 0)
        {
            var times = text.AsSpan().Count(sought);
            return Made(ref run, node, text.Length + ((long)times * (replacement.Length - sought.Length))) ? text.Replace(sought, replacement, StringComparison.Ordinal) : Value.Undefined;
        }
        var at = text.IndexOf(sought, StringComparison.Ordinal);
        return at < 0 ? text
            : Made(ref run, node, (long)text.Length - sought.Length + replacement.Length) ? string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + sought.Length))
            : Value.Undefined;
    }

    /// <summary>What to add to reach the wanted length; null when there is nothing to add.</summary>
    static string? Padding(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var wanted = args.Whole(ref run, node, 0);
        var fill = args[1].Kind == ValueKind.Undefined ? " " : args.Text(ref run, node, 1);
        var missing = wanted - self.Count;
        if (wanted <= self.Count || fill.Length == 0 || !Made(ref run, node, wanted))
        {
            return null;
        }
        return string.Create(missing, fill, static (span, fill) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = fill[i % fill.Length];
            }
        });
    }

    static Value Concat(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var texts = new string[args.Count + 1];
        texts[0] = self.RawText;
        long length = self.Count;
        for (var i = 0; i < args.Count; i++)
        {
            texts[i + 1] = args.Text(ref run, node, i);
            length += texts[i + 1].Length;
        }
        return Made(ref run, node, length) ? string.Concat(texts) : Value.Undefined;
    }

    static Value ToFixed(ref Run run, Node node, in Value self, scoped Arguments args) => args.Whole(ref run, node, 0) is >= 0 and <= 100 and var digits
        ? NumberText.ToFixed(self.Raw, digits)
        : run.Fail(EvaluationErrors.OutOfRange, node, "toFixed");

    static Value NumberToString(ref Run run, Node node, in Value self, scoped Arguments args) => args.Whole(ref run, node, 0, 10) == 10
        ? NumberText.Format(self.Raw)
        : run.Fail(EvaluationErrors.OutOfRange, node, "toString");
}
