using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Mail;

public static class MailEndpoints
{
    public static IServiceCollection AddMail(this IServiceCollection services) => services.AddSingleton<MailList>();

    public static void MapMail(this IEndpointRouteBuilder routes) =>
        routes.MapApi("/api/mail", "Mail").MapGet("/", ListAsync).RequireAuthorization(Policies.SeeMail)
            .WithSummary("Mail of the cases that the caller may see, the latest first")
            .WithDescription("status: waiting, sending, sent, failed or cancelled. Pages are continued with after, the value of next.")
            .Produces<Page<MailView>>().ProducesProblem(422);

    static async Task<IResult> ListAsync(
        CurrentPerson person, MailList list, Guid? caseId, string? status, PageKey? after, int? limit, CancellationToken token)
    {
        if (!string.IsNullOrEmpty(status) && !MailList.Statuses.Contains(status))
        {
            return Problems.Invalid(new FieldErrors().Add("status", Texts.Problems["field.oneOf", string.Join(", ", MailList.Statuses)]));
        }
        return TypedResults.Ok(await list.ListAsync(person, caseId, string.IsNullOrEmpty(status) ? null : status, after, PageLength.Of(limit), token));
    }
}
