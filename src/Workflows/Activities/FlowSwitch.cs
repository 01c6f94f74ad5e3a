using System.Text.Json;
using System.Text.Json.Nodes;
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
        new("mode") { Type = "Elsa.Workflows.Models.SwitchMode, Elsa.Workflows.Core", Editor = Editors.DropDown, Values = ["MatchFirst", "MatchAny"], Default = "MatchFirst" },
    ];

    public override object Prepare(CompiledActivity activity) =>
        ((activity.Node.Json["cases"] as JsonArray) ?? []).OfType<JsonObject>()
            .Select(item => new Case((string?)item["label"] ?? "", Expression.Read(JsonSerializer.SerializeToElement(item["condition"]))))
            .ToList();

    public override IEnumerable<Finding> Check(CompiledActivity activity, DefinitionResources resources) =>
        from entry in ((List<Case>)activity.Prepared!).Select((item, i) => (item.Condition, Index: i))
        let problem = CompiledDefinition.ProblemOf(entry.Condition)
        where problem is not null
        select new Finding(true, $"{activity.Node.Path}.cases[{entry.Index}].condition", activity.Node.Id, problem);

    public override void Execute(BurstRun run, Execution execution)
    {
        var matches = new List<string>();
        var any = run.Text(execution, "mode") == "MatchAny";
        foreach (var item in (List<Case>)run.Definition.Of(execution.Node).Prepared!)
        {
            if (!run.Holds(execution, item.Condition))
                continue;
            matches.Add(item.Label);
            if (!any)
                break;
        }
        run.Complete(execution, matches.Count > 0 ? matches : Default);
    }

    private sealed record Case(string Label, Expression Condition);
}
