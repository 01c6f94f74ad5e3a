using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>Leaves by the first case whose condition holds, or by all of them; by Default when none does.</summary>
public sealed class FlowSwitch : Activity
{
    private static readonly string[] Default = ["Default"];

    public override string Type => "Elsa.FlowSwitch";
    public override ActivityCategory? Category => ActivityCategory.Branches;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [
        new("cases") { Type = "Object", Editor = Editors.FlowSwitchCases, IsWrapped = false },
        SwitchCase.Mode,
    ];

    public override object Prepare(CompiledActivity activity) => SwitchCase.ReadAll(activity);

    public override IEnumerable<Finding> Check(CompiledActivity activity) => SwitchCase.Check(activity);

    public override void Execute(BurstRun run, Execution execution)
    {
        var matches = SwitchCase.Matching(run, execution);
        run.Complete(execution, matches.Count > 0 ? matches.ConvertAll(match => match.Label) : Default);
    }
}

/// <summary>A case of a switch: its condition, and its place among the cases.</summary>
internal sealed record SwitchCase(int Index, string Label, Expression Condition)
{
    public static readonly ActivityInput Mode = new("mode")
    {
        Type = "Elsa.Workflows.Models.SwitchMode, Elsa.Workflows.Core",
        Editor = Editors.DropDown,
        Values = ["MatchFirst", "MatchAny"],
        Default = "MatchFirst",
    };

    public static List<SwitchCase> ReadAll(CompiledActivity activity) =>
        [.. from entry in (activity.Node.Json["cases"] as JsonArray ?? []).Index()
            let json = entry.Item as JsonObject
            where json is not null
            select new SwitchCase(entry.Index, WorkflowDefinition.Text(json, "label") ?? "", Expression.Read(JsonSerializer.SerializeToElement(json["condition"], DefinitionJson.Plain)))];

    public static IEnumerable<Finding> Check(CompiledActivity activity) =>
        from item in (List<SwitchCase>)activity.Prepared!
        let problem = CompiledDefinition.ProblemOf(item.Condition)
        let input = $"cases[{item.Index}].condition"
        where problem is not null || item.Condition is Expression.Literal { Value: var value } && !Coerce.ToBoolean(value).Succeeded
        select problem is null
            ? new Finding(FindingKind.NotABoolean, activity.Node, input, Coerce.ToText(((Expression.Literal)item.Condition).Value))
            : new Finding(FindingKind.InvalidScript, activity.Node, input, Script: problem);

    /// <summary>The first case whose condition holds, or all of them when the mode asks for it.</summary>
    public static List<SwitchCase> Matching(BurstRun run, Execution execution)
    {
        var matches = new List<SwitchCase>();
        var any = run.Text(execution, "mode") == "MatchAny";
        foreach (var item in (List<SwitchCase>)run.Definition.Of(execution.Node).Prepared!)
        {
            if (!run.Holds(execution, item.Condition))
                continue;
            matches.Add(item);
            if (!any)
                break;
        }
        return matches;
    }
}
