using System.Net;

namespace OpsWorkflows.Host.Tests.Calendars;

[Collection(ApiOffice.Collection)]
public class LimitEndpointTests(ApiOffice office)
{
    [Theory]
    [InlineData("from=2025-12-18&count=14&unit=days", "2026-01-02")]
    [InlineData("from=2025-12-18&count=14&unit=working-days", "2026-01-14")]
    [InlineData("from=2026-01-31&count=1&unit=months", "2026-03-02")]
    public async Task A_limit_is_counted_with_its_reason(string query, string end)
    {
        var anyone = await office.AsAsync("auditor");

        var answer = (await anyone.GetAsync($"/api/calendar/limit?{query}")).Body;

        ((string)answer["end"]!).ShouldBe(end);
        ((string)answer["explanation"]!).ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("from=1800-01-01&count=1&unit=days", "from")]
    [InlineData("from=2026-01-01&count=-1&unit=days", "count")]
    [InlineData("from=2026-01-01&count=1001&unit=months", "count")]
    [InlineData("from=2026-01-01&count=1&unit=hours", "unit")]
    public async Task What_cannot_be_counted_is_named(string query, string field)
    {
        var anyone = await office.AsAsync("auditor");

        var answer = await anyone.GetAsync($"/api/calendar/limit?{query}");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.ErrorsOf(field).Length.ShouldBe(1);
    }
}
