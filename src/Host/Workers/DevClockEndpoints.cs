using System.Globalization;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Workers;

/// <param name="Advance">How far: <c>days.hours:minutes:seconds</c>, as in <c>15.00:00:00</c>; longer than zero, at most 20 years.</param>
public sealed record ClockAdvanceRequest(string? Advance);

/// <summary>Office time.</summary>
public sealed record ClockNow(DateTimeOffset Now);

public static class DevClockEndpoints
{
    /// <summary>In Development only.</summary>
    public static void MapDevClock(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }
        app.MapGet("/api/dev/clock", async (DevClock clock, CancellationToken cancellation) => new ClockNow(await clock.NowAsync(cancellation)))
            .RequireAuthorization(Policies.SignedIn)
            .WithTags("Development").WithSummary("Office time");
        app.MapPost("/api/dev/clock", AdvanceAsync)
            .RequireAuthorization(Policies.SignedIn)
            .WithTags("Development").WithSummary("Moves office time on, running all timers and sending all mail that comes due on the way")
            .Produces<ClockAdvance>().ProducesProblem(422);
    }

    static async Task<IResult> AdvanceAsync(ClockAdvanceRequest request, DevClock clock, CancellationToken cancellation) =>
        TimeSpan.TryParse(request.Advance, CultureInfo.InvariantCulture, out var by) && by > TimeSpan.Zero && by <= DevClock.LongestAdvance
            ? TypedResults.Ok(await clock.AdvanceAsync(by, cancellation))
            : Problems.Invalid(new FieldErrors().Add("advance", Texts.Problems["field.clockAdvance"]));
}
