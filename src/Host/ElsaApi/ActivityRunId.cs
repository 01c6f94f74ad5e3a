using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Names one execution of an activity among those of all instances, as Elsa's API asks for it.</summary>
public readonly record struct ActivityRunId(Guid Instance, string Execution)
{
    const int IdLength = 32;

    public override string ToString() => $"{Instance:N}-{Execution}";

    /// <summary>Null when the text names none.</summary>
    public static ActivityRunId? Parse(string? text) =>
        text?.Length > IdLength + 1 && text[IdLength] == '-' && Guid.TryParseExact(text[..IdLength], "N", out var instance)
            && ExecutionId.TryParse(text[(IdLength + 1)..], out var execution)
            ? new(instance, execution.ToString())
            : null;
}
