using System.Diagnostics;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>Scripts that no person would write, from a fixed seed: whatever comes, the result is a value or an error, in bounded time.</summary>
public sealed class FuzzTests
{
    static readonly string[] Tokens =
    [
        "1", "0", "-1", "2.5", "1e9", "1e308", "'a'", "'2026-01-02'", "\"łódź\"", "''", "`x${", "}`", "`", "true", "false", "null", "undefined", "NaN",
        "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "?.", ";", "a", "a:", "+", "-", "*", "/", "%", "!", "<", "<=", ">", ">=", "==", "!=", "===", "!==",
        "&&", "||", "??", "typeof ", "return ", "new Date(", "new ", "variables.tags", "variables.nested", "variables.due", "variables.storedDue", "variables.moment",
        "variables.missing", "variables[", "getVariable(", "getSource()", "String(", "Number(", "parseInt(", "Math.max(", "Math.round(", "JSON.stringify(", "Object.keys(",
        "today()", "addDays(", "addMonths(", "addWorkingDays(", "workingDays(", "daysBetween(", ".length", ".includes(", ".indexOf(", ".slice(", ".split(", ".join(",
        ".replace(", ".replaceAll(", ".padStart(", ".concat(", ".at(", ".toFixed(", ".substring(", ".toString()", ".getTime()", ".getMonth()", ".toUpperCase()",
        "=", "=>", "...", "++", "/*", "*/", "//", "\n", "\\", "#", "\ud800", "for", "function", "x",
    ];

    static readonly string[] Leaves =
    [
        "1", "-3", "0", "1e9", "1e300", "2.5", "'a'", "''", "'2026-01-02'", "'2026-01-02T10:00:00Z'", "true", "null", "undefined", "NaN", "variables.tags", "variables.nested",
        "variables.due", "variables.storedDue", "variables.moment", "variables.missing", "variables.name", "today()", "new Date()", "[1,'x',null]", "{a:1,b:[2]}",
    ];

    static readonly string[] Shapes =
    [
        "(# + #)", "(# - #)", "(# * #)", "(# / #)", "(# % #)", "(# < #)", "(# == #)", "(# === #)", "(# && #)", "(# ?? #)", "(# ? # : #)", "!#", "-(#)", "typeof #", "`${#}|${#}`",
        "[#,#]", "{x:#}", "(#)?.[#]", "(#)?.length", "(#)?.includes(#)", "(#)?.indexOf(#,#)", "(#)?.slice(#,#)", "(#)?.split(#)", "(#)?.join(#)", "(#)?.replace(#,#)", "(#)?.replaceAll(#,#)",
        "(#)?.padStart(#,#)", "(#)?.padEnd(#,#)", "(#)?.concat(#,#)", "(#)?.at(#)", "(#)?.toFixed(#)", "(#)?.toString()", "(#)?.substring(#,#)", "(#)?.charAt(#)", "(#)?.getTime()", "(#)?.getMonth()",
        "(#)?.toISOString()", "String(#)", "Number(#)", "parseInt(#,#)", "parseFloat(#)", "Math.max(#,#)", "Math.round(#)", "JSON.stringify(#)", "Object.keys(#)", "Object.values(#)",
        "addDays(#,#)", "addMonths(#,#)", "addWorkingDays(#,#)", "workingDays(#,#)", "daysBetween(#,#)", "new Date(#)", "new Date(#,#,#)", "getVariable(#)", "variables[#]", "isNullOrEmpty(#)",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Token_soup_never_throws_and_always_ends(int seed)
    {
        var random = new Random(seed);
        var parsed = 0;
        for (var i = 0; i < 10_000; i++)
        {
            parsed += Try(string.Concat(random.GetItems(Tokens, random.Next(1, random.Next(2, 40))))) ? 1 : 0;
        }
        parsed.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Well_formed_nonsense_never_throws_and_always_ends(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 4_000; i++)
        {
            Try(Grow(random, random.Next(1, 6))).ShouldBeTrue();
        }
    }

    static string Grow(Random random, int height) => height == 0
        ? random.GetItems(Leaves, 1)[0]
        : string.Join("", random.GetItems(Shapes, 1)[0].Split('#').SelectMany((part, at) => at == 0 ? [part] : new[] { Grow(random, random.Next(height)), part }));

    static bool Try(string source)
    {
        var watch = Stopwatch.StartNew();
        var (expression, error) = JavaScriptExpression.Parse(source);
        (expression is null).ShouldBe(error is not null, source);
        if (expression is not null)
        {
            var result = expression.Evaluate(new TestScope(), Budget.Default);
            if (result.Succeeded)
            {
                result.Value.Depth.ShouldBeLessThanOrEqualTo(Value.MaxDepth, source);
                Value.Parse(result.Value.ToJsonText()).ToJsonText().Length.ShouldBeGreaterThan(0, source);
            }
            else
            {
                result.Error!.Line.ShouldBeGreaterThan(0, source);
            }
        }
        else
        {
            error!.Message.ShouldNotBeEmpty(source);
        }
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), source);
        return expression is not null;
    }
}
