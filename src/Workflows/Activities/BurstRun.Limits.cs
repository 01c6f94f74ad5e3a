using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

// What one burst may use up and how large it may make the state; what asks for more becomes an incident.
public sealed partial class BurstRun
{
    /// <summary>How large the state of an instance may grow, in characters of its document, near enough.</summary>
    public const int MaximumStateSize = 1_000_000;

    /// <summary>How many steps all scripts of one burst may take together.</summary>
    public const int MaximumScriptSteps = 2_000_000;

    /// <summary>What an execution takes up besides its variables: its ids, its wait, its task.</summary>
    private const int ExecutionSize = 200;

    /// <summary>What the names that a round sees its item and its number by take up, and the number.</summary>
    private const int NamesOfItem = 40;

    private long _stateSize;
    private long _scriptSteps;

    /// <summary>What the next script may take.</summary>
    private Budget ScriptBudget => MaximumScriptSteps - _scriptSteps is var left && left >= Budget.Default.Steps
        ? Budget.Default
        : Budget.Default with { Steps = (int)Math.Max(left, 0) };

    private Evaluation Charged(Evaluation evaluation)
    {
        _scriptSteps += evaluation.Steps;
        return _scriptSteps <= MaximumScriptSteps || evaluation.Steps == 0
            ? evaluation
            : throw new ActivityFault($"the scripts of one burst took more than {MaximumScriptSteps} steps");
    }

    /// <summary>Stores a value if there is room for it.</summary>
    private void Put(Dictionary<string, Value> values, string name, Value value)
    {
        RequireRoom(Difference(values, name, value));
        Keep(values, name, value);
    }

    /// <summary>Stores a value that the definition or who repairs it gives.</summary>
    private void Keep(Dictionary<string, Value> values, string name, Value value)
    {
        _stateSize += Difference(values, name, value);
        values[name] = value;
    }

    private static long Difference(Dictionary<string, Value> values, string name, Value value) =>
        values.TryGetValue(name, out var before) ? value.Weight - before.Weight : name.Length + value.Weight;

    /// <summary>Gives an execution other variables of its own, or none, if there is room for them.</summary>
    internal void SetLocals(Execution execution, Dictionary<string, Value>? locals)
    {
        var more = SizeOf(locals) - SizeOf(execution.Locals);
        RequireRoom(more);
        _stateSize += more;
        execution.Locals = locals;
    }

    /// <summary>Counts an execution that will begin; what it brings along has to find room now, it itself when it begins.</summary>
    private void Reserve(Dictionary<string, Value>? locals)
    {
        if (locals is not null)
            RequireRoom(SizeOf(locals));
        _stateSize += ExecutionSize + SizeOf(locals);
    }

    /// <summary>Stops who would make the state too large, before anything is stored.</summary>
    private void RequireRoom(long more)
    {
        if (more >= 0 && _stateSize + more > MaximumStateSize)
            throw new ActivityFault($"the state of the instance would grow beyond {MaximumStateSize} characters");
    }

    /// <summary>Stops an activity that would begin too much at once before it has begun any of it.</summary>
    internal void RequireRoomForEach(System.Collections.Immutable.ImmutableArray<Value> items)
    {
        var size = 0L;
        foreach (var item in items)
            size += ExecutionSize + NamesOfItem + item.Weight;
        RequireRoom(size);
    }

    /// <summary>Takes an execution out of the state.</summary>
    private void Drop(Execution execution)
    {
        if (Instance.Executions.Remove(execution))
            _stateSize -= SizeOf(execution);
    }

    private static long SizeOf(WorkflowInstance instance)
    {
        var size = SizeOf(instance.Variables) + SizeOf(instance.Inputs) + SizeOf(instance.Outputs);
        foreach (var execution in instance.Executions)
            size += SizeOf(execution);
        return size;
    }

    private static long SizeOf(Execution execution) => ExecutionSize + SizeOf(execution.Locals);

    private static long SizeOf(Dictionary<string, Value>? values)
    {
        var size = 0L;
        if (values is not null)
        {
            foreach (var (name, value) in values)
                size += name.Length + value.Weight;
        }
        return size;
    }
}
