using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

[Collection(OfficeInBrowser.Collection)]
public sealed class LiveDiagramTests(OfficeInBrowser office)
{
    [Fact]
    public async Task The_diagram_of_a_case_hears_over_a_socket_that_a_step_was_done()
    {
        await using var worker = await office.SignInAsync("social-worker2");
        await worker.GoAsync("/cases/new/assign-family-assistant");
        await worker.FillTodayAsync("receivedOn");
        await worker.ChooseAsync("source", "family");
        await worker.FillAsync("familyName", "Diagramowi");
        await worker.PressButtonAsync("Wszcznij sprawę");
        await worker.BannerAsync();
        var address = new Uri(worker.Page.Url).AbsolutePath;
        await using var onlooker = await office.SignInAsync("social-worker2");

        var heard = new TaskCompletionSource();
        // The viewer opens several, and closes some of them again while it builds itself up: any may bring the news.
        onlooker.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (IsOfHub(socket) && frame.Text?.Contains("\"activityId\":\"analysis\"", StringComparison.Ordinal) == true)
            {
                heard.TrySetResult();
            }
        };
        await onlooker.GoAsync(address + "/diagram");
        await onlooker.Page.WaitForSelectorAsync(Badge("interview", "warning"));

        await worker.FollowAsync("Rodzinny wywiad środowiskowy");
        await worker.FillTodayAsync("interviewDate");
        await worker.FillAsync("findings", "Ustalenia z wywiadu");
        await worker.PressButtonAsync("Zakończ krok");

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await onlooker.Page.WaitForSelectorAsync(Badge("interview", "success"));
        await onlooker.Page.WaitForSelectorAsync(Badge("analysis", "warning"));
        onlooker.Complaints.ShouldBeEmpty();
    }

    static bool IsOfHub(IWebSocket socket) => new Uri(socket.Url).AbsolutePath == "/elsa/hubs/workflow-instance";

    static string Badge(string step, string theme) => $"[data-cell-id='{step}'] .mud-badge.mud-theme-{theme}";
}
