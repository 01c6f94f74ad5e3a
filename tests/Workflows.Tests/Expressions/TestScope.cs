using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

/// <summary>A case in memory: the data that the tables of expressions were recorded with.</summary>
sealed class TestScope : IScope, IChanges
{
    public static readonly DateTimeOffset Moment = new(2025, 12, 18, 23, 30, 0, TimeSpan.Zero); // 00:30 on the 19th in the office

    public Dictionary<string, Value> Variables { get; } = new()
    {
        ["source"] = "court-order",
        ["children"] = 3,
        ["urgent"] = true,
        ["empty"] = "",
        ["nothing"] = Value.Null,
        ["tags"] = Value.List("a", "b", "c"),
        ["nested"] = Value.Parse("""{"a":{"b":{"c":1}},"list":[{"x":1},{"x":2}]}"""),
        ["amount"] = 12.5,
        ["name"] = "Łódź",
        ["zero"] = 0,
        ["v-1"] = "by id",
        ["due"] = new DateOnly(2026, 1, 2),
        ["storedDue"] = "2026-01-02",
        ["moment"] = Moment,
    };

    public Value Now => Moment;
    public string? CorrelationId => "PS.5201.17.2026";
    public string InstanceId => "wi-1";
    public Value LastResult => "last";

    /// <summary>Whether scripts may change the case.</summary>
    public bool MayChange { get; init; }
    public string? InstanceName { get; private set; }
    public IReadOnlyList<string> Outcomes { get; private set; } = [];
    IChanges? IScope.Changes => MayChange ? this : null;

    public Guid? PersonOf(string role) => role == "assistant" ? new Guid("00000000-0000-0000-0000-000000000007") : null;
    public DateOnly? Milestone(string name) => name == "begun" ? new DateOnly(2025, 12, 1) : null;
    public Guid NewGuid() => new("00000000-0000-0000-0000-00000000000a");

    public bool TrySetVariable(string name, Value value)
    {
        if (!Variables.ContainsKey(name))
        {
            return false;
        }
        Variables[name] = value;
        return true;
    }

    public void SetInstanceName(string name) => InstanceName = name;
    public void SetOutcomes(IReadOnlyList<string> outcomes) => Outcomes = outcomes;

    public bool TryGetVariable(string name, out Value value) => Variables.TryGetValue(name, out value);

    public bool TryGetInput(string name, out Value value)
    {
        value = 2;
        return name == "years";
    }

    public bool TryGetOutput(string activityIdOrName, string? output, out Value value)
    {
        value = $"{activityIdOrName}/{output ?? "Result"}";
        return activityIdOrName == "Interview1";
    }
}

static class Eval
{
    public static Evaluation Run(string source, Budget? budget = null, IScope? scope = null)
    {
        var parsed = JavaScriptExpression.Parse(source);
        parsed.Error?.Message.ShouldBeNull(source);
        return parsed.Expression!.Evaluate(scope ?? new TestScope(), budget ?? Budget.Default);
    }

    public static Value Value(string source)
    {
        var result = Run(source);
        result.Error.ShouldBeNull(source);
        return result.Value;
    }

    public static EvaluationError Error(string source, Budget? budget = null, IScope? scope = null)
    {
        var result = Run(source, budget, scope);
        result.Error.ShouldNotBeNull(source);
        return result.Error;
    }

    /// <summary>JSON, with names for what JSON lacks, as the tables have it.</summary>
    public static string Show(Value value) =>
        value.Kind == ValueKind.Undefined || (value.Kind == ValueKind.Number && !double.IsFinite(value.AsNumber())) ? value.AsText() : value.ToJsonText();
}
