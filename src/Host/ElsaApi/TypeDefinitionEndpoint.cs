using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What the editor of a script completes: the subset that the engine evaluates, and the names of the procedure.</summary>
public static partial class TypeDefinitionEndpoint
{
    public static void MapTypeDefinitions(this IEndpointRouteBuilder api) =>
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", async (string definitionId, DefinitionStore definitions, CancellationToken token) =>
            {
                var latest = await definitions.FindLatestAsync(definitionId, token);
                return TypedResults.Text(TypeDeclarations.Text + (latest is null ? "" : NamesOf(latest.ToDefinition())), "text/plain", Encoding.UTF8);
            })
            .RequireAuthorization(Policies.SignedIn).Produces<string>(200, "text/plain")
            .WithSummary("TypeScript declarations of all that a script of the procedure may use");

    /// <summary>Each name as a value that a function takes, and as the member or the function of its own that it is where it can be one.</summary>
    internal static string NamesOf(WorkflowDefinition definition)
    {
        var text = new StringBuilder();
        var variables = definition.Nodes.SelectMany(node => node.Variables).DistinctBy(variable => variable.Name).ToList();
        text.Append("interface WorkflowVariables {\n");
        foreach (var variable in variables)
        {
            text.Append($"  readonly {Quoted(variable.Name)}: {TypeOf(variable)};\n");
        }
        text.Append("}\ndeclare const variables: WorkflowVariables;\n");
        foreach (var variable in variables)
        {
            text.Append($"declare function getVariable(name: {Quoted(variable.Name)}): {TypeOf(variable)};\n");
            text.Append($"declare function setVariable(name: {Quoted(variable.Name)}, value: {TypeOf(variable)}): void;\n");
            Accessor(text, variable.Name, TypeOf(variable));
        }
        foreach (var input in definition.Inputs)
        {
            text.Append($"declare function getInput(name: {Quoted(input.Name)}): {TypeOf(input.Type)};\n");
            if (!variables.Exists(variable => variable.Name == input.Name))
            {
                Accessor(text, input.Name, TypeOf(input.Type));
            }
        }
        foreach (var activity in definition.Nodes.Where(node => node.Parent is not null))
        {
            foreach (var output in ActivityRegistry.Find(activity.Type, activity.Version)?.Outputs ?? [])
            {
                text.Append($"declare function getOutputFrom(activityIdOrName: {Quoted(activity.Name ?? activity.Id)}, output: {Quoted(output.Name)}): {TypeOf(output.Type)};\n");
                Accessor(text, $"{output.Name}From{ActivityDescriptors.PascalCase(activity.Name ?? activity.Id)}", TypeOf(output.Type));
            }
        }
        text.Append($"declare function person(role: {string.Join(" | ", Roles.OfCases.Select(Quoted))}): string | null;\n");
        return text.ToString();
    }

    static void Accessor(StringBuilder text, string name, string type)
    {
        if (Identifier().IsMatch(name))
        {
            text.Append($"declare function get{ActivityDescriptors.PascalCase(name)}(): {type};\n");
        }
    }

    static string TypeOf(VariableDefinition variable) => variable.IsArray ? $"{TypeOf(variable.TypeName)}[]" : TypeOf(variable.TypeName);

    /// <summary>Dates are kept as text; functions take them as such.</summary>
    static string TypeOf(string alias) => alias.TrimEnd('?') switch
    {
        "String" or "Guid" or "DateTime" or "DateTimeOffset" or "TimeSpan" => "string",
        "Boolean" => "boolean",
        "Int16" or "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => "number",
        _ => "any",
    };

    static string Quoted(string name) => JsonSerializer.Serialize(name);

    [GeneratedRegex(@"^[A-Za-z_]\w*$", RegexOptions.None, 1000)]
    private static partial Regex Identifier();
}
