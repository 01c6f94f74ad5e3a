namespace OpsWorkflows.Host.ElsaApi;

/// <summary>An activity as Studio's palette, canvas and property panel show it. Members are Elsa's.</summary>
public sealed record ActivityDescriptor
{
    public required string TypeName { get; init; }
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public int Version { get; init; } = 1;
    public required string Category { get; init; }
    public required string DisplayName { get; init; }
    public required string Description { get; init; }

    /// <summary>Action or Trigger.</summary>
    public string Kind { get; init; } = "Action";
    public bool IsContainer { get; init; }

    /// <summary>Whether the palette offers it.</summary>
    public bool IsBrowsable { get; init; }
    public bool IsStart { get; init; }
    public bool IsTerminal { get; init; }
    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];
    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];
    public IReadOnlyDictionary<string, object> CustomProperties { get; init; } = new Dictionary<string, object>();

    /// <summary>Written (camelCase) onto an activity that is dropped on the canvas.</summary>
    public IReadOnlyDictionary<string, object> ConstructionProperties { get; init; } = new Dictionary<string, object>();
}

/// <summary>Connections store <paramref name="Name"/>; <paramref name="Type"/> is Flow or Embedded.</summary>
public sealed record PortDescriptor(string Name, string DisplayName, string Type, bool IsBrowsable = true);

/// <summary>An input as the property panel shows it; definitions store it under the name in camelCase.</summary>
public sealed record InputDescriptor
{
    public required string Name { get; init; }
    public required string TypeName { get; init; }
    public required string DisplayName { get; init; }
    public required string Description { get; init; }

    // How Studio orders them.
    public float Order { get; init; }
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether a definition declares it, not an activity.</summary>
    public bool IsSynthetic { get; init; }
    public bool IsWrapped { get; init; } = true;
    public required string UiHint { get; init; }
    public string? Category { get; init; }
    public object? DefaultValue { get; init; }
    public string DefaultSyntax { get; init; } = "Literal";
    public bool IsReadOnly { get; init; }
    public bool IsSensitive { get; init; }
    public string? StorageDriverType { get; init; }

    /// <summary>What the editor needs besides, by its name; <c>Refresh</c> makes Studio ask for it again before it is shown.</summary>
    public IReadOnlyDictionary<string, object> UiSpecifications { get; init; } = new Dictionary<string, object>();
}

public sealed record OutputDescriptor
{
    public required string Name { get; init; }
    public required string TypeName { get; init; }
    public required string DisplayName { get; init; }
    public required string Description { get; init; }
    public float Order { get; init; }
    public bool IsBrowsable { get; init; } = true;
    public bool IsSynthetic { get; init; }
}

/// <summary>The options of a drop-down.</summary>
public sealed record SelectListProps(SelectList SelectList, string? ProviderName = null);

/// <param name="SortItems">False keeps the order given.</param>
public sealed record SelectList(IReadOnlyList<SelectListItem> Items, bool IsFlagsEnum = false, bool SortItems = false);

public sealed record SelectListItem(string Text, string Value);

/// <summary>The options of a list to tick.</summary>
public sealed record CheckListProps(CheckList CheckList);

public sealed record CheckList(IReadOnlyList<CheckListItem> Items, bool IsFlagsEnum = false);

public sealed record CheckListItem(string Text, string Value, bool IsChecked = false);

/// <summary>Outcomes that an activity has besides those that its author names.</summary>
public sealed record DynamicOutcomesOptions(IReadOnlyList<string> FixedOutcomes);

/// <summary>How the editor of a script looks. Studio reads the height as a number and fails on a name.</summary>
public sealed record CodeEditorOptions(string Language, int EditorHeight = 1, bool SingleLineMode = false);
