using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;

namespace OpsWorkflows.Host.Inbox;

/// <summary>The first page: what a person has to do, the most pressing first, and what they may take.</summary>
[Authorize(Policies.SignedIn)]
public sealed class InboxPageModel(InboxSql inbox, TaskWork work) : PageModel
{
    const int AvailableInSight = 10;
    const string Mine = "mine", Available = "available";

    InboxRead read = null!;

    /// <summary>One part alone: <c>mine</c> or <c>available</c>; null shows both.</summary>
    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public CurrentPerson Person { get; private set; } = null!;

    public InboxCounts Counts => read.Counts;

    /// <summary>Whether the person works with families at all.</summary>
    public bool HasTasks => Policies.Allows(Policies.CaseWork, Person);

    public bool ShowsMine => Show != Available;

    public bool ShowsAvailable => Show != Mine && After is null or "" || Show == Available;

    /// <summary>The parts that have tasks on this page, in their order.</summary>
    public IEnumerable<(InboxSection Section, IReadOnlyList<InboxRow> Rows)> Sections =>
        read.Mine.Take(PageLength.Usual).Concat(read.Available.Take(AvailableLength))
            .GroupBy(row => Enum.Parse<InboxSection>(row.Section))
            .OrderBy(section => section.Key)
            .Select(section => (section.Key, (IReadOnlyList<InboxRow>)[.. section]));

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next =>
        ShowsMine && read.Mine.Count > PageLength.Usual ? $"/?show={Mine}&after={read.Mine[PageLength.Usual - 1].Key}"
        : Show == Available && read.Available.Count > AvailableLength ? $"/?show={Available}&after={read.Available[AvailableLength - 1].Key}"
        : null;

    /// <summary>Whether there is more to take than the first page shows.</summary>
    public bool MoreAvailable => Show is null && read.Available.Count > AvailableLength;

    int AvailableLength => Show == Available ? PageLength.Usual : AvailableInSight;

    public async Task OnGetAsync(CancellationToken token)
    {
        Person = CurrentPerson.In(User);
        var after = PageKey.TryParse(After, null, out var place) ? place : null;
        read = await inbox.ReadAsync(Person, new(after, ShowsMine ? PageLength.Usual : 0, ShowsAvailable ? AvailableLength : 0), token);
    }

    public async Task<IActionResult> OnPostClaimAsync(Guid taskId, CancellationToken token)
    {
        if (!Policies.Allows(Policies.CaseWork, CurrentPerson.In(User)))
        {
            return Forbid();
        }
        var asked = await work.ClaimAsync(CurrentPerson.In(User), taskId, null, token);
        return asked.Refused is { } reason ? new RefusedResult(reason) : Redirect($"/tasks/{taskId}");
    }
}
