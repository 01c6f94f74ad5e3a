using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class BudgetTests
{
    static TestScope ScopeWith(string name, Value value) => new() { Variables = { [name] = value, ["many"] = Value.List(1, 2, 3) } };

    static readonly Value LongText = new string('x', 60_000);
    static readonly Value LongList = Value.List(Enumerable.Range(0, 9_000).Select(static n => Value.Of(n % 10)));

    [Theory]
    [InlineData("variables.big + variables.big")]
    [InlineData("`${variables.big}${variables.big}`")]
    [InlineData("variables.big.concat(variables.big)")]
    [InlineData("'x'.padStart(1e9)")]
    [InlineData("'x'.padEnd(100001, 'ab')")]
    [InlineData("'ab'.replace('a', variables.big + 'x').replace('b', variables.big)")]
    [InlineData("variables.many.join(variables.big)")]
    [InlineData("variables.big.replaceAll('x', 'yy')")]
    public void Texts_that_grow_are_stopped(string source) =>
        Eval.Error(source, scope: ScopeWith("big", LongText)).Key.ShouldBe(EvaluationErrors.TextTooLong);

    [Theory]
    [InlineData("variables.big.concat(variables.big)")]
    [InlineData("('x'.padStart(20000)).split('')")]
    public void Lists_that_grow_are_stopped(string source) =>
        Eval.Error(source, scope: ScopeWith("big", LongList)).Key.ShouldBe(EvaluationErrors.CollectionTooLarge);

    [Fact]
    public void A_value_that_a_loop_of_the_workflow_doubles_each_time_is_stopped_while_it_is_small()
    {
        var expression = JavaScriptExpression.Parse("[variables.v, variables.v]").Expression!;
        var scope = ScopeWith("v", "seed");
        var rounds = 0;
        Evaluation result;
        while ((result = expression.Evaluate(scope, Budget.Default)).Succeeded && rounds++ < 100)
        {
            scope.Variables["v"] = result.Value;
        }
        result.Error!.Key.ShouldBe(EvaluationErrors.CollectionTooLarge);
        scope.Variables["v"].ToJsonText().Length.ShouldBeLessThan(Budget.Default.TextLength);
    }

    [Theory]
    [InlineData("[variables.v]")]
    [InlineData("{a: variables.v}")]
    public void A_value_that_a_loop_of_the_workflow_wraps_each_time_is_stopped_while_JSON_can_hold_it(string source)
    {
        var expression = JavaScriptExpression.Parse(source).Expression!;
        var scope = ScopeWith("v", "seed");
        Evaluation result;
        while ((result = expression.Evaluate(scope, Budget.Default)).Succeeded)
        {
            scope.Variables["v"] = result.Value;
        }
        result.Error!.Key.ShouldBe(EvaluationErrors.TooDeep);
        Value.Parse(scope.Variables["v"].ToJsonText()).ShouldBe(scope.Variables["v"]);
    }

    [Fact]
    public void Steps_are_counted_and_stop_the_evaluation()
    {
        var error = Eval.Error("1+1+1+1+1+1+1+1+1+1", new Budget { Steps = 5 });
        error.Key.ShouldBe(EvaluationErrors.TooManySteps);
        error.Step.ShouldBe(6);
        Eval.Run("1+1", new Budget { Steps = 3 }).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("variables.big.includes(variables.half + 'y')")]
    [InlineData("variables.big.split(variables.half + 'y')")]
    [InlineData("variables.big.indexOf(variables.half + 'y') + variables.big.lastIndexOf(variables.half + 'y')")]
    public void Searching_long_texts_for_long_texts_costs_steps(string source)
    {
        var scope = ScopeWith("big", LongText);
        scope.Variables["half"] = new string('x', 30_000);
        Eval.Error(source, scope: scope).Key.ShouldBe(EvaluationErrors.TooManySteps);
    }

    [Fact]
    public void Work_on_long_texts_costs_steps_though_each_is_allowed()
    {
        var source = string.Join("&&", Enumerable.Repeat("variables.big.toUpperCase()", 500));
        Eval.Error(source, scope: ScopeWith("big", LongText)).Key.ShouldBe(EvaluationErrors.TooManySteps);
    }

    [Theory]
    [InlineData("while (true) {}", EvaluationErrors.TooManySteps)]
    [InlineData("for (;;) { continue }", EvaluationErrors.TooManySteps)]
    [InlineData("let s = 'x'; while (true) { s += s }", EvaluationErrors.TextTooLong)]
    [InlineData("let s = 'x'; for (const a of variables.big) { s = s.replaceAll('x', 'xx') }", EvaluationErrors.TextTooLong)]
    [InlineData("let l = [1]; while (true) { l = [...l, ...l] }", EvaluationErrors.CollectionTooLarge)]
    [InlineData("let l = [1]; while (true) { l = l.concat(l) }", EvaluationErrors.CollectionTooLarge)]
    [InlineData("let l = [1]; while (true) { l = l.flatMap(x => [x, x, x]) }", EvaluationErrors.CollectionTooLarge)]
    [InlineData("let m = {}; while (true) { m = {m} }", EvaluationErrors.TooDeep)]
    [InlineData("let m = 1; while (true) { m = {a: m, b: m, c: m, d: m, e: m, f: m, g: m, h: m} }", EvaluationErrors.CollectionTooLarge)]
    [InlineData("variables.big.map(a => variables.big.map(b => a + b))", EvaluationErrors.TooManySteps)]
    [InlineData("variables.big.sort((a, b) => variables.big.indexOf(a) - variables.big.indexOf(b))", EvaluationErrors.TooManySteps)]
    [InlineData("[3, 1, 2].sort((a, b) => { while (true) {} })", EvaluationErrors.TooManySteps)]
    [InlineData("let t = ''; for (let i = 0; i < 100000; i++) { t = t + i } t", EvaluationErrors.TooManySteps)]
    [InlineData("const big = 'x'.repeat(99999); while (true) { big.toUpperCase() }", EvaluationErrors.TooManySteps)]
    [InlineData("const big = 'x'.repeat(99999); while (true) { big.split('') }", EvaluationErrors.CollectionTooLarge)]
    [InlineData("let i = 0; while (true) { i = workingDays('2000-01-01', '2100-01-01') }", EvaluationErrors.TooManySteps)]
    [InlineData("while (true) { limit('2026-01-01', 10000, 'working-days') }", EvaluationErrors.TooManySteps)]
    [InlineData("while (true) { JSON.parse(toJson(variables.big)) }", EvaluationErrors.TooManySteps)]
    public void A_script_that_would_not_end_or_grow_without_end_is_stopped_soon_and_with_little_memory(string source, string key)
    {
        var scope = ScopeWith("big", LongList);
        Eval.Run(source, scope: scope);
        var (watch, before) = (System.Diagnostics.Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        Eval.Error(source, scope: scope).Key.ShouldBe(key);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024 * 1024);
    }

    [Fact]
    public void Time_ends_an_evaluation_whose_steps_take_too_long()
    {
        var scope = new SlowScope();
        Eval.Error("while (true) { getVariable('slow') }", new Budget { Steps = int.MaxValue - 1, Time = TimeSpan.FromMilliseconds(20) }, scope).Key.ShouldBe(EvaluationErrors.TooSlow);
    }

    /// <summary>A scope in which each read costs work.</summary>
    sealed class SlowScope : IScope
    {
        public Value Now => default;
        public string? CorrelationId => null;
        public string InstanceId => "";
        public bool TryGetInput(string name, out Value value) => TryGetVariable(name, out value);
        public bool TryGetOutput(string activityIdOrName, string? output, out Value value) => TryGetVariable(activityIdOrName, out value);

        public bool TryGetVariable(string name, out Value value)
        {
            Thread.SpinWait(2_000);
            value = default;
            return false;
        }
    }

    [Fact]
    public void Depth_may_be_limited_further() =>
        Eval.Error("((((1))))", new Budget { Depth = 3 }).Key.ShouldBe(EvaluationErrors.TooDeep);

    [Fact]
    public void The_deepest_script_that_parses_evaluates_on_a_small_stack()
    {
        var arrows = string.Concat(Enumerable.Range(0, 15).Select(static n => $"[1].map(x{n} => ")) + "1" + new string(')', 15);
        var blocks = string.Concat(Enumerable.Repeat("if (true) {", 15)) + "return " + arrows + new string('}', 15);
        var result = default(Evaluation);
        var thread = new Thread(() => result = Eval.Run(blocks, scope: ScopeWith("big", 1)), 256 * 1024);
        thread.Start();
        thread.Join();
        result.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void The_deepest_tree_that_parses_evaluates_on_a_small_stack()
    {
        var levels = string.Concat(Enumerable.Repeat("(1||1&&1==1<1+1*", 60)) + "1" + new string(')', 60);
        var result = default(Evaluation);
        var thread = new Thread(() => result = Eval.Run(levels), 256 * 1024);
        thread.Start();
        thread.Join();
        result.Succeeded.ShouldBeTrue();
    }
}
