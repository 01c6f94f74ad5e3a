using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Notifications.Tests;

/// <summary>Against a real SMTP server in a process of its own, which takes mail only over STARTTLS and from a user with a password.</summary>
public sealed class SmtpTransportTests(SmtpTransportTests.Running running) : IClassFixture<SmtpTransportTests.Running>, IAsyncLifetime
{
    const string Pangram = "Pchnąć w tę łódź jeża lub ośm skrzyń fig – ZAŻÓŁĆ GĘŚLĄ JAŹŃ";

    static readonly OutgoingMail _mail = new(
        "anna@office.example", "Termin: wywiad środowiskowy, sprawa OPS/12/2026", "Dzień dobry,\n\ntermin upływa jutro.\n", "<018f3a52@ops.example>");

    SmtpServer Server => running.Server;

    public async Task InitializeAsync()
    {
        running.Trust();
        await Server.SetModeAsync(SmtpMode.Accept);
        await Server.ForgetAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Over_STARTTLS_and_with_a_password_Polish_letters_arrive_intact()
    {
        using var transport = new SmtpTransport(Options());
        var subject = string.Join(", ", Enumerable.Repeat(Pangram, 4));
        var body = $"{subject}\n.\n..kropki na początku\n=3D nie jest znakiem równości\n\tkoniec  \n";

        (await transport.SendAsync(_mail with { Subject = subject, Body = body }, CancellationToken.None)).ShouldBe(new Delivered());

        var received = (await Server.WaitForMessagesAsync(1)).ShouldHaveSingleItem();
        received.To.ShouldBe(["anna@office.example"]);
        received.From.ShouldBe("ops@office.example");
        received.Raw.ShouldAllBe(c => c < 128);
        var mime = new Mime(received.Raw);
        mime.Subject.ShouldBe(subject);
        mime.Body.TrimEnd('\r', '\n').ShouldBe(body.ReplaceLineEndings("\r\n").TrimEnd('\r', '\n'));
        mime.Header("From").ShouldBe("Ośrodek Pomocy Społecznej <ops@office.example>");
        mime.Header("Content-Type").ShouldBe("text/plain; charset=utf-8");
    }

    [Fact]
    public async Task The_message_id_is_kept_and_robots_are_told_not_to_answer()
    {
        await SendAsync(Options());

        var mime = new Mime((await Server.WaitForMessagesAsync(1))[0].Raw);
        mime.Header("Message-ID").ShouldBe(_mail.MessageId);
        mime.Header("Auto-Submitted").ShouldBe("auto-generated");
    }

    [Fact]
    public async Task Mails_in_quick_succession_share_one_connection()
    {
        using var transport = new SmtpTransport(Options());
        var before = await Server.ConnectionsAsync();

        for (var i = 0; i < 5; i++)
            (await transport.SendAsync(_mail with { MessageId = $"<{i}@ops.example>" }, CancellationToken.None)).ShouldBe(new Delivered());

        (await Server.WaitForMessagesAsync(5)).Select(message => message.MessageId).ShouldBe(Enumerable.Range(0, 5).Select(i => $"<{i}@ops.example>"));
        (await Server.ConnectionsAsync() - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_is_no_longer_needed_is_closed_after_a_few_seconds()
    {
        using var relay = new PlainRelay();
        var clock = new StoppedClock();
        using var transport = new SmtpTransport(Options(port: relay.Port, user: "", startTls: false), clock);
        (await transport.SendAsync(_mail, CancellationToken.None)).ShouldBe(new Delivered());

        clock.Timer!.Due.ShouldBe(TimeSpan.FromSeconds(5));
        clock.Timer.Fire();

        await relay.LeftAsync();
    }

    [Fact]
    public async Task Mails_sent_at_the_same_time_all_arrive()
    {
        using var transport = new SmtpTransport(Options());

        var results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => transport.SendAsync(_mail with { MessageId = $"<{i}@ops.example>" }, CancellationToken.None)));

        results.ShouldAllBe(result => result is Delivered);
        (await Server.WaitForMessagesAsync(8)).Select(message => message.MessageId!).Order().ShouldBe(Enumerable.Range(0, 8).Select(i => $"<{i}@ops.example>"));
    }

    [Fact]
    public async Task A_refused_recipient_fails_for_good()
    {
        await Server.SetModeAsync(SmtpMode.Refuse);
        (await SendAsync(Options())).ShouldBe(new PermanentFailure("The mail server refused the recipient's address (550)."));
    }

    [Theory]
    [InlineData(SmtpMode.Defer, "The mail server can't take the mail now (451).")]
    [InlineData(SmtpMode.DropAfterData, "The mail server broke the connection off.")]
    [InlineData(SmtpMode.Away, "The mail server can't be reached (ConnectionRefused): check Mail:Host and Mail:Port.")]
    public async Task What_may_pass_fails_for_now(SmtpMode mode, string reason)
    {
        await Server.SetModeAsync(mode);
        (await SendAsync(Options())).ShouldBe(new TemporaryFailure(reason));
    }

    [Fact]
    public async Task After_every_failure_the_same_transport_delivers_again()
    {
        using var transport = new SmtpTransport(Options());
        foreach (var mode in new[] { SmtpMode.Refuse, SmtpMode.Defer, SmtpMode.DropAfterData, SmtpMode.Away })
        {
            await Server.SetModeAsync(SmtpMode.Accept);
            (await transport.SendAsync(_mail, CancellationToken.None)).ShouldBe(new Delivered(), $"before {mode}");
            await Server.SetModeAsync(mode);
            (await transport.SendAsync(_mail, CancellationToken.None)).ShouldNotBe(new Delivered());
        }
    }

    [Fact]
    public async Task A_repeat_after_the_server_dropped_the_connection_carries_the_same_message_id()
    {
        using var transport = new SmtpTransport(Options());
        await Server.SetModeAsync(SmtpMode.DropAfterData);
        (await transport.SendAsync(_mail, CancellationToken.None)).ShouldBeOfType<TemporaryFailure>();
        await Server.SetModeAsync(SmtpMode.Accept);
        (await transport.SendAsync(_mail, CancellationToken.None)).ShouldBe(new Delivered());

        (await Server.WaitForMessagesAsync(2)).ShouldAllBe(message => message.MessageId == _mail.MessageId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_hangs_is_given_up_within_the_time_limit(bool silent)
    {
        using var relay = new PlainRelay(silent: true);
        await Server.SetModeAsync(SmtpMode.Hang);
        var watch = Stopwatch.StartNew();

        var result = await SendAsync(Options(port: silent ? relay.Port : Server.Port, timeout: 2));

        result.ShouldBe(new TemporaryFailure("The mail server did not answer within 2 s: check Mail:Host and Mail:Port."));
        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task The_callers_cancellation_ends_a_hanging_send()
    {
        using var relay = new PlainRelay(silent: true);
        using var transport = new SmtpTransport(Options(port: relay.Port));
        using var stop = new CancellationTokenSource();

        var sending = transport.SendAsync(_mail, stop.Token);
        await relay.ConnectedAsync();
        await stop.CancelAsync();

        var thrown = await Should.ThrowAsync<OperationCanceledException>(sending.WaitAsync(TimeSpan.FromSeconds(10)));
        thrown.CancellationToken.ShouldBe(stop.Token);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(70000)]
    public async Task A_port_that_is_none_is_named_as_a_setting(int port) =>
        (await SendAsync(Options(port: port))).ShouldBeOfType<TemporaryFailure>().Reason.ShouldContain("Mail:Port");

    [Theory]
    [InlineData("pomyłka", "The mail server did not accept the sign-in (530): check Mail:User and Mail:Password.")]
    [InlineData(null, "The mail server asks for a sign-in (530): set Mail:User and Mail:Password.")]
    public async Task A_sign_in_that_fails_is_named_as_such_and_nothing_is_sent(string? password, string reason)
    {
        (await SendAsync(Options(user: password is null ? "" : Server.User, password: password))).ShouldBe(new TemporaryFailure(reason));
        (await Server.MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_neither_the_mail_nor_the_password()
    {
        using var relay = new PlainRelay();
        (await SendAsync(Options(port: relay.Port)))
            .ShouldBe(new TemporaryFailure("The mail server does not offer STARTTLS: check Mail:Port and Mail:StartTls."));
        relay.Lines.ShouldContain(line => line.StartsWith("EHLO"));
        relay.Lines.ShouldNotContain(line => line.StartsWith("AUTH") || line.StartsWith("MAIL"));
    }

    [Fact]
    public async Task Without_STARTTLS_and_without_a_user_a_local_relay_takes_the_mail()
    {
        using var relay = new PlainRelay();
        (await SendAsync(Options(port: relay.Port, user: "", startTls: false))).ShouldBe(new Delivered());
        relay.Lines.ShouldContain($"Message-ID: {_mail.MessageId}");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        Running.TrustNobody();
        (await SendAsync(Options())).ShouldBeOfType<TemporaryFailure>().Reason.ShouldStartWith("The mail server's certificate is not trusted");
        (await Server.MessagesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("")]
    [InlineData("a@office.example, b@office.example")]
    [InlineData("a@office.example\r\nBcc: b@office.example")]
    [InlineData("żółw@office.example")]
    public async Task An_address_that_is_none_fails_for_good_and_is_not_repeated_in_the_reason(string to)
    {
        using var transport = new SmtpTransport(new MailOptions { Host = "localhost", Port = 1, From = "ops@office.example" });
        (await transport.SendAsync(_mail with { To = to }, CancellationToken.None))
            .ShouldBe(new PermanentFailure("The recipient's address is not a valid e-mail address."));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Ośrodek")]
    [InlineData("ops@office.example\r\nBcc: b@office.example")]
    public async Task A_sender_that_is_no_address_is_named_as_a_setting(string? from)
    {
        using var transport = new SmtpTransport(new MailOptions { Host = "localhost", Port = 1, From = from });
        (await transport.SendAsync(_mail, CancellationToken.None))
            .ShouldBe(new TemporaryFailure("The sender's address is missing or not valid: check Mail:From."));
    }

    [Fact]
    public async Task A_line_break_in_the_subject_or_the_message_id_adds_no_header()
    {
        using var transport = new SmtpTransport(Options());

        (await transport.SendAsync(_mail with { MessageId = "<1@ops.example>\r\nBcc: b@office.example" }, CancellationToken.None))
            .ShouldBe(new PermanentFailure("The Message-ID is not valid."));
        (await transport.SendAsync(_mail with { Subject = "Sprawa\r\nBcc: b@office.example\r\n\r\ntreść" }, CancellationToken.None))
            .ShouldBe(new Delivered());

        var mime = new Mime((await Server.WaitForMessagesAsync(1))[0].Raw);
        mime.Subject.ShouldBe("Sprawa Bcc: b@office.example treść");
        mime.HeaderNames.ShouldNotContain("Bcc");
    }

    static async Task<DeliveryResult> SendAsync(MailOptions options)
    {
        using var transport = new SmtpTransport(options);
        return await transport.SendAsync(_mail, CancellationToken.None);
    }

    MailOptions Options(int? port = null, string? user = null, string? password = null, bool startTls = true, int timeout = 30) => new()
    {
        Host = Server.Host,
        Port = port ?? Server.Port,
        User = user ?? Server.User,
        Password = password ?? Server.Password,
        From = "Ośrodek Pomocy Społecznej <ops@office.example>",
        StartTls = startTls,
        SendTimeout = TimeSpan.FromSeconds(timeout),
    };

    /// <summary>A clock whose only timer goes off when the test says so.</summary>
    sealed class StoppedClock : TimeProvider
    {
        public StoppedTimer? Timer { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Timer = new StoppedTimer(() => callback(state));
    }

    sealed class StoppedTimer(Action callback) : ITimer
    {
        public TimeSpan? Due { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>One server for all tests of the class; they run one after the other.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public SmtpServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await SmtpServer.StartAsync();

        public async Task DisposeAsync()
        {
            TrustNobody();
            await Server.DisposeAsync();
        }

#pragma warning disable SYSLIB0014, MA0039 // SmtpClient takes a certificate from nowhere else, and SSL_CERT_FILE is read before a test could set it.
        /// <summary>Trusts the server's own certificate beside the system's.</summary>
        public void Trust()
        {
            using var own = X509CertificateLoader.LoadCertificateFromFile(Server.CertificateFile);
            var hash = own.GetCertHashString();
            ServicePointManager.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == SslPolicyErrors.None || certificate?.GetCertHashString() == hash;
        }

        public static void TrustNobody() => ServicePointManager.ServerCertificateValidationCallback = null;
#pragma warning restore SYSLIB0014, MA0039
    }
}
