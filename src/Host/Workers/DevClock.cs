namespace OpsWorkflows.Host.Workers;

/// <summary>How far an advance came: office time then, and how many timers ran and mails were handled on the way.</summary>
public sealed record ClockAdvance(DateTimeOffset Now, int Timers, int Mails);

/// <summary>
/// Moves office time on, from due moment to due moment: at each all timers run, those included that others have just set, what instances
/// have promised one another is delivered, and all mail that is due leaves. Only for Development, where a procedure of two years is to be walked in seconds.
/// </summary>
public sealed class DevClock(OfficeClockSql clock, TimerWorker timers, StimulusWorker stimuli, OutboxWorker outbox, TimeProvider time)
{
    public static readonly TimeSpan LongestAdvance = TimeSpan.FromDays(20 * 366);

    /// <summary>How often to look whether another host has finished what it claimed.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public Task<DateTimeOffset> NowAsync(CancellationToken token) => clock.NowAsync(token);

    /// <summary>Advances that are asked for at once happen one after the other.</summary>
    public async Task<ClockAdvance> AdvanceAsync(TimeSpan by, CancellationToken token)
    {
        await using var alone = await clock.LockAsync(token);
        return await AdvanceToAsync(await clock.NowAsync(token) + by, token);
    }

    /// <summary>Under <see cref="OfficeClockSql.LockAsync"/>.</summary>
    internal async Task<ClockAdvance> AdvanceToAsync(DateTimeOffset target, CancellationToken token)
    {
        using var noTimers = await timers.PauseAsync(token);
        using var noStimuli = await stimuli.PauseAsync(token);
        using var noMail = await outbox.PauseAsync(token);
        var (ran, sent) = (0, 0);
        while (true)
        {
            await stimuli.RunOnceAsync(token);
            var next = await clock.NextDueAsync(token);
            var (stop, moment) = (Earlier(next.Trigger, Earlier(next.Timer, next.Mail)), next.Now);
            if (!(stop <= next.Now))
            {
                if (next.Now >= target)
                {
                    return new(next.Now, ran, sent);
                }
                moment = Earlier(stop, target)!.Value;
                await clock.MoveToAsync(moment, token);
            }
            var timersNow = next.Timer <= moment ? await timers.RunOnceAsync(token) : 0;
            var mailsNow = next.Mail <= moment || timersNow > 0 ? await outbox.RunOnceAsync(token) : 0;
            (ran, sent) = (ran + timersNow, sent + mailsNow);
            if (stop <= next.Now && timersNow + mailsNow == 0 && !(next.Trigger <= next.Now))
            {
                // Another host has claimed what is due; if it has died, its lease runs out.
                await Task.Delay(Look, time, token);
            }
        }
    }

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
