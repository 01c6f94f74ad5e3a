using System.Text.Json.Nodes;

namespace OpsWorkflows.Cases;

/// <summary>What a workflow instance needs to be a case: its family, and the answers of the form that started it.</summary>
/// <param name="FamilyId">A family on record.</param>
/// <param name="StarterRole">The role that the starter takes on the case.</param>
/// <param name="ReceivedOn">The day on which the information, request or order arrived: the day the proceedings began.</param>
/// <param name="Answers">The start form as it was filled in, without the family's data.</param>
public sealed record NewCase(Guid FamilyId, string StarterRole, DateOnly ReceivedOn, bool Urgent, JsonObject Answers);
