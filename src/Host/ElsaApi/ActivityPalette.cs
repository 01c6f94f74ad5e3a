using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Every activity that a canvas may have to draw: those that this service runs, a version of a procedure that can be embedded each, and
/// what stands in for others; documents name no other type when they are answered.
/// </summary>
static class ActivityPalette
{
    /// <param name="drawn">What changes with the procedure that is drawn; null where none is.</param>
    public static ElsaList<ActivityDescriptor> List(
        IReadOnlyList<OfferedVersion> procedures, IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>? drawn = null) => new(
        [
            // Studio takes each type and version once, or fails.
            .. ActivityRegistry.All.Append(UnknownActivity.Instance).Select(activity => ActivityDescriptors.Of(activity, drawn))
                .Concat(procedures.OrderByDescending(procedure => procedure.IsPublished).Select(ProcedureDescriptors.Of))
                .DistinctBy(activity => (activity.TypeName, activity.Version))
                .OrderBy(activity => activity.TypeName, StringComparer.Ordinal).ThenBy(activity => activity.Version),
        ]);
}
