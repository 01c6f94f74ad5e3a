namespace OpsWorkflows.Expressions;

/// <summary>The methods of text; positions are UTF-16 units, comparison is ordinal, patterns are plain text.</summary>
static class TextMethods
{
    public static readonly Method[] All =
    [
        Text("includes", "(text: string, from?: number): boolean", static (ref run, node, in self, scoped args) => IndexOf(ref run, node, self, args) >= 0),
        Text("indexOf", "(text: string, from?: number): number", static (ref run, node, in self, scoped args) => IndexOf(ref run, node, self, args)),
        Text("lastIndexOf", "(text: string): number", static (ref run, node, in self, scoped args) => LastIndexOf(ref run, node, self, args.Text(ref run, node, 0))),
        Text("startsWith", "(text: string, from?: number): boolean", StartsWith),
        Text("endsWith", "(text: string, end?: number): boolean", EndsWith),
        Text("toLowerCase", "(): string", static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.ToLowerInvariant() : Value.Undefined),
        Text("toUpperCase", "(): string", static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.ToUpperInvariant() : Value.Undefined),
        Text("trim", "(): string", static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.Trim(Blanks) : Value.Undefined),
        Text("trimStart", "(): string", static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.TrimStart(Blanks) : Value.Undefined),
        Text("trimEnd", "(): string", static (ref run, node, in self, scoped _) => Made(ref run, node, self.Count) ? self.RawText.TrimEnd(Blanks) : Value.Undefined),
        Text("charAt", "(position: number): string", static (ref run, node, in self, scoped args) => UnitAt(self, args.Whole(ref run, node, 0)) ?? ""),
        Text("charCodeAt", "(position?: number): number", static (ref run, node, in self, scoped args) =>
            args.Whole(ref run, node, 0) is var at && (uint)at < (uint)self.Count ? self.RawText[at] : double.NaN),
        Text("at", "(position: number): string | undefined", static (ref run, node, in self, scoped args) =>
            ListMethods.PlaceOf(ref run, node, self.Count, args) is { } at ? self.RawText[at].ToString() : Value.Undefined),
        Text("substring", "(from: number, to?: number): string", Substring),
        Text("slice", "(from?: number, to?: number): string", Slice),
        Text("split", "(separator?: string, most?: number): string[]", Split),
        Text("replace", "(sought: string, replacement: string): string", static (ref run, node, in self, scoped args) => Replace(ref run, node, self.RawText, args, all: false)),
        Text("replaceAll", "(sought: string, replacement: string): string", static (ref run, node, in self, scoped args) => Replace(ref run, node, self.RawText, args, all: true)),
        Text("repeat", "(times: number): string", Repeat),
        Text("padStart", "(length: number, fill?: string): string", static (ref run, node, in self, scoped args) => Padding(ref run, node, self, args) is { } padding ? padding + self.RawText : self),
        Text("padEnd", "(length: number, fill?: string): string", static (ref run, node, in self, scoped args) => Padding(ref run, node, self, args) is { } padding ? self.RawText + padding : self),
        Text("concat", "(...texts: string[]): string", Concat),
    ];

    static Method Text(string name, string signature, MethodBody body) => new(Receiver.Text, name, signature, body);

    /// <summary>What ECMAScript takes for white space; .NET's own idea has U+0085 too and lacks U+FEFF.</summary>
    static readonly char[] Blanks = ['\t', '\n', '\v', '\f', '\r', ' ', '\u00A0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007',
        '\u2008', '\u2009', '\u200A', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000', '\uFEFF'];

    static string? UnitAt(in Value text, int at) => (uint)at < (uint)text.Count ? text.RawText[at].ToString() : null;

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
        if (all && sought.Length == 0)
        {
            // JavaScript finds nothing before each unit and at the end.
            return Made(ref run, node, text.Length + ((long)replacement.Length * (text.Length + 1))) && run.Charge(node, text.Length / 8)
                ? replacement + string.Join("", text.Select(unit => $"{unit}{replacement}"))
                : Value.Undefined;
        }
        if (all)
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

    static Value Repeat(ref Run run, Node node, in Value self, scoped Arguments args)
    {
        var times = args.Whole(ref run, node, 0);
        if (times < 0)
        {
            return run.Fail(EvaluationErrors.OutOfRange, node, "repeat");
        }
        return !Made(ref run, node, (long)self.Count * times) ? default : new System.Text.StringBuilder().Insert(0, self.RawText, times).ToString();
    }
}

/// <summary>The methods of numbers.</summary>
static class NumberMethods
{
    public static readonly Method[] All =
    [
        new(Receiver.Number, "toFixed", "(digits?: number): string", ToFixed),
        new(Receiver.Number, "toString", "(radix?: 10): string", NumberToString),
    ];

    static Value ToFixed(ref Run run, Node node, in Value self, scoped Arguments args) => args.Whole(ref run, node, 0) is >= 0 and <= 100 and var digits
        ? NumberText.ToFixed(self.Raw, digits)
        : run.Fail(EvaluationErrors.OutOfRange, node, "toFixed");

    static Value NumberToString(ref Run run, Node node, in Value self, scoped Arguments args) => args.Whole(ref run, node, 0, 10) == 10
        ? NumberText.Format(self.Raw)
        : run.Fail(EvaluationErrors.OutOfRange, node, "toString");
}
