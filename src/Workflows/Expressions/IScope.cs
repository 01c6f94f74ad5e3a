namespace OpsWorkflows.Expressions;

/// <summary>The only door from an expression to the case: what it may read. Nothing can be changed through it.</summary>
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
}
