using System.Text.Json.Nodes;

namespace OpsWorkflows.Browser.Tests;

/// <summary>What the real Studio does to documents of its own accord, and how they are kept all the same.</summary>
[Collection(OfficeWithStudio.Collection)]
public sealed class StudioHabitTests(OfficeInBrowser office)
{
    const string Copy = """
        id => fetch('/elsa/api/workflow-definitions/by-definition-id/assign-family-assistant?versionOptions=Published').then(answer => answer.json()).then(model => {
          Object.assign(model, { definitionId: id, name: `Kopia ${id}` })
          delete model.customProperties.opsRevision
          return fetch('/elsa/api/workflow-definitions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model }) })
        }).then(answer => answer.status)
        """;

    [Fact]
    public async Task The_labels_of_outcomes_that_a_procedure_came_with_are_rows_in_the_editor_and_stay_when_one_is_added()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        (await manager.Page.EvaluateAsync<int>(Copy, "labelled-copy")).ShouldBe(200);
        var designer = new Designer(manager);
        await designer.OpenAsync("labelled-copy");
        await manager.Page.Locator("[data-cell-id='consent']").FocusAsync();
        await manager.Page.Keyboard.PressAsync("Enter");
        await manager.Page.GetByText("Ustaw właściwości", new() { Exact = true }).ClickAsync();
        (await designer.EntriesAsync("Nazwy wyników")).ShouldBe(["Given: Rodzina wyraziła zgodę", "Refused: Rodzina odmówiła zgody"]);

        await designer.AddEntryAsync("Nazwy wyników", "Later", "Później");

        var kept = (await designer.KeptAsync("labelled-copy")).GetProperty("root").GetProperty("activities").EnumerateArray().Single(step => step.GetProperty("id").GetString() == "consent");
        var labels = JsonNode.Parse(kept.GetProperty("outcomeLabels").GetProperty("expression").GetProperty("value").GetString()!);
        JsonNode.DeepEquals(labels, JsonNode.Parse("""{"Given":"Rodzina wyraziła zgodę","Refused":"Rodzina odmówiła zgody","Later":"Później"}""")).ShouldBeTrue(labels!.ToJsonString());
        manager.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Moving_a_step_leaves_the_steps_in_their_order_so_that_cases_begin_where_they_did()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var designer = new Designer(manager);
        await designer.SaveAsync("moved", [Step("first", 0), Step("second", 120), Step("third", 240)], [("first", "Done", "second"), ("second", "Done", "third"), ("third", "Done", "first")]);
        await designer.OpenAsync("moved");

        await designer.MoveAsync("first", 150, 40);

        var activities = (await designer.KeptAsync("moved")).GetProperty("root").GetProperty("activities").EnumerateArray().ToList();
        activities.Select(step => step.GetProperty("id").GetString()).ShouldBe(["first", "second", "third"]);
        activities[0].GetProperty("metadata").GetProperty("designer").GetProperty("position").GetProperty("x").GetDouble().ShouldBeGreaterThan(100);

        static object Step(string id, int down) => new { id, type = "Elsa.WriteLine", version = 1, name = id, metadata = new { designer = new { position = new { x = 0, y = down } } } };
    }

    [Fact]
    public async Task A_step_inside_one_that_a_double_click_has_opened_can_be_moved_at_once()
    {
        await using var manager = await office.SignInAsync("procedure-manager");
        var designer = new Designer(manager);
        await designer.SaveAsync("opened", [new
        {
            id = "phase",
            type = "Elsa.Flowchart",
            version = 1,
            name = "phase",
            activities = new[] { new { id = "inside", type = "Elsa.WriteLine", version = 1, name = "inside", metadata = new { designer = new { position = new { x = 0, y = 0 } } } } },
            connections = Array.Empty<object>(),
            metadata = new { designer = new { position = new { x = 0, y = 0 } } },
        }]);
        await designer.OpenAsync("opened");
        // On a word, as people do.
        await manager.Page.Locator("[data-cell-id='phase'] .activity-label").DblClickAsync();
        await manager.Page.WaitForSelectorAsync("[data-cell-id='inside'] .activity-content");

        await designer.MoveAsync("inside", 150, 40);

        var phase = (await designer.KeptAsync("opened")).GetProperty("root").GetProperty("activities")[0];
        phase.GetProperty("activities")[0].GetProperty("metadata").GetProperty("designer").GetProperty("position").GetProperty("x").GetDouble().ShouldBeGreaterThan(100);
    }
}
