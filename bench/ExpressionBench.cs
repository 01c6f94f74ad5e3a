using OpsWorkflows.Expressions;

namespace OpsWorkflows.Bench;

/// <summary>What one evaluation of an expression costs once it is parsed.</summary>
static class ExpressionBench
{
    public static void Run(Report report)
    {
        report.Section("Expressions · one evaluation");
        foreach (var source in (string[])
        [
            "variables.children > 2",
            "getVariable('source') == 'court-order' && getVariable('children') > 2 ? 'A' : 'B'",
            "`${variables.source}: ${variables.children}`",
            "addWorkingDays(today(), 3)",
        ])
        {
            var expression = JavaScriptExpression.Parse(source).Expression ?? throw new InvalidOperationException($"'{source}' does not parse.");
            var scope = new Scope();
            if (expression.Evaluate(scope, Budget.Default).Error is { } error)
                throw new InvalidOperationException($"'{source}' has no value: {error.Key}.");
            var (microseconds, bytes) = Measure.Call(() => expression.Evaluate(scope, Budget.Default));
            report.Add($"`{source.Replace("|", "\\|", StringComparison.Ordinal)}`", $"{microseconds * 1000:0} ns, {bytes:0} bytes");
        }
    }

    private sealed class Scope : IScope
    {
        private readonly Dictionary<string, Value> _variables = new() { ["source"] = "court-order", ["children"] = 3 };

        public Value Now => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        public string? CorrelationId => null;
        public string InstanceId => "instance";
        public bool TryGetVariable(string name, out Value value) => _variables.TryGetValue(name, out value);
        public bool TryGetInput(string name, out Value value) => _variables.TryGetValue(name, out value);

        public bool TryGetOutput(string activityIdOrName, string? output, out Value value)
        {
            value = default;
            return false;
        }
    }
}
