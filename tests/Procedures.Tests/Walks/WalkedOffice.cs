using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>
/// A host on a real PostgreSQL on which all families are carried through the procedure at once, by the API and with a moving clock; the
/// tests look at what came of each.
/// </summary>
public sealed class WalkedOffice : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, ExceptionDispatchInfo> _failures = new();
    private readonly ConcurrentDictionary<string, CaseWalk> _walks = new();

    private HostProcess _host = null!;

    internal ApiWalk Api { get; private set; } = null!;
    internal OwnSql Sql { get; private set; } = null!;

    /// <summary>All that left, by Message-ID.</summary>
    internal IReadOnlyDictionary<string, Mime> Mails { get; private set; } = new Dictionary<string, Mime>();
    internal string HostOutput => _host.Output;

    public async Task InitializeAsync()
    {
        var connectionString = await TestCluster.CreateDatabaseAsync();
        Sql = new OwnSql(connectionString);
        await Sql.MakeOfficeWithoutPastAsync();
        _host = await HostProcess.StartAsync(new() { ConnectionString = connectionString });
        Api = new ApiWalk(_host.Address);
        var now = await Api.NowAsync();
        var clock = new OfficeClock(Api);
        await clock.WalkAsync(OfficeDays.At(NextOrdinaryMonday(OfficeDays.DayOf(now)), 9), WalkList.All.Select(walk => (Func<OfficeClock.Turn, Task>)(turn => WalkAsync(turn, walk))));
        await Sql.UntilNoMailIsDueAsync();
        Mails = ReadMails(Path.Combine(_host.DataDirectory, "mail"));
    }

    /// <summary>So that a walk begins alike on every day of the year: three weeks without a holiday are ahead.</summary>
    private static DateOnly NextOrdinaryMonday(DateOnly after)
    {
        var day = after.AddDays(1);
        while (day.DayOfWeek != DayOfWeek.Monday || Enumerable.Range(0, 21).Any(later => OfficeDays.IsHoliday(day.AddDays(later))))
            day = day.AddDays(1);
        return day;
    }

    private async Task WalkAsync(OfficeClock.Turn turn, NamedWalk named)
    {
        try
        {
            var walk = await CaseWalk.StartAsync(Api, turn, named.Name, named.Source, named.Urgent);
            _walks[named.Name] = walk;
            await named.Walk(walk);
        }
#pragma warning disable CA1031 // The other walks go on; the tests of this one fail.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failures[named.Name] = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Fails when the walk did.</summary>
    internal CaseWalk WalkOf(string name)
    {
        if (_failures.TryGetValue(name, out var failure))
            failure.Throw();
        return _walks[name];
    }

    private static Dictionary<string, Mime> ReadMails(string directory) =>
        Directory.GetFiles(directory, "*.eml").Select(file => new Mime(File.ReadAllText(file))).ToDictionary(mail => mail.Header("Message-ID"), StringComparer.Ordinal);

    public async Task DisposeAsync()
    {
        Api?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }
}

/// <summary>A walk that begins with a case of its own.</summary>
internal sealed record NamedWalk(string Name, Func<CaseWalk, Task> Walk, string Source = "own-worker", bool Urgent = false);

/// <summary>The tests that look at one walked office.</summary>
[CollectionDefinition(nameof(WalkedOffice))]
public sealed class WalkedOfficeTests : ICollectionFixture<WalkedOffice>;
