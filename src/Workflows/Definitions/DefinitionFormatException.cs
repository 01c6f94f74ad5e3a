namespace OpsWorkflows.Definitions;

/// <summary>A document that is not a workflow definition: where in the JSON, and why.</summary>
public sealed class DefinitionFormatException(string path, string reason) : Exception($"{path}: {reason}")
{
    public string Path { get; } = path;
    public string Reason { get; } = reason;
}
