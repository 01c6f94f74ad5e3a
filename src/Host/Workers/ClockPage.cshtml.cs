using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Workers;

/// <summary>In Development moves office time on from the footer of any page; elsewhere there is no such page.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ClockPageModel(DevClock clock, IHostEnvironment environment) : PageModel
{
    public IActionResult OnGet() => NotFound();

    /// <param name="days">Calendar days.</param>
    /// <param name="months">Calendar months, at the same time of day.</param>
    public async Task<IActionResult> OnPostAsync(int days, int months, string? returnUrl, CancellationToken token)
    {
        if (!environment.IsDevelopment())
        {
            return NotFound();
        }
        var now = OfficeTime.LocalOf(await clock.NowAsync(token));
        var target = now.AddMonths(Math.Clamp(months, 0, 24)).AddDays(Math.Clamp(days, 0, 366));
        if (target > now)
        {
            await clock.AdvanceAsync(target - now, token);
        }
        return LocalRedirect(Languages.IsLocal(returnUrl) ? returnUrl! : "/");
    }
}
