using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>Whether the office as it is staffed now can do what a definition asks for.</summary>
public static class OfficeChecks
{
    /// <summary>Roles that the definition names although nobody has them: their work would wait for nobody.</summary>
    /// <param name="held">The roles that somebody who is active has.</param>
    public static IEnumerable<Finding> Of(CompiledDefinition definition, IReadOnlySet<string> held)
    {
        foreach (var activity in definition.Activities.Where(activity => !activity.Node.IsEmbedded))
        {
            foreach (var (input, role) in RolesOf(activity, definition.OwnResources).Distinct())
            {
                if (!held.Contains(role))
                    yield return new Finding(FindingKind.RoleWithoutPeople, activity.Node, input, role);
            }
        }
    }

    private static IEnumerable<(string Input, string Role)> RolesOf(CompiledActivity activity, DefinitionResources resources)
    {
        foreach (var input in activity.Behaviour.Inputs)
        {
            var value = activity.Given(input.Name);
            var roles = input.Options switch
            {
                OptionSource.Roles when Coerce.ToTextList(value) is { Succeeded: true, Value: var chosen } => chosen,
                OptionSource.Ladders when resources.Ladders.TryGetValue(value.AsText(), out var ladder) =>
                    ladder.Rungs.SelectMany(rung => rung.To).Where(to => to != UserTasks.LadderRung.Assignee),
                _ => [],
            };
            foreach (var role in roles)
                yield return (input.Name, role);
        }
    }
}
