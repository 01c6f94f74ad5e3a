namespace OpsWorkflows.Host.Access;

/// <summary>
/// Which cases a person sees; the only place that says so. Director and team supervisor see all of them. Everyone else who works
/// with families sees those on which they are now, those with an open task of theirs, and those with a task that waits for
/// somebody of one of their roles. The policies of the endpoints keep other roles away from cases altogether.
/// </summary>
public sealed record CaseAccess(Guid Viewer, bool SeesAll)
{
    public static CaseAccess Of(CurrentPerson person) =>
        new(person.Id, person.Has(Roles.Director) || person.Has(Roles.TeamSupervisor));

    /// <summary>The mail of all cases is the administrator's too: mails carry no content.</summary>
    public static CaseAccess OfMail(CurrentPerson person) => person.Has(Roles.Administrator) ? new(person.Id, SeesAll: true) : Of(person);

    /// <summary>An SQL condition on a column that holds an instance's id; it reads the parameter <c>@viewer</c>.</summary>
    /// <param name="column">A name of the program, never anything that a person wrote.</param>
    public string Condition(string column) => SeesAll ? "true" : $"""
        {column} in (
          select on_case.instance_id from case_people on_case where on_case.person_id = @viewer and on_case.until is null
          union all
          select theirs.instance_id from user_tasks theirs where theirs.assignee = @viewer and theirs.status = 'open'
          union all
          select free.instance_id from person_roles held
          join user_tasks free on free.role = held.role and free.assignee is null and free.status = 'open'
          where held.person_id = @viewer)
        """;
}
