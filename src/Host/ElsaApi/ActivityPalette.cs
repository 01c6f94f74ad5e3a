using OpsWorkflows.Activities;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Every activity that a canvas may have to draw: those that this service runs, and what stands in for others; documents name no
/// other type when they are answered.
/// </summary>
static class ActivityPalette
{
    /// <param name="drawn">What changes with the procedure that is drawn; null where none is.</param>
    public static ElsaList<ActivityDescriptor> List(IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>? drawn = null) => new(
        [.. ActivityRegistry.All.Append(UnknownActivity.Instance).Select(activity => ActivityDescriptors.Of(activity, drawn)).OrderBy(activity => activity.TypeName, StringComparer.Ordinal)]);
}
