namespace OpsWorkflows.Expressions;

/// <summary>The only door from an expression to the case: what it may read and, through <see cref="Changes"/>, change.</summary>
public interface IScope
{
    /// <summary>A variable by its id or its name, the nearest declaration first; false when no such variable is declared.</summary>
    bool TryGetVariable(string name, out Value value);

    bool TryGetInput(string name, out Value value);

    /// <summary>What an activity gave under the name of an output; with no name its Result.</summary>
    bool TryGetOutput(string activityIdOrName, string? output, out Value value);

    /// <summary>The Instant of the burst, in office time.</summary>
    Value Now { get; }

    string? CorrelationId { get; }
    string InstanceId { get; }
    string? InstanceName => null;
    string? DefinitionId => null;
    string? DefinitionVersionId => null;
    int DefinitionVersion => 0;

    /// <summary>The Result of the activity that completed last.</summary>
    Value LastResult => default;

    /// <summary>The person of the case in a role; null when nobody is.</summary>
    Guid? PersonOf(string role) => null;

    /// <summary>A named date of the case; null when it is not on record.</summary>
    DateOnly? Milestone(string name) => null;

    /// <summary>A new id, the same when the same burst runs again.</summary>
    Guid NewGuid() => throw new NotSupportedException("This scope gives no ids.");

    /// <summary>Null where an expression may only read.</summary>
    IChanges? Changes => null;
}

/// <summary>What a script may change of its case.</summary>
public interface IChanges
{
    /// <summary>Sets the nearest declared variable of this id or name; false when there is none.</summary>
    bool TrySetVariable(string name, Value value);

    void SetInstanceName(string name);

    /// <summary>The outcomes by which the activity that runs the script is left.</summary>
    void SetOutcomes(IReadOnlyList<string> outcomes);
}
