namespace OpsWorkflows.Activities;

/// <summary>
/// An input of an activity: its behaviour reads it, and designers offer it. What it is called on screens is the host's:
/// a text with the key <c>Type.name</c>.
/// </summary>
/// <param name="Name">Its property in the definition (camelCase).</param>
public sealed record ActivityInput(string Name, bool Required = false)
{
    /// <summary>The alias of the type that Elsa's documents use: String, Int32, Boolean, Object, TimeSpan…</summary>
    public string Type { get; init; } = "String";

    /// <summary>The editor that designers show: one of <see cref="Editors"/>.</summary>
    public string Editor { get; init; } = Editors.SingleLine;

    /// <summary>The values that can be chosen when they are always the same.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What the office or the procedure offers to choose from.</summary>
    public OptionSource Options { get; init; }

    /// <summary>What the activity does when nothing was given, as designers show it; null when nothing is nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The kind of expression that designers begin with.</summary>
    public string Syntax { get; init; } = "Literal";

    /// <summary>Whether the definition wraps it as an expression; false for a plain JSON property such as the cases of a switch.</summary>
    public bool IsWrapped { get; init; } = true;
}

/// <summary>An output of an activity: what expressions and variables can take from it.</summary>
/// <param name="Name">In PascalCase, as Elsa writes it.</param>
public sealed record ActivityOutput(string Name, string Type = "Object");

/// <summary>An end that connections leave by, or (embedded) a slot for an activity inside.</summary>
/// <param name="Name">Of a flow port, the outcome; of an embedded one, the property in PascalCase.</param>
public sealed record ActivityPort(string Name, bool IsEmbedded = false);

/// <summary>The editors of inputs, by the names that Elsa Studio gives them.</summary>
public static class Editors
{
    public const string SingleLine = "singleline";
    public const string MultiLine = "multiline";
    public const string CheckBox = "checkbox";
    public const string DropDown = "dropdown";
    public const string MultiText = "multitext";
    public const string CheckList = "checklist";
    public const string Dictionary = "dictionary";
    public const string Json = "json-editor";
    public const string JavaScript = "code-editor";
    public const string VariablePicker = "variable-picker";
    public const string OutputPicker = "output-picker";
    public const string OutcomePicker = "outcome-picker";
    public const string WorkflowPicker = "workflow-definition-picker";
    public const string SwitchCases = "switch-editor";
    public const string FlowSwitchCases = "flow-switch-editor";
    public const string StatusCodes = "http-status-codes";
    public const string Outcomes = "dynamic-outcomes";
}

/// <summary>Where the options of an input come from.</summary>
public enum OptionSource
{
    /// <summary>From <see cref="ActivityInput.Values"/>, or there are none.</summary>
    Fixed,
    LimitUnits,
    Roles,
    People,

    /// <summary>The forms, ladders and mail texts of the procedure.</summary>
    Forms,
    Ladders,
    Mails,

    /// <summary>The named dates that the procedure sets.</summary>
    Milestones,

    /// <summary>The same, and the day on which the task opens.</summary>
    LimitStarts,

    /// <summary>The limits of the case that the procedure starts.</summary>
    Limits,
}

/// <summary>Where designers list an activity.</summary>
public enum ActivityCategory
{
    Tasks,
    Case,
    Time,
    Mail,
    Branches,
    Loops,
    Events,
    Data,
    Workflows,
    Ends,
}
