using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Errors below <see cref="Root"/>: problem documents that carry Elsa's members too (<c>statusCode</c>, <c>message</c>,
/// <c>errors.generalErrors</c>), which Studio shows. Studio breaks on most statuses other than 400.
/// </summary>
public static class ElsaErrors
{
    public const string Root = "/elsa/api";

    /// <summary>400 with sentences in the caller's language for whoever works in Studio.</summary>
    public static ProblemHttpResult Of(string code, params IReadOnlyList<string> sentences) => Problems.Of(
        StatusCodes.Status400BadRequest, code, new Dictionary<string, object?>(StringComparer.Ordinal) { ["errors"] = General(sentences) });

    internal static void Complete(ProblemDetails problem, HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        problem.Extensions["statusCode"] = problem.Status;
        problem.Extensions["message"] = problem.Title;
        problem.Extensions.TryAdd("errors", General([problem.Detail ?? problem.Title ?? ""]));
    }

    static Dictionary<string, IReadOnlyList<string>> General(IReadOnlyList<string> sentences) =>
        new(StringComparer.Ordinal) { ["generalErrors"] = sentences };
}
