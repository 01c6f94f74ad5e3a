namespace OpsWorkflows.Host.Access;

/// <summary>The keys of the office's roles, as stored in <c>person_roles</c> and named in procedures.</summary>
public static class Roles
{
    public const string SocialWorker = "social-worker";
    public const string Assistant = "assistant";
    public const string TeamSupervisor = "team-supervisor";
    public const string Director = "director";
    public const string FosterCoordinator = "foster-coordinator";
    public const string ProcedureManager = "procedure-manager";
    public const string Auditor = "auditor";
    public const string Administrator = "administrator";

    /// <summary>Of people who work with families: the roles that tasks, mail and cases know.</summary>
    public static IReadOnlyList<string> OfCases { get; } = [SocialWorker, Assistant, TeamSupervisor, Director, FosterCoordinator];

    public static IReadOnlyList<string> All { get; } =
        [SocialWorker, Assistant, TeamSupervisor, Director, FosterCoordinator, ProcedureManager, Auditor, Administrator];
}
