using OpsWorkflows.Expressions;

namespace OpsWorkflows.Instances;

/// <summary>What became of a request to another system.</summary>
/// <param name="StatusCode">Null when there was no answer.</param>
/// <param name="Failure">Why there was none; null when there was.</param>
/// <param name="Message">What is to be put right, for the incident.</param>
public sealed record RequestAnswer(Guid RequestId, int? StatusCode, Value Content, Value Headers, RequestFailure? Failure = null, string? Message = null)
{
    public static RequestAnswer Failed(Guid requestId, RequestFailure failure, string message) => new(requestId, null, default, default, failure, message);
}

/// <summary>Why a request got no answer.</summary>
public enum RequestFailure
{
    /// <summary>The office does not let procedures ask this address, or take such an answer.</summary>
    NotAllowed,
    FailedToConnect,
    Timeout,
}
