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
            Ports = [.. activity.Ports.Select(PortOf)],
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
    static PortDescriptor PortOf(ActivityPort port) =>
        new(port.Name, Texts.Activities.Find($"port.{port.Name}") ?? port.Name, port.IsEmbedded ? "Embedded" : "Flow", IsBrowsable: !port.IsEmbedded);

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
