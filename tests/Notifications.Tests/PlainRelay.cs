using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OpsWorkflows.Notifications.Tests;

/// <summary>A relay as old as SMTP itself: no encryption, no sign-in; or, silent, one that takes connections and never says a word.</summary>
sealed class PlainRelay : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentQueue<string> _lines = [];
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<TcpClient> _clients = [];

    public PlainRelay(bool silent = false)
    {
        _listener.Start();
        _ = ServeAsync(silent);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends when the first client has connected.</summary>
    public Task ConnectedAsync() => _connected.Task.WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Ends when a client has closed its connection.</summary>
    public Task LeftAsync() => _left.Task.WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Every line that clients have sent so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    async Task ServeAsync(bool silent)
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _clients.Add(client);
            _connected.TrySetResult();
            if (!silent)
                _ = TalkAsync(client);
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 relay");
        var inData = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            if (inData && line != ".")
                continue;
            inData = line == "DATA";
            await writer.WriteLineAsync(inData ? "354 go on" : "250 relay");
        }
        _left.TrySetResult();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _clients.ForEach(client => client.Dispose());
    }
}
