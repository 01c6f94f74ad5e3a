using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Notifications.Tests;

public sealed class EmlFileTransportTests : IDisposable
{
    static readonly OutgoingMail _mail = new("anna@office.example", "Zażółć", "Treść\n.\nżółw\n", "<018f3a52-1@ops.example>");

    readonly string _directory = Path.Combine(Path.GetTempPath(), $"eml-{Guid.CreateVersion7():N}");
    readonly Clock _clock = new() { Now = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero) };

    [Fact]
    public async Task A_mail_becomes_a_file_named_by_date_and_message_id()
    {
        (await SendAsync(_mail)).ShouldBe(new Delivered());

        var file = Directory.GetFileSystemEntries(_directory).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe("2026-03-02-018f3a52-1@ops.example.eml");
        var mime = new Mime(await File.ReadAllTextAsync(file));
        mime.Subject.ShouldBe("Zażółć");
        mime.Body.TrimEnd().ShouldBe("Treść\r\n.\r\nżółw");
        mime.Header("Message-ID").ShouldBe(_mail.MessageId);
        mime.Header("Auto-Submitted").ShouldBe("auto-generated");
    }

    [Fact]
    public async Task A_repeat_of_a_message_id_is_written_once_even_on_another_day()
    {
        await SendAsync(_mail);
        _clock.Now = _clock.Now.AddDays(1);
        (await SendAsync(_mail with { Body = "inna treść" })).ShouldBe(new Delivered());

        var file = Directory.GetFileSystemEntries(_directory).ShouldHaveSingleItem();
        new Mime(await File.ReadAllTextAsync(file)).Body.ShouldContain("żółw");
    }

    [Fact]
    public async Task Different_message_ids_never_share_a_file()
    {
        string[] ids = ["<1@ops.example>", "<a-1@ops.example>", "<*@ops.example>", "<?@ops.example>", "<../1@ops.example>", "<..%2F1@ops.example>"];
        foreach (var id in ids)
            (await SendAsync(_mail with { MessageId = id })).ShouldBe(new Delivered());

        Directory.GetFiles(_directory, "*.eml").Length.ShouldBe(ids.Length);
    }

    [Fact]
    public async Task Mails_written_at_the_same_time_are_all_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SendAsync(_mail with { MessageId = $"<{i % 20}@ops.example>" })));

        var files = Directory.GetFileSystemEntries(_directory);
        files.Length.ShouldBe(20);
        foreach (var file in files)
            new Mime(await File.ReadAllTextAsync(file)).Body.ShouldContain("żółw");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_fails_for_now()
    {
        await File.WriteAllTextAsync(_directory, "a file where the directory should be");
        (await SendAsync(_mail)).ShouldBe(new TemporaryFailure(
            "The mail file could not be written: check the disk and the rights of the mail directory."));
    }

    Task<DeliveryResult> SendAsync(OutgoingMail mail) =>
        new EmlFileTransport(_directory, "ops@office.example", _clock).SendAsync(mail, CancellationToken.None);

    public void Dispose()
    {
        if (File.Exists(_directory))
            File.Delete(_directory);
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
