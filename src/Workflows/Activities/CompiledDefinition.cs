using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Activities;

/// <summary>A version of a definition made ready to run: behaviours found, expressions parsed, graphs worked out. Made once, used by every burst.</summary>
public sealed class CompiledDefinition
{
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Its own forms, ladders and mail texts, and those of the procedures that it embeds, each under <see cref="KeyOf"/>.</summary>
    public required DefinitionResources Resources { get; init; }

    /// <summary>Those that its own activities use.</summary>
    public required DefinitionResources OwnResources { get; init; }

    /// <summary>By <see cref="ActivityNode.Index"/>; 0 is the workflow around the root.</summary>
    public required CompiledActivity[] Activities { get; init; }

    /// <summary>What checks found; a definition with an error among them is not run.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public CompiledActivity Of(ActivityNode node) => Activities[node.Index];

    /// <summary>The key in <see cref="Resources"/> of what an activity names: inside an embedded procedure that procedure's own comes first.</summary>
    internal static string KeyOf<T>(IReadOnlyDictionary<string, T> resources, ActivityNode user, string key) =>
        user.Workflow.Parent?.Embedding?.Procedure is { } procedure && DefinitionResources.KeyWithin(procedure.VersionId, key) is var within && resources.ContainsKey(within) ? within : key;

    public static CompiledDefinition Compile(WorkflowDefinition definition, DefinitionResources resources)
    {
        var findings = new List<Finding>();
        // A step may lead to the same trouble in many places.
        var embedding = new HashSet<Finding>();
        var activities = new List<CompiledActivity>(definition.Nodes.Count);
        foreach (var node in definition.Nodes)
        {
            var behaviour = node.Embedding is null ? ActivityRegistry.Find(node.Type, node.Version)
                : node.Embedding.Procedure is { } procedure ? new EmbeddedWorkflow(procedure) : null;
            if (node.Embedding?.Problem is { } problem)
                embedding.Add(Finding.OfEmbedding(problem, node));
            else if (behaviour is null)
                findings.Add(new Finding(FindingKind.UnknownActivity, node, "type", node.Version == 1 ? node.Type : $"{node.Type} v{node.Version}"));
            var parent = node.Parent is null ? null : activities[node.Parent.Index];
            var activity = new CompiledActivity
            {
                Node = node,
                Behaviour = behaviour ?? UnknownActivity.Instance,
                Parent = parent,
                Position = parent?.Children.Count ?? 0,
                Inputs = ReadInputs(node, behaviour?.Inputs ?? []),
                Bindings = ReadBindings(node, behaviour),
            };
            parent?.Children.Add(activity);
            activities.Add(activity);
        }
        findings.AddRange(embedding);
        foreach (var activity in activities)
        {
            activity.Prepared = activity.Behaviour.Prepare(activity);
            // What is embedded was checked when it was published.
            if (activity.Node.IsEmbedded)
                continue;
            findings.AddRange(CheckInputs(activity, resources));
            findings.AddRange(activity.Behaviour.Check(activity));
            findings.AddRange(VariableChecks.Of(activity, definition));
            findings.AddRange(VariableChecks.Twice(activity, definition));
        }
        findings.AddRange(WaitChecks.Of(activities.Where(activity => !activity.Node.IsEmbedded)));
        var compiled = new CompiledDefinition
        {
            Definition = definition,
            Resources = resources.With(definition.Nodes.Select(node => node.Embedding).OfType<Embedding>().Where(embedding => embedding.Procedure is not null)),
            OwnResources = resources,
            Activities = [.. activities],
            Findings = findings,
        };
        findings.AddRange(FlowChecks.Of(compiled));
        return compiled;
    }

    private static Dictionary<string, Expression> ReadInputs(ActivityNode node, IReadOnlyList<ActivityInput> declared)
    {
        var inputs = new Dictionary<string, Expression>(StringComparer.Ordinal);
        foreach (var input in declared)
        {
            if (node.Json[input.Name] is JsonObject wrapped && wrapped["expression"] is JsonObject expression)
                inputs[input.Name] = Expression.Read(JsonSerializer.SerializeToElement(expression, DefinitionJson.Plain));
        }
        return inputs;
    }

