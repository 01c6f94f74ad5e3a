using Microsoft.AspNetCore.Mvc;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Errors;

/// <summary>Answers a page's request that was refused with the page that says why; who was first, and when, stands there too.</summary>
public sealed class RefusedResult(Reason reason) : ActionResult
{
    static readonly object Key = new();

    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Items[Key] = reason;
        context.HttpContext.Response.StatusCode = reason.Status;
    }

    /// <summary>What the error page tells; null when the request was refused otherwise.</summary>
    public static Reason? ReasonIn(HttpContext context) => context.Items[Key] as Reason;
}

/// <summary>Reasons in words.</summary>
public static class ReasonTexts
{
    /// <summary>Who was first and when, in a sentence; null when nobody was or nobody knows.</summary>
    public static string? WhoAndWhen(this Reason reason) => (reason.By, reason.At) switch
    {
        ({ } by, { } at) => Texts.Shell["conflict.whoAndWhen", by, DateTexts.Moment(at)],
        ({ } by, null) => Texts.Shell["conflict.who", by],
        (null, { } at) => Texts.Shell["conflict.when", DateTexts.Moment(at)],
        _ => null,
    };
}
