using System.Globalization;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Activities;

// Inputs, variables and outputs: what expressions see.
public sealed partial class BurstRun : IScope
{
    private Dictionary<(ActivityNode Workflow, string Activity, string Output), Value>? _outputs;
    private const string ResultOutput = "Result";
    private Value _lastResult;
    private Execution? _evaluating;

    Value IScope.Now => Value.Of(Facts.Now);
    string? IScope.CorrelationId => Instance.CorrelationId;
    string IScope.InstanceId => Instance.Id.ToString();
    string? IScope.InstanceName => Instance.Name;
    string? IScope.DefinitionId => Definition.Definition.DefinitionId;
    string? IScope.DefinitionVersionId => Definition.Definition.VersionId;
    int IScope.DefinitionVersion => Definition.Definition.Version;
    Value IScope.LastResult => _lastResult;

    bool IScope.TryGetVariable(string name, out Value value)
    {
        value = default;
        return FindVariable(_evaluating, name, out var variables, out var id) && variables.TryGetValue(id, out value);
    }

    /// <summary>Inside an embedded procedure inputs are variables, as in Elsa.</summary>
    bool IScope.TryGetInput(string name, out Value value) =>
        (_evaluating is { Node.IsEmbedded: true } && FindVariable(_evaluating, name, out var variables, out var id) && variables.TryGetValue(id, out value))
        || Instance.Inputs.TryGetValue(name, out value);

    bool IScope.TryGetOutput(string activityIdOrName, string? output, out Value value)
    {
        value = default;
        return _outputs is not null && _evaluating is { Node.Workflow: var workflow } && _outputs.TryGetValue((workflow, activityIdOrName, output ?? ResultOutput), out value);
    }

    /// <summary>Gives the Result of an activity.</summary>
    public void SetResult(Execution execution, Value value)
    {
        _lastResult = value;
        SetOutput(execution, ResultOutput, value);
    }

    /// <summary>Gives an output of an activity: to the variable or the output of the workflow that it is bound to, and to expressions until the burst ends.</summary>
    public void SetOutput(Execution execution, string output, Value value)
    {
        _outputs ??= [];
        _outputs[(execution.Node.Workflow, execution.Node.OwnId, output)] = value;
        if (execution.Node.Name is { } name)
            _outputs[(execution.Node.Workflow, name, output)] = value;
        if (Definition.Of(execution.Node).Bindings.TryGetValue(output, out var target) && !TrySetVariable(execution, target, value))
            Put(Instance.Outputs, target, value);
    }

    /// <summary>Gives an output of the workflow around an activity: to the nearest embedded procedure that declares it, else to the instance.</summary>
    internal void SetWorkflowOutput(Execution execution, string output, Value value)
    {
        for (var above = execution.Parent; above is not null; above = above.Parent)
        {
            if (above.Locals is { } locals && above.Node.Embedding?.Procedure?.Outputs.Any(declared => declared.Name == output) == true)
            {
                Put(locals, output, value);
                return;
            }
        }
        Put(Instance.Outputs, output, value);
    }

    /// <summary>The value of an input; undefined when the definition does not give it.</summary>
    public Value Input(Execution execution, string name)
    {
        var activity = Definition.Of(execution.Node);
        if (!activity.Inputs.TryGetValue(name, out var expression))
            return activity.Declares(name) ? Value.Undefined : throw new InvalidOperationException($"{execution.Node.Type} reads the input '{name}' without declaring it.");
        if (expression is Expression.Literal literal)
            return literal.Value;
        return expression is Expression.JavaScript { Script.Changes: true } && execution.Id != default
            ? EvaluatedOnce(execution, name, expression)
            : Evaluated(execution, name, expression);
    }

    /// <summary>Whether a condition that is no input of its own holds.</summary>
    internal bool Holds(Execution execution, Expression condition)
    {
        _evaluating = execution;
        var evaluation = Charged(condition.Evaluate(this, ScriptBudget));
        if (evaluation.Error is { } error)
            throw new ActivityFault($"a condition has no value: {error.Key} ({error.Name}) in line {error.Line}, column {error.Column}");
        return Coerce.ToBoolean(evaluation.Value) is { Succeeded: true, Value: true };
    }

    /// <summary>Collects what WriteLine writes, when somebody wants it.</summary>
    internal List<string>? Lines { get; init; }

    public string? Text(Execution execution, string name)
    {
        var text = Coerce.ToText(Input(execution, name));
        return text.Length == 0 ? null : text;
    }

    public bool? Boolean(Execution execution, string name)
    {
        var value = Input(execution, name);
        return value.IsNothing || value is { IsText: true, Count: 0 } ? null : Taken(name, Coerce.ToBoolean(value));
    }

    public int? Number(Execution execution, string name)
    {
        if (Coerced(execution, name, Coerce.ToInteger) is not { } number)
            return null;
        return number is >= 0 and <= TimeLimit.MaxCount
            ? number
            : throw new ActivityFault($"the input '{name}' is {number.ToString(CultureInfo.InvariantCulture)}; a whole number from 0 to {TimeLimit.MaxCount} is expected");
    }

    /// <summary>A whole number of any sign.</summary>
    public int? WholeNumber(Execution execution, string name) => Coerced(execution, name, Coerce.ToInteger);

    /// <summary>The items of a list; a text may be the list as JSON.</summary>
    public System.Collections.Immutable.ImmutableArray<Value> Items(Execution execution, string name)
    {
        var value = Input(execution, name);
        if (value.IsText && Value.TryParse(value.AsText(), out var parsed))
            value = parsed;
        return value.Kind == ValueKind.List ? value.Items
            : value.IsNothing || value is { IsText: true, Count: 0 } ? []
            : throw new ActivityFault($"the input '{name}' is not a list");
    }

