using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>Runs when nothing else does, as it measures the heap of the whole process.</summary>
[CollectionDefinition(nameof(HeapTests), DisableParallelization = true)]
[Collection(nameof(HeapTests))]
public sealed class HeapTests
{
    /// <summary>EXPRESSION_EVALUATIONS=1000000 is the long run.</summary>
    [Fact]
    public void Evaluations_leave_nothing_behind()
    {
        var times = int.TryParse(Environment.GetEnvironmentVariable("EXPRESSION_EVALUATIONS"), out var number) ? number : 50_000;
        var scripts = new[]
        {
            "variables.source == 'court-order' && variables.children > 2",
            "`${variables.source}: ${variables.tags.map(t => t.toUpperCase()).join(', ')}`",
            "let sum = 0; for (const n of [1, 2, 3]) { sum += n } return {sum, tags: [...variables.tags].sort()}",
            "addWorkingDays(today(), 3)",
            "variables.missing.a",
        }.Select(static source => JavaScriptExpression.Parse(source).Expression!).ToList();
        var scope = new TestScope();
        Evaluate(1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Evaluate(times);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(1024 * 1024);

        void Evaluate(int count)
        {
            for (var i = 0; i < count; i++)
            {
                scripts[i % scripts.Count].Evaluate(scope, Budget.Default);
            }
        }
    }
}
