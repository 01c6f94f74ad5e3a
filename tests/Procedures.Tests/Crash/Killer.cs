using System.Diagnostics;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>
/// Kills the host with kill -9 and starts it again, over and over: each time after a random number of answers and a random moment more,
/// sometimes while it is still starting.
/// </summary>
internal sealed class Killer(HostProcess host, Random random)
{
    private const int FewestAnswers = 10, MostAnswers = 60;
    private const int LongestPause = 120;

    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceReady = new();
    private TaskCompletionSource _back = Done();
    private TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answersLeft;
    private bool _isTimed;

    public int Kills { get; private set; }
    public int KillsWhileStarting { get; private set; }

    /// <summary>From the start of the killed host to its readiness.</summary>
    public List<TimeSpan> Restarts { get; } = [];

    /// <summary>From readiness to the first completion that was acknowledged.</summary>
    public List<TimeSpan> FirstCompletions { get; } = [];

    /// <summary>From readiness to the first answer of the clock: all that was due, also what the killed host had claimed, has happened by then.</summary>
    public List<TimeSpan> FirstClockAnswers { get; } = [];

    private bool _completionSeen = true, _clockSeen = true;

    /// <summary>Completes when the host is up (again).</summary>
    public Task UntilBackAsync()
    {
        lock (_gate)
            return _back.Task;
    }

    public void Answered(string path, Answer answer)
    {
        lock (_gate)
        {
            if (--_answersLeft <= 0)
                _enough.TrySetResult();
            if (!_completionSeen && answer.Status == 201 && path.EndsWith("/completion", StringComparison.Ordinal))
                (_completionSeen, _) = (true, Note(FirstCompletions));
            if (!_clockSeen && answer.Body?["timers"] is not null)
                (_clockSeen, _) = (true, Note(FirstClockAnswers));
        }
    }

    private bool Note(List<TimeSpan> times)
    {
        if (_isTimed)
            times.Add(_sinceReady.Elapsed);
        return true;
    }

    /// <summary>Kills as long as the work lasts; the host runs when this returns.</summary>
    public async Task KillUntilAsync(Task end)
    {
        while (true)
        {
            Task enough;
            lock (_gate)
            {
                _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _answersLeft = random.Next(FewestAnswers, MostAnswers);
                enough = _enough.Task;
            }
            await Task.WhenAny(enough, end);
            if (end.IsCompleted)
                return;
            await PauseAsync(random.Next(LongestPause));
            await KillAsync();
            while (random.Next(5) == 0)
            {
                host.Launch();
                await PauseAsync(random.Next(1500));
                KillsWhileStarting++;
                await host.KillAsync();
            }
            await RestartAsync();
        }
    }

    private async Task KillAsync()
    {
        lock (_gate)
            (_back, _completionSeen, _clockSeen) = (new(TaskCreationOptions.RunContinuationsAsynchronously), false, false);
        await host.KillAsync();
        Kills++;
    }

    private async Task RestartAsync()
    {
        var watch = Stopwatch.StartNew();
        await host.StartAsync();
        Restarts.Add(watch.Elapsed);
        lock (_gate)
        {
            _isTimed = true;
            _sinceReady.Restart();
            _back.SetResult();
        }
    }

    /// <summary>Not a wait for anything: the moment of a kill is to be any.</summary>
    private static Task PauseAsync(int milliseconds) => Task.Delay(milliseconds);

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
