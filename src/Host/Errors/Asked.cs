namespace OpsWorkflows.Host.Errors;

/// <summary>What came of something that a person asked for, by page or by API: what it made, or why it was not done.</summary>
public sealed record Asked<T>
    where T : class
{
    public T? Done { get; private init; }

    /// <summary>Null exactly when <see cref="Done"/> is not.</summary>
    public Reason? Refused { get; private init; }

    public static implicit operator Asked<T>(T done) => new() { Done = done };

    public static implicit operator Asked<T>(Reason refused) => new() { Refused = refused };
}

/// <summary>Why something was not done.</summary>
/// <param name="Status">The status of the API's answer.</param>
/// <param name="Code">A key of Resources/Problems, where its title and detail stand.</param>
/// <param name="Errors">What is wrong with which field.</param>
/// <param name="By">The name of the person who was first; null when nobody was or nobody knows.</param>
/// <param name="At">When they were, in office time.</param>
public sealed record Reason(int Status, string Code, FieldErrors? Errors = null, string? By = null, DateTimeOffset? At = null)
{
    public static Reason NotFound { get; } = new(StatusCodes.Status404NotFound, "not-found");

    public static Reason Invalid(FieldErrors errors) => new(StatusCodes.Status422UnprocessableEntity, "invalid", errors);

    public static Reason Conflict(string code) => new(StatusCodes.Status409Conflict, code);
}
