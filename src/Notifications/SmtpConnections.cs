using System.Net;
using System.Net.Mail;

namespace OpsWorkflows.Notifications;

/// <summary>A client with its open connection, and how many mails went through it.</summary>
sealed class SmtpConnection(SmtpClient client)
{
    public SmtpClient Client { get; } = client;

    public int Sent { get; set; }
}

/// <summary>Open connections between two mails: kept for a few seconds, so that a batch shares one and none grows stale.</summary>
sealed class SmtpConnections : IDisposable
{
    static readonly TimeSpan _keptOpen = TimeSpan.FromSeconds(5);
    const int MailsOnOneConnection = 100;

    readonly Lock _lock = new();
    readonly Stack<SmtpConnection> _idle = [];
    readonly ITimer _closing;
    readonly MailOptions _options;
    bool _disposed;

    public SmtpConnections(MailOptions options, TimeProvider time)
    {
        _options = options;
        _closing = time.CreateTimer(_ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public SmtpConnection Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var connection))
                return connection;
        }
        return new SmtpConnection(new SmtpClient(_options.Host, _options.Port)
        {
            EnableSsl = _options.StartTls,
            Credentials = string.IsNullOrEmpty(_options.User) ? null : new NetworkCredential(_options.User, _options.Password),
        });
    }

    public void GiveBack(SmtpConnection connection)
    {
        connection.Sent++;
        lock (_lock)
        {
            if (!_disposed && connection.Sent < MailsOnOneConnection)
            {
                _idle.Push(connection);
                _closing.Change(_keptOpen, Timeout.InfiniteTimeSpan);
                return;
            }
        }
        Abandon(connection);
    }

    /// <summary>Closes a connection without waiting: saying goodbye to a server that hangs would block.</summary>
    public static void Abandon(SmtpConnection connection) => _ = Task.Run(connection.Client.Dispose);

    void CloseIdle()
    {
        List<SmtpConnection> idle;
        lock (_lock)
        {
            idle = [.. _idle];
            _idle.Clear();
        }
        idle.ForEach(Abandon);
    }

    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _closing.Dispose();
        CloseIdle();
    }
}
