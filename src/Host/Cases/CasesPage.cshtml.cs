using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Workers;

namespace OpsWorkflows.Host.Cases;

/// <summary>The cases that a person may see. A search is posted: no name of a family stands in an address.</summary>
[Authorize(Policies.CaseWork)]
public sealed class CasesPageModel(CaseFile file, OfficeClockSql clock) : PageModel
{
    const int LongestSearch = 100;

    [BindProperty(SupportsGet = true, Name = "status")]
    public string? Status { get; set; }

    public Page<CaseSummary> List { get; private set; } = null!;
    public string? Search { get; private set; }
    public DateOnly Today { get; private set; }

    /// <summary>Whether the reader sees the cases of the whole office.</summary>
    public bool SeesAll => CaseAccess.Of(CurrentPerson.In(User)).SeesAll;

    public Task OnGetAsync(string? after, CancellationToken token) => LoadAsync(after, token);

    public Task OnPostAsync(string? search, string? after, CancellationToken token)
    {
        var text = ReasonText.Clean(search ?? "");
        Search = text.Length == 0 ? null : text[..Math.Min(text.Length, LongestSearch)];
        return LoadAsync(after, token);
    }

    async Task LoadAsync(string? after, CancellationToken token)
    {
        Status = CaseStates.All.Contains(Status) ? Status : null;
        var key = PageKey.TryParse(after, null, out var place) ? place : null;
        List = await file.ListAsync(CurrentPerson.In(User), new(Status, Search, key), token);
        Today = OfficeTime.DateOf(await clock.NowAsync(token));
    }

    public string AddressOf(string? status) => status is null ? "/cases" : $"/cases?status={status}";
}
