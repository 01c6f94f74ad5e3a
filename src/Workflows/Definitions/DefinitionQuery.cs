namespace OpsWorkflows.Definitions;

/// <summary>Which versions a list has, in which order, and which page of it; what is null does not restrict.</summary>
public sealed record DefinitionQuery
{
    public VersionFilter Versions { get; init; } = VersionFilter.All;

    /// <summary>A part of the name, the description or an id.</summary>
    public string? Search { get; init; }
    public IReadOnlyList<string>? DefinitionIds { get; init; }
    public IReadOnlyList<string>? VersionIds { get; init; }
    public bool? IsSystem { get; init; }
    public bool? IsReadonly { get; init; }
    public DefinitionOrder Order { get; init; } = DefinitionOrder.Name;
    public bool Descending { get; init; }

    /// <summary>How many are passed over.</summary>
    public int Offset { get; init; }
    public int? Limit { get; init; }
}

/// <summary>What a list of versions is sorted by; equal ones are by procedure, the newest version first.</summary>
public enum DefinitionOrder
{
    Name,
    Procedure,
    Version,
    Created,
}

/// <summary>A page of a list of versions.</summary>
public sealed record DefinitionPage(IReadOnlyList<DefinitionSummary> Items, long TotalCount);
