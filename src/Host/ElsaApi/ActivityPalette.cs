using OpsWorkflows.Activities;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Every activity that a canvas may have to draw: those that this service runs, and what stands in for others; documents name no
/// other type when they are answered.
/// </summary>
static class ActivityPalette
{
    public static ElsaList<ActivityDescriptor> List() => new(
        [.. ActivityRegistry.All.Append(UnknownActivity.Instance).Select(ActivityDescriptors.Of).OrderBy(activity => activity.TypeName, StringComparer.Ordinal)]);
}