    /// <summary>The entries of a map; a text may be the map as JSON.</summary>
    internal System.Collections.Immutable.ImmutableArray<KeyValuePair<string, Value>> Map(Execution execution, string name)
    {
        var value = Input(execution, name);
        if (value.IsText && Value.TryParse(value.AsText(), out var parsed))
            value = parsed;
        return value.Kind == ValueKind.Map ? value.Entries
            : value.IsNothing || value is { IsText: true, Count: 0 } ? []
            : throw new ActivityFault($"the input '{name}' has no names");
    }

    public DateOnly? Date(Execution execution, string name) => Coerced(execution, name, Coerce.ToDate);

    public IReadOnlyList<string> TextList(Execution execution, string name) =>
        Taken(name, Coerce.ToTextList(Input(execution, name)));

    public IReadOnlyDictionary<string, string> TextMap(Execution execution, string name) =>
        Taken(name, Coerce.ToTextMap(Input(execution, name))).ToDictionary(StringComparer.Ordinal);

    private T? Coerced<T>(Execution execution, string name, Func<Value, Coerced<T>> coerce) where T : struct
    {
        var coerced = coerce(Input(execution, name));
        return coerced.Problem == Coerce.Missing ? null : Taken(name, coerced);
    }

    private static T Taken<T>(string name, Coerced<T> coerced) =>
        coerced.Succeeded ? coerced.Value : throw new ActivityFault($"the input '{name}' is not what is expected: {coerced.Problem}");

    public LimitUnit LimitUnit(Execution execution, string name)
    {
        var key = Text(execution, name) ?? LimitUnits.ToKey(Calendars.LimitUnit.Days);
        return LimitUnits.TryParse(key, out var unit) ? unit : throw new ActivityFault($"'{key}' is not a unit of a time limit");
    }

    /// <summary>A person by id; null when the input gives none.</summary>
    public Guid? PersonInput(Execution execution, string name)
    {
        var text = Text(execution, name);
        if (text is null)
            return null;
        return Guid.TryParse(text, out var id) ? id : throw new ActivityFault($"the input '{name}' names no person");
    }

    /// <summary>The outcomes that a task can be finished with; Done when the author named none.</summary>
    public IReadOnlyList<string> Outcomes(Execution execution)
    {
        var outcomes = TextList(execution, "outcomes");
        return outcomes.Count > 0 ? outcomes : Done;
    }

    internal string? FormKey(Execution execution) => ResourceKey(Definition.Resources.Forms, execution, Text(execution, "form"));

    internal string? LadderKey(Execution execution) => ResourceKey(Definition.Resources.Ladders, execution, Text(execution, "ladder"));

    internal string MailKey(Execution execution, string mail) => ResourceKey(Definition.Resources.Mails, execution, mail)!;

    private static string? ResourceKey<T>(IReadOnlyDictionary<string, T> resources, Execution execution, string? key) =>
        key is null ? null : CompiledDefinition.KeyOf(resources, execution.Node, key);

    public Form? FormOf(Execution execution)
    {
        if (FormKey(execution) is not { } key)
            return null;
        return Definition.Resources.Forms.TryGetValue(key, out var form) ? form : throw new ActivityFault($"there is no form '{key}'");
    }

    /// <summary>Sets the nearest declared variable with this id or name.</summary>
    public void SetVariable(Execution execution, string idOrName, Value value)
    {
        if (!TrySetVariable(execution, idOrName, value))
            throw new ActivityFault($"no variable '{idOrName}' is declared");
    }

    private bool TrySetVariable(Execution execution, string idOrName, Value value)
    {
        if (!FindVariable(execution, idOrName, out var variables, out var id))
            return false;
        Put(variables, id, value);
        return true;
    }

    /// <summary>Finds the nearest variable as seen from an execution: where its value is kept, and under which id.</summary>
    private bool FindVariable(Execution? execution, string idOrName, out Dictionary<string, Value> variables, out string id)
    {
        for (; execution is not null; execution = execution.Parent)
        {
            if (execution.Locals is not { } locals)
                continue;
            variables = locals;
            id = IdOf(execution.Node.Variables, idOrName) ?? idOrName;
            if (locals.ContainsKey(id))
                return true;
        }
        variables = Instance.Variables;
        id = IdOf(Definition.Definition.Variables, idOrName) ?? "";
        return id.Length > 0;
    }

    private static string? IdOf(IReadOnlyList<VariableDefinition> variables, string idOrName)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].Id == idOrName || variables[i].Name == idOrName)
                return variables[i].Id;
        }
        return null;
    }

    private void DeclareVariables(Execution execution)
    {
        var variables = execution.Parent is null ? Instance.Variables : execution.Locals ??= new(StringComparer.Ordinal);
        foreach (var variable in execution.Node.Variables)
            Keep(variables, variable.Id, InitialValue(variable));
    }

    private static Value InitialValue(VariableDefinition variable)
    {
        if (variable.Value is null)
            return Value.Null;
        var text = Value.Of(variable.Value);
        return variable.TypeName switch
        {
            _ when variable.IsArray => Value.TryParse(variable.Value, out var items) ? items : text,
            "Boolean" => Coerce.ToBoolean(text) is { Succeeded: true } boolean ? Value.Of(boolean.Value) : text,
            "Int16" or "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" =>
                Coerce.ToNumber(text) is { Succeeded: true } number ? Value.Of(number.Value) : text,
            "String" => text,
            _ => Value.TryParse(variable.Value, out var json) ? json : text,
        };
    }
}
