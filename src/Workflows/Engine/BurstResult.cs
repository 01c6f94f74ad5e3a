using OpsWorkflows.Instances;

namespace OpsWorkflows.Engine;

/// <summary>What a burst came to.</summary>
public abstract record BurstResult
{
    private BurstResult() { }

    /// <summary>What is to be written.</summary>
    public sealed record Done(Changes Changes) : BurstResult;

    /// <summary>The stimulus is not allowed now; nothing is to be written.</summary>
    public sealed record Refused(Refusal Refusal) : BurstResult;

    /// <summary>The burst has to know how many open cases these people have in these roles; run it again with that.</summary>
    public sealed record NeedsFacts(IReadOnlyCollection<(Guid Person, string Role)> CaseloadOf) : BurstResult;

    /// <summary>The stimulus changes nothing, such as a timer that was moved meanwhile.</summary>
    public sealed record Nothing : BurstResult
    {
        public static Nothing Instance { get; } = new();
    }
}
