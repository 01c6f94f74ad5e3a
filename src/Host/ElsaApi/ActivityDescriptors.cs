using System.Globalization;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// Describes the activities that this service runs in the language of the request: the shape comes from the activity, the words
/// from Resources/Activities.resx by its type.
/// </summary>
public static class ActivityDescriptors
{
    /// <param name="drawn">What changes with the procedure that is drawn; null where none is.</param>
    public static ActivityDescriptor Of(Activity activity, IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>? drawn = null)
    {
        var type = activity.Type;
        return new()
        {
            TypeName = type,
            Namespace = NamespaceOf(type),
            // Studio names a new activity by this and a number; staff read that name on diagrams and in mails.
            Name = $"{Texts.Activities[type]} ",
            Category = Texts.Activities[$"category.{activity.Category?.ToString() ?? "none"}"],
            DisplayName = Texts.Activities[type],
            Description = Texts.Activities[$"{type}.description"],
            Kind = activity.IsTrigger ? "Trigger" : "Action",
            IsContainer = activity.IsContainer,
            IsBrowsable = activity.Category is not null,
            IsStart = activity.IsStart,
            IsTerminal = activity.IsTerminal,
            Ports = [.. PortsOf(activity).Select(port => new PortDescriptor(port.Name, PortText(type, port), port.IsEmbedded ? "Embedded" : "Flow"))],
            Inputs = [.. activity.Inputs.Select((input, order) => Of(type, input, order, drawn))],
            Outputs = [.. activity.Outputs.Select((output, order) => Of(type, output, order))],
        };
    }

    static string NamespaceOf(string type) => type.LastIndexOf('.') is > 0 and var dot ? type[..dot] : "";

    /// <summary>Done is said outright, so that Studio shows it in the reader's language; ports that inputs make are drawn from those.</summary>
    static IEnumerable<ActivityPort> PortsOf(Activity activity) =>
        activity.Ports.Count > 0 || activity.IsTerminal || activity.Inputs.Any(input => input.Editor is Editors.Outcomes or Editors.FlowSwitchCases)
            ? activity.Ports
            : [new ActivityPort("Done")];

    /// <summary>True, Done and the like are called the same everywhere.</summary>
    static string PortText(string type, ActivityPort port) => Texts.Activities.Find($"{type}.port.{port.Name}") ?? Texts.Activities[$"port.{port.Name}"];

    static InputDescriptor Of(string type, ActivityInput input, int order, IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>? drawn) => new()
    {
        Name = PascalCase(input.Name),
        TypeName = input.Type,
        DisplayName = Texts.Activities[$"{type}.{input.Name}"],
        Description = Texts.Activities[$"{type}.{input.Name}.hint"],
        Order = order,
        IsWrapped = input.IsWrapped,
        UiHint = input.Editor,
        DefaultValue = DefaultOf(input),
        DefaultSyntax = input.Syntax,
        UiSpecifications = Offered(type, input, drawn),
    };

    static OutputDescriptor Of(string type, ActivityOutput output, int order) => new()
    {
        Name = output.Name,
        TypeName = output.Type,
        DisplayName = Texts.Activities[$"{type}.output.{output.Name}"],
        Description = Texts.Activities[$"{type}.output.{output.Name}.hint"],
        Order = order,
    };

    /// <summary>The name that Studio shows for a property: definitions have it in camelCase.</summary>
    public static string PascalCase(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    static object? DefaultOf(ActivityInput input) => input.Type switch
    {
        _ when input.Default is null => null,
        "Boolean" => bool.Parse(input.Default),
        "Int32" => int.Parse(input.Default, CultureInfo.InvariantCulture),
        _ => input.Default,
    };

    /// <summary>
    /// What a descriptor says of the editor: with the options of the procedure that is drawn, or else that they are to be asked for. The answer to
    /// that does not say so again, because Studio would ask without an end.
    /// </summary>
    static Dictionary<string, object> Offered(string type, ActivityInput input, IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>? drawn)
    {
        if (!InputOptions.Change(input.Options))
        {
            return SpecificationsOf(input, FixedOptions(type, input));
        }
        var specifications = SpecificationsOf(input, drawn?[input.Options] ?? []);
        if (drawn is null)
        {
            specifications["Refresh"] = true;
        }
        return specifications;
    }

    /// <summary>What the editor of an input needs.</summary>
    internal static Dictionary<string, object> SpecificationsOf(ActivityInput input, IReadOnlyList<SelectListItem> options)
    {
        var specifications = new Dictionary<string, object>(StringComparer.Ordinal);
        switch (input.Editor)
        {
            case Editors.DropDown:
                // A drop-down cannot be emptied: nothing is an option of its own.
                var none = input.Required || input.Default is not null ? [] : new[] { new SelectListItem(Texts.Activities["none"], "") };
                specifications[Editors.DropDown] = new SelectListProps(new([.. none, .. options]));
                break;
            case Editors.CheckList:
                specifications[Editors.CheckList] = new CheckListProps(new([.. options.Select(option => new CheckListItem(option.Text, option.Value))]));
                break;
            case Editors.JavaScript:
                specifications[Editors.JavaScript] = new CodeEditorOptions("javascript");
                break;
            case Editors.Outcomes:
                specifications["DynamicOutcomesOptions"] = new DynamicOutcomesOptions([]);
                break;
        }
        return specifications;
    }

    /// <summary>The options that are the same for every procedure and whoever asks.</summary>
    static List<SelectListItem> FixedOptions(string type, ActivityInput input) => input.Options switch
    {
        OptionSource.Fixed => [.. input.Values.Select(value => new SelectListItem(Texts.Activities[$"{type}.{input.Name}.{value}"], value))],
        OptionSource.LimitUnits => [.. LimitUnitKeys.Select(unit => new SelectListItem(Texts.Activities[$"limitUnit.{unit}"], unit))],
        OptionSource.Roles => [.. Roles.OfCases.Select(role => new SelectListItem(Texts.Access[$"role.{role}"], role))],
        _ => [],
    };

    static readonly string[] LimitUnitKeys = [.. Enum.GetValues<LimitUnit>().Select(LimitUnits.ToKey)];
}
