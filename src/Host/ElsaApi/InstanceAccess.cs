using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Which workflow instances a person sees, and of which of them more than the flow; the only place that says so. Who works with families
/// sees the instances of their cases (see <see cref="CaseAccess"/>) with their content. A procedure manager sees every instance, but of a
/// case only which steps ran when and with which outcome: nothing that anybody wrote, and nothing that was worked out from it. Who repairs steps
/// sees of every instance those that have stopped, and likewise no more.
/// </summary>
/// <param name="Person">The parameter <c>@viewer</c> of the conditions is their id.</param>
public sealed record InstanceAccess(CurrentPerson Person)
{
    /// <summary>What the conditions are about: an instance <c>i</c>, and its case <c>c</c> if it is one.</summary>
    public const string Tables = "workflow_instances i left join cases c on c.instance_id = i.id";

    /// <summary>An SQL condition: whether the instance is a case, or was started in the course of one by instances that started one another.</summary>
    public const string BelongsToCase = """
        exists (
          with recursive above (id, parent) as (
            select i.id, i.state->'parent'->>'instance'
            union all
            select p.id, p.state->'parent'->>'instance' from above join workflow_instances p on p.id = above.parent::uuid)
          select from above join cases on cases.instance_id = above.id)
        """;

    bool Manages => Policies.Allows(Policies.DesignProcedures, Person);

    string IsOnCase => Policies.Allows(Policies.CaseWork, Person)
        ? $"(c.instance_id is not null and {CaseAccess.Of(Person).Condition("i.id")})"
        : "false";

    /// <summary>An SQL condition: whether the person may know of the instance.</summary>
    public string Sees => Manages ? "true" : IsOnCase;

    /// <summary>An SQL condition: whether the person may see what was written in the course of the instance.</summary>
    public string SeesContent => Manages ? $"({IsTestRun} or {IsOnCase})" : IsOnCase;

    /// <summary>
    /// What another instance or an event began carries what it was given, and so does what others have told: only what a manager started
    /// themselves, and nobody else has told anything, is surely about no family. What was started without being waited for had no parent once.
    /// </summary>
    const string IsTestRun = "(c.instance_id is null and not i.state ?| array['parent', 'depth', 'trigger', 'toldByOthers'])";

    /// <summary>An SQL value: the name under which the person sees the instance.</summary>
    public string ShownName => $"case when {SeesContent} then coalesce(i.name, c.case_mark) else c.case_mark end";
}
