using System.Data;
using Dapper;

namespace OpsWorkflows.Host;

/// <summary>Lets Dapper read <c>timestamptz</c>, which comes as a UTC DateTime, as an instant.</summary>
sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) => value is DateTimeOffset instant ? instant : new DateTimeOffset((DateTime)value);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
}
