using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Describes versions of procedures as activities of others: the shape and the words come from the procedure.</summary>
static class ProcedureDescriptors
{
    /// <summary>Older versions are described for the documents that embed them; the palette offers the published one.</summary>
    public static ActivityDescriptor Of(OfferedVersion offered)
    {
        var version = offered.Version;
        var activity = new EmbeddedWorkflow(version);
        return new()
        {
            TypeName = version.ActivityType,
            Namespace = "",
            Name = version.ActivityType,
            Version = version.Version,
            Category = version.Category ?? Texts.Activities["category.Workflows"],
            DisplayName = version.Name,
            Description = version.Description ?? "",
            IsBrowsable = offered.IsPublished,
            Ports = [.. activity.Ports.Select(port => PortOf(port, isNamed: version.Outcomes.Contains(port.Name)))],
            Inputs = [.. version.Inputs.Zip(activity.Inputs, InputOf).Select((input, order) => input with { Order = order })],
            Outputs = [.. version.Outputs.Zip(activity.Outputs, OutputOf).Select((output, order) => output with { Order = order })],
            CustomProperties = new Dictionary<string, object>
            {
                ["RootType"] = "WorkflowDefinitionActivity",
                ["WorkflowDefinitionId"] = version.DefinitionId,
                ["WorkflowDefinitionVersionId"] = version.VersionId,
            },
            ConstructionProperties = new Dictionary<string, object>
            {
                ["WorkflowDefinitionId"] = version.DefinitionId,
                ["WorkflowDefinitionVersionId"] = version.VersionId,
                ["Version"] = version.Version,
            },
        };
    }

    /// <summary>What lies inside is shown when somebody looks into the activity, not as a slot of it.</summary>
    /// <param name="isNamed">An outcome that people named is called as they called it, whatever it is called.</param>
    static PortDescriptor PortOf(ActivityPort port, bool isNamed) =>
        new(port.Name, isNamed ? port.Name : Texts.Activities[$"port.{port.Name}"], port.IsEmbedded ? "Embedded" : "Flow", IsBrowsable: !port.IsEmbedded);

    static InputDescriptor InputOf(InputDefinition input, ActivityInput read) => new()
    {
        Name = EmbeddedWorkflow.DescribedName(input.Name),
        TypeName = read.Type,
        DisplayName = input.DisplayName ?? input.Name,
        Description = input.Description ?? "",
        IsSynthetic = true,
        UiHint = input.UiHint ?? read.Editor,
        Category = input.Category,
        StorageDriverType = input.StorageDriverType,
    };

    static OutputDescriptor OutputOf(OutputDefinition output, ActivityOutput given) => new()
    {
        Name = EmbeddedWorkflow.DescribedName(output.Name),
        TypeName = given.Type,
        DisplayName = output.DisplayName ?? output.Name,
        Description = output.Description ?? "",
        IsSynthetic = true,
    };
}
