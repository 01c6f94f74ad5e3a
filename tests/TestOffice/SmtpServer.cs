using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace OpsWorkflows.TestOffice;

/// <summary>What the mail server does with the next message.</summary>
public enum SmtpMode
{
    Accept,

    /// <summary>550 at each recipient.</summary>
    Refuse,

    /// <summary>451 at each recipient.</summary>
    Defer,

    /// <summary>No answer to a recipient, ever.</summary>
    Hang,

    /// <summary>Takes the whole message and breaks the connection before it says so.</summary>
    DropAfterData,

    /// <summary>Nobody listens on the port.</summary>
    Away,
}

/// <summary>A message as the server got it. Raw is the MIME text; Mode is the server's manner when it came.</summary>
public sealed record ReceivedMessage(string From, IReadOnlyList<string> To, string? MessageId, DateTimeOffset ReceivedAt, string Mode, string Raw);

/// <summary>A real mail server on a free loopback port: STARTTLS with a certificate of its own, and a user with a password, are required.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly TestDirectory directory = new();
    readonly HttpClient control = new() { Timeout = Timeout.InfiniteTimeSpan };
    Process? process;

    SmtpServer()
    {
    }

    public string Host => "localhost";

    public int Port { get; private set; }

    public string User => "ops";

    public string Password { get; } = RandomNumberGenerator.GetHexString(20);

    /// <summary>A client trusts the server when its process was started with SSL_CERT_FILE set to this PEM file.</summary>
    public string CertificateFile => directory.PathOf("certificate.pem");

    /// <summary>For <see cref="HostSettings.Environment"/>: the host sends its mail here.</summary>
    public IReadOnlyDictionary<string, string?> HostEnvironment => new Dictionary<string, string?>
    {
        ["Mail__Host"] = Host,
        ["Mail__Port"] = Port.ToString(),
        ["Mail__User"] = User,
        ["Mail__Password"] = Password,
        ["Mail__From"] = "ops@demo.example",
        ["SSL_CERT_FILE"] = CertificateFile,
    };

    public static async Task<SmtpServer> StartAsync()
    {
        var server = new SmtpServer();
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    async Task LaunchAsync()
    {
        var keyFile = directory.PathOf("key.pem");
        await WriteCertificateAsync(keyFile);
        var settings = JsonSerializer.Serialize(new { User, Password, Key = keyFile, Certificate = CertificateFile }, Json);
        process = Process.Start(new ProcessStartInfo("node", [Repository.PathOf("tests", "TestOffice", "smtp-server.mjs"), settings])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail server did not start; node wrote why to the standard error.");
        var ports = JsonSerializer.Deserialize<Ports>(line, Json)!;
        Port = ports.Port;
        control.BaseAddress = new Uri($"http://127.0.0.1:{ports.ControlPort}");
    }

    async Task WriteCertificateAsync(string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        await File.WriteAllTextAsync(CertificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public async Task SetModeAsync(SmtpMode mode)
    {
        using var name = new StringContent(JsonNamingPolicy.KebabCaseLower.ConvertName(mode.ToString()));
        using var response = await control.PutAsync(new Uri("/mode", UriKind.Relative), name);
        response.EnsureSuccessStatusCode();
    }

    public Task<IReadOnlyList<ReceivedMessage>> MessagesAsync() => WaitForMessagesAsync(0);

    /// <summary>All messages so far, as soon as there are this many; a TimeoutException when there are not in time.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> WaitForMessagesAsync(int atLeast, TimeSpan? limit = null)
    {
        using var source = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(30));
        try
        {
            return (await control.GetFromJsonAsync<Inbox>(new Uri($"/messages?atLeast={atLeast}", UriKind.Relative), Json, source.Token))!.Messages;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The mail server got {(await MessagesAsync()).Count} messages; {atLeast} were awaited.", exception);
        }
    }

    /// <summary>How many connections clients have made so far.</summary>
    public async Task<int> ConnectionsAsync() =>
        (await control.GetFromJsonAsync<Inbox>(new Uri("/messages", UriKind.Relative), Json))!.Connections;

    /// <summary>Forgets the messages received so far.</summary>
    public async Task ForgetAsync()
    {
        using var response = await control.DeleteAsync(new Uri("/messages", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        control.Dispose();
        directory.Dispose();
    }

    sealed record Ports(int Port, int ControlPort);

    sealed record Inbox(IReadOnlyList<ReceivedMessage> Messages, int Connections);
}
