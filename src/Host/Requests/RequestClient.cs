using System.Net;
using System.Net.Sockets;
using System.Text;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Requests;

/// <summary>Asks other systems for procedures: only those that the office allows, within limits of time and size, and without following them elsewhere.</summary>
public sealed class RequestClient : IDisposable
{
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>What the connection itself decides.</summary>
    static readonly string[] NotForProcedures = ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Upgrade", IdempotencyHeader];

    readonly RequestOptions options;
    readonly HttpMessageInvoker http;

    public RequestClient(RequestOptions options)
    {
        this.options = options;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve the name itself, past the check.
            UseProxy = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        });
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken token)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, token);
        var allowed = found.Where(address => NetworkAddress.MayBeAsked(address, options.AllowPrivateAddresses)).ToArray();
        if (allowed.Length == 0)
        {
            throw new AddressNotAllowedException(context.DnsEndPoint.Host);
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes the request once.</summary>
    public async Task<RequestAnswer> AskAsync(OutboxRequest request, CancellationToken token)
    {
        var address = new Uri(request.Url);
        if (!options.Allows(address.IdnHost))
        {
            return NotAllowed($"the office does not let procedures ask '{address.IdnHost}'; the setting Requests:AllowedHosts has those that it does");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var message = MessageOf(request, address);
            using var response = await http.SendAsync(message, limit.Token);
            return await ReadAsync(response, limit.Token) is { } content
                ? new RequestAnswer(request.Id, (int)response.StatusCode, ContentOf(response, content), HeadersOf(response))
                : NotAllowed($"the answer of '{address.IdnHost}' is larger than {options.MaximumAnswerBytes} bytes");
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return RequestAnswer.Failed(request.Id, RequestFailure.Timeout, $"'{address.IdnHost}' has not answered within {options.Timeout.TotalSeconds} seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return exception is AddressNotAllowedException || exception.InnerException is AddressNotAllowedException
                ? NotAllowed($"'{address.IdnHost}' lies in a network that procedures do not ask; see the setting Requests:AllowPrivateAddresses")
                : RequestAnswer.Failed(request.Id, RequestFailure.FailedToConnect, $"'{address.IdnHost}' could not be asked");
        }

        RequestAnswer NotAllowed(string why) => RequestAnswer.Failed(request.Id, RequestFailure.NotAllowed, why);
    }

    static HttpRequestMessage MessageOf(OutboxRequest request, Uri address)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Content is { } content)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType + "; charset=utf-8");
        }
        foreach (var (name, value) in request.Headers.Where(header => !NotForProcedures.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        message.Headers.TryAddWithoutValidation(IdempotencyHeader, request.Id.ToString());
        return message;
    }

    /// <summary>Null when there is more than may be.</summary>
    async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken token)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(token);
        var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, token) is > 0 and var read)
        {
            await content.WriteAsync(buffer.AsMemory(0, read), token);
            if (content.Length > options.MaximumAnswerBytes)
            {
                return null;
            }
        }
        return content.ToArray();
    }

    /// <summary>JSON as data, other texts as text; what is neither is left out.</summary>
    static Value ContentOf(HttpResponseMessage response, byte[] content)
    {
        if (content.Length == 0)
        {
            return Value.Null;
        }
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var text = Encoding.UTF8.GetString(content).Replace("\0", "", StringComparison.Ordinal);
        if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase) && Value.TryParse(text, out var json))
        {
            return json;
        }
        var isText = type.Length == 0 || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase) || type.EndsWith("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        return isText ? Value.Of(text) : Value.Null;
    }

    static Value HeadersOf(HttpResponseMessage response) => Value.Map(
        response.Headers.Concat(response.Content.Headers)
            .Where(header => !header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, Value.Of(string.Join(", ", header.Value)))));

    public void Dispose() => http.Dispose();

    sealed class AddressNotAllowedException(string host) : IOException($"No address of {host} may be asked.");
}
