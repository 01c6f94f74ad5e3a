namespace OpsWorkflows.Tests.Expressions;

/// <summary>
/// Random scripts of the subset that mean the same in JavaScript: what decision 006 lists as different is left out (dates, sorting in
/// place, patterns in replacements, names of members that are numbers, halves of surrogate pairs).
/// </summary>
sealed class RandomScript(Random random)
{
    readonly List<(string Name, bool IsConstant)> _names = [];
    int _declared;

    static readonly string[] Numbers = ["(0)", "(1)", "(2)", "(3)", "(7)", "(10)", "(-1)", "(-5)", "(2.5)", "(0.1)", "(1e21)", "(1e-7)", "(123456789)", "NaN", "Infinity", "variables.children", "variables.amount", "variables.zero"];
    static readonly string[] Texts = ["''", "'a'", "'b'", "'abc'", "' x '", "'12'", "'-3.50'", "'Łódź'", "'a,b,c'", "'0x1F'", "'true'", "`t`", "variables.name", "variables.source"];
    static readonly string[] Lists = ["[]", "variables.tags", "variables.numbers", "variables.mixed", "[1, 2, 3]", "['b', 'a']", "[[1, 2], [3]]"];
    static readonly string[] Maps = ["({})", "variables.nested", "variables.nested.a", "({x: 1, y: 'b'})"];
    static readonly string[] Others = ["null", "undefined", "true", "false", "variables.missing", "getVariable('source')", "variables.nested.list"];

    string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    int Upto(int most) => random.Next(most + 1);

    /// <summary>A script, and whether it is the body of a function, which returns its value.</summary>
    public (string Source, bool Returns) Next()
    {
        var kind = random.Next(6);
        return kind < 2 ? (Any(4), false) : (Body(kind > 2), kind > 2);
    }

    string Body(bool returns)
    {
        var statements = Enumerable.Range(0, 1 + Upto(4)).Select(_ => Statement(2, returns)).ToList();
        statements.Add(returns ? $"return {Any(3)};" : $"{Any(3)};");
        return string.Join(random.Next(2) == 0 ? "\n" : " ", statements);
    }

    string Statement(int depth, bool returns)
    {
        switch (random.Next(depth == 0 ? 4 : 9))
        {
            case 0: return Declared("const", Any(2));
            case 1: return Declared("let", Any(2));
            case 2 when _names.FindAll(static name => !name.IsConstant) is { Count: > 0 } free:
                var target = free[random.Next(free.Count)].Name;
                return random.Next(4) == 0 ? $"{target}{Pick("++", "--")};" : $"{target} {Pick("=", "=", "+=", "-=", "*=", "??=", "||=", "&&=")} {Any(2)};";
            case 3 when returns && random.Next(3) == 0: return $"if ({Boolean(2)}) return {Any(2)};";
            case 4 or 5: return $"if ({Boolean(2)}) {Block(depth - 1, returns)}" + (random.Next(2) == 0 ? $" else {Block(depth - 1, returns)}" : "");
            case 6:
                var item = NewName();
                return $"for (const {item} of {List(1)}) {Within([(item, true)], () => Block(depth - 1, returns, inLoop: true))}";
            case 7:
                var index = NewName();
                return $"for (let {index} = 0; {index} < {Upto(4)}; {index}++) {Within([(index, true)], () => Block(depth - 1, returns, inLoop: true))}";
            case 8:
                var (first, second) = (NewName(), NewName());
                var pattern = random.Next(2) == 0 ? $"const [{first}, {second}] = {List(1)};" : $"const {{x: {first}, y: {second}}} = {Map(1)};";
                _names.AddRange([(first, true), (second, true)]);
                return pattern;
            default: return Any(2) + ";";
        }
    }

    string Declared(string keyword, string value)
    {
        var name = NewName();
        _names.Add((name, keyword == "const"));
        return $"{keyword} {name} = {value};";
    }

    string NewName() => $"v{_declared++}";

    string Block(int depth, bool returns, bool inLoop = false) => Within([], () =>
    {
        var statements = Enumerable.Range(0, Upto(3)).Select(_ => Statement(depth, returns)).ToList();
        if (inLoop && random.Next(3) == 0)
        {
            statements.Add($"if ({Boolean(1)}) {Pick("break", "continue")};");
        }
        return "{ " + string.Join(" ", statements) + " }";
    });

