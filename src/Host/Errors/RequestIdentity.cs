using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsWorkflows.Engine;
using OpsWorkflows.Host.Access;

namespace OpsWorkflows.Host.Errors;

/// <summary>The header <c>Idempotency-Key</c>: a request that is sent again under the same key is answered as the first time.</summary>
public static class RequestIdentity
{
    public const string Header = "Idempotency-Key";
    const int LongestKey = 200;

    static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <summary>Null when the request has no key.</summary>
    /// <param name="body">All of the request that the address does not say.</param>
    /// <param name="response">What is kept of the answer, to be given again.</param>
    public static RequestKey? KeyOf(HttpRequest request, CurrentPerson person, object body, int status, object response)
    {
        var key = request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            return null;
        }
        var identity = $"{request.Method} {request.Path}\n{JsonSerializer.Serialize(body, Json)}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        return new(person.Id, key, hash, status, JsonSerializer.Serialize(response, Json));
    }

    /// <summary>What <see cref="KeyOf"/> was given as the response.</summary>
    public static T ReadResponse<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    /// <summary>Refuses keys that are longer than any that makes sense.</summary>
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers[Header].ToString().Length > LongestKey
            ? Problems.Of(StatusCodes.Status400BadRequest, "malformed-parameter", new Dictionary<string, object?>(StringComparer.Ordinal) { ["parameter"] = Header })
            : await next(context);
}
