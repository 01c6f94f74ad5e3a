using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace OpsWorkflows.Database;

/// <summary>Reads columns of a row that has arrived, and makes typed positional parameters: what the hot statements use instead of a mapper.</summary>
internal static class Columns
{
    internal static T Get<T>(this DbDataReader row, int column) => row.GetFieldValue<T>(column);

    internal static bool IsNull(this DbDataReader row, int column) => row.IsDBNull(column);

    internal static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static T? OrNull<T>(this DbDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    internal static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    /// <summary>A value of a type that .NET alone does not tell: jsonb, or a text that may be null.</summary>
    internal static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return parameters;
    }
}
