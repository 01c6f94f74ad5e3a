using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Host.Forms;

/// <summary>What a procedure asks of the person whom it assigns to a role; so that nobody is offered who would be refused.</summary>
/// <param name="MaximumCaseload">With so many open cases in the role the person takes no more; null for no limit.</param>
/// <param name="SeparateFrom">Roles that the person may not hold on the same case.</param>
public sealed record AssignmentRule(int? MaximumCaseload, IReadOnlyList<string> SeparateFrom)
{
    static readonly AssignmentRule None = new(null, []);

    /// <summary>As far as the definition says it in plain values; the engine checks all of it when the person is assigned.</summary>
    public static AssignmentRule Of(CompiledDefinition definition, string role)
    {
        foreach (var activity in definition.Activities)
        {
            if (activity.Behaviour is AssignPerson && Coerce.ToText(Plain(activity, "role")) == role)
            {
                var maximum = Coerce.ToInteger(Plain(activity, "maximumCaseload"));
                var separate = Coerce.ToTextList(Plain(activity, "separateFrom"));
                return new(maximum.Succeeded ? maximum.Value : null, separate.Succeeded ? separate.Value : []);
            }
        }
        return None;
    }

    static Value Plain(CompiledActivity activity, string input) => activity.Inputs.GetValueOrDefault(input) switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Object json => json.Value,
        _ => Value.Undefined,
    };
}
