using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;
using OpsWorkflows.TestOffice;
using Xunit.Abstractions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>
/// Random scripts of the subset computed here and by Node: every value and every fault is the same.
/// EXPRESSION_SCRIPTS says how many (4,000), EXPRESSION_SEED from which seed.
/// </summary>
public sealed class NodeTests(ITestOutputHelper output)
{
    const string Variables = """
        {"source":"court-order","children":3,"amount":12.5,"zero":0,"name":"Łódź","tags":["a","b","c"],"numbers":[5,3,10,-1,3,0.5],
         "mixed":[1,"1",null,true,[2],{"x":"q"},"b"],"nested":{"a":{"b":{"c":1},"x":2},"list":[{"x":1},{"x":2}],"x":{"y":"deep"}}}
        """;

    const string Beyond = "beyond the budget";

    [Fact]
    public async Task Random_scripts_compute_what_Node_computes()
    {
        var (count, seed) = (Number("EXPRESSION_SCRIPTS", 4_000), Number("EXPRESSION_SEED", 1));
        var scripts = Enumerable.Range(seed, count).Select(static number => new RandomScript(new Random(number)).Next()).ToList();
        var answers = await AskNodeAsync(scripts);

        var scope = new TestScope();
        scope.Variables.Clear();
        foreach (var (name, value) in Value.Parse(Variables).Entries)
        {
            scope.Variables[name] = value;
        }
        var differences = new List<string>();
        var (values, beyond) = (0, 0);
        for (var i = 0; i < scripts.Count; i++)
        {
            var (expected, actual) = (Expected(answers[i]), Actual(scripts[i].Source, scope));
            if (actual == Beyond)
            {
                beyond++;
                continue;
            }
            values += expected == "fault" ? 0 : 1;
            if (expected != actual)
            {
                differences.Add($"seed {seed + i}: {scripts[i].Source}\n   node {answers[i]}\n   here {actual}");
            }
        }
        output.WriteLine($"{count} scripts, {values} with a value, {beyond} beyond the budget, {differences.Count} different");
        differences.Take(10).ShouldBeEmpty();
        values.ShouldBeGreaterThan(count / 2);
        beyond.ShouldBeLessThanOrEqualTo(count / 1_000);
    }

    static string Expected(string answer)
    {
        var json = JsonNode.Parse(answer)!.AsObject();
        return json["error"] is { } error ? (string)error! : Canonical(json["value"]);
    }

    static string Actual(string script, TestScope scope)
    {
        var parsed = JavaScriptExpression.Parse(script);
        if (parsed.Error is { } error)
        {
            return $"does not parse: {error.Message}";
        }
        var result = parsed.Expression!.Evaluate(scope, Budget.Default);
        return result.Error is null ? Canonical(Shown(result.Value))
            : result.Error.Key is EvaluationErrors.NothingHasNoMembers or EvaluationErrors.NoSuchMethod or EvaluationErrors.OutOfRange or EvaluationErrors.NotAList or EvaluationErrors.NotJson ? "fault"
            : result.Error.Key is EvaluationErrors.TextTooLong or EvaluationErrors.CollectionTooLarge or EvaluationErrors.TooManySteps ? Beyond
            : result.Error.ToString();
    }

    /// <summary>As evaluate.mjs shows it.</summary>
    static JsonNode? Shown(Value value) => value.Kind switch
    {
        ValueKind.Undefined => new JsonObject { ["$"] = "undefined" },
        ValueKind.Number when !double.IsFinite(value.AsNumber()) => new JsonObject { ["$"] = value.AsText() },
        ValueKind.List => new JsonArray([.. value.Items.Select(Shown)]),
        ValueKind.Map => new JsonArray([.. value.Entries.Select(static entry => new JsonArray(JsonValue.Create(entry.Key), Shown(entry.Value)))]),
        _ => value.ToJson(),
    };

    static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray items => $"[{string.Join(',', items.Select(Canonical))}]",
        JsonObject special => (string)special["$"]!,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(node.GetValueKind() == JsonValueKind.String ? (object)node.GetValue<string>() : node.GetValue<bool>()),
    };

    static async Task<List<string>> AskNodeAsync(List<(string Source, bool Returns)> scripts)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Repository.PathOf("tests", "Workflows.Tests", "Expressions", "evaluate.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var asking = Task.Run(async () =>
        {
            await node.StandardInput.WriteLineAsync(Variables.ReplaceLineEndings(""));
            foreach (var script in scripts)
            {
                await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { source = script.Source, returns = script.Returns }));
            }
            node.StandardInput.Close();
        });
        var answers = new List<string>();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            answers.Add(line);
        }
        await asking;
        await node.WaitForExitAsync();
        answers.Count.ShouldBe(scripts.Count);
        return answers;
    }

    static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
