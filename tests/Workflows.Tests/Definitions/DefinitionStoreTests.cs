using System.Text.Json.Nodes;
using Npgsql;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Definitions;

public sealed class DefinitionStoreTests : IAsyncLifetime
{
    const string Id = SampleProcedure.Id;

    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await EngineOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    static JsonObject Renamed(string name)
    {
        var document = SampleProcedure.Document();
        document["name"] = name;
        return document;
    }

    Task<DefinitionVersion> SaveAsync(string name) => office.Shelf.DraftAsync(Renamed(name));

    async Task<string> VersionsAsync(string id = Id) => string.Join(' ', (await office.Definitions.ListAsync(VersionFilter.All, id))
        .Select(version => $"{version.Version}{(version.IsLatest ? "L" : "")}{(version.IsPublished ? "P" : "")}:{version.Name}"));

    [Fact]
    public async Task A_published_version_is_followed_by_a_draft_that_is_then_edited_in_place()
    {
        await SaveAsync("second");
        await SaveAsync("second, better");

        (await VersionsAsync()).ShouldBe("2L:second, better 1P:Visit a family");
    }

    [Fact]
    public async Task Publishing_moves_new_cases_to_the_latest_version_and_leaves_running_ones_on_theirs()
    {
        var (old, interview) = await office.StartedAsync();
        await SaveAsync("second");
        (await office.Editor.PublishAsync(Id, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version.Version.ShouldBe(2);

        var (young, _) = await office.StartedAsync();
        await office.Runner.RunAsync(old, EngineOffice.Interviewed(interview));

        (await VersionsAsync()).ShouldBe("2LP:second 1:Visit a family");
        (await office.AskAsync($"select definition_version_id from workflow_instances where id = '{old}'")).ShouldBe("visit-family:1");
        (await office.AskAsync($"select definition_version_id from workflow_instances where id = '{young}'")).ShouldBe("visit-family:2");
    }

    [Fact]
    public async Task A_version_that_was_published_cannot_change_even_after_it_was_retracted()
    {
        await office.Shelf.RetractAsync(Id);

        await Should.ThrowAsync<PostgresException>(() => office.ExecuteAsync("update definition_versions set content = '{}' where version = 1"));
        await SaveAsync("second");

        (await VersionsAsync()).ShouldBe("2L:second 1:Visit a family");
        (await office.Runner.StartAsync(Id, EngineOffice.CaseStart())).ShouldBeOfType<RunResult.Refused>();
    }

    [Fact]
    public async Task The_document_comes_back_as_it_was_but_for_what_the_server_decides()
    {
        var document = SampleProcedure.Document("other");
        document["id"] = "client-id";
        document["version"] = 99;
        document["isPublished"] = true;

        var saved = (await office.Editor.SaveAsync(document, publish: false, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version;

        var expected = document.DeepClone().AsObject();
        expected["id"] = "other:1";
        expected["version"] = 1;
        expected["isLatest"] = true;
        expected["isPublished"] = false;
        var json = saved.ToJson();
        json.Remove("createdAt").ShouldBeTrue();
        JsonNode.DeepEquals(json, expected).ShouldBeTrue(json.ToJsonString());
        saved.Content.ShouldContain("""{"kept":1.50}""");
    }

    [Fact]
    public async Task A_document_without_an_id_begins_a_new_procedure()
    {
        var document = SampleProcedure.Document();
        document.Remove("definitionId");

        var saved = await office.Shelf.DraftAsync(document);

        saved.DefinitionId.ShouldNotBe(Id);
        (await VersionsAsync(saved.DefinitionId)).ShouldBe("1L:Visit a family");
    }

    [Fact]
    public async Task A_draft_keeps_the_resources_of_the_version_before_it_unless_it_brings_its_own()
    {
        var kept = await SaveAsync("second");
        var own = SampleProcedure.Resources.DeepClone().AsObject();
        own["forms"]!["another"] = own["forms"]!["interview"]!.DeepClone();
        var replaced = await office.Shelf.DraftAsync(Renamed("third"), own);

        DefinitionResources.Parse(kept.Resources).Forms.Keys.ShouldBe(["interview"]);
        DefinitionResources.Parse(replaced.Resources).Forms.Keys.ShouldBe(["interview", "another"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_run_is_not_published()
    {
        var document = Renamed("broken");
        document["root"]!["activities"]![0]!["type"] = "Ops.Unknown";
        await office.Shelf.DraftAsync(document);

        var refused = (await office.Editor.PublishAsync(Id, EngineOffice.Worker)).ShouldBeOfType<EditResult.Refused>();

        refused.Code.ShouldBe(EditRefusal.CannotRun);
        refused.Findings.ShouldContain(finding => finding.IsError && finding.Path == "$.root.activities[0].type");
        (await VersionsAsync()).ShouldBe("2L:broken 1P:Visit a family");
        (await office.Editor.PublishAsync("unknown", EngineOffice.Worker)).ShouldBeOfType<EditResult.Refused>().Code.ShouldBe(EditRefusal.NotFound);
    }

    [Fact]
    public async Task Published_versions_are_compiled_once_and_drafts_each_time()
    {
        var published = await office.Definitions.FindCompiledAsync("visit-family:1");
        var draft = await SaveAsync("second");
        var first = await office.Definitions.FindCompiledAsync(draft.VersionId);
        await SaveAsync("second, better");

        (await office.Definitions.FindCompiledAsync("visit-family:1")).ShouldBeSameAs(published);
        (await office.Definitions.FindPublishedCompiledAsync(Id)).ShouldBeSameAs(published);
        first!.Definition.Name.ShouldBe("second");
        (await office.Definitions.FindCompiledAsync(draft.VersionId))!.Definition.Name.ShouldBe("second, better");
        (await office.Definitions.FindCompiledAsync("unknown")).ShouldBeNull();
    }

    [Fact]
    public async Task Saves_that_come_at_once_make_one_draft()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => SaveAsync($"draft {i}")));

        (await office.Definitions.ListAsync(VersionFilter.All, Id)).Count.ShouldBe(2);
        (await office.Definitions.ListAsync(VersionFilter.Latest)).ShouldHaveSingleItem().Version.ShouldBe(2);
        (await office.Definitions.ListAsync(VersionFilter.Published)).ShouldHaveSingleItem().Version.ShouldBe(1);
    }
}
