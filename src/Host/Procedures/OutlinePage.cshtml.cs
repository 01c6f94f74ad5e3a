using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Procedures;

/// <summary>
/// How a procedure works, in words: the published version for everybody, any other for those who design procedures and for those
/// with a case that runs on it, or who repair one.
/// </summary>
[Authorize(Policies.SignedIn)]
public sealed class OutlinePageModel(DefinitionStore definitions, OutlineSql outlines, DefinitionChecks checks) : PageModel
{
    public DefinitionVersion Version { get; private set; } = null!;
    public Outline Outline { get; private set; } = null!;
    public bool MayDesign { get; private set; }

    /// <summary>For those who can still change what is wrong; null for others, and of versions that later ones took the place of.</summary>
    public FindingList? Findings { get; private set; }

    public string VersionText => Texts.Outline[Version.IsPublished ? "version.published" : Version.PublishedAt is null ? "version.draft" : "version", Version.Version];

    public async Task<IActionResult> OnGetAsync(string definitionId, int? version, CancellationToken token)
    {
        var reader = CurrentPerson.In(User);
        MayDesign = Policies.Allows(Policies.DesignProcedures, reader);
        var found = version is { } number ? await definitions.FindAsync(definitionId, number, token)
            : await definitions.FindPublishedAsync(definitionId, token) ?? (MayDesign ? await definitions.FindLatestAsync(definitionId, token) : null);
        if (found is null || !await MayReadAsync(found, reader, token))
        {
            return NotFound();
        }
        Version = found;
        var compiled = await definitions.CompiledAsync(found, token);
        Outline = Outline.Of(compiled);
        if (MayDesign && found.IsLatest)
        {
            Findings = FindingList.Of((await checks.OfAsync(found, token)).Findings, compiled);
        }
        return Page();
    }

    /// <summary>Who repairs a step is shown it in the version on which its case runs, and that was published once.</summary>
    async Task<bool> MayReadAsync(DefinitionVersion version, CurrentPerson reader, CancellationToken token) =>
        version.IsPublished || MayDesign
        || (version.PublishedAt is not null && Policies.Allows(Policies.RepairSteps, reader))
        || await outlines.HasCaseAsync(reader, version.VersionId, token);

    /// <summary>The page of one version, whichever is published.</summary>
    public static string Address(string definitionId, int version) => $"/procedures/{Uri.EscapeDataString(definitionId)}?version={version}";
}
