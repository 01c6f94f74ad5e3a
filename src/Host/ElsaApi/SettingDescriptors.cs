using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>What the settings of a definition, its variables and its inputs can be chosen from: only what the engine heeds.</summary>
static class SettingDescriptors
{
    /// <summary>Literal and Object are how editors store plain values; they are not chosen.</summary>
    public static ElsaList<ExpressionDescriptor> Expressions() => new(
    [
        Expression("Literal", isBrowsable: false),
        Expression("Object", isBrowsable: false),
        Expression("Variable"),
        Expression("Input"),
        Expression("JavaScript", language: "javascript"),
    ]);

    static ExpressionDescriptor Expression(string type, bool isBrowsable = true, string? language = null)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        if (language is not null)
        {
            properties["MonacoLanguage"] = language;
        }
        return new(type, Texts.Activities[$"expression.{type}"], true, isBrowsable, properties);
    }

    static readonly string[] Types = ["String", "Boolean", "Int32", "Int64", "Double", "Decimal", "DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Object"];

    public static ElsaList<VariableType> VariableTypes() => new(
        [.. Types.Select(type => new VariableType(type, Texts.Activities[$"type.{type}"], Texts.Activities["type.category"], Texts.Activities[$"type.{type}.hint"]))]);

    /// <summary>Variables are part of the case's state; there is no other place.</summary>
    public static ElsaList<StorageDriver> StorageDrivers() => new([new("WorkflowInstanceStorageDriver", Texts.Activities["storage.WorkflowInstanceStorageDriver"], 5, false)]);

    public static ElsaList<Strategy> ActivationStrategies() => Strategies("AllowAlwaysStrategy", "SingletonStrategy", "CorrelationStrategy", "CorrelatedSingletonStrategy");

    public static ElsaList<Strategy> IncidentStrategies() => Strategies("FaultStrategy", "ContinueWithIncidentsStrategy");

    /// <summary>The journal always keeps everything: Studio needs one to show.</summary>
    public static ElsaList<Strategy> LogPersistenceStrategies() => Strategies("Include");

    static ElsaList<Strategy> Strategies(params IEnumerable<string> types) =>
        new([.. types.Select(type => new Strategy(type, Texts.Activities[$"strategy.{type}"], Texts.Activities[$"strategy.{type}.hint"]))]);
}

/// <param name="Properties"><c>MonacoLanguage</c>: how the editor colours it.</param>
public sealed record ExpressionDescriptor(string Type, string DisplayName, bool IsSerializable, bool IsBrowsable, IReadOnlyDictionary<string, object> Properties);

public sealed record VariableType(string TypeName, string DisplayName, string Category, string Description);

/// <param name="Priority">New variables take the driver with the highest.</param>
public sealed record StorageDriver(string TypeName, string DisplayName, double Priority, bool Deprecated);

/// <summary>A way to do something, by the type name that definitions store.</summary>
public sealed record Strategy(string TypeName, string DisplayName, string Description);

public sealed record CommitStrategy(string Name, string DisplayName, string Description);

public sealed record OutputConverter(string Id, string DisplayName);
