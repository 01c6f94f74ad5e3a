using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Mail;

/// <summary>What was sent, what waits and what failed, of the cases that a person may see.</summary>
[Authorize(Policies.SeeMail)]
public sealed class MailPageModel(MailList list) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "status")]
    public string? Status { get; set; }

    /// <summary>The mail of one case alone.</summary>
    [BindProperty(SupportsGet = true, Name = "caseId")]
    public Guid? CaseId { get; set; }

    public Page<MailView> List { get; private set; } = null!;

    /// <summary>The administrator sees that mail leaves, but no case.</summary>
    public bool OpensCases => Policies.Allows(Policies.CaseWork, CurrentPerson.In(User));

    public async Task OnGetAsync(string? after, CancellationToken token)
    {
        Status = MailList.Statuses.Contains(Status) ? Status : null;
        var key = PageKey.TryParse(after, null, out var place) ? place : null;
        List = await list.ListAsync(CurrentPerson.In(User), CaseId, Status, key, PageLength.Usual, token);
    }

    public string AddressOf(string? status, string? after = null)
    {
        string?[] query = [CaseId is { } id ? $"caseId={id}" : null, status is null ? null : $"status={status}", after is null ? null : $"after={after}"];
        return query.OfType<string>().ToList() is { Count: > 0 } parts ? "/mail?" + string.Join('&', parts) : "/mail";
    }
}
