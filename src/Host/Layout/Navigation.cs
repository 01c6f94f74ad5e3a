using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Layout;

/// <summary>A link of the navigation as one person sees it on one page.</summary>
public sealed record NavigationLink(string Address, string Text, bool Current);

/// <summary>The application's main pages, each with the policy that its page names; people see those that they may use.</summary>
public static class Navigation
{
    sealed record Entry(string Address, string TextKey, string Policy);

    static readonly Entry[] Entries =
    [
        new("/", "nav.inbox", Policies.SignedIn),
        new("/cases", "nav.cases", Policies.CaseWork),
        new("/cases/new", "nav.newCase", Policies.StartCases),
        new("/mail", "nav.mail", Policies.SeeMail),
        new("/incidents", "nav.incidents", Policies.RepairSteps),
        new("/procedures", "nav.procedures", Policies.DesignProcedures),
        new("/instances", "nav.instances", Policies.DesignProcedures),
    ];

    public static IEnumerable<NavigationLink> For(CurrentPerson person, PathString path)
    {
        var current = Entries.Where(entry => Covers(entry.Address, path)).MaxBy(entry => entry.Address.Length);
        return Entries.Where(entry => Policies.Allows(entry.Policy, person))
            .Select(entry => new NavigationLink(entry.Address, Texts.Shell[entry.TextKey], entry == current));
    }

    static bool Covers(string address, PathString path) =>
        address == "/" ? path == "/" || path.StartsWithSegments("/tasks", StringComparison.OrdinalIgnoreCase) : path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase);
}
