using OpsWorkflows.Instances;

namespace OpsWorkflows.TestOffice;

/// <summary>An instance as it is stored, and as the next burst reads it.</summary>
public static class StoredInstance
{
    /// <param name="state">Null for the document that the instance writes.</param>
    public static InstanceRow ToRow(this WorkflowInstance instance, byte[]? state = null) => new()
    {
        Id = instance.Id,
        DefinitionVersionId = instance.Definition.VersionId,
        Revision = instance.Revision,
        Status = instance.Status,
        SubStatus = instance.SubStatus,
        Name = instance.Name,
        CorrelationId = instance.CorrelationId,
        CreatedAt = instance.CreatedAt,
        State = state ?? InstanceJson.Write(instance),
    };

    public static WorkflowInstance StoredAndRead(this WorkflowInstance instance) => InstanceJson.Read(instance.ToRow(), instance.Definition);
}
