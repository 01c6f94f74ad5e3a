using Dapper;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Which instances a list has, as Studio asks for it; what is null or empty leaves a thing open.</summary>
public sealed record InstanceListRequest
{
    /// <summary>Counted from 0.</summary>
    public int? Page { get; init; }
    public int? PageSize { get; init; }

    /// <summary>A part of an id, of a name, of the procedure's name, of a correlation or of a case mark.</summary>
    public string? SearchTerm { get; init; }
    public string? DefinitionId { get; init; }
    public IReadOnlyList<string>? DefinitionIds { get; init; }
    public string? CorrelationId { get; init; }
    public int? Version { get; init; }
    public bool? HasIncidents { get; init; }
    public bool? IsSystem { get; init; }
    public string? Status { get; init; }
    public IReadOnlyList<string>? Statuses { get; init; }
    public string? SubStatus { get; init; }
    public IReadOnlyList<string>? SubStatuses { get; init; }

    /// <summary>Created, LastExecuted (or UpdatedAt), Finished or Name.</summary>
    public string? OrderBy { get; init; }

    /// <summary>Ascending or Descending.</summary>
    public string? OrderDirection { get; init; }
    public IReadOnlyList<TimestampFilter>? TimestampFilters { get; init; }
}

/// <param name="Column">CreatedAt, UpdatedAt or FinishedAt.</param>
/// <param name="Operator">Is, IsNot, LessThan, GreaterThan, LessThanOrEqual or GreaterThanOrEqual.</param>
public sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset? Timestamp);

/// <summary>
/// A list request as SQL on <see cref="InstanceAccess.Tables"/>. What a person may not see they can neither search nor sort by:
/// who finds a name by trying has read it.
/// </summary>
public sealed class InstanceQuery
{
    const string NewestFirst = "i.created_at desc, i.id desc";

    static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Created"] = "i.created_at",
        ["CreatedAt"] = "i.created_at",
        ["LastExecuted"] = "i.updated_at",
        ["UpdatedAt"] = "i.updated_at",
        ["Finished"] = "i.finished_at",
        ["FinishedAt"] = "i.finished_at",
    };

    static readonly Dictionary<string, string> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Is"] = "=",
        ["IsNot"] = "is distinct from",
        ["LessThan"] = "<",
        ["GreaterThan"] = ">",
        ["LessThanOrEqual"] = "<=",
        ["GreaterThanOrEqual"] = ">=",
    };

    readonly List<string> conditions = [];

    InstanceQuery(InstanceAccess access) => Access = access;

    public InstanceAccess Access { get; }
    public DynamicParameters Parameters { get; } = new();

    /// <summary>What is wrong with the request, in the caller's language; nothing is read then.</summary>
    public List<string> Problems { get; } = [];

    public string Where => string.Join(" and ", conditions.Prepend(Access.Sees));
    public string OrderBy { get; private set; } = NewestFirst;
    public int Skip { get; private set; }
    public int Take { get; private set; }

    public static InstanceQuery Of(InstanceListRequest request, InstanceAccess access)
    {
        var query = new InstanceQuery(access);
        query.Parameters.Add("viewer", access.Person.Id);
        query.Filter(request);
        query.FilterByTime(request.TimestampFilters ?? []);
        query.Search(request.SearchTerm);
        query.Order(request.OrderBy, request.OrderDirection);
        query.Take = PageLength.Of(request.PageSize);
        query.Skip = (int)Math.Min(int.MaxValue, Math.Max(request.Page ?? 0, 0) * (long)query.Take);
        query.Parameters.Add("skip", query.Skip);
        query.Parameters.Add("take", query.Take);
        return query;
    }

    void Filter(InstanceListRequest request)
    {
        AnyOf("i.definition_id", "definitions", Listed(request.DefinitionIds, request.DefinitionId));
        AnyOf("i.status", "statuses", Known<WorkflowStatus>("status", Listed(request.Statuses, request.Status)));
        AnyOf("i.sub_status", "subStatuses", Known<WorkflowSubStatus>("subStatus", Listed(request.SubStatuses, request.SubStatus)));
        if (request.CorrelationId is { Length: > 0 } correlation)
        {
            Add($"(i.correlation_id = @correlation and {Access.SeesContent})", "correlation", correlation);
        }
        if (request.Version is { } version)
        {
            Add("i.definition_version_id in (select id from definition_versions where version = @version)", "version", version);
        }
        if (request.HasIncidents is { } has)
        {
            conditions.Add(has ? "i.open_incidents > 0" : "i.open_incidents = 0");
        }
        if (request.IsSystem == true)
        {
            conditions.Add("false");
        }
    }

    static List<string> Listed(IReadOnlyList<string>? several, string? one) =>
        [.. (several ?? []).Append(one).OfType<string>().Where(text => text.Length > 0)];

    void AnyOf(string column, string name, List<string> values)
    {
        if (values.Count > 0)
        {
            Add($"{column} = any(@{name})", name, values.ToArray());
        }
    }

    void Add(string condition, string name, object value)
    {
        conditions.Add(condition);
        Parameters.Add(name, value);
    }

    List<string> Known<TEnum>(string field, List<string> values)
        where TEnum : struct, Enum
    {
        if (values.Exists(value => !Enum.TryParse<TEnum>(value, ignoreCase: true, out _)))
        {
            Problems.Add(Texts.Instances["filter.unknown", field, string.Join(", ", Enum.GetNames<TEnum>())]);
            return [];
        }
        return [.. values.Select(value => Enum.Parse<TEnum>(value, ignoreCase: true).ToString())];
    }

    void FilterByTime(IReadOnlyList<TimestampFilter> filters)
    {
        foreach (var (filter, index) in filters.Select((filter, index) => (filter, index)))
        {
            if (!Columns.TryGetValue(filter.Column ?? "", out var column) || !Operators.TryGetValue(filter.Operator ?? "", out var comparison))
            {
                Problems.Add(Texts.Instances["filter.time", string.Join(", ", Columns.Keys), string.Join(", ", Operators.Keys)]);
            }
            else if (filter.Timestamp is { } moment)
            {
                Add($"{column} {comparison} @moment{index}", $"moment{index}", moment.ToUniversalTime());
            }
        }
    }

    void Search(string? term)
    {
        if (string.IsNullOrWhiteSpace(term))
        {
            return;
        }
        var pattern = "%" + term.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        Add($"""
            (i.id::text ilike @pattern or i.definition_id ilike @pattern or i.definition_version_id ilike @pattern or c.case_mark ilike @pattern
              or i.definition_version_id in (select id from definition_versions where name ilike @pattern)
              or ((i.name ilike @pattern or i.correlation_id ilike @pattern) and {Access.SeesContent}))
            """, "pattern", pattern.Replace("\0", "", StringComparison.Ordinal));
    }

    void Order(string? by, string? direction)
    {
        if (string.IsNullOrEmpty(by))
        {
            return;
        }
        var column = by.Equals("Name", StringComparison.OrdinalIgnoreCase) ? Access.ShownName : Columns.GetValueOrDefault(by);
        if (column is null)
        {
            Problems.Add(Texts.Instances["order.unknown", by, "Created, LastExecuted, Finished, Name"]);
            return;
        }
        var way = "Descending".Equals(direction, StringComparison.OrdinalIgnoreCase) ? "desc" : "asc";
        OrderBy = $"{column} {way} nulls last, i.id {way}";
    }
}
