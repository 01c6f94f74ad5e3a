using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Errors;

/// <summary>
/// The API's errors (RFC 9457). Each carries a stable <c>code</c>, a <c>traceId</c>, and a title and detail in the caller's
/// language, from the texts <c>code.title</c> and <c>code.detail</c> of Resources/Problems.
/// </summary>
public static class Problems
{
    public static ProblemHttpResult Of(int status, string code, IDictionary<string, object?>? members = null)
    {
        var extensions = new Dictionary<string, object?>(members ?? new Dictionary<string, object?>(), StringComparer.Ordinal) { ["code"] = code };
        return TypedResults.Problem(statusCode: status, extensions: extensions);
    }

    /// <summary>With <c>errors</c>, <c>by</c> and <c>at</c> where the reason has them; a conflict over a task always has the last two.</summary>
    public static ProblemHttpResult Of(Reason reason)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (reason.Errors is { } errors)
        {
            members["errors"] = errors.ByField;
        }
        if (reason.By is not null || reason.At is not null)
        {
            (members["by"], members["at"]) = (reason.By, reason.At);
        }
        return Of(reason.Status, reason.Code, members);
    }

    /// <summary>What was made, or the problem that kept it from being made.</summary>
    public static IResult ToResult<T>(this Asked<T> asked, Func<T, IResult> done)
        where T : class => asked.Done is { } made ? done(made) : Of(asked.Refused!);

    /// <summary>422 with <c>errors: {field: [text]}</c>.</summary>
    public static ProblemHttpResult Invalid(FieldErrors errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "invalid", new Dictionary<string, object?>(StringComparer.Ordinal) { ["errors"] = errors.ByField });

    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Complete(context.ProblemDetails, context.HttpContext));

    static void Complete(ProblemDetails problem, HttpContext context)
    {
        problem.Status ??= context.Response.StatusCode;
        var code = problem.Extensions.TryGetValue("code", out var given) && given is string text ? text : CodeOf(problem.Status.Value);
        problem.Type = $"urn:ops:problem:{code}";
        problem.Title = Texts.Problems[$"{code}.title"];
        problem.Detail = Texts.Problems.Find($"{code}.detail");
        problem.Extensions["code"] = code;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        ElsaErrors.Complete(problem, context);
    }

    internal static string CodeOf(int status) => status switch
    {
        400 => "bad-request",
        401 => "not-signed-in",
        403 => "not-allowed",
        404 => "not-found",
        405 => "wrong-method",
        409 => "conflict",
        413 => "too-large",
        415 => "not-json",
        422 => "invalid",
        429 => "too-many-requests",
        503 => "unavailable",
        >= 500 => "internal-error",
        _ => "bad-request",
    };

    /// <summary>What an exception that nobody caught means to the caller.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } or TimeoutException => StatusCodes.Status503ServiceUnavailable,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };
}

/// <summary>What is wrong with the fields of a form or request, in words for the person who filled it in.</summary>
public sealed class FieldErrors
{
    readonly Dictionary<string, List<string>> byField = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<string>> ByField => byField;

    public bool Any => byField.Count > 0;

    public FieldErrors Add(string field, string text)
    {
        if (!byField.TryGetValue(field, out var texts))
        {
            byField[field] = texts = [];
        }
        texts.Add(text);
        return this;
    }

    public FieldErrors Require(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) ? Add(field, Texts.Problems["field.required"]) : this;
}