    private static Dictionary<string, string> ReadBindings(ActivityNode node, Activity? behaviour)
    {
        var bindings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in node.Json)
        {
            if (value is JsonObject output && !output.ContainsKey("expression") && output["memoryReference"] is JsonObject reference && WorkflowDefinition.Text(reference, "id") is { } id)
                bindings[char.ToUpperInvariant(name[0]) + name[1..]] = id;
        }
        if (behaviour is EmbeddedWorkflow embedded)
        {
            foreach (var output in embedded.Outputs)
            {
                var property = EmbeddedWorkflow.PropertyOf(output.Name);
                if (bindings.TryGetValue(char.ToUpperInvariant(property[0]) + property[1..], out var id))
                    bindings[output.Name] = id;
            }
        }
        return bindings;
    }

    /// <summary>Why an expression can never have a value; null when it can.</summary>
    internal static ParseError? ProblemOf(Expression expression) => expression.Error ?? (expression as Expression.JavaScript)?.Script?.Outcome;

    private static IEnumerable<Finding> CheckInputs(CompiledActivity activity, DefinitionResources resources)
    {
        foreach (var input in activity.Behaviour.Inputs)
        {
            if (!input.IsWrapped)
                continue;
            if (!activity.Gives(input.Name))
            {
                if (input.Required)
                    yield return new Finding(FindingKind.InputMissing, activity.Node, input.Name);
            }
            else if (ProblemOf(activity.Inputs[input.Name]) is { } problem)
            {
                yield return new Finding(FindingKind.InvalidScript, activity.Node, input.Name, Script: problem);
            }
            else if (activity.Plain(input.Name) is { } plain && (UnknownChoice(input.Options, plain, resources) ?? Malformed(input.Type, activity.Given(input.Name))) is { } kind)
            {
                yield return new Finding(kind, activity.Node, input.Name, plain);
            }
            else if (input.Editor == Editors.Dictionary && activity.Given(input.Name) is { IsNothing: false } given && !Coerce.ToTextMap(given).Succeeded)
            {
                yield return new Finding(FindingKind.NotAMap, activity.Node, input.Name, Coerce.ToText(given));
            }
            else
            {
                foreach (var finding in CountChecks.Of(activity, input.Name))
                    yield return finding;
            }
        }
    }

    private static FindingKind? UnknownChoice(OptionSource source, string chosen, DefinitionResources resources) => source switch
    {
        OptionSource.Forms when !resources.Forms.ContainsKey(chosen) => FindingKind.UnknownForm,
        OptionSource.Ladders when !resources.Ladders.ContainsKey(chosen) => FindingKind.UnknownLadder,
        OptionSource.Mails when !resources.Mails.ContainsKey(chosen) => FindingKind.UnknownMail,
        OptionSource.LimitUnits when !LimitUnits.TryParse(chosen, out _) => FindingKind.UnknownLimitUnit,
        _ => null,
    };

    private static FindingKind? Malformed(string type, Value given) => type switch
    {
        "Int32" when Coerce.ToInteger(given).Problem == Coerce.NotANumber => FindingKind.NotANumber,
        "Boolean" when !Coerce.ToBoolean(given).Succeeded => FindingKind.NotABoolean,
        "TimeSpan" when !Delay.TryParse(given.AsText(), out _) => FindingKind.NotADuration,
        "DateTimeOffset" when Coerce.ToInstant(given).Problem == Coerce.NotADate => FindingKind.NotAMoment,
        _ => null,
    };
}

/// <summary>One activity of a compiled definition.</summary>
public sealed class CompiledActivity
{
    public required ActivityNode Node { get; init; }
    public required Activity Behaviour { get; init; }
    public required CompiledActivity? Parent { get; init; }
    public required IReadOnlyDictionary<string, Expression> Inputs { get; init; }

    /// <summary>The variable (by id) or output of the workflow (by name) that each output is given to, by the output's name.</summary>
    public required IReadOnlyDictionary<string, string> Bindings { get; init; }
    public List<CompiledActivity> Children { get; } = [];

    /// <summary>Whether the activity says that it reads an input; designers offer no others.</summary>
    public bool Declares(string input)
    {
        for (var i = 0; i < Behaviour.Inputs.Count; i++)
        {
            if (Behaviour.Inputs[i].Name == input)
                return true;
        }
        return false;
    }

    /// <summary>Whether the definition says anything about an input; a designer stores empty text where an editor was emptied.</summary>
    public bool Gives(string input) =>
        Inputs.TryGetValue(input, out var expression)
        && expression is not Expression.Literal { Value: { IsNothing: true } or { IsText: true, Count: 0 } };

    /// <summary>What an input is in each run; undefined when it is missing or worked out in the run.</summary>
    public Value Given(string input) => Inputs.GetValueOrDefault(input) switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Object made => made.Value,
        _ => Value.Undefined,
    };

    /// <summary>An input that was typed in, the same in each run; null when it is missing or worked out in the run.</summary>
    public string? Plain(string input) =>
        Gives(input) && Inputs[input] is Expression.Literal { Value: var value } ? value.AsText() : null;

    /// <summary>The place among the parent's children.</summary>
    public required int Position { get; init; }

    /// <summary>What <see cref="Activity.Prepare"/> made.</summary>
    public object? Prepared { get; set; }

    /// <summary>The child in an embedded port such as <c>then</c>; null when nothing was put there.</summary>
    public CompiledActivity? InPort(string port) => Children.Find(child => child.Node.Port == port);
}

/// <summary>Stands in for a type that this service does not know, so that the rest of the definition can be checked.</summary>
public sealed class UnknownActivity : Activity
{
    public static UnknownActivity Instance { get; } = new();

    public override string Type => "Elsa.NotFoundActivity";
    public override ActivityCategory? Category => null;

    public override void Execute(BurstRun run, Instances.Execution execution) =>
        throw new ActivityFault($"this service does not run activities of type {execution.Node.Type}");
}
