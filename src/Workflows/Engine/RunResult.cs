using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>What became of a stimulus.</summary>
public abstract record RunResult
{
    private RunResult() { }

    /// <summary>The changes are true now.</summary>
    /// <param name="CaseMark">The mark that a new case got; null when none was started.</param>
    public sealed record Committed(Changes Changes, string? CaseMark) : RunResult;

    /// <summary>The stimulus is not allowed now; nothing was written.</summary>
    public sealed record Refused(Refusal Refusal) : RunResult;

    /// <summary>The stimulus changes nothing, such as a timer that was moved meanwhile; nothing was written.</summary>
    public sealed record Nothing : RunResult
    {
        public static Nothing Instance { get; } = new();
    }

    /// <summary>The request was answered before, with this.</summary>
    public sealed record Repeated(int Status, string ResponseJson) : RunResult;
}

/// <summary>
/// A request that may come twice: by its sender's key. What it is answered with is written in the commit that it leads to,
/// so that its repeat gets the same.
/// </summary>
/// <param name="RequestHash">Tells a repeat from another request under the same key, which is refused.</param>
public sealed record RequestKey(Guid PersonId, string Key, string RequestHash, int Status, string ResponseJson);