    string Within((string, bool)[] names, Func<string> write)
    {
        var outside = _names.Count;
        _names.AddRange(names);
        var text = write();
        _names.RemoveRange(outside, _names.Count - outside);
        return text;
    }

    string Any(int depth) => random.Next(8) switch
    {
        0 or 1 => Number(depth),
        2 or 3 => Text(depth),
        4 => Boolean(depth),
        5 => List(depth),
        6 => Map(depth),
        _ => Other(depth),
    };

    /// <summary>What is asked for, or now and then anything, as people get types wrong.</summary>
    string Or(string wanted, int depth) => depth > 0 && random.Next(12) == 0 ? Any(depth - 1) : wanted;

    string Leaf(string[] choices) => _names.Count > 0 && random.Next(3) == 0 ? _names[random.Next(_names.Count)].Name : Pick(choices);

    string Number(int depth) => Or(depth <= 0 ? Leaf(Numbers) : random.Next(13) switch
    {
        0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "%")} {Number(depth - 1)})",
        1 => $"({Number(depth - 1)} {Pick("+", "-", "*")} {Number(depth - 1)} {Pick("+", "-", "/")} {Any(depth - 1)})",
        2 => $"({Pick("-", "+", "- -")}{Any(depth - 1)})",
        3 => $"{Text(depth - 1)}.length",
        4 => $"{Text(depth - 1)}.{Pick("indexOf", "lastIndexOf")}({Text(depth - 1)})",
        5 => $"Math.{Pick("floor", "ceil", "round", "trunc", "abs", "sign")}({Number(depth - 1)})",
        6 => $"Math.{Pick("min", "max")}({Number(depth - 1)}, {Number(depth - 1)})",
        7 => $"{Pick("Number", "parseInt", "parseFloat")}({Any(depth - 1)})",
        8 => $"{List(depth - 1)}.{Pick("indexOf", "lastIndexOf")}({Any(depth - 1)})",
        9 => $"{List(depth - 1)}.reduce({Arrow(2, depth)}, {Number(depth - 1)})",
        10 => $"{List(depth - 1)}.{Pick("findIndex", "findLastIndex")}({Arrow(1 + Upto(1), depth)})",
        11 => $"({Pick("2", "3", "-1", "0.5", "10").Replace("-1", "(-1)", StringComparison.Ordinal)} ** {Upto(6)})",
        _ => $"({Boolean(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
    }, depth);

    string Text(int depth) => Or(depth <= 0 ? Leaf(Texts) : random.Next(12) switch
    {
        0 => $"({Text(depth - 1)} + {Any(depth - 1)})",
        1 => $"`{Pick("", "x", " ")}${{{Any(depth - 1)}}}-${{{Any(depth - 1)}}}`",
        2 => $"{Text(depth - 1)}.{Pick("toUpperCase", "toLowerCase", "trim", "trimStart", "trimEnd", "toString")}()",
        3 => $"{Text(depth - 1)}.{Pick("slice", "substring")}({Number(0)}, {Number(0)})",
        4 => $"{Text(depth - 1)}.{Pick("padStart", "padEnd")}({Upto(12)}, {Text(0)})",
        5 => $"{Text(depth - 1)}.{Pick("replace", "replaceAll")}({Text(depth - 1)}, {Text(depth - 1)})",
        6 => $"{List(depth - 1)}.join({Text(0)})",
        7 => $"String({Any(depth - 1)})",
        8 => $"{Pick("toJson", "JSON.stringify")}({Any(depth - 1)})",
        9 => $"({Number(depth - 1)}).toFixed({Upto(4)})",
        10 => $"{Text(depth - 1)}.{Pick("charAt", "repeat", "concat")}({Upto(4)})",
        _ => $"(typeof {Any(depth - 1)})",
    }, depth);

    string Boolean(int depth) => depth <= 0 ? Leaf(Others) : random.Next(10) switch
    {
        0 or 1 => $"({Any(depth - 1)} {Pick("==", "!=", "===", "!==")} {Any(depth - 1)})",
        2 or 3 => $"({Any(depth - 1)} {Pick("<", "<=", ">", ">=")} {Any(depth - 1)})",
        4 => $"!{Any(depth - 1)}",
        5 => $"({Any(depth - 1)} {Pick("&&", "||", "??")} {Any(depth - 1)})",
        6 => $"{Text(depth - 1)}.{Pick("includes", "startsWith", "endsWith")}({Text(depth - 1)})",
        7 => $"{List(depth - 1)}.{Pick("some", "every")}({Arrow(1 + Upto(1), depth)})",
        8 => $"{List(depth - 1)}.includes({Any(depth - 1)})",
        _ => $"{Pick("isNullOrEmpty", "Boolean", "Array.isArray", "isNaN", "Number.isInteger", "Number.isFinite")}({Any(depth - 1)})",
    };

    string List(int depth) => Or(depth <= 0 ? Leaf(Lists) : random.Next(12) switch
    {
        0 => $"[{Any(depth - 1)}, {Any(depth - 1)}]",
        1 => $"[...{List(depth - 1)}, {Any(depth - 1)}, ...{Pick(List(depth - 1), Text(0))}]",
        2 => $"{List(depth - 1)}.map({Arrow(1 + Upto(1), depth)})",
        3 => $"{List(depth - 1)}.filter({Arrow(1 + Upto(1), depth)})",
        4 => $"{List(depth - 1)}.flatMap({Arrow(1, depth)})",
        5 => $"{List(depth - 1)}.slice({Number(0)}, {Number(0)})",
        6 => $"{List(depth - 1)}.concat({Any(depth - 1)})",
        7 => $"[...{List(depth - 1)}].sort()",
        8 => $"{List(depth - 1)}.{Pick("toReversed", "flat", "toSorted")}()",
        9 => $"{Text(depth - 1)}.split({Text(0)})",
        10 => $"Object.{Pick("keys", "values", "entries")}({Map(depth - 1)})",
        _ => $"variables.numbers.toSorted((a, b) => {Pick("a - b", "b - a", "a % 3 - b % 3", "0")})",
    }, depth);

    string Map(int depth) => Or(depth <= 0 ? Leaf(Maps) : random.Next(4) switch
    {
        0 => $"({{x: {Any(depth - 1)}, y: {Any(depth - 1)}}})",
        1 => $"({{...{Map(depth - 1)}, x: {Any(depth - 1)}, 'z z': 1}})",
        2 => $"({{['k' + {Pick("'a'", "variables.tags[0]")}]: {Any(depth - 1)}}})",
        _ => $"Object.fromEntries(Object.entries({Map(depth - 1)}))",
    }, depth);

    string Other(int depth) => depth <= 0 ? Leaf(Others) : random.Next(9) switch
    {
        0 => $"({Boolean(depth - 1)} ? {Any(depth - 1)} : {Any(depth - 1)})",
        1 => $"({Any(depth - 1)} {Pick("??", "||", "&&")} {Any(depth - 1)})",
        2 => $"{Map(depth - 1)}{Pick(".", "?.")}{Pick("x", "y", "b", "missing")}",
        3 => $"{List(depth - 1)}{Pick("", "?.")}[{Number(0)}]",
        4 => $"{Any(depth - 1)}?.x?.y",
        5 => $"{List(depth - 1)}.{Pick("find", "findLast")}({Arrow(1 + Upto(1), depth)})",
        6 => $"{Pick(List(depth - 1), Text(depth - 1))}.at({Number(0)})",
        7 => $"{Text(depth - 1)}[{Number(0)}]",
        _ => $"JSON.parse(toJson({Any(depth - 1)}))",
    };

    string Arrow(int parameters, int depth)
    {
        var names = Enumerable.Range(0, parameters).Select(_ => (NewName(), true)).ToArray();
        var list = string.Join(", ", names.Select(static name => name.Item1));
        return Within(names, () => random.Next(4) == 0
            ? $"({list}) => {{ if ({Boolean(depth - 2)}) {{ return {Any(depth - 2)}; }} return {Any(depth - 2)}; }}"
            : $"{(parameters == 1 && random.Next(2) == 0 ? list : $"({list})")} => {Any(depth - 2)}");
    }
}
