namespace OpsWorkflows.Procedures.Tests;

/// <summary>
/// Moves office time for many cases that are walked at once: always to the next moment that a walk waits for. While walks are at work
/// it stands still, or runs ahead of each of them by so much at most.
/// </summary>
internal sealed class OfficeClock(ApiWalk api, TimeSpan runsAhead = default)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Turn, DateTimeOffset> _working = [];
    private readonly PriorityQueue<(Turn Turn, TaskCompletionSource Come), DateTimeOffset> _waiting = new();
    private TaskCompletionSource _changed = NewSignal();
    private DateTimeOffset _now;

    /// <summary>How often the clock was moved.</summary>
    public int Moves { get; private set; }

    /// <summary>Lets all walks go at once, at most so many at a time; returns when they have ended, with what went wrong.</summary>
    public async Task WalkAsync(DateTimeOffset from, IEnumerable<Func<Turn, Task>> walks, int atOnce = int.MaxValue)
    {
        await api.AdvanceToAsync(from);
        _now = await api.NowAsync();
        using var room = new SemaphoreSlim(atOnce);
        var all = Task.WhenAll([.. walks.Select(walk => WalkAsync(walk, room))]);
        await DriveAsync(all);
        await all;
    }

    private async Task WalkAsync(Func<Turn, Task> walk, SemaphoreSlim room)
    {
        await room.WaitAsync();
        var turn = new Turn(this);
        Worked(turn);
        try
        {
            await walk(turn);
        }
        finally
        {
            Rest(turn);
            room.Release();
        }
    }

    private async Task DriveAsync(Task all)
    {
        try
        {
            while (!all.IsCompleted)
            {
                if (Next() is { } moment)
                    await MoveAsync(moment);
                else
                    await Task.WhenAny(ChangedAsync(), all);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
    }

    private DateTimeOffset? Next()
    {
        lock (_gate)
        {
            _changed = NewSignal();
            DateTimeOffset? next = _waiting.TryPeek(out _, out var awaited) ? awaited : null;
            if (_working.Count > 0)
            {
                var limit = _working.Values.Min() + runsAhead;
                next = next < limit ? next : limit;
            }
            return next > _now ? next : null;
        }
    }

    private Task ChangedAsync()
    {
        lock (_gate)
            return _changed.Task;
    }

    private async Task MoveAsync(DateTimeOffset moment)
    {
        await api.AdvanceToAsync(moment);
        Moves++;
        lock (_gate)
        {
            _now = moment;
            while (_waiting.TryPeek(out var next, out var awaited) && awaited <= _now)
            {
                _waiting.Dequeue();
                _working[next.Turn] = _now;
                next.Come.SetResult();
            }
        }
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next, out _))
                next.Come.SetException(exception);
        }
    }

    private void Worked(Turn turn)
    {
        lock (_gate)
        {
            _working[turn] = _now;
            _changed.TrySetResult();
        }
    }

    private void Rest(Turn turn)
    {
        lock (_gate)
        {
            _working.Remove(turn);
            _changed.TrySetResult();
        }
    }

    private Task UntilAsync(Turn turn, DateTimeOffset moment)
    {
        lock (_gate)
        {
            if (moment <= _now)
                return Task.CompletedTask;
            var come = NewSignal();
            _waiting.Enqueue((turn, come), moment);
            _working.Remove(turn);
            _changed.TrySetResult();
            return come.Task;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The part that one walk has in the passing of time.</summary>
    internal sealed class Turn(OfficeClock clock)
    {
        public DateOnly Today
        {
            get
            {
                lock (clock._gate)
                    return OfficeDays.DayOf(clock._now);
            }
        }

        /// <summary>Something was done just now.</summary>
        public void Worked() => clock.Worked(this);

        public Task UntilAsync(DateTimeOffset moment) => clock.UntilAsync(this, moment);
    }
}
