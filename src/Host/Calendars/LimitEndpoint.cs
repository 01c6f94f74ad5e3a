using System.Globalization;
using OpsWorkflows.Calendars;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Calendars;

/// <summary>A time limit that was counted: its last day, and why that day in a sentence.</summary>
public sealed record CountedLimit(DateOnly From, int Count, string Unit, DateOnly End, string Explanation);

public static class LimitEndpoint
{
    /// <summary>Years for which holidays are known to be right.</summary>
    const int FirstYear = 1990, LastYear = 2100;
    const int LongestCount = 1000;

    static readonly string[] Units = [.. new[] { LimitUnit.Days, LimitUnit.WorkingDays, LimitUnit.Weeks, LimitUnit.Months }.Select(unit => unit.ToKey())];

    public static void MapCalendar(this IEndpointRouteBuilder routes) => routes.MapApi("/api/calendar", "Calendar").MapGet("/limit", Count)
        .RequireAuthorization(Policies.SignedIn)
        .WithSummary("Counts a time limit by the Code of Administrative Procedure")
        .WithDescription("unit: days, working-days, weeks or months.")
        .Produces<CountedLimit>().ProducesProblem(422);

    static IResult Count(DateOnly from, int count, string unit)
    {
        var errors = new FieldErrors();
        if (from.Year is < FirstYear or > LastYear)
        {
            errors.Add("from", Texts.Problems["field.between", FirstYear, LastYear]);
        }
        if (count is < 0 or > LongestCount)
        {
            errors.Add("count", Texts.Problems["field.between", 0, LongestCount]);
        }
        if (!Units.Contains(unit))
        {
            errors.Add("unit", Texts.Problems["field.oneOf", string.Join(", ", Units)]);
        }
        if (errors.Any)
        {
            return Problems.Invalid(errors);
        }
        var limit = TimeLimit.Count(from, count, LimitUnits.Parse(unit));
        return TypedResults.Ok(new CountedLimit(from, count, unit, limit.LastDay, LimitTexts.Render(limit.Explanation, CultureInfo.CurrentUICulture)));
    }
}
