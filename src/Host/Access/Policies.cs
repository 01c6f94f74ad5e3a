using Microsoft.AspNetCore.Authorization;

namespace OpsWorkflows.Host.Access;

/// <summary>Who may use an endpoint, by name. Each endpoint names one; which cases a person sees within it, its query decides.</summary>
public static class Policies
{
    /// <summary>Anyone who has signed in, whatever their roles.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>People who work with families: tasks and cases.</summary>
    public const string CaseWork = "case-work";

    /// <summary>Who may start a case; the starter becomes its social worker.</summary>
    public const string StartCases = "start-cases";

    /// <summary>Who may suspend a case and let it go on.</summary>
    public const string PauseCases = "pause-cases";

    /// <summary>Who may give tasks to other people.</summary>
    public const string Supervise = "supervise";

    /// <summary>Who may change who works on a case, and close it for cause.</summary>
    public const string DirectCases = "direct-cases";

    /// <summary>The list of mail: people of cases for their own, the administrator to see that mail leaves.</summary>
    public const string SeeMail = "see-mail";

    /// <summary>Who may draw and publish procedures.</summary>
    public const string DesignProcedures = "design-procedures";

    /// <summary>Diagrams of procedures and of what runs on them: people of cases for their own, procedure managers without what was written in them.</summary>
    public const string SeeDiagrams = "see-diagrams";

    /// <summary>Steps that faults have stopped: who draws procedures, and who runs the office. Closing a case is its director's all the same.</summary>
    public const string RepairSteps = "repair-steps";

    /// <summary>The audit trail, without the content of cases.</summary>
    public const string ReadAudit = "read-audit";

    /// <summary>People, settings and the state of the machine.</summary>
    public const string Administer = "administer";

    static readonly Dictionary<string, string[]> RolesByPolicy = new(StringComparer.Ordinal)
    {
        [CaseWork] = [.. Roles.OfCases],
        [StartCases] = [Roles.SocialWorker],
        [PauseCases] = [Roles.SocialWorker, Roles.TeamSupervisor, Roles.Director],
        [Supervise] = [Roles.TeamSupervisor, Roles.Director],
        [DirectCases] = [Roles.Director],
        [SeeMail] = [Roles.SocialWorker, Roles.Assistant, Roles.TeamSupervisor, Roles.Director, Roles.FosterCoordinator, Roles.Administrator],
        [DesignProcedures] = [Roles.ProcedureManager],
        [SeeDiagrams] = [Roles.SocialWorker, Roles.Assistant, Roles.TeamSupervisor, Roles.Director, Roles.FosterCoordinator, Roles.ProcedureManager],
        [RepairSteps] = [Roles.ProcedureManager, Roles.Director, Roles.Administrator],
        [ReadAudit] = [Roles.Auditor],
        [Administer] = [Roles.Administrator],
    };

    /// <summary>An endpoint that names no policy is open to nobody who has not signed in.</summary>
    public static void AddTo(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        options.FallbackPolicy = signedIn;
        options.AddPolicy(SignedIn, signedIn);
        foreach (var (name, roles) in RolesByPolicy)
        {
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
        }
    }

    /// <summary>Whether the person may use what the policy guards: for links that only some people see.</summary>
    public static bool Allows(string policy, CurrentPerson person) => policy == SignedIn || RolesByPolicy[policy].Any(person.Has);
}
