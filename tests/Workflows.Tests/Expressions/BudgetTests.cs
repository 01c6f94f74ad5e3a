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

    [Fact]
    public void Depth_may_be_limited_further() =>
        Eval.Error("((((1))))", new Budget { Depth = 3 }).Key.ShouldBe(EvaluationErrors.TooDeep);

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
