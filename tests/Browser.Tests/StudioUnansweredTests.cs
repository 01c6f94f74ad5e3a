using Microsoft.Playwright;

namespace OpsWorkflows.Browser.Tests;

/// <summary>What is drawn while no answer comes is saved when one comes.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class StudioUnansweredTests(OfficeInBrowser office)
{
    [Fact]
    public async Task What_is_drawn_after_the_session_has_ended_is_saved_when_one_has_signed_in_again()
    {
        await using var manager = await DrawingAsync("session-ends");
        await manager.Page.Context.ClearCookiesAsync();
        await MoveAsync(manager);
        await MoveAsync(manager);
        await Banner(manager).GetByText("Twoja sesja wygasła.").WaitForAsync();
        await Banner(manager).GetByText("Ostatnie zmiany nie są jeszcze zapisane.").WaitForAsync();
        await manager.PictureAsync("designer-session-ended");
        (await manager.WcagViolationsAsync("#studio-unanswered")).ShouldBeEmpty();

        var tab = await manager.Page.Context.RunAndWaitForPageAsync(() => Banner(manager).GetByRole(AriaRole.Link).ClickAsync());
        await new Visitor(tab, new Uri(manager.Page.Url)).SignInAsync("procedure-manager");
        await tab.CloseAsync();
        await manager.Page.BringToFrontAsync();

        await ExpectSavedAsync(manager, "session-ends", 40);
    }

    [Fact]
    public async Task What_is_drawn_while_the_server_is_away_is_saved_when_it_is_back()
    {
        await using var manager = await DrawingAsync("server-away");
        // What stands between the server and the browser answers for it.
        await manager.Page.RouteAsync("**/elsa/api/**", route => route.FulfillAsync(new() { Status = 503 }));
        await MoveAsync(manager);
        await Banner(manager).GetByText("Nie ma połączenia z serwerem.").WaitForAsync();
        await manager.Page.UnrouteAllAsync();
        await manager.Page.Context.SetOfflineAsync(true);
        await MoveAsync(manager);
        (await Banner(manager).IsVisibleAsync()).ShouldBeTrue();

        await manager.Page.Context.SetOfflineAsync(false);

        await ExpectSavedAsync(manager, "server-away", 40);
        // Studio goes on.
        await MoveAsync(manager);
        await ExpectSavedAsync(manager, "server-away", 60);
    }

    async Task<Visitor> DrawingAsync(string procedure)
    {
        var manager = await office.SignInAsync("procedure-manager");
        var designer = new Designer(manager);
        await designer.SaveAsync(procedure, [new { id = "step", type = "Elsa.WriteLine", version = 1, name = "step", metadata = new { designer = new { position = new { x = 0, y = 0 } } } }]);
        await designer.OpenAsync(procedure);
        await manager.Page.Locator("[data-cell-id='step'][tabindex='0']").WaitForAsync();
        return manager;
    }

    static ILocator Banner(Visitor manager) => manager.Page.Locator("#studio-unanswered");

    /// <summary>Down, by 20; Studio saves that a moment later, or tries to.</summary>
    static Task MoveAsync(Visitor manager) => manager.Page.Locator("[data-cell-id='step']").PressAsync("Shift+ArrowDown");

    static async Task ExpectSavedAsync(Visitor manager, string procedure, int down)
    {
        await Assertions.Expect(Banner(manager)).ToBeHiddenAsync();
        await manager.Page.WaitForFunctionAsync("""
            ([id, down]) => fetch(`/elsa/api/workflow-definitions/by-definition-id/${id}?versionOptions=Latest`).then(answer => answer.json())
              .then(({ root }) => root.activities[0].metadata.designer.position.y === down)
            """, new object[] { procedure, down });
    }
}
