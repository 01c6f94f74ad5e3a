namespace OpsWorkflows.Expressions;

/// <summary>How a statement was left, when not by its end.</summary>
enum Jump : byte { None, Break, Continue, Return }

/// <summary>The whole of a script of more than one statement: what it returns, else what its last expression gave.</summary>
sealed class Script(int offset, Block body) : Node(offset, body.Height)
{
    protected override Value Compute(ref Run run)
    {
        body.Evaluate(ref run);
        return run.Jump == Jump.Return ? run.Result : run.Completion;
    }
}

/// <summary>Statements one after the other.</summary>
sealed class Block(int offset, Node[] statements) : Node(offset, Tallest(statements))
{
    protected override Value Compute(ref Run run)
    {
        for (var i = 0; i < statements.Length && run.Jump == Jump.None && !run.Failed; i++)
        {
            statements[i].Evaluate(ref run);
        }
        return default;
    }
}

sealed class ExpressionStatement(Node expression) : Node(expression.Offset, expression.Height)
{
    public Node Expression => expression;

    protected override Value Compute(ref Run run)
    {
        run.Completion = expression.Evaluate(ref run);
        return default;
    }
}

sealed class Return(int offset, Node? value) : Node(offset, value?.Height ?? 0)
{
    public Node? Value => value;

    protected override Value Compute(ref Run run)
    {
        run.Result = value is null ? default : value.Evaluate(ref run);
        run.Jump = Jump.Return;
        return default;
    }
}

/// <summary><c>break</c> or <c>continue</c>.</summary>
sealed class Leave(int offset, Jump jump) : Node(offset)
{
    protected override Value Compute(ref Run run)
    {
        run.Jump = jump;
        return default;
    }
}

/// <summary><c>const</c>, <c>let</c> or <c>var</c> with one name or pattern.</summary>
sealed class Declaration(int offset, Binding binding, Node? value) : Node(offset, value?.Height ?? 0)
{
    protected override Value Compute(ref Run run)
    {
        binding.Bind(ref run, this, value is null ? default : value.Evaluate(ref run));
        return default;
    }
}

/// <summary><c>if … else if … else …</c>, however many tests, without nesting.</summary>
sealed class If(int offset, Node[] tests, Node[] branches, Node? otherwise)
    : Node(offset, Math.Max(Math.Max(Tallest(tests), Tallest(branches)), otherwise?.Height ?? 0))
{
    protected override Value Compute(ref Run run)
    {
        run.Completion = default;
        for (var i = 0; i < tests.Length && !run.Failed; i++)
        {
            if (tests[i].Evaluate(ref run).AsBoolean())
            {
                return branches[i].Evaluate(ref run);
            }
        }
        return otherwise is null ? default : otherwise.Evaluate(ref run);
    }
}

/// <summary>A loop: <c>for (const x of list)</c>, <c>for (…; …; …)</c> or <c>while (…)</c>. The budget of steps ends one that would not end.</summary>
abstract class Loop(int offset, int height) : Node(offset, height)
{
    /// <summary>Runs the body once; false when the loop is over.</summary>
    protected static bool Turn(ref Run run, Node body)
    {
        body.Evaluate(ref run);
        if (run.Jump == Jump.Continue)
        {
            run.Jump = Jump.None;
        }
        if (run.Jump == Jump.Break)
        {
            run.Jump = Jump.None;
            return false;
        }
        return run.Jump == Jump.None && !run.Failed;
    }
}

sealed class ForOf(int offset, Binding binding, Node list, Node body) : Loop(offset, Math.Max(list.Height, body.Height))
{
    protected override Value Compute(ref Run run)
    {
        var items = Iteration.ItemsOf(ref run, this, list.Evaluate(ref run));
        run.Completion = default;
        for (var i = 0; i < items.Length && !run.Failed; i++)
        {
            binding.Bind(ref run, this, items[i]);
            if (!Turn(ref run, body))
            {
                break;
            }
        }
        return default;
    }
}

sealed class For(int offset, Node? start, Node? test, Node? step, Node body)
    : Loop(offset, Math.Max(Math.Max(start?.Height ?? 0, test?.Height ?? 0), Math.Max(step?.Height ?? 0, body.Height)))
{
    protected override Value Compute(ref Run run)
    {
        start?.Evaluate(ref run);
        run.Completion = default;
        while (run.Charge(this, 1) && (test is null || test.Evaluate(ref run).AsBoolean()) && Turn(ref run, body))
        {
            step?.Evaluate(ref run);
        }
        return default;
    }
}

/// <summary>What a loop, a spread or a pattern goes through: the items of a list, the characters of a text.</summary>
static class Iteration
{
    public static ReadOnlySpan<Value> ItemsOf(ref Run run, Node node, in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.List:
                return value.Items.AsSpan();
            case ValueKind.Text when run.MayMakeText(node, value.Count) && run.Charge(node, value.Count):
                return Characters(value.RawText);
            default:
                run.Fail(EvaluationErrors.NotAList, node);
                return [];
        }
    }

    static Value[] Characters(string text)
    {
        var characters = new List<Value>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            characters.Add(text.Substring(i, pair ? 2 : 1));
            i += pair ? 1 : 0;
        }
        return [.. characters];
    }
}
